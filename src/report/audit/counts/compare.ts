import { holds, type StatedNumber } from '../../stated/stated-number.ts'
import type { Count } from '../../types.ts'
import type { Verdict } from '../finding.ts'

/** A stored count is a lower bound where its streams are not complete. */
export function compareCount(stated: StatedNumber, { value: known, atLeast }: Count): Verdict {
  const { most, doubt } = stated
  const isOpen = atLeast && most !== Number.POSITIVE_INFINITY
  if (holds(stated, known)) return isOpen ? 'unprovable' : 'true'
  if (known >= doubt.least && known <= doubt.most) return 'unprovable'
  if (known > most) return 'stale'
  return atLeast ? 'unprovable' : 'false'
}
