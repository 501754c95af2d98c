/** What happens on a forge between two syncs. */
import { addPullEvent } from './build.ts'
import { group, mustGet } from './lookup.ts'
import type { Comment, ForgeWorld, PullRequest, Repository, Review, User } from './world.ts'
import { touch } from './world.ts'

export function mergePullRequest(
  forge: ForgeWorld,
  pullId: number,
  at: string,
  mergedById: number | null = null,
): void {
  const pull = mustGet(forge.pullRequests, pullId)
  Object.assign(pull, { state: 'merged', mergedAt: at, closedAt: at, updatedAt: at, mergedById })
  if (mergedById !== null) addPullEvent(forge, pull, mergedById, 'accepted', at)
  touch(forge)
}

export function closePullRequest(forge: ForgeWorld, pullId: number, at: string): void {
  editPullRequest(forge, pullId, { state: 'closed', closedAt: at }, at)
}

/** Any change; `at` moves `updatedAt`, unless the forge would not notice. */
export function editPullRequest(
  forge: ForgeWorld,
  pullId: number,
  change: Partial<PullRequest>,
  at?: string,
): void {
  const pull = mustGet(forge.pullRequests, pullId)
  Object.assign(pull, change, at === undefined ? {} : { updatedAt: at })
  touch(forge)
}

export function deletePullRequest(forge: ForgeWorld, pullId: number): void {
  forge.pullRequests.delete(pullId)
  for (const records of [forge.reviews, forge.comments, forge.notes, forge.approvals]) {
    for (const record of records.values()) {
      if (record.pullRequestId === pullId) records.delete(record.id)
    }
  }
  touch(forge)
}

export function editReview(
  forge: ForgeWorld,
  reviewId: number,
  change: Partial<Review>,
  at: string,
): void {
  const review = mustGet(forge.reviews, reviewId)
  Object.assign(review, change, { updatedAt: at })
  touch(forge)
}

/** The review keeps its id and its time. */
export function dismissReview(forge: ForgeWorld, reviewId: number, at: string): void {
  editReview(forge, reviewId, { state: 'DISMISSED' }, at)
}

export function deleteReview(forge: ForgeWorld, reviewId: number): void {
  forge.reviews.delete(reviewId)
  touch(forge)
}

export function editComment(
  forge: ForgeWorld,
  commentId: number,
  change: Partial<Comment>,
  at: string,
): void {
  const comment = mustGet(forge.comments, commentId)
  Object.assign(comment, change, { updatedAt: at })
  touch(forge)
}

export function deleteComment(forge: ForgeWorld, commentId: number): void {
  forge.comments.delete(commentId)
  touch(forge)
}

/** The event stays in the feed, its note null. */
export function deleteNote(forge: ForgeWorld, noteId: number): void {
  forge.notes.delete(noteId)
  touch(forge)
}

/** The approval is taken back; the feed still tells that it was given. */
export function deleteApproval(forge: ForgeWorld, approvalId: number): void {
  forge.approvals.delete(approvalId)
  touch(forge)
}

/** Paths of the user's own repositories move with it; the freed login leads nowhere until somebody takes it. */
export function renameLogin(forge: ForgeWorld, userId: number, login: string): void {
  const user = mustGet(forge.users, userId)
  for (const repository of forge.repositories.values()) {
    if (repository.path.startsWith(`${user.login}/`)) {
      renameRepository(forge, repository.id, login + repository.path.slice(user.login.length))
    }
  }
  user.login = login
  touch(forge)
}

/** Renamed, or moved to another owner. */
export function renameRepository(
  forge: ForgeWorld,
  repositoryId: number,
  path: string,
  ownerId?: number,
): void {
  const repository = mustGet(forge.repositories, repositoryId)
  repository.formerPaths.push(repository.path)
  repository.path = path
  if (ownerId !== undefined) repository.ownerId = ownerId
  touch(forge)
}

export function editRepository(
  forge: ForgeWorld,
  repositoryId: number,
  change: Partial<Repository>,
): void {
  Object.assign(mustGet(forge.repositories, repositoryId), change)
  touch(forge)
}

export function setVisibility(
  forge: ForgeWorld,
  repositoryId: number,
  visibility: Repository['visibility'],
): void {
  editRepository(forge, repositoryId, { visibility })
}

/** Its pull requests go with it. */
export function deleteRepository(forge: ForgeWorld, repositoryId: number): void {
  for (const pull of group(forge, 'pullRequests', 'repositoryId').get(repositoryId) ?? []) {
    deletePullRequest(forge, pull.id)
  }
  forge.repositories.delete(repositoryId)
  touch(forge)
}

export function editUser(forge: ForgeWorld, userId: number, change: Partial<User>): void {
  Object.assign(mustGet(forge.users, userId), change)
  touch(forge)
}

export function setProfilePrivate(
  forge: ForgeWorld,
  userId: number,
  profilePrivate: boolean,
): void {
  editUser(forge, userId, { profilePrivate })
}

/** What the account wrote stays, its author gone. Its approvals go with it. */
export function deleteAccount(forge: ForgeWorld, userId: number): void {
  const { pullRequests, reviews, comments, reviewComments, notes } = forge
  for (const records of [pullRequests, reviews, comments, reviewComments, notes]) {
    for (const record of records.values()) {
      if (record.authorId === userId) record.authorId = null
    }
  }
  for (const approval of forge.approvals.values()) {
    if (approval.userId === userId) forge.approvals.delete(approval.id)
  }
  for (const event of forge.events.values()) {
    if (event.userId === userId) forge.events.delete(event.id)
  }
  forge.users.delete(userId)
  touch(forge)
}
