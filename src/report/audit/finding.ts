/** What an audit says about one thing a document states. */
type FindingKind = 'link' | 'count' | 'date' | 'state' | 'ownership' | 'claim'

/**
 * `stale`: it was true once, and now there is more, or it is over. `false`: it never was. `unprovable`: no forge can tell, or
 * what is stored has a gap that leaves it open.
 */
export type Verdict = 'true' | 'stale' | 'false' | 'unprovable'

export interface Finding {
  /** From 1. */
  readonly line: number
  /** From 1, in characters (Unicode code points). */
  readonly column: number
  readonly kind: FindingKind
  readonly verdict: Verdict
  /** What the document says, without markup. */
  readonly text: string
  /** What it should say instead; null where it is right, or nobody can tell. */
  readonly expected: string | null
  /** `o/r#12`, `g/p!12` or the path of a repository; null where it is about none. */
  readonly reference: string | null
  /** The rest of a sentence that begins with `text`: `should say 5 merged`. Empty where the verdict says it all. */
  readonly advice: string
}

/** A finding before its place is told in lines and columns. */
export interface Draft extends Omit<Finding, 'line' | 'column'> {
  /** Where its text starts in the document, in UTF-16 units. */
  readonly at: number
}

/**
 * One verdict of several readings of the same words: true if one of them is, false or stale only if all are. Readings
 * that contradict each other leave it open.
 */
export function together(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('true')) return 'true'
  const [first] = verdicts
  return first !== undefined && verdicts.every((verdict) => verdict === first)
    ? first
    : 'unprovable'
}

/**
 * What the public contributions speak against may be so with those that are not public. Whether it is, is nobody's to
 * read here: then it cannot be proven either way.
 * @param hidden what all contributions together say
 */
export function unlessHidden(verdict: Verdict, hidden: readonly Verdict[]): Verdict {
  const isWrong = verdict === 'false' || verdict === 'stale'
  return isWrong && hidden.some((each) => each !== verdict) ? 'unprovable' : verdict
}
