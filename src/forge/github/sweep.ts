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
import { Time } from './newest-first.ts'
import { cursor, id, ids, type Question } from './question.ts'
import { PullRequestRow, parse, toPullRequest } from './rows.ts'

/** What stayed different after a sweep: no reason to sweep again until one of the counts moves. */
export const Settled = z.object({
  total: z.number(),
  stored: z.number(),
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
 * Compares the server's count of merged pull requests with the stored ones and, where they differ, goes through the ids
 * of both: what is missing is fetched, what is not listed any more is marked. Rows are never dropped.
 */
export async function reconcile(
  account: Account,
  state: State,
  total: number,
): Promise<{ readonly total: number; readonly gaps: readonly Gap[] }> {
  const { known } = account.task
  const stored = known.stored('pull-requests')
  if (total === stored) {
    state.settled = null
    return { total, gaps: [] }
  }
  if (total === 0) return { total, gaps: [gap('unknown', `the host shows none of ${stored}`)] }
  if (state.settled?.total === total && state.settled.stored === stored) {
    return { total, gaps: state.settled.gaps }
  }
  const swept = await sweep(account, state)
  const now = known.stored('pull-requests')
  const gaps = swept.total > now ? [shortfall(swept.total, now, swept.hidden)] : []
  state.settled = swept.total === now ? null : { total: swept.total, stored: now, gaps }
  return { total: swept.total, gaps }
}

function shortfall(total: number, stored: number, hidden: number): Gap {
  return hidden >= total - stored
    ? gap('forbidden', `${hidden} merged pull requests may not be seen with this token`)
    : gap('total-differs', `the host counts ${total}, ${stored} could be read`)
}

async function sweep(
  account: Account,
  state: State,
): Promise<{ readonly total: number; readonly hidden: number }> {
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
const Swept = z.object({ pullRequests: Connection(IdRow) })

async function fetchIds(
  account: Account,
  after: string | null,
): Promise<ConnectionPage<z.infer<typeof IdRow>>> {
  const what = `the pull request ids ${account.name}`
  const reply = await account.ask((me) => sweepQuestion(me, after))
  const { pullRequests } = readUser(reply, Swept, what)
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
  for (let from = 0; from < handles.length; from += batch) {
    const some = handles.slice(from, from + batch)
    const reply = await account.ask(() => pullRequestsQuestion(some))
    assertReadable(reply.faults, `pull requests ${account.name}`)
    const rows = parse(Nodes, reply.value, `pull requests ${account.name}`)
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
