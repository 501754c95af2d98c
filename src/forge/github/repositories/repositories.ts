import { z } from 'zod'
import { fromMilliseconds, plusSeconds } from '../../../contribution/timestamp.ts'
import type { Item } from '../../forge.ts'
import { type Account, gap, interrupted, type Me, type Reading, settled } from '../account.ts'
import {
  assertReadable,
  behindSeam,
  Connection,
  LostCursor,
  mostReadings,
  nextSeam,
  ownId,
  readUser,
  shrinking,
} from '../graphql/connection.ts'
import { Time } from '../graphql/newest-first.ts'
import { adapting, type PageSize } from '../graphql/page-size.ts'
import { cursor, id, ids, int, type Question } from '../graphql/question.ts'
import { parse, RepositoryDetailsRow, toRepositoryDetails } from '../graphql/rows.ts'
import { askByPath } from './by-path.ts'

export const Checkpoint = z.object({
  version: z.literal(1),
  /** When the own repositories were last read through, by this machine's clock, as the store's own times are. */
  readAt: Time.nullable(),
  /** Where reading them goes on; null between passes. */
  cursor: z.string().nullable(),
  /** The row the page behind it has to begin with (`ConnectionPage.seam`). */
  seam: z.string().nullable().default(null),
  total: z.number(),
  /** Own repositories that may not be seen. */
  hidden: z.number(),
  /** Repositories asked for since `readAt` that brought nothing: not asked for again until the next day. */
  vain: z.array(z.string()),
  size: z.number(),
})
type Checkpoint = z.infer<typeof Checkpoint>

/** Stars and visibility change without notice; a daily run that starts a little earlier skips no day. Seconds. */
const daily = 20 * 3600
/** `nodes(ids)` takes 100 (GitHub docs, "Rate limits and query limits for the GraphQL API"). */
const batch = 100

/**
 * Reads the account's own repositories, at most daily, and the details of those it contributed to; those that only an
 * import told of are asked for by path once nobody else can tell of them any more.
 * @param contributed each settles once it has stored what it found; the first in order is likely the first to end
 */
export async function readRepositories(
  account: Account,
  contributed: readonly Promise<unknown>[],
): Promise<void> {
  const state = account.checkpoint('repositories', Checkpoint) ?? {
    version: 1,
    readAt: null,
    cursor: null,
    seam: null,
    total: 0,
    hidden: 0,
    vain: [],
    size: 100,
  }
  const due = state.readAt === null || state.readAt < dayAgo(account)
  if (due || state.cursor !== null) await readOwn(account, state)
  for (const found of contributed) {
    await Promise.allSettled([found])
    await readContributedTo(account, state)
  }
  await readImported(account, state)
}

function dayAgo(account: Account) {
  return dayBefore(account.localTime())
}

/** What was read before then is due. @param now this machine's clock, milliseconds since 1970 */
export function dayBefore(now: number) {
  return plusSeconds(fromMilliseconds(now), -daily)
}

async function readOwn(account: Account, state: Checkpoint): Promise<void> {
  const size = account.size('repositories', state.size)
  if (state.cursor === null) Object.assign(state, { hidden: 0, vain: [] })
  for (let readings = 1, over = false; !over; ) {
    const page = await fetchOwn(account, size, state)
    const unread = behindSeam(page.rows, state.seam, ownId)
    if (unread === null) {
      if (readings === mostReadings) throw shrinking(`the repositories ${account.name}`)
      readings += 1
      Object.assign(state, { cursor: null, seam: null, hidden: 0 })
      continue
    }
    const rows = unread.filter((row) => row !== null)
    state.hidden += unread.length - rows.length
    const { total, next: cursor, seam } = page
    Object.assign(state, { total, cursor, seam, size: size.rows })
    account.page('repositories', rows.map(toItem), state, unfinished(state))
    over = cursor === null
  }
  state.readAt = fromMilliseconds(account.localTime())
  account.page('repositories', [], state, standing(account, state))
}

function unfinished({ total }: Checkpoint): Reading {
  return { hostTotal: total, gaps: [interrupted(null)], finished: false }
}

/** Finished but for repositories that only an import told of: whether they are still public is not known. */
function standing(account: Account, state: Checkpoint): Reading {
  const reading = finished(account, state)
  const left = account.task.known.importedReadBefore(dayAgo(account)).length
  return left === 0
    ? reading
    : { ...reading, gaps: [...reading.gaps, interrupted(null)], finished: false }
}

function finished(account: Account, { total, hidden }: Checkpoint): Reading {
  const stored = account.task.known.stored('repositories')
  const gaps = []
  if (hidden > 0) gaps.push(gap('forbidden', `${hidden} repositories may not be seen`))
  else if (total > stored) {
    gaps.push(gap('total-differs', `the host counts ${total}, ${stored} could be read`))
  }
  return { hostTotal: total, gaps, finished: true }
}

const Owned = z.object({ repositories: Connection(RepositoryDetailsRow) })

