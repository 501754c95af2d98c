import {
  fromMilliseconds,
  plusSeconds,
  toMilliseconds,
  toTimestamp,
} from '../../../contribution/timestamp.ts'
import type { Timestamp } from '../../../contribution/types.ts'
import { freshSpan, lookBack, type Span } from './state.ts'

const day = 24 * 3600
/** "The total time spanned by 'from' and 'to' must not exceed 1 year." Seconds. */
const longest = 365 * day
/** Parts of a span longer than one of them. */
export const quarters = 4

/** One window for each year with contributions. */
export function yearWindows(years: readonly number[], now: number): Span[] {
  const current = new Date(now).getUTCFullYear()
  return years.map((year) =>
    freshSpan(`${year}-01-01T00:00:00Z`, year >= current ? null : `${year}-12-31T23:59:59Z`),
  )
}

/** Windows from `lookBack` before `watermark` until now: one, unless the last run was long ago. */
export function newestWindows(watermark: Timestamp, now: number): Span[] {
  const windows: Span[] = []
  let from = plusSeconds(watermark, -lookBack)
  while (toMilliseconds(from) + longest * 1000 < now) {
    const next = plusSeconds(from, longest)
    windows.push(freshSpan(from, plusSeconds(next, -1)))
    from = next
  }
  return [...windows, freshSpan(from, null)]
}

/** Quarters of a year, else thirds of a quarter; a month or less is left as it is. */
export function splitWindow(span: Span, now: number): Span[] {
  const from = toTimestamp(span.from)
  const end = span.until === null ? fromMilliseconds(now) : toTimestamp(span.until)
  const seconds = (toMilliseconds(end) - toMilliseconds(from)) / 1000
  const parts = seconds > 100 * day ? quarters : seconds > 32 * day ? 3 : 1
  const step = Math.ceil(seconds / parts)
  return Array.from({ length: parts }, (_, index) => {
    const last = index === parts - 1
    const until = last ? span.until : plusSeconds(from, (index + 1) * step - 1)
    return freshSpan(plusSeconds(from, index * step), until)
  })
}
