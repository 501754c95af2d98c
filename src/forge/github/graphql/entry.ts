import type { TooHeavy } from './client.ts'
import type { Question, Reply } from './question.ts'

/** One question too heavy alone, a light one of a hard kind perhaps, says little about the others. */
export const leastWeight = 5
/** A question that cannot be made smaller is asked at most this often alone. */
export const maxTries = 3

/** A question that waits for its answer. */
export interface Entry {
  readonly question: Question
  readonly login: string
  readonly resolve: (reply: Reply) => void
  readonly reject: (error: unknown) => void
  /** How often it was too heavy alone. */
  failures: number
}

/**
 * Whether the answer says that the server is not well. A resource limit comes at once and says only that less is to be asked,
 * which many readers may have to learn in a row; it is a bad sign where nothing less is left.
 */
export function isHopeless(batch: readonly Entry[], { resources }: TooHeavy): boolean {
  if (!resources) return true
  const [alone, ...others] = batch
  if (alone === undefined || others.length > 0) return false
  const { divisible, shrinks, weight } = alone.question
  return divisible !== true && (shrinks !== true || weight <= leastWeight)
}

export function givesUp(entry: Entry): boolean {
  entry.failures += 1
  return entry.question.shrinks === true || entry.failures >= maxTries
}

export function rejectAll(batch: readonly Entry[], error: unknown): void {
  for (const entry of batch) entry.reject(error)
}
