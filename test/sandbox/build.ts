/** Putting records into a world. What is left out is derived plainly. */
import { mustGet } from './lookup.ts'
import type {
  Approval,
  Comment,
  Event,
  ForgeWorld,
  Note,
  PullRequest,
  Repository,
  Review,
  ReviewComment,
  User,
} from './world.ts'
import { touch } from './world.ts'

/** Before the first contribution of any world here. */
const longAgo = '2012-01-01T00:00:00Z'

export function addUser(forge: ForgeWorld, user: Partial<User> & { login: string }): User {
  return put(forge, forge.users, {
    id: user.id ?? nextId(forge.users, 1001),
    name: null,
    type: 'User',
    createdAt: longAgo,
    profilePrivate: false,
    ...user,
  })
}

export function addRepository(
  forge: ForgeWorld,
  repository: Partial<Repository> & { path: string; ownerId: number },
): Repository {
  return put(forge, forge.repositories, {
    id: repository.id ?? nextId(forge.repositories, 501),
    formerPaths: [],
    visibility: 'public',
    saml: false,
    description: null,
    languages: [],
    topics: [],
    license: null,
    stars: 0,
    forks: 0,
    archived: false,
    fork: false,
    createdAt: longAgo,
    pushedAt: longAgo,
    ...repository,
  })
}

/** On GitLab also its `opened`, and when merged its `accepted` event. */
export function addPullRequest(
  forge: ForgeWorld,
  pull: Partial<PullRequest> & { repositoryId: number; authorId: number | null; createdAt: string },
): PullRequest {
  const id = pull.id ?? nextId(forge.pullRequests, 20_000_001)
  const mergedAt = pull.mergedAt ?? null
  const added = put<PullRequest>(forge, forge.pullRequests, {
    id,
    number: id - 20_000_000,
    title: `Change ${id}`,
    body: '',
    state: mergedAt === null ? 'open' : 'merged',
    draft: false,
    mergedById: null,
    mergedAt,
    closedAt: mergedAt,
    updatedAt: pull.closedAt ?? mergedAt ?? pull.createdAt,
    additions: 0,
    deletions: 0,
    changedFiles: 1,
    commits: 1,
    labels: [],
    closes: [],
    reviewerIds: [],
    assigneeIds: [],
    ...pull,
  })
  if (added.authorId !== null) addPullEvent(forge, added, added.authorId, 'opened', added.createdAt)
  if (added.mergedById !== null && mergedAt !== null) {
    addPullEvent(forge, added, added.mergedById, 'accepted', mergedAt)
  }
  return added
}

/** GitHub's review ids no longer fit 32 bits; so do ours not. */
export function addReview(
  forge: ForgeWorld,
  review: Partial<Review> & { pullRequestId: number; authorId: number | null; at: string },
): Review {
  const { at, ...given } = review
  return put(forge, forge.reviews, {
    id: review.id ?? nextId(forge.reviews, 3_000_000_001),
    state: 'COMMENTED',
    body: '',
    createdAt: at,
    submittedAt: review.state === 'PENDING' ? null : at,
    updatedAt: at,
    ...given,
  })
}

export function addReviewComment(
  forge: ForgeWorld,
  comment: Partial<ReviewComment> & { reviewId: number },
): ReviewComment {
  const review = mustGet(forge.reviews, comment.reviewId)
  return put(forge, forge.reviewComments, {
    id: comment.id ?? nextId(forge.reviewComments, 2_400_000_001),
    authorId: review.authorId,
    body: 'Could this be a constant?',
    createdAt: review.createdAt,
    ...comment,
  })
}

/** A comment on a pull request; with `pullRequestId: null`, on an issue of `repositoryId`. */
export function addComment(
  forge: ForgeWorld,
  comment: Partial<Comment> & { authorId: number | null; body: string; createdAt: string },
): Comment {
  const pull = comment.pullRequestId
    ? mustGet(forge.pullRequests, comment.pullRequestId)
    : undefined
  return put(forge, forge.comments, {
    id: comment.id ?? nextId(forge.comments, 2_800_000_001),
    pullRequestId: null,
    repositoryId: pull?.repositoryId ?? 0,
    number: pull?.number ?? 1,
    updatedAt: comment.createdAt,
    ...comment,
  })
}

/** A note with its event. */
export function addNote(
  forge: ForgeWorld,
  note: Partial<Note> & { authorId: number | null; createdAt: string; hidden?: boolean },
): Note {
  const { hidden = false, ...given } = note
  const pull = note.pullRequestId ? mustGet(forge.pullRequests, note.pullRequestId) : undefined
  const added = put(forge, forge.notes, {
    id: note.id ?? nextId(forge.notes, 1_900_000_001),
    type: null,
    system: false,
    body: 'Reads well.',
    pullRequestId: null,
    repositoryId: pull?.repositoryId ?? 0,
    number: pull?.number ?? 1,
    updatedAt: note.createdAt,
    ...given,
  })
  if (added.authorId === null) return added
  addEvent(forge, {
    userId: added.authorId,
    action: 'commented on',
    targetType: added.type ?? 'Note',
    targetId: added.id,
    targetNumber: added.id,
    targetTitle: pull?.title ?? 'An issue',
    repositoryId: added.repositoryId,
    at: added.createdAt,
    hidden,
  })
  return added
}

/** An approval with its event. */
export function addApproval(
  forge: ForgeWorld,
  approval: Partial<Approval> & { pullRequestId: number; userId: number; at: string },
): Approval {
  const added = put(forge, forge.approvals, {
    id: approval.id ?? nextId(forge.approvals, 1),
    ...approval,
  })
  const pull = mustGet(forge.pullRequests, added.pullRequestId)
  addPullEvent(forge, pull, added.userId, 'approved', added.at)
  return added
}

export function addPullEvent(
  forge: ForgeWorld,
  pull: PullRequest,
  userId: number,
  action: Event['action'],
  at: string,
): void {
  if (forge.kind === 'github') return
  addEvent(forge, {
    userId,
    action,
    targetType: 'MergeRequest',
    targetId: pull.id,
    targetNumber: pull.number,
    targetTitle: pull.title,
    repositoryId: pull.repositoryId,
    at,
    hidden: false,
  })
}

/** Event ids grow with time, because GitLab sorts the feed by them; so they are made from it. */
function addEvent(forge: ForgeWorld, event: Omit<Event, 'id'>): void {
  let id = (Date.parse(event.at) - Date.UTC(2010)) * 4
  while (forge.events.has(id)) id++
  put(forge, forge.events, { id, ...event })
}

const counters = new WeakMap<Map<number, unknown>, number>()

function nextId(records: Map<number, unknown>, first: number): number {
  let id = counters.get(records) ?? first
  while (records.has(id)) id++
  counters.set(records, id + 1)
  return id
}

function put<T extends { readonly id: number }>(
  forge: ForgeWorld,
  records: Map<number, T>,
  record: T,
): T {
  records.set(record.id, record)
  touch(forge)
  return record
}
