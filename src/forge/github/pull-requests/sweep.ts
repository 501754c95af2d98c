import { z } from 'zod'
import { type Gap, gapReasons } from '../../../contribution/types.ts'
import type { Item } from '../../forge.ts'
import { type Account, gap, interrupted, type Me } from '../account.ts'
import {
  behindSeam,
  Connection,
  type ConnectionPage,
  mostReadings,
  nextSeam,
  ownId,
  readUser,
  shrinking,
} from '../graphql/connection.ts'
import { type PassEnd, Time } from '../graphql/newest-first.ts'
import { cursor, id, type Question } from '../graphql/question.ts'
import { PullRequestRow } from '../graphql/rows.ts'
import { lookUp } from '../lookup.ts'

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
  shrank: boolean
}

/**
 * Compares the server's count of merged pull requests with the stored ones and, where they differ, a row was hidden or rows
 * left the list while it was read, goes through the ids of both: what is missing is fetched, what is not listed any more is marked. Rows are never dropped.
 */
export async function reconcile(
  account: Account,
  state: State,
  { total, hidden }: PassEnd,
): Promise<{ readonly total: number; readonly gaps: readonly Gap[] }> {
  const stored = () => account.task.known.stored('pull-requests')
  const { settled } = state
  if (total === stored() && hidden === 0 && !state.shrank) {
    state.settled = null
    return { total, gaps: [] }
  }
  if (total === 0) return { total, gaps: [gap('unknown', `the host shows none of ${stored()}`)] }
  const same = settled?.total === total && settled.stored === stored() && settled.hidden === hidden
  if (settled !== null && same && !state.shrank) {
    return { total, gaps: settled.gaps }
  }
  const swept = await sweepWhole(account, state)
  state.shrank = false
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

/** @throws ForgeError `protocol` when the list never stands still */
async function sweepWhole(account: Account, state: State): Promise<Swept> {
  for (let sweeps = 0; sweeps < mostReadings; sweeps++) {
    const swept = await sweep(account, state)
    if (swept !== null) return swept
  }
  throw shrinking(`the pull requests ${account.name}`)
}

/** @returns null when the list moved meanwhile, so that rows may have been passed over */
async function sweep(account: Account, state: State): Promise<Swept | null> {
  let most = 0
  const ours = account.task.known.merged()
  const unlisted = new Set(ours.keys())
  let hidden = 0
  let seam: string | null = null
  for (let after: string | null = null; ; ) {
    const page = await fetchIds(account, after)
    const unread = behindSeam(page.rows, seam, ownId)
    if (page.total < most || unread === null) return null
    const listed = unread.filter((row) => row !== null)
    hidden += unread.length - listed.length
    most = page.total
    for (const row of listed) unlisted.delete(row.fullDatabaseId)
    const missing = listed.filter((row) => !ours.has(row.fullDatabaseId))
    hidden += await fetchMissing(
      account,
      state,
      missing.map((row) => row.id),
      page.total,
    )
    after = page.next
    seam = page.seam
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
  return { ...pullRequests, ...nextSeam(pullRequests, after, what, ownId) }
}

/** By creation, since that never changes: nothing can overtake the sweep. */
export function sweepQuestion(me: Me, after: string | null): Question {
  return {
    field: `node(id: $user) { ... on User { pullRequests(first: 100, after: $after, states: [MERGED], orderBy: { field: CREATED_AT, direction: ASC }) { totalCount pageInfo { hasNextPage endCursor } edges { cursor } nodes { ...PullRequestId } } } }`,
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
