import type PQueue from 'p-queue'
import { z } from 'zod'
import { ForgeError } from '../../forge.ts'
import type { Api, ListPage } from '../api/api.ts'
import { day, daysBetween } from '../api/values.ts'
import { Event } from './event.ts'

/**
 * A stretch of an account's events. GitLab's bounds are whole days in the server's zone, both exclusive, so neighbouring
 * slices tile: one begins where `before` of the other ends, a day apart.
 */
export const Slice = z.object({
  /** Null: all actions. */
  action: z.enum(['approved', 'commented']).nullable(),
  after: z.string(),
  before: z.string(),
  /** Page to read next. */
  page: z.int(),
  /** `x-total` on the first page. */
  total: z.int().nullable(),
  /** It was read from its start once more, since rows had gone from it while it was read. */
  again: z.boolean(),
})
export type Slice = z.infer<typeof Slice>

/** GitLab counts events no further, and its next links end soon after (GitLab source, EventsFinder). */
const countLimit = 10_000
/** Pages of all an account's events that are read before only approvals and comments are asked for. */
const unfilteredPages = 2
/** Pages of one slice asked for ahead of the one in hand. */
const ahead = 2
export const perPage = 100
/** So many days before the server's UTC day nothing happens any more: a zone makes one of them, a clock that is off another. */
const settledDays = 2

export function slice(action: Slice['action'], after: string, before: string): Slice {
  return { action, after, before, page: 1, total: null, again: false }
}

/** The first day on which something may still happen. @param now by the clock that is behind, milliseconds since 1970 */
export function settledBefore(now: number): string {
  return day(now, -settledDays)
}

/** What reading does with a slice: it is replaced when too long, ended when read. */
export interface SliceReader {
  /** A page was read; `slice` stands after it. */
  page(events: readonly Event[]): void
  /** `slice` was read to its end, or is replaced by `parts`. */
  over(slice: Slice, parts: readonly Slice[]): void
  /** A single day held more than can be read. */
  capped(slice: Slice): void
}

/**
 * Reads one slice. Pages are places in a list, so what is deleted while it is read moves later rows onto pages already
 * read. Where nothing can be added any more the total tells; one that still grows is read against that movement, or,
 * where it holds settled days too, is parted from them. `queue` bounds how many requests run at a time.
 */
export async function readSlice(
  api: Api,
  userId: string,
  slice: Slice,
  queue: PQueue,
  reader: SliceReader,
): Promise<void> {
  const ask = (page: number) => askPage(api, userId, slice, page, queue)
  const settled = settledBefore(api.client.between().earliest)
  if (slice.before <= settled) return await readForward(ask, slice, reader, api)
  // Of an earlier run's pages nobody knows whether they still are where they were.
  Object.assign(slice, { page: 1, total: null })
  const first = await ask(1)
  const parts = partsOf(slice, first, settled)
  if (parts !== null) return reader.over(slice, parts)
  // More than can be read is said to be a gap, whatever moves.
  if (isTooLong(first)) return await readForward(ask, slice, reader, api)
  const last = first.next === null ? 1 : (first.pages ?? Math.ceil((first.total ?? 0) / perPage))
  await readBackward(ask, slice, reader, last === 1 ? first : null, last)
}

type Ask = (page: number) => Promise<ListPage<Event>>

/** Of a slice that does not grow: it is read anew when its total fell. */
async function readForward(ask: Ask, slice: Slice, reader: SliceReader, api: Api): Promise<void> {
  for await (const page of inOrder(ask, slice.page)) {
    if (slice.page === 1) {
      const parts = partsOf(slice, page, slice.before)
      if (parts !== null) return reader.over(slice, parts)
      slice.total = page.total
    }
    if (slice.total !== null && page.total !== null && page.total < slice.total) {
      // Rows went, so later ones moved onto pages already read.
      const { again } = slice
      Object.assign(slice, { page: 1, total: null, again: !again })
      if (again) throw shrinking(api.client.settings.host)
      return await readForward(ask, slice, reader, api)
    }
    if (page.next === null) {
      // Many a host states no total: how far the pages went tells whether it stopped showing them.
      if ((slice.total ?? slice.page * perPage) >= countLimit) reader.capped(slice)
      reader.over(slice, [])
    } else slice.page = page.next
    reader.page(page.rows)
  }
}

