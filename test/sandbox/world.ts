/**
 * What exists on the sandbox's two forges: plain records that the GitHub and GitLab halves read from. Times are ISO 8601;
 * each half writes them in its forge's own shape. Change records through `build.ts` and `mutate.ts`, or call `touch`.
 */
export interface World {
  /** What the forges hold to be the present, unless the sandbox is started with another. */
  now: string
  readonly github: ForgeWorld
  readonly gitlab: ForgeWorld
}

export interface ForgeWorld {
  readonly kind: 'github' | 'gitlab'
  /** Prefix of the addresses for people, without a final slash. */
  url: string
  /** Goes up with every change; derived lists are worked out once per version. */
  version: number
  readonly users: Map<number, User>
  readonly repositories: Map<number, Repository>
  readonly pullRequests: Map<number, PullRequest>
  /** GitHub only. */
  readonly reviews: Map<number, Review>
  /** GitHub only: comments on issues and pull requests. */
  readonly comments: Map<number, Comment>
  /** GitHub only: comments on lines of a diff, each part of a review. */
  readonly reviewComments: Map<number, ReviewComment>
  /** GitLab only. */
  readonly notes: Map<number, Note>
  /** GitLab only. */
  readonly approvals: Map<number, Approval>
  /** GitLab only: the feed. An event outlives what it tells of. */
  readonly events: Map<number, Event>
}

export interface User {
  readonly id: number
  login: string
  name: string | null
  type: 'User' | 'Bot' | 'Mannequin' | 'Organization'
  createdAt: string
  profilePrivate: boolean
}

export interface Repository {
  readonly id: number
  path: string
  /** Paths it answered to before; a forge redirects from them. */
  formerPaths: string[]
  ownerId: number
  visibility: 'public' | 'internal' | 'private'
  /** Its organisation asks for single sign-on that no token here has: GitHub answers FORBIDDEN, not NOT_FOUND. */
  saml: boolean
  description: string | null
  languages: { name: string; size: number }[]
  topics: string[]
  license: string | null
  stars: number
  forks: number
  archived: boolean
  fork: boolean
  createdAt: string
  pushedAt: string
}

export interface PullRequest {
  readonly id: number
  repositoryId: number
  number: number
  title: string
  body: string
  state: 'open' | 'merged' | 'closed'
  draft: boolean
  /** Null when the account was deleted. */
  authorId: number | null
  mergedById: number | null
  createdAt: string
  updatedAt: string
  /** Null on some merged ones too: GitLab lost the time of a few (gitlab#26911, #412956). */
  mergedAt: string | null
  closedAt: string | null
  additions: number
  deletions: number
  changedFiles: number
  commits: number
  labels: string[]
  closes: { number: number; title: string }[]
  /** GitLab: asked to review, whether or not they did. */
  reviewerIds: number[]
  assigneeIds: number[]
}

export interface Review {
  readonly id: number
  pullRequestId: number
  authorId: number | null
  state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING'
  body: string
  createdAt: string
  /** Null while pending. */
  submittedAt: string | null
  updatedAt: string
}

export interface Comment {
  readonly id: number
  repositoryId: number
  /** Null on an issue. */
  pullRequestId: number | null
  /** Of the issue or pull request it stands on. */
  number: number
  authorId: number | null
  body: string
  createdAt: string
  updatedAt: string
}

export interface ReviewComment {
  readonly id: number
  reviewId: number
  authorId: number | null
  body: string
  createdAt: string
}

export interface Note {
  readonly id: number
  type: 'DiffNote' | 'DiscussionNote' | null
  system: boolean
  body: string
  /** Null on an issue. */
  pullRequestId: number | null
  repositoryId: number
  /** `iid` of what it stands on. */
  number: number
  authorId: number | null
  createdAt: string
  updatedAt: string
}

export interface Approval {
  readonly id: number
  pullRequestId: number
  userId: number
  at: string
}

export interface Event {
  readonly id: number
  userId: number
  action: 'commented on' | 'approved' | 'opened' | 'accepted' | 'closed'
  targetType: 'Note' | 'DiffNote' | 'DiscussionNote' | 'MergeRequest'
  targetId: number
  targetNumber: number
  targetTitle: string
  repositoryId: number
  at: string
  /** Taken out after paging, as an event on something confidential is (GitLab source EventsFinder). */
  hidden: boolean
}

export function emptyWorld(now: string): World {
  return {
    now,
    github: emptyForge('github', 'https://github.com'),
    gitlab: emptyForge('gitlab', 'https://gitlab.com'),
  }
}

/** Says that records changed, so that derived lists are worked out anew. */
export function touch(forge: ForgeWorld): void {
  forge.version++
}

function emptyForge(kind: ForgeWorld['kind'], url: string): ForgeWorld {
  return {
    kind,
    url,
    version: 0,
    users: new Map(),
    repositories: new Map(),
    pullRequests: new Map(),
    reviews: new Map(),
    comments: new Map(),
    reviewComments: new Map(),
    notes: new Map(),
    approvals: new Map(),
    events: new Map(),
  }
}
