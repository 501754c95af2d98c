import { z } from 'zod'
import type { AccountTask } from '../../forge.ts'
import { type Account, interrupted, type Me } from '../account.ts'
import { hasProwLabel } from '../commands/prow.ts'
import {
  Connection,
  type ConnectionPage,
  nextSeam,
  ownId,
  readUser,
} from '../graphql/connection.ts'
import {
  beginning,
  type NewestFirst,
  type Place,
  Progress,
  readNews,
} from '../graphql/newest-first.ts'
import { cursor, id, int, type Question } from '../graphql/question.ts'
import { PullRequestRow, toPullRequest } from '../graphql/rows.ts'
import { KnownSchema } from '../graphql/server-schema.ts'
import { reconcile, Settled } from './sweep.ts'

export const Checkpoint = Progress.extend({
  version: z.literal(1),
  /** A merged pull request carries a label of Prow. */
  prow: z.boolean(),
  settled: Settled.nullable(),
  /** What was learned of an older server, for the next run not to ask again. */
  server: KnownSchema.nullable().default(null),
})
type Checkpoint = z.infer<typeof Checkpoint>

const Authored = z.object({ pullRequests: Connection(PullRequestRow) })

/**
 * Reads the merged pull requests the account wrote. The connection has no cap and is read from the table itself, while
 * search ends at 1,000 results and lags. Merging updates a pull request, so new merges come first.
 * @returns whether Prow is at work on any of them
 */
export async function readPullRequests(account: Account): Promise<boolean> {
  const state = account.checkpoint('pull-requests', Checkpoint) ?? {
    ...beginning(),
    version: 1,
    prow: false,
    settled: null,
    server: null,
  }
  const end = await readNews(() => authored(account, state), state)
  const { total, gaps } = await reconcile(account, state, end)
  state.server = account.client.known
  account.page('pull-requests', [], state, { hostTotal: total, gaps, finished: true })
  return state.prow
}

function authored(account: Account, state: Checkpoint): NewestFirst<PullRequestRow> {
  const proven = state.watermark
  return {
    crowded: account.crowded,
    size: (remembered) => account.size('pull-requests', remembered),
    fetch: (place) => fetchAuthored(account, place),
    shrunk: (rows) => account.shrunk('pull-requests', rows),
    updatedAt: (row) => row.updatedAt,
    store(rows, total) {
      const items = rows.map((row) => ({ kind: 'pull-request' as const, ...toPullRequest(row) }))
      state.prow ||= items.some((item) => hasProwLabel(item.labels))
      const coverage = { hostTotal: total, gaps: [interrupted(proven)], finished: false }
      account.page('pull-requests', items, state, coverage)
    },
  }
}

/** What an earlier run learned of the server, from the checkpoint of whichever account has it. */
export function knownServer(tasks: readonly AccountTask[]): KnownSchema | null {
  for (const { checkpoints } of tasks) {
    const known = Checkpoint.safeParse(checkpoints['pull-requests']).data?.server
    if (known) return known
  }
  return null
}

async function fetchAuthored(
  account: Account,
  place: Place,
): Promise<ConnectionPage<PullRequestRow>> {
  const what = `the pull requests ${account.name}`
  const reply = await account.ask((me) => authoredQuestion(me, place))
  const { pullRequests } = readUser(reply, Authored, what)
  return { ...pullRequests, ...nextSeam(pullRequests, place.after, what, ownId) }
}

/** Order by merge time is not to be had (GitHub docs, "IssueOrderField"). */
export function authoredQuestion(me: Me, { rows, after, chain }: Place): Question {
  return {
    field: `node(id: $user) { ... on User { pullRequests(first: $first, after: $after, states: [MERGED], orderBy: { field: UPDATED_AT, direction: DESC }) { totalCount pageInfo { hasNextPage endCursor } edges { cursor } nodes { ...PullRequestRow } } } }`,
    variables: { user: id(me.handle), first: int(rows), after: cursor(after) },
    weight: rows,
    shrinks: true,
    chain,
  }
}
