import { addPullRequest, addRepository, addReview, addUser } from '../../sandbox/build.ts'
import {
  emptyWorld,
  type PullRequest,
  type Repository,
  type Review,
  type User,
  type World,
} from '../../sandbox/world.ts'

/** A small world: ada works with grace in `village/well`. */
export interface Village {
  readonly world: World
  readonly ada: User
  readonly grace: User
  readonly well: Repository
  /** Ada's. */
  merge(at: string, part?: Partial<PullRequest>): PullRequest
  /** Grace's, reviewed by ada. */
  review(
    at: string,
    part?: Partial<Review>,
  ): { readonly pull: PullRequest; readonly review: Review }
}

export function village(now = '2026-06-15T12:00:00Z'): Village {
  const world = emptyWorld(now)
  const { github } = world
  const group = addUser(github, { login: 'village', type: 'Organization' })
  const ada = addUser(github, {
    login: 'ada',
    name: 'Ada Example',
    createdAt: '2024-01-01T00:00:00Z',
  })
  const grace = addUser(github, { login: 'grace' })
  const well = addRepository(github, { path: 'village/well', ownerId: group.id })
  let number = 0
  const merge = (at: string, part: Partial<PullRequest> = {}) => {
    number += 1
    return addPullRequest(github, {
      repositoryId: well.id,
      number,
      authorId: ada.id,
      createdAt: before(at, 48),
      mergedAt: at,
      additions: number,
      ...part,
    })
  }
  return {
    world,
    ada,
    grace,
    well,
    merge,
    review(at, part = {}) {
      const pull = merge(at, { authorId: grace.id })
      const review = addReview(github, {
        pullRequestId: pull.id,
        authorId: ada.id,
        state: 'APPROVED',
        at,
        ...part,
      })
      return { pull, review }
    },
  }
}

/** A village with some of everything. */
export function busyVillage(merged = 3, reviewed = 2): Village {
  const place = village()
  for (let index = 0; index < merged; index++) place.merge(ago(place.world, 24 * (index + 10)))
  for (let index = 0; index < reviewed; index++) place.review(ago(place.world, 24 * (index + 12)))
  return place
}

export function ago(world: World, hours: number): string {
  return before(world.now, hours)
}

function before(time: string, hours: number): string {
  return new Date(Date.parse(time) - hours * 3_600_000).toISOString()
}
