/** What an export holds, one by one. */
import type { PullRequest } from '../world.ts'

export interface PullRequestRow {
  readonly forge: string
  readonly host: string
  readonly repository: string
  readonly number: number
  readonly reference: string
  readonly title: string
  readonly url: string
  readonly state: 'merged'
  readonly createdAt: string
  readonly mergedAt: string
  readonly additions: number
  readonly deletions: number
  readonly visibility: 'public'
}

export interface ReviewRow {
  readonly forge: string
  readonly host: string
  readonly repository: string
  readonly number: number
  readonly reference: string
  readonly verdict: 'approved' | 'changes-requested' | 'commented' | 'dismissed'
  readonly source: 'review' | 'approval' | 'note' | 'command'
  readonly at: string
  readonly url: string
}

/** A review with the pull request it is of. */
export interface Given extends Pick<ReviewRow, 'verdict' | 'source' | 'at' | 'url'> {
  readonly pull: PullRequest
  /** It holds words beside commands, or comments on lines. Null where the forge does not tell. */
  readonly words: boolean | null
}
