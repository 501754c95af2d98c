import { type Day, daysBetween } from '../contribution/zone.ts'

/** A claim that nobody looked up for longer is stale. Days. */
const freshFor = 180

/**
 * True for a claim that was last looked up more than half a year before `today`.
 * @param asOf A day or a month; of a month its first day counts, since which day was meant is not known.
 */
export function isStale(asOf: string, today: Day): boolean {
  const day = (asOf.length === 7 ? `${asOf}-01` : asOf) as Day
  return daysBetween(day, today) > freshFor
}
