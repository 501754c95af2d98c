import {
  addApproval,
  addNote,
  addPullRequest,
  addRepository,
  addUser,
} from '../../sandbox/build.ts'
import {
  emptyWorld,
  type PullRequest,
  type Repository,
  type User,
  type World,
} from '../../sandbox/world.ts'

/** A small world: ada works with grace in `village/well`; everything lies within the events' three years. */
export interface Village {
  readonly world: World
  readonly ada: User
  readonly grace: User
  readonly well: Repository
  /** Ada's. */
  merge(at: string, part?: Partial<PullRequest>): PullRequest
  /** Grace's, approved or commented by ada. */
  review(at: string, how?: 'approval' | 'note'): PullRequest
}

export function village(now = '2026-06-15T12:00:00Z'): Village {
  const world = emptyWorld(now)
  const { gitlab } = world
  const group = addUser(gitlab, { login: 'village', type: 'Organization' })
  const ada = addUser(gitlab, {
    login: 'ada',
    name: 'Ada Example',
    createdAt: '2024-01-01T00:00:00Z',
  })
  const grace = addUser(gitlab, { login: 'grace' })
  const well = addRepository(gitlab, { path: 'village/well', ownerId: group.id })
  let number = 0
  const merge = (at: string, part: Partial<PullRequest> = {}) => {
    number += 1
    return addPullRequest(gitlab, {
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
    review(at, how = 'approval') {
      const pull = merge(at, { authorId: grace.id })
      if (how === 'approval') addApproval(gitlab, { pullRequestId: pull.id, userId: ada.id, at })
      else addNote(gitlab, { pullRequestId: pull.id, authorId: ada.id, createdAt: at })
      return pull
    },
  }
}

/** A village with some of everything. */
export function busyVillage(merged = 3, reviewed = 2): Village {
  const place = village()
  for (let index = 0; index < merged; index++) place.merge(ago(place.world, 24 * (index + 10)))
  for (let index = 0; index < reviewed; index++) {
    place.review(ago(place.world, 24 * (index + 12)), index % 2 === 0 ? 'approval' : 'note')
  }
  return place
}

export function ago(world: World, hours: number): string {
  return before(world.now, hours)
}

function before(time: string, hours: number): string {
  return new Date(Date.parse(time) - hours * 3_600_000).toISOString()
}
