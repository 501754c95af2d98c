/** Contributions of one person as the store hands them out: what export, report and audit read. */
import type { PullRequestState, ReviewSource, Timestamp, Verdict, Visibility } from './types.ts'

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
  /** The forge no longer shows it. */
  readonly gone: boolean
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
