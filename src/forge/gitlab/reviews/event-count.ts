import type PQueue from 'p-queue'
import { z } from 'zod'
import { fromMilliseconds } from '../../../contribution/timestamp.ts'
import type { Timestamp } from '../../../contribution/types.ts'
import type { Api, ListPage } from '../api/api.ts'
import { day, StoredTime } from '../api/values.ts'
import { Event } from './event.ts'
import { isTooLong, perPage, type Slice } from './events.ts'

/**
 * How many events of all kinds GitLab counts. It counts those in projects that the token may see, and leaves single ones out only
 * afterwards (GitLab source, EventsFinder): without news the number grows only when a project opens.
 */
export const EventCount = z.object({
  /** The day before the first one counted. */
  after: z.string(),
  total: z.int(),
  /** Number of the newest event shown then; null: none was. */
  newest: z.string().nullable(),
  /** When what was counted was last known to be explained. */
  at: StoredTime,
})
export type EventCount = z.infer<typeof EventCount>

/** The newest events, newest first, and how many there are in all. */
export interface Newest {
  readonly rows: readonly Event[]
  /** Null where GitLab does not count so far. */
  readonly count: EventCount | null
  /** Some of those asked for were left out, so that nobody knows which of them are new. */
  readonly concealed: boolean
  /** The day before the first one asked for. */
  readonly after: string
  /** They came on one page: of several, some may have moved while they were read. */
  readonly single: boolean
  /** Nothing older is left. */
  readonly whole: boolean
}

/** Events over three years old go every day; those that will go before the next full reading are not counted. */
const pruned = 8
/** Where there are too many for GitLab to count, those of fewer days are. */
const shorterSpans = [270, 60]
/** What seems to have opened is looked into once a day where nobody can be sure. A little less, for a run that starts earlier. */
const interval = 20 * 3600 * 1000

/**
 * Days to count from, the next one where there are too many events since.
 * @param horizon by the clock that is ahead, which may be years ahead
 * @param now by the clock that is behind, milliseconds since 1970
 */
export function countedDays(horizon: Timestamp, now: number): string[] {
  const [longest = '', ...shorter] = shorterSpans.map((days) => day(now, -days))
  const all = day(Date.parse(horizon), pruned)
  return all < longest ? [all, longest, ...shorter] : [longest, ...shorter]
}

/**
 * Asks for the newest events. @param days to count from, by preference
 * @param until asks on until the event with this number, or an older one, has come
 */
export async function readNewest(
  api: Api,
  userId: string,
  queue: PQueue,
  days: readonly string[],
  until: string | null,
): Promise<Newest> {
  const { after, first } = await countFrom(api, userId, queue, days)
  const pages = [first]
  for (let next = first.next; next !== null && until !== null; ) {
    const oldest = pages.at(-1)?.rows.at(-1)
    if (oldest !== undefined && !isNewer(oldest, until)) break
    const page = await ask(api, userId, queue, after, next)
    pages.push(page)
    next = page.next
  }
  const rows = pages.flatMap((page) => page.rows)
  const at = fromMilliseconds(api.client.between().earliest)
  const { total } = first
  const countable = total !== null && !isTooLong(first)
  return {
    rows,
    count: countable ? { after, total, newest: newestOf(rows), at } : null,
    concealed: rows.length < Math.min(pages.length * perPage, total ?? 0),
    after,
    single: pages.length === 1,
    whole: pages.at(-1)?.next === null,
  }
}

async function countFrom(
  api: Api,
  userId: string,
  queue: PQueue,
  days: readonly string[],
): Promise<{ readonly after: string; readonly first: ListPage<Event> }> {
  const [after = '', ...shorter] = days
  const first = await ask(api, userId, queue, after, 1)
  if (shorter.length === 0 || !isTooLong(first)) return { after, first }
  return await countFrom(api, userId, queue, shorter)
}

async function ask(
  api: Api,
  userId: string,
  queue: PQueue,
  after: string,
  page: number,
): Promise<ListPage<Event>> {
  const query = { after, sort: 'desc', per_page: perPage, page }
  return await queue.add(() => api.list(`users/${userId}/events`, query, Event))
}

/** Whether every event of the slice is among the newest. */
export function covers({ rows, after, single, whole }: Newest, slice: Slice): boolean {
  if (!single || slice.action !== null || after > slice.after) return false
  if (whole) return true
  const times = rows.map(({ created_at }) => created_at)
  // Numbers follow time but for what an import brought.
  const inOrder = times.every((time, index) => index === 0 || time <= (times[index - 1] ?? time))
  return inOrder && (times.at(-1) ?? slice.after) < slice.after
}

/**
 * Compares what is counted with what was counted before.
 * @param now by the clock that is ahead, milliseconds since 1970
 * @returns what to compare with the next time; null when there is more than what came since explains: a project has opened
 */
export function compare(
  before: EventCount,
  { rows, count, concealed }: Newest,
  now: number,
): EventCount | null {
  // No longer countable: until the next full reading nobody knows.
  if (count === null) return before
  const { newest } = before
  const news = rows.filter((row) => newest === null || isNewer(row, newest))
  // What comes while several pages are read moves others onto a second one.
  const came = new Set(news.map(({ id }) => id)).size
  if (count.total <= before.total + came) return { ...count, newest: count.newest ?? newest }
  // What came since may be among what was left out.
  return concealed && !isOld(before, now) ? before : null
}

/** Whether it is to be compared whoever was active. @param now by the clock that is ahead, milliseconds since 1970 */
export function isOld({ at }: EventCount, now: number): boolean {
  const age = now - Date.parse(at)
  // A time to come was told by a clock that was wrong.
  return age < 0 || age >= interval
}

function isNewer({ id }: Event, than: string): boolean {
  return Number(id) > Number(than)
}

function newestOf(rows: readonly Event[]): string | null {
  return rows.length === 0 ? null : String(Math.max(...rows.map(({ id }) => Number(id))))
}
