import type { Gap, StreamName, Timestamp } from '../contribution/types.ts'
import { dayOf } from '../contribution/zone.ts'

/** What one stream of one account holds and lacks: all that a report knows of how the numbers came about. */
export interface Proof {
  /** Its name in the configuration. */
  readonly forge: string
  readonly host: string
  readonly login: string
  readonly stream: StreamName
  readonly stored: number
  readonly hostTotal: number | null
  readonly finishedAt: Timestamp | null
  readonly gaps: readonly Gap[]
  readonly complete: boolean
  /** False for commands that the configuration leaves to chance (`auto`) or turns off: unread, they are no lack. */
  readonly wanted: boolean
}

/** Days, inclusive; null is open. */
export interface Span {
  readonly since: string | null
  readonly until: string | null
  /** IANA name. */
  readonly timezone: string
}

/** True if the stream is complete over the dates asked (docs/design.md "Words", *complete*). */
export function isProven(proof: Proof, span: Span): boolean {
  if (isSkipped(proof)) return true
  if (proof.finishedAt === null) return false
  if (proof.hostTotal !== null && proof.hostTotal > proof.stored) return false
  return !proof.gaps.some((gap) => overlaps(gap, span))
}

export function wasNeverRead(proof: Proof): boolean {
  return proof.gaps.some((gap) => gap.reason === 'not-read') && !isSkipped(proof)
}

/** It was found out that there is nothing to read, or nobody wants it read: not known before a first pass has ended. */
export function isSkipped(proof: Proof): boolean {
  if (proof.wanted || proof.finishedAt === null) return false
  return proof.gaps.some((gap) => gap.reason === 'not-read')
}

function overlaps(gap: Gap, span: Span): boolean {
  const startsInTime =
    gap.from === null || span.until === null || dayOf(gap.from, span.timezone) <= span.until
  const endsTooLate =
    gap.until === null || span.since === null || dayOf(gap.until, span.timezone) >= span.since
  return startsInTime && endsTooLate
}