async function fetchOwn(account: Account, size: PageSize, state: Checkpoint) {
  const { cursor: after } = state
  const what = `the repositories ${account.name}`
  // An idle account asks for as many as it had, so that many such questions fit one request.
  const expected =
    account.task.full('repositories') !== 'no'
      ? batch
      : account.task.known.stored('repositories') + 5
  try {
    const most = account.crowded ? expected : batch
    return await adapting(size, most, async (rows) => {
      const reply = await account.ask((me) => ownQuestion(me, rows, after))
      const { repositories } = readUser(reply, Owned, what)
      return { ...repositories, ...nextSeam(repositories, after, what, ownId) }
    })
  } catch (error) {
    if (!(error instanceof LostCursor) || after === null) throw error
    Object.assign(state, { cursor: null, seam: null })
    return await fetchOwn(account, size, state)
  }
}

export function ownQuestion(me: Me, rows: number, after: string | null): Question {
  return {
    field:
      'node(id: $user) { ... on User { repositories(first: $first, after: $after, ownerAffiliations: [OWNER], orderBy: { field: CREATED_AT, direction: ASC }) { totalCount pageInfo { hasNextPage endCursor } edges { cursor } nodes { ...RepositoryDetailsRow } } } }',
    variables: { user: id(me.handle), first: int(rows), after: cursor(after) },
    weight: rows / 4,
    shrinks: true,
  }
}

/** Details of repositories never read or not read today, wherever the account met them. */
async function readContributedTo(account: Account, state: Checkpoint): Promise<void> {
  const size = account.size('details', batch)
  for (;;) {
    const stale = staleRepositories(account, state)
    if (stale.length === 0) return
    for (const { id } of stale) account.inHand.add(id)
    const askable = stale.flatMap(({ id, handle }) => (handle === null ? [] : [{ id, handle }]))
    const items = await fetchDetails(account, askable, size)
    // Only an import can leave a repository without a handle; its next pull request brings one.
    state.vain.push(...stale.filter(({ handle }) => handle === null).map(({ id }) => id))
    account.page('repositories', items, state, standing(account, state))
  }
}

/** Accounts that work on the same repositories ask for each of them once. */
function staleRepositories(account: Account, { vain }: Checkpoint) {
  const inVain = new Set(vain)
  return account.task.known
    .repositoriesReadBefore(dayAgo(account), batch + account.inHand.size + inVain.size)
    .filter(({ id }) => !account.inHand.has(id) && !inVain.has(id))
    .slice(0, batch)
}

async function fetchDetails(
  account: Account,
  repositories: readonly { readonly id: string; readonly handle: string }[],
  size: PageSize,
): Promise<Item[]> {
  const what = `repositories ${account.name}`
  const items: Item[] = []
  for (let from = 0; from < repositories.length; ) {
    const rows = await adapting(size, batch, async (most) => {
      const handles = repositories.slice(from, from + most).map(({ handle }) => handle)
      const reply = await account.ask(() => repositoriesQuestion(handles))
      assertReadable(reply.faults, what)
      return parse(z.array(RepositoryDetailsRow.nullable()), reply.value, what)
    })
    if (rows.length === 0) break
    for (const [index, row] of rows.entries()) {
      const id = repositories[from + index]?.id
      // GitHub answers for a private repository as for a deleted one.
      if (row !== null) items.push(toItem(row))
      else if (id !== undefined) items.push({ kind: 'vanished-repository', id, status: 'hidden' })
    }
    from += rows.length
  }
  return items
}

export function repositoriesQuestion(handles: readonly string[]): Question {
  return {
    field: 'nodes(ids: $ids) { ...RepositoryDetailsRow }',
    variables: { ids: ids(handles) },
    weight: handles.length / 2,
    shrinks: true,
  }
}

function toItem(row: RepositoryDetailsRow) {
  return { kind: 'repository' as const, ...toRepositoryDetails(row) }
}

async function readImported(account: Account, state: Checkpoint): Promise<void> {
  const paths = account.task.known.importedReadBefore(dayAgo(account))
  if (paths.length > 0) account.page('repositories', [], state, standing(account, state))
  for (const some of chunks(paths)) {
    const items = await settled(some.map((path) => lookUp(account, path)))
    account.page('repositories', items.flat(), state, standing(account, state))
  }
  // What the others told of needs no asking any more.
  if (account.reading('repositories')?.finished !== false) return
  const refused = account.task.known.importedReadBefore(dayAgo(account)).length
  const { gaps, ...reading } = finished(account, state)
  const detail = `${refused} repositories that an import told of may not be seen`
  const left = refused === 0 ? [] : [gap('forbidden', detail)]
  account.page('repositories', [], state, { ...reading, gaps: [...gaps, ...left] })
}

function chunks(paths: readonly string[]): (readonly string[])[] {
  return Array.from({ length: Math.ceil(paths.length / batch) }, (_, index) =>
    paths.slice(index * batch, (index + 1) * batch),
  )
}

/** Nothing is concluded from a refusal: only what GitHub says is not there is public no longer. */
async function lookUp(account: Account, path: string): Promise<Item[]> {
  const slash = path.indexOf('/')
  const address = { owner: path.slice(0, slash), name: path.slice(slash + 1) }
  const { repository, faults } = await askByPath(account, address, importedRepository)
  if (repository !== null) return [{ kind: 'repository', askedAs: path, ...repository }]
  const away = faults.some(({ type }) => type === 'NOT_FOUND')
  return away ? [{ kind: 'vanished-path', path, status: 'hidden' }] : []
}

/** Not which: it may be private. */
const importedRepository = 'a repository that an import told of'
