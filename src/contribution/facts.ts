/** Contributions of one person as the store hands them out: what export, report and audit read. */
import type {
  Link,
  PullRequestState,
  ReviewSource,
  Timestamp,
  Verdict,
  Visibility,
} from './types.ts'

interface OnForge {
  /** Name of the forge in the configuration. */
  readonly forge: string
  readonly host: string
  /** Current path. */
  readonly repository: string
  readonly number: number
  readonly reference: string
  readonly title: string
  readonly visibility: Visibility
  /** The forge no longer shows the pull request: it is kept, and counts no more. */
  readonly gone: boolean
}

export interface PullRequestFact extends OnForge {
  readonly url: string
  readonly state: PullRequestState
  readonly draft: boolean
  readonly createdAt: Timestamp | null
  readonly mergedAt: Timestamp | null
  readonly additions: number | null
  readonly deletions: number | null
  readonly labels: readonly string[]
  readonly authorIsBot: boolean
}

/** One GitHub review, GitLab approval, GitLab note or standing Prow command by the person on somebody else's pull request. */
export interface ReviewFact extends OnForge {
  readonly verdict: Verdict
  readonly source: ReviewSource
  readonly at: Timestamp
  readonly url: string
  readonly pullRequestUrl: string
  readonly approximate: boolean
  readonly hasComments: boolean | null
}

export interface RepositoryFact {
  readonly forge: string
  readonly host: string
  readonly path: string
  readonly url: string
  readonly visibility: Visibility
  readonly description: string | null
  readonly stars: number | null
  readonly languages: readonly string[]
  readonly fork: boolean
  readonly createdAt: Timestamp | null
  readonly pushedAt: Timestamp | null
  /** The owner is one of the person's logins on that host. */
  readonly own: boolean
  readonly formerPaths: readonly string[]
}

/** What an address that a person's documents link was found to be. */
export interface LinkFact {
  /** As the document writes it. */
  readonly address: string
  readonly target: Link['target']
  readonly status: Link['status']
  /** Null unless it is a pull request, or a note on one, that was found. */
  readonly pull: LinkedPull | null
  /** Of the pull request, or the repository itself, where it was found. */
  readonly repository: { readonly path: string; readonly url: string } | null
  /** Of what was found. */
  readonly visibility: Visibility
  /** Who wrote the note; null where it is no note, or its author was deleted. */
  readonly noteBy: 'person' | 'other' | null
}

export interface LinkedPull {
  readonly host: string
  readonly reference: string
  /** Where it is now. */
  readonly url: string
  readonly state: PullRequestState
  readonly draft: boolean
  readonly createdAt: Timestamp | null
  /** Null for a deleted account. */
  readonly author: 'person' | 'other' | null
  /** The forge no longer shows it. */
  readonly gone: boolean
}