/**
 * Of a slice that grows at its end, while rows before it may go: they move towards the pages that are read last. What comes
 * behind `last` happened after the reading began, and is the next one's.
 * @param only the page in hand when there is no other
 */
async function readBackward(
  ask: Ask,
  slice: Slice,
  reader: SliceReader,
  only: ListPage<Event> | null,
  last: number,
): Promise<void> {
  for (let number = last; number > 0; number--) {
    const { rows } = only ?? (await ask(number))
    if (number === 1) reader.over(slice, [])
    reader.page(rows)
  }
}

/** The next run begins the slice anew. */
function shrinking(host: string): ForgeError {
  return new ForgeError(
    'protocol',
    `Cannot read events from ${host}: some vanish whenever they are listed; sync again later`,
  )
}

/** Without bounds; tells whether the account shows any events at all. */
export async function hasEvents(api: Api, userId: string): Promise<boolean> {
  const { rows, next } = await api.list(`users/${userId}/events`, { per_page: 1 }, Event)
  return rows.length > 0 || next !== null
}

async function askPage(
  api: Api,
  userId: string,
  { action, after, before }: Slice,
  page: number,
  queue: PQueue,
): Promise<ListPage<Event>> {
  const query = {
    after,
    before,
    sort: 'asc',
    per_page: perPage,
    page,
    ...(action === null ? {} : { action }),
  }
  return await queue.add(() => api.list(`users/${userId}/events`, query, Event))
}

/** Pages in order; once their number is known, the next ones are asked for while one is in hand. */
async function* inOrder(
  ask: (page: number) => Promise<ListPage<Event>>,
  start: number,
): AsyncGenerator<ListPage<Event>> {
  const asked = new Map<number, Promise<ListPage<Event>>>()
  const get = (page: number) => {
    const pending = asked.get(page) ?? ask(page)
    // Whoever reads it sees the failure; if reading ends before, nobody need.
    pending.catch(() => undefined)
    asked.set(page, pending)
    return pending
  }
  try {
    for (let number: number | null = start; number !== null; ) {
      const page: ListPage<Event> = await get(number)
      asked.delete(number)
      const last = Math.min(number + ahead, page.pages ?? 0)
      for (let more = number + 1; more <= last; more++) get(more)
      yield page
      number = page.next
    }
  } finally {
    await Promise.allSettled(asked.values())
  }
}

export function isTooLong({ total, next }: ListPage<Event>): boolean {
  return total === null ? next !== null : total >= countLimit
}

/** What to read instead of a slice of several pages; null: it is to be read as it is. @param settled where to part it */
function partsOf(slice: Slice, page: ListPage<Event>, settled: string): Slice[] | null {
  if (isUnfit(page, slice)) return bySource(slice)
  if (isTooLong(page)) return halves(slice)
  const { after, before } = slice
  const isMixed = settled < before && day(Date.parse(after), 1) < settled
  return isMixed && page.next !== null ? partedAt(slice, settled) : null
}

/** Most events of a busy account are no reviews: asking for each kind is then cheaper than for everything. */
function isUnfit({ pages, next }: ListPage<Event>, { action }: Slice): boolean {
  return action === null && next !== null && (pages ?? Number.POSITIVE_INFINITY) > unfilteredPages
}

function bySource({ after, before }: Slice): Slice[] {
  return [slice('approved', after, before), slice('commented', after, before)]
}

/** Null when the slice is a single day. */
function halves(slice: Slice): Slice[] | null {
  const days = daysBetween(slice.after, slice.before) - 1
  if (days < 2) return null
  return partedAt(slice, day(Date.parse(slice.after), Math.floor(days / 2) + 1))
}

/** @param middle the first day of the second part */
function partedAt(slice: Slice, middle: string): Slice[] {
  const before = { ...slice, page: 1, total: null, before: middle }
  return [before, { ...before, after: day(Date.parse(middle), -1), before: slice.before }]
}
