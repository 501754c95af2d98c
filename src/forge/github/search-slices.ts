import {
  fromMilliseconds,
  plusSeconds,
  toMilliseconds,
  toTimestamp,
} from '../../contribution/timestamp.ts'
import { freshSpan, type Span } from './review-state.ts'

/** A slice is cut while it holds more: counts are estimates and move. */
export const comfortable = 900
/** GitHub opened in 2008: no pull request is older. */
const firstDay = '2008-01-01'

const day = 24 * 3600

/**
 * Slices by day of creation, which never changes; by update, rows would wander between slices.
 * @param firstYear with contributions: most reviewed pull requests are younger
 */
export function slicesFor(count: number, firstYear: number, now: number): Span[] {
  const tomorrow = fromMilliseconds(now + day * 1000).slice(0, 10)
  if (count <= comfortable) return [freshSpan(firstDay, tomorrow)]
  const slices: Span[] = [freshSpan(firstDay, `${firstYear - 1}-12-31`)]
  const current = new Date(now).getUTCFullYear()
  for (let year = firstYear; year <= current; year++) {
    const until = year === current ? tomorrow : `${year}-12-31`
    slices.push(freshSpan(`${year}-01-01`, until))
  }
  return slices
}

/** Nothing when the span is one day: search has no finer cut that holds on every server. */
export function halves(span: Span): Span[] {
  const from = toTimestamp(span.from)
  const until = toTimestamp(span.until ?? span.from)
  const days = (toMilliseconds(until) - toMilliseconds(from)) / (day * 1000)
  if (days < 1) return []
  const middle = Math.floor(days / 2)
  const dayAt = (index: number) => plusSeconds(from, index * day).slice(0, 10)
  return [freshSpan(span.from, dayAt(middle)), freshSpan(dayAt(middle + 1), span.until)]
}
