/**
 * The words every part of the tracker speaks. A Person (one human) has Accounts (a login on a Forge). A Forge is one
 * GitHub or GitLab instance, known by its host. Ids are the forge's own numbers, as text: names change hands, numbers
 * do not.
 */
import type { Timestamp } from './timestamp.ts'

export type { Timestamp } from './timestamp.ts'

/** One series a forge offers for one account. */
export const streamNames = [
  'pull-requests',
  'reviews',
  'commands',
  'repositories',
  'linked',
] as const
export type StreamName = (typeof streamNames)[number]

/** What is not known to be public counts as private everywhere. */
export type Visibility = 'public' | 'private' | 'unknown'

/** Whoever wrote something. `null` in its place means a deleted account (GitHub's and GitLab's ghost). */
export interface Actor {
  /** The forge's number. */
  readonly id: string
  readonly login: string
  readonly bot: boolean
}

/** GitLab calls this a project; `path` may have subgroups (`group/sub/name`). */
export interface Repository {
  /** The forge's number; survives renames and moves. */
  readonly id: string
  /** The forge's opaque name for API calls where it differs from the number (GitHub node id), else null. */
  readonly handle: string | null
  readonly path: string
  /** Address for people, without a final slash. */
  readonly url: string
  readonly visibility: Visibility
}

/**
 * What a repository says of itself; read in bulk and rarely. A forge has several ways to ask, and some do not tell all:
 * null is not told, and what another way told stays. Only a description may be null because there is none.
 */
export interface RepositoryDetails extends Repository {
  readonly description: string | null
  readonly stars: number | null
  /** Most used first. */
  readonly languages: readonly string[] | null
  readonly topics: readonly string[] | null
  readonly archived: boolean
  readonly fork: boolean | null
  readonly createdAt: Timestamp | null
  readonly pushedAt: Timestamp | null
  readonly ownerLogin: string
}

export type PullRequestState = 'open' | 'merged' | 'closed'

/** A proposed change. GitLab's merge request is mapped to it. */
export interface PullRequest {
  readonly id: string
  readonly handle: string | null
  readonly repository: Repository
  /** GitLab: `iid`. */
  readonly number: number
  /** As the forge writes it: `owner/name#12` on GitHub, `group/name!12` on GitLab. */
  readonly reference: string
  readonly title: string
  readonly url: string
  readonly state: PullRequestState
  readonly draft: boolean
  readonly author: Actor | null
  readonly createdAt: Timestamp
  readonly updatedAt: Timestamp
  /** Null when not merged, and on some merged GitLab merge requests (forge-side defect: fall back is the forge folder's). */
  readonly mergedAt: Timestamp | null
  readonly additions: number | null
  readonly deletions: number | null
  readonly changedFiles: number | null
  readonly labels: readonly string[]
}

/** A pull request of which only the number is known yet; its details are asked for later, in bulk. */
export interface PullRequestStub {
  readonly id: string
  readonly repositoryId: string
  readonly number: number
}

export type Verdict = 'approved' | 'changes-requested' | 'commented' | 'dismissed'
export type ReviewSource = 'review' | 'approval' | 'note' | 'command'

/** A verdict or comment by the account on a pull request. One row per GitHub review, GitLab approval, GitLab note. */
export interface Review {
  /** Unique per host and source. */
  readonly id: string
  /** The forge's opaque name for API calls where it differs from the number (GitHub node id), else null. */
  readonly handle: string | null
  readonly source: Exclude<ReviewSource, 'command'>
  readonly verdict: Verdict
  /** The pull request's forge number. */
  readonly pullRequestId: string
  readonly at: Timestamp
  readonly updatedAt: Timestamp
  /** Null where it can only be told once the pull request's details are known; the pull request's own address then. */
  readonly url: string | null
  /** The time is the pull request's, not the review's own: only the filter proved this review. */
  readonly approximate: boolean
  /** It carries words of its own (a body beside bare commands, or comments on lines). Null where the forge did not say. */
  readonly hasComments: boolean | null
}

type CommandKind = 'lgtm' | 'approve'

/** One Prow command line in a comment or review body, kept raw; which ones stand is worked out when reading. */
export interface Command {
  readonly kind: CommandKind
  readonly cancels: boolean
  /** Position within its comment, from 0: two lines of one comment are ordered by it. */
  readonly line: number
}

/** A comment the commands stream has read. Its words are not kept, only what commands it holds. */
export interface Comment {
  /** `comment:<number>` or `review:<number>`; unique per host. */
  readonly id: string
  /** Null when it does not stand on a pull request. */
  readonly pullRequestId: string | null
  readonly at: Timestamp
  readonly updatedAt: Timestamp
  readonly url: string
  readonly commands: readonly Command[]
  /** It says anything beside commands. */
  readonly hasWords: boolean
}

/** What an address in somebody's document turned out to be. */
export interface Link {
  /** As handed to the forge. */
  readonly address: string
  readonly target: 'pull-request' | 'note' | 'repository'
  /** `missing`: the forge says there is no such thing. `hidden`: the token may not see it. */
  readonly status: 'found' | 'missing' | 'hidden'
  readonly pullRequestId: string | null
  readonly repositoryId: string | null
  /** Of a note: who wrote it and when. */
  readonly author: Actor | null
  readonly at: Timestamp | null
}

export const gapReasons = [
  'not-read',
  'interrupted',
  'rate-limit',
  'unavailable',
  'forbidden',
  'retention',
  'result-cap',
  'total-differs',
  'profile-private',
  'unknown',
] as const
export type GapReason = (typeof gapReasons)[number]

/** One lack of a stream. `from` and `until` bound the times of the contributions that may be missing; null is open. */
export interface Gap {
  readonly reason: GapReason
  readonly from: Timestamp | null
  readonly until: Timestamp | null
  readonly detail: string
}
