import {
  fromMilliseconds,
  plusSeconds,
  toMilliseconds,
  toTimestamp,
} from '../../../contribution/timestamp.ts'
import { freshSpan, type Span } from './state.ts'

/** A slice is cut in any case while it holds more: counts are estimates and move. */
export const comfortable = 900
/** Ids on a page. */
const page = 100
/** GitHub opened in 2008: no pull request is older. */
const firstDay = '2008-01-01'

const day = 24 * 3600

/**
 * Slices by day of creation, which never changes; by update, rows would wander between slices.
 * @param firstYear with contributions: most reviewed pull requests are younger
 */
export function slicesFor(count: number, firstYear: number, now: number): Span[] {
  return count <= comfortable ? yearSlices(firstYear, now, null) : yearSlices(firstYear, now, 1)
}

/** The same for pages of ids alone: about a page each, so that they are read side by side. */
export function idSlices(count: number, firstYear: number, now: number): Span[] {
  if (count <= page) return yearSlices(firstYear, now, null)
  const years = new Date(now).getUTCFullYear() - firstYear + 1
  return yearSlices(firstYear, now, Math.max(1, Math.floor((years * page) / count)))
}

/** @param step years of each slice; null for one slice of all */
function yearSlices(firstYear: number, now: number, step: number | null): Span[] {
  const tomorrow = fromMilliseconds(now + day * 1000).slice(0, 10)
  if (step === null) return [freshSpan(firstDay, tomorrow)]
  const slices: Span[] = [freshSpan(firstDay, `${firstYear - 1}-12-31`)]
  const current = new Date(now).getUTCFullYear()
  for (let year = firstYear; year <= current; year += step) {
    const last = year + step - 1
    slices.push(freshSpan(`${year}-01-01`, last >= current ? tomorrow : `${last}-12-31`))
  }
  return slices
}

/**
 * Parts of about a page each, by the days on which what is known was opened: they are read side by side, and the pages of one
 * slice are not. Halves where that tells nothing and there is too much; nothing where the span is to be read as it is.
 * @param count how many the span holds
 * @param days how many of them are known of each day, oldest first
 */
export function pagewise(span: Span, count: number, days: ReadonlyMap<string, number>): Span[] {
  const starts: string[] = []
  let held = 0
  for (const [day, count] of days) {
    if (day < span.from || (span.until !== null && day > span.until)) continue
    if (held > 0 && held + count > page) {
      starts.push(day)
      held = 0
    }
    held += count
  }
  if (starts.length === 0) return count > comfortable ? halves(span) : []
  const ends = starts.map((start) => plusSeconds(toTimestamp(start), -day).slice(0, 10))
  return [span.from, ...starts].map((from, index) => freshSpan(from, ends[index] ?? span.until))
}

/** A day is cut into its hours, an hour no more. */
function halves(span: Span): Span[] {
  const from = toTimestamp(span.from)
  const until = toTimestamp(span.until ?? span.from)
  const days = (toMilliseconds(until) - toMilliseconds(from)) / (day * 1000)
  if (days < 1) return isDay(span) ? hours(span) : []
  const middle = Math.floor(days / 2)
  const dayAt = (index: number) => plusSeconds(from, index * day).slice(0, 10)
  return [freshSpan(span.from, dayAt(middle)), freshSpan(dayAt(middle + 1), span.until)]
}

export function isDay({ from, until }: Span): boolean {
  return from === until
}

/**
 * "You can also add optional time information `THH:MM:SS+00:00` after the date, to search by the hour, minute, and second"
 * (GitHub docs, "Understanding the search syntax"). A server that does not heed it shows by its counts.
 */
function hours({ from: date }: Span): Span[] {
  return Array.from({ length: 24 }, (_, hour) => {
    const at = `${date}T${String(hour).padStart(2, '0')}`
    return freshSpan(`${at}:00:00Z`, `${at}:59:59Z`)
  })
}
