import { z } from 'zod'
import { type Gap, gapReasons } from '../../contribution/types.ts'
import type { Item } from '../forge.ts'
import { type Account, gap, interrupted, type Me } from './account.ts'
import type { Reply } from './composer.ts'
import {
  assertReadable,
  Connection,
  type ConnectionPage,
  nextCursor,
  readUser,
} from './connection.ts'
import { type PassEnd, Time } from './newest-first.ts'
import { adapting } from './page-size.ts'
import { cursor, id, ids, type Question } from './question.ts'
import { PullRequestRow, parse, toPullRequest } from './rows.ts'

/** What a sweep left open: no reason to sweep again until one of the counts moves. */
export const Settled = z.object({
  total: z.number(),
  stored: z.number(),
  hidden: z.number(),
  gaps: z.array(
    z.object({
      reason: z.enum(gapReasons),
      from: Time.nullable(),
      until: Time.nullable(),
      detail: z.string(),
    }),
  ),
})
type Settled = z.infer<typeof Settled>

interface State {
  settled: Settled | null
}

/** Pull requests looked up in one question. */
const batch = 50

/**
 * Compares the server's count of merged pull requests with the stored ones and, where they differ or a row was hidden,
 * goes through the ids of both: what is missing is fetched, what is not listed any more is marked. Rows are never dropped.
 */
export async function reconcile(
  account: Account,
  state: State,
  { total, hidden }: PassEnd,
): Promise<{ readonly total: number; readonly gaps: readonly Gap[] }> {
  const stored = () => account.task.known.stored('pull-requests')
  const { settled } = state
  if (total === stored() && hidden === 0) {
    state.settled = null
    return { total, gaps: [] }
  }
  if (total === 0) return { total, gaps: [gap('unknown', `the host shows none of ${stored()}`)] }
  if (settled?.total === total && settled.stored === stored() && settled.hidden === hidden) {
    return { total, gaps: settled.gaps }
  }
  const swept = await sweep(account, state)
  const gaps = remainingGaps(swept, stored())
  state.settled = { total: swept.total, stored: stored(), hidden, gaps }
  return { total: swept.total, gaps }
}

interface Swept {
  readonly total: number
  /** Rows that exist and may not be seen, not even alone. */
  readonly hidden: number
}

/** A hidden row is a gap even where the host's count leaves it out: whether it does is not documented. */
function remainingGaps({ total, hidden }: Swept, stored: number): Settled['gaps'] {
  const gaps = []
  if (hidden > 0) {
    gaps.push(gap('forbidden', `${hidden} merged pull requests may not be seen with this token`))
  }
  if (total - stored > hidden) {
    gaps.push(gap('total-differs', `the host counts ${total}, ${stored} could be read`))
  }
  return gaps
}

async function sweep(account: Account, state: State): Promise<Swept> {
  const ours = account.task.known.merged()
  const unlisted = new Set(ours.keys())
  let hidden = 0
  for (let after: string | null = null; ; ) {
    const page = await fetchIds(account, after)
    const listed = page.rows.filter((row) => row !== null)
    hidden += page.rows.length - listed.length
    for (const row of listed) unlisted.delete(row.fullDatabaseId)
    const missing = listed.filter((row) => !ours.has(row.fullDatabaseId))
    hidden += await fetchMissing(
      account,
      state,
      missing.map((row) => row.id),
      page.total,
    )
    after = page.next
    if (after !== null) continue
    await markVanished(account, state, unlisted, page.total)
    return { total: page.total, hidden }
  }
}

const IdRow = z.object({ id: z.string(), fullDatabaseId: PullRequestRow.shape.fullDatabaseId })
const SweptUser = z.object({ pullRequests: Connection(IdRow) })

async function fetchIds(
  account: Account,
  after: string | null,
): Promise<ConnectionPage<z.infer<typeof IdRow>>> {
  const what = `the pull request ids ${account.name}`
  const reply = await account.ask((me) => sweepQuestion(me, after))
  const { pullRequests } = readUser(reply, SweptUser, what)
  return { ...pullRequests, next: nextCursor(pullRequests, after, what) }
}

