import type PQueue from 'p-queue'
import { z } from 'zod'
import { ForgeError } from '../forge.ts'
import type { Api, ListPage } from './api.ts'
import { Event } from './event.ts'
import { day, daysBetween } from './values.ts'

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
const unfilteredPages = 3
/** Pages of one slice asked for ahead of the one in hand. */
const ahead = 2

export function slice(action: Slice['action'], after: string, before: string): Slice {
  return { action, after, before, page: 1, total: null, again: false }
}

/** What reading does with a slice: it is replaced when too long, ended when read. */
export interface SliceReader {
  /** A page was read; `slice` stands after it. Called in the order of the pages. */
  page(events: readonly Event[]): void
  /** `slice` was read to its end, or is replaced by `parts`. */
  over(slice: Slice, parts: readonly Slice[]): void
  /** A single day held more than can be read. */
  capped(slice: Slice): void
}

/** Reads one slice on from its page. `queue` bounds how many requests run at a time. */
export async function readSlice(
  api: Api,
  userId: string,
  slice: Slice,
  queue: PQueue,
  reader: SliceReader,
): Promise<void> {
  const ask = (page: number) => askPage(api, userId, slice, page, queue)
  for await (const page of inOrder(ask, slice.page)) {
    if (slice.page === 1) {
      const parts = partsOf(slice, page)
      if (parts !== null) return reader.over(slice, parts)
      if (isTooLong(page)) reader.capped(slice)
      slice.total = page.total
    }
    if (slice.total !== null && page.total !== null && page.total < slice.total) {
      // Rows went, so later ones moved onto pages already read.
      const { again } = slice
      Object.assign(slice, { page: 1, total: null, again: !again })
      if (again) throw shrinking(api.client.settings.host)
      return await readSlice(api, userId, slice, queue, reader)
    }
    if (page.next === null) reader.over(slice, [])
    else slice.page = page.next
    reader.page(page.rows)
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
    per_page: 100,
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

function isTooLong({ total, next }: ListPage<Event>): boolean {
  return total === null ? next !== null : total >= countLimit
}

/** What to read instead of a slice that is too long; null: it is to be read as it is. */
function partsOf(slice: Slice, page: ListPage<Event>): Slice[] | null {
  if (isUnfit(page, slice)) return bySource(slice)
  return isTooLong(page) ? halves(slice) : null
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
  const middle = day(Date.parse(slice.after), Math.floor(days / 2) + 1)
  const before = { ...slice, page: 1, total: null, before: middle }
  return [before, { ...before, after: day(Date.parse(middle), -1), before: slice.before }]
}
