import { plusSeconds } from '../../../contribution/timestamp.ts'
import type { Account } from '../account.ts'
import type { ReviewState } from './state.ts'

/** The index of search "can take hours" to follow (GitHub docs). Seconds. */
const lag = 24 * 3600

/**
 * Whether something that is stored may be there no more: the host counts fewer than are stored, and either fewer than it did, which
 * no late index explains, or so few for a day.
 */
export function isSurplus(account: Account, state: ReviewState, count: number): boolean {
  const { compared, surplus } = state
  const stored = account.task.known.stored('reviews')
  // A host that counts nothing is not believed: the profile may be private.
  if (compared === null || count === 0 || count >= stored) return false
  if (surplus?.count === count && surplus.stored === stored) return false
  if (count < compared.count) return true
  const usual = compared.count === count && compared.stored === stored
  return usual && plusSeconds(compared.since, lag) <= account.surely()
}

/** All that is stored was looked at. */
export function noteSurplus({ task }: Account, state: ReviewState, count: number): void {
  const stored = task.known.stored('reviews')
  if (count < stored) state.surplus = { count, stored }
}

/** The stream was read to its end. */
export function compare(account: Account, state: ReviewState, count: number): void {
  const stored = account.task.known.stored('reviews')
  const { compared } = state
  if (compared?.count === count && compared.stored === stored) return
  state.compared = { count, stored, since: account.surely() }
}