/** By creation, since that never changes: nothing can overtake the sweep. */
export function sweepQuestion(me: Me, after: string | null): Question {
  return {
    field: `node(id: $user) { ... on User { pullRequests(first: 100, after: $after, states: [MERGED], orderBy: { field: CREATED_AT, direction: ASC }) { totalCount pageInfo { hasNextPage endCursor } nodes { ...PullRequestId } } } }`,
    variables: { user: id(me.handle), after: cursor(after) },
    weight: 10,
  }
}

/** @returns how many of them may not be seen */
async function fetchMissing(
  account: Account,
  state: State,
  handles: readonly string[],
  total: number,
): Promise<number> {
  const found = await lookUp(account, handles)
  emit(account, state, found.items, total)
  return found.hidden
}

/** What our rows have become that the host no longer lists: still there, hidden from us, or gone. */
async function markVanished(
  account: Account,
  state: State,
  unlisted: ReadonlySet<string>,
  total: number,
): Promise<void> {
  const ours = account.task.known.merged()
  const rows = [...unlisted].flatMap((number) => {
    const handle = ours.get(number)
    return handle == null ? [] : [{ number, handle }]
  })
  const { items, status } = await lookUp(
    account,
    rows.map((row) => row.handle),
  )
  const vanished = rows.flatMap<Item>(({ number, handle }) => {
    const what = status.get(handle)
    return what === undefined ? [] : [{ kind: 'vanished', id: number, status: what }]
  })
  emit(account, state, [...items, ...vanished], total)
}

function emit(account: Account, state: State, items: readonly Item[], total: number): void {
  if (items.length === 0) return
  const coverage = { hostTotal: total, gaps: [interrupted(null)], finished: false }
  account.page('pull-requests', items, { ...state }, coverage)
}

interface Found {
  readonly items: readonly Item[]
  readonly hidden: number
  /** Of the handles that brought nothing. */
  readonly status: ReadonlyMap<string, 'gone' | 'hidden'>
}

async function lookUp(account: Account, handles: readonly string[]): Promise<Found> {
  const items: Item[] = []
  const status = new Map<string, 'gone' | 'hidden'>()
  const size = account.size('lookup', batch)
  for (let from = 0; from < handles.length; ) {
    const { some, rows, reply } = await adapting(size, batch, async (most) => {
      const some = handles.slice(from, from + most)
      const reply = await account.ask(() => pullRequestsQuestion(some))
      assertReadable(reply.faults, `pull requests ${account.name}`)
      return { some, reply, rows: parse(Nodes, reply.value, `pull requests ${account.name}`) }
    })
    from += some.length
    for (const [index, handle] of some.entries()) {
      const row = rows[index]
      if (row != null) items.push({ kind: 'pull-request', ...toPullRequest(row) })
      else remember(status, handle, faultAt(reply, index))
    }
  }
  const hidden = [...status.values()].filter((what) => what === 'hidden').length
  return { items, hidden, status }
}

const Nodes = z.array(PullRequestRow.nullable())

export function pullRequestsQuestion(handles: readonly string[]): Question {
  return {
    field: 'nodes(ids: $ids) { ...PullRequestRow }',
    variables: { ids: ids(handles) },
    weight: handles.length,
    shrinks: true,
  }
}

function faultAt(reply: Reply, index: number): string | undefined {
  return reply.faults.find(({ path }) => path[0] === index)?.type
}

/** Without a word of the server on why a row is null nothing is concluded. */
function remember(
  status: Map<string, 'gone' | 'hidden'>,
  handle: string,
  fault: string | undefined,
): void {
  if (fault === 'NOT_FOUND') status.set(handle, 'gone')
  if (fault === 'FORBIDDEN' || fault === 'INSUFFICIENT_SCOPES') status.set(handle, 'hidden')
}
