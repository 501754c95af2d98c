import type { ForgeKind } from '../../src/forge/kinds.ts'
import {
  addApproval,
  addNote,
  addPullRequest,
  addRepository,
  addReview,
  addUser,
} from '../sandbox/build.ts'
import type { ForgeWorld, PullRequest, World } from '../sandbox/world.ts'
import { emptyWorld } from '../sandbox/world.ts'

/** Whole days before the present of the world. */
export function daysBefore(world: World, days: number): string {
  return new Date(Date.parse(world.now) - days * 86_400_000).toISOString()
}

/**
 * A small world, the same on both forges: Ada wrote 14 merged pull requests and three open ones, and reviewed 12 of
 * Grace's, over two years. Everything is public.
 */
export function harbour(kind: ForgeKind, joined = '2024-01-01T00:00:00Z') {
  const world = emptyWorld('2026-06-15T12:00:00Z')
  const forge = world[kind]
  const works = addUser(forge, { login: 'works', type: 'Organization' })
  const ada = addUser(forge, { login: 'ada', name: 'Ada', createdAt: joined })
  const grace = addUser(forge, { login: 'grace', createdAt: joined })
  const lamp = addRepository(forge, { path: 'works/lamp', ownerId: works.id })
  const buoy = addRepository(forge, { path: 'works/buoy', ownerId: works.id })
  let number = 0
  const pull = (authorId: number, days: number, more: Partial<PullRequest> = {}) => {
    number += 1
    return addPullRequest(forge, {
      repositoryId: number % 2 === 0 ? lamp.id : buoy.id,
      number,
      authorId,
      title: `Change ${number}`,
      createdAt: daysBefore(world, days + 3),
      additions: number,
      deletions: 1,
      ...more,
    })
  }
  const merged = (authorId: number, days: number) =>
    pull(authorId, days, { mergedAt: daysBefore(world, days), mergedById: grace.id })
  const written = Array.from({ length: 14 }, (_, index) => merged(ada.id, 5 + index * 45))
  const open = Array.from({ length: 3 }, (_, index) => pull(ada.id, 20 + index * 200))
  const reviewed = Array.from({ length: 12 }, (_, index) => merged(grace.id, 4 + index * 50))
  for (const [index, each] of reviewed.entries()) {
    review(forge, each, ada.id, daysBefore(world, 5 + index * 50))
  }
  const reviewable = merged(grace.id, 500)
  return { world, forge, ada, grace, works, lamp, buoy, written, open, reviewed, reviewable }
}

/** An approving review, in the forge's own way. */
export function review(forge: ForgeWorld, pull: PullRequest, userId: number, at: string): void {
  if (forge.kind === 'github') {
    addReview(forge, { pullRequestId: pull.id, authorId: userId, state: 'APPROVED', at })
  } else addApproval(forge, { pullRequestId: pull.id, userId, at })
}

/** A review with nothing but words. */
export function remark(forge: ForgeWorld, pull: PullRequest, userId: number, at: string): void {
  if (forge.kind === 'github') {
    addReview(forge, { pullRequestId: pull.id, authorId: userId, state: 'COMMENTED', at })
  } else addNote(forge, { pullRequestId: pull.id, authorId: userId, createdAt: at })
}
