import type { Gap, GapReason, StreamName, Timestamp } from '../contribution/types.ts'
import type { FailureKind, ForgeError } from '../forge/forge.ts'
import type { StreamCoverage } from '../store/coverage.ts'

const reasons: Readonly<Record<FailureKind, GapReason>> = {
  auth: 'forbidden',
  'rate-limit': 'rate-limit',
  'not-found': 'unknown',
  unavailable: 'unavailable',
  protocol: 'unknown',
  identity: 'unknown',
}

/** Why a stream was not read to its end by a run that failed so, or was stopped. */
export function reasonOf(failure: ForgeError | undefined): GapReason {
  return failure === undefined ? 'interrupted' : reasons[failure.kind]
}

/**
 * The gaps of a stream that a run should have read and did not: what was open goes on being so, from when on it was. Null
 * where nothing new is to be said.
 */
export function gapsLeft(
  stream: StreamName,
  { gaps, finishedAt }: Pick<StreamCoverage, 'gaps' | 'finishedAt'>,
  { reason, detail }: Pick<Gap, 'reason' | 'detail'>,
): readonly Gap[] | null {
  if (gaps.some((gap) => gap.reason === 'not-read')) return null
  const open = gaps.filter((gap) => gap.reason === 'interrupted' || gap.reason === reason)
  // Repositories and links are read once a day: most runs that fail had nothing to ask of them.
  if (open.length === 0 && (stream === 'repositories' || stream === 'linked')) return null
  const from = open.length > 0 ? earliest(open) : finishedAt
  return [...gaps.filter((gap) => !open.includes(gap)), { reason, from, until: null, detail }]
}

/** Where the first of some gaps begins; null: at the beginning of time. */
function earliest(gaps: readonly Gap[]): Timestamp | null {
  const starts = gaps.map(({ from }) => from)
  return starts.includes(null) ? null : (starts.toSorted()[0] ?? null)
}

/** A gap that no run can close now is no failure (docs/design.md "Commands"). */
export function isExcused(stream: StreamName, gap: Gap, commands: 'auto' | boolean): boolean {
  if (gap.reason === 'retention' || gap.reason === 'profile-private') return true
  return gap.reason === 'not-read' && isOptional(stream, commands)
}

/** Commands that the configuration leaves to chance or turns off: unread, they are no lack. */
export function isOptional(stream: StreamName, commands: 'auto' | boolean): boolean {
  return stream === 'commands' && commands !== true
}
