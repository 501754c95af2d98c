import type { LinkFact } from '../../contribution/facts.ts'
import type { Day } from '../../contribution/zone.ts'
import type { Contributions } from '../contributions.ts'
import type { Proof } from '../proof.ts'
import type { SectionRules } from '../rules.ts'
import type { Person } from '../select.ts'

/** One person whose document is audited, and all that is known of them. */
export interface Audited {
  readonly person: Person
  readonly contributions: Contributions
  readonly proofs: readonly Proof[]
  /** What sync found at the addresses in their documents. */
  readonly links: readonly LinkFact[]
  readonly sections: readonly AuditedSection[]
  /** Decides what is still "Present". */
  readonly asOf: Day
  /** Contributions that went in through a pull request of somebody else's. */
  readonly landed: readonly Landed[]
  /** What the person vouches for, as configured. */
  readonly claims: readonly CuratedClaim[]
}

export interface AuditedSection {
  readonly rules: SectionRules
  readonly heading: string | null
}

/** References as forges write them: `o/r#12`, `g/p!12`. */
export interface Landed {
  readonly reference: string
  readonly via: string
}

export interface CuratedClaim {
  readonly text: string
  /** The day on which it was last known to hold. */
  readonly asOf: string
  /** Where to look it up. */
  readonly source: string | null
}
