/** What the configuration says of a section, in the words of the report: which contributions count, how much is shown. */
export interface SectionRules {
  readonly id: string
  readonly select: {
    readonly kinds: readonly ('pull-request' | 'review' | 'repository')[]
    readonly repositories: readonly string[]
    readonly exclude: readonly string[]
    readonly own: 'exclude' | 'include' | 'only'
    /** Days, inclusive, in the person's time zone. */
    readonly since: string | null
    readonly until: string | null
    readonly visibility: 'public' | 'all'
    readonly minPullRequests: number
  }
  /** What the tool may change in its region (DESIGN "Documents", *Ownership*). */
  readonly ownership: Ownership
  readonly order: 'recent' | 'most' | 'stars'
  readonly max: { readonly entries: number; readonly highlights: number; readonly links: number }
  readonly activeDays: number
  readonly projects: Readonly<Record<string, ProjectRules>>
}

export type Ownership = 'facts' | 'bullets' | 'full'

export interface ProjectRules {
  readonly title?: string | undefined
  readonly technologies?: readonly string[] | undefined
  readonly pinned: boolean
  readonly role?: string | undefined
  readonly claims?: readonly Claim[] | undefined
  readonly landedVia?: readonly LandedVia[] | undefined
}

/** Something that no forge can prove and the person vouches for. */
interface Claim {
  readonly text: string
  /** The day, or the month, in which it was last known to hold. */
  readonly asOf: string
  /** Where to look it up. */
  readonly source?: string | undefined
}

/** A closed pull request of the person's whose work was merged through another one; both as somebody writes them down. */
export interface LandedVia {
  readonly reference: string
  readonly via: string
  /** For people. */
  readonly evidence: string
}

/** What counts where no section says: everything public. */
export const everything: SectionRules = {
  id: 'everything',
  select: {
    kinds: ['pull-request', 'review'],
    repositories: ['**'],
    exclude: [],
    own: 'include',
    since: null,
    until: null,
    visibility: 'public',
    minPullRequests: 0,
  },
  ownership: 'facts',
  order: 'recent',
  max: { entries: 1, highlights: 0, links: 0 },
  activeDays: 90,
  projects: {},
}
