import { countClaimsIn } from '../audit/count-claims.ts'
import { statedCounts } from './stated-counts.ts'

/**
 * Counts that a person states of a whole project, by name. Those of a year or other days are left out, since the ones of the
 * whole project would be written over them, and so is what stands in somebody else's words.
 */
export function countsOfAllTime(text: string): Readonly<Record<string, string>> {
  if (isQuoted(text)) return {}
  const stated = Object.entries(statedCounts(text))
  if (stated.length === 0) return {}
  const windowed = new Set<string>(
    countClaimsIn(text)
      .filter(({ narrowing: { window } }) => window.since !== null || window.until !== null)
      .map(({ counted }) => counted),
  )
  return Object.fromEntries(stated.filter(([name]) => !windowed.has(name)))
}

function isQuoted(text: string): boolean {
  return /^\s*>/.test(text)
}
