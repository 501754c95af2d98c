import type { Count } from '../types.ts'
import type { CountClaim } from './count-claims.ts'
import type { Verdict } from './finding.ts'

/** A stored count is a lower bound where its streams are not complete. */
export function compareCount(
  { value, bound }: Pick<CountClaim, 'value' | 'bound'>,
  { value: known, atLeast }: Count,
): Verdict {
  if (bound === 'least') return known >= value ? 'true' : atLeast ? 'unprovable' : 'false'
  if (bound === 'about' && Math.abs(known - value) <= value / 10)
    return atLeast ? 'unprovable' : 'true'
  if (value === known) return atLeast ? 'unprovable' : 'true'
  if (value < known) return 'stale'
  return atLeast ? 'unprovable' : 'false'
}
