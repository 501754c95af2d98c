import type { Account } from '../account.ts'
import type { ReviewState } from './state.ts'
import { isSurplus } from './surplus.ts'
import { countAgain } from './touched.ts'

/**
 * The count of search to go by. It is an estimate, which may be another one in the next answer: where it changed and calls for
 * a look at much, or would be a gap, it is asked for once more, and the second answer holds.
 */
export async function confirmed(
  account: Account,
  state: ReviewState,
  count: number,
): Promise<number> {
  return isDoubtful(account, state, count) ? await countAgain(account) : count
}

function isDoubtful(account: Account, state: ReviewState, count: number): boolean {
  if (count === state.compared?.count) return false
  const stored = account.task.known.stored('reviews')
  const isNone = count === 0 && state.counted && stored > 0
  const isMore = count > stored && !isSettled(state, count, stored)
  return isNone || isMore || isSurplus(account, state, count) || isUnmasked(state, count, stored)
}

/** A reading of all slices could not bring these together. */
export function isSettled({ settled }: ReviewState, count: number, stored: number): boolean {
  return settled?.count === count && settled.stored === stored
}

/** Where less is stored beyond the count than when both were compared, something counted may not be stored. */
export function isUnmasked({ matched }: ReviewState, count: number, stored: number): boolean {
  const surplus = stored - count
  return matched !== null && surplus >= 0 && surplus < matched.stored - matched.count
}
