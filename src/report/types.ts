/**
 * The résumé as values: what a section says before any format has written it down. Nothing here holds markup; every
 * format escapes for itself, once, when it writes.
 */

/** `2026-02`: a month in the person's time zone. */
export type Month = string & { readonly brand: 'Month' }

/** A number and whether the streams behind it are proven complete over the section's dates; `42+` when not. */
export interface Count {
  readonly value: number
  readonly atLeast: boolean
}

export interface Counts {
  readonly merged: Count
  readonly reviewed: Count
}

/** Also on how many of the pull requests reviewed the person left words; at least so many where it is not known of each. */
export interface DeepCounts extends Counts {
  readonly commented: Count
}

export interface Dates {
  readonly start: Month
  /** `present` when the last counted contribution is recent. */
  readonly end: Month | 'present'
}

export type Confidence = 'high' | 'medium' | 'low'

export interface Link {
  readonly url: string
  /** As the forge writes it: `o/r#12`, `g/p!12`. */
  readonly reference: string
  /** Printed after the link when the pull request is not merged. */
  readonly state: 'open' | 'draft' | 'closed' | null
}

/** One bullet: what one pull request did. */
export interface Highlight {
  /** Address of the pull request; a bullet is known by it. */
  readonly key: string
  readonly text: string
  /** Of the wording made from the title. Low: the cleaned title, unchanged. */
  readonly confidence: Confidence
  readonly link: Link
  /** Reference of the pull request that carried it, where it was not merged itself. */
  readonly landedVia?: string
}

/** A bullet in the person's words, known by them. */
export interface Claim {
  readonly text: string
  /** When it was last looked up, if that is too long ago. */
  readonly staleSince: string | null
}

/** Work on one project. */
export interface Entry {
  /** `HOST/PATH` of the repository now. */
  readonly key: string
  /** What the person calls it, else the repository's path. */
  readonly title: string
  /** The repository's address. */
  readonly url: string
  /** Null when the title was given by the person. */
  readonly organisation: string | null
  /** What the person is in the project, in their own words. */
  readonly role: string | null
  readonly technologies: readonly string[]
  readonly dates: Dates | null
  readonly merged: Count
  /** Distinct pull requests reviewed. */
  readonly reviewed: Count
  /** Those of them on which the person left words; at least so many where it is not known of each. */
  readonly commented: Count
  readonly highlights: readonly Highlight[]
  /** What the person vouches for, in their words. */
  readonly claims: readonly Claim[]
  readonly links: readonly Link[]
}

export interface Section {
  readonly id: string
  readonly entries: readonly Entry[]
  /** Over every project chosen, also those beyond the entries shown. */
  readonly totals: DeepCounts
  /** By entry key, over every project chosen: a count that sinks is noticed also when its entry is not shown. */
  readonly counts: Readonly<Record<string, DeepCounts>>
  /** Streams it counts that were never read, as `gitlab.com/ada reviews`: a reason to leave the section as it is. */
  readonly neverRead: readonly string[]
  /** Identifies the `select` that chose the entries: counts are only compared with ones written under the same. */
  readonly selection: string
  /** How much is shown: where a person keeps more, nothing is added. */
  readonly max: { readonly entries: number; readonly highlights: number; readonly links: number }
}

/** A pull request the person wrote, as far as a document that links it is concerned. */
export interface KnownPull {
  /** Where it is now; the document may hold an address from before a repository moved. */
  readonly url: string
  readonly state: 'merged' | 'open' | 'draft' | 'closed'
  /** The month it was opened in. */
  readonly created: Month | null
  /** False where the section may not show it. */
  readonly visible: boolean
  /** The forge no longer shows it. */
  readonly gone: boolean
  /** Title of the person's later pull request that took it back. */
  readonly revertedBy: string | null
  /** Reference of the merged pull request that carried this closed one. */
  readonly landedVia: string | null
}

/** What is known beyond what a section shows. A document is asked about what it holds, so nothing is worked out before. */
export interface Background {
  /** A project with counted contributions, whether it is among the entries shown or not. */
  entry(key: string): Entry | null
  pull(url: string): KnownPull | null
  /** The person's pull requests in a repository that the section may show, whatever their state. */
  pullsOf(key: string): readonly { readonly link: Link; readonly title: string }[]
  /** Keys of every project chosen, in the order of the section. */
  projects(): readonly string[]
  /** Key of the repository an address belongs to, under its present path; null for anything else. */
  repositoryOf(url: string): string | null
  /** Key of a repository now; a former path's key is answered with the present one. */
  present(key: string): string
  /** Keys of repositories, former ones too, and addresses of pull requests and reviews: everything known, private or not. */
  names(): readonly string[]
  /** True for the address of any pull request or review of the person's. */
  isKnown(url: string): boolean
  /** True if the repository, or the pull request or review at the address, is known not to be public. */
  isHidden(keyOrUrl: string): boolean
}
