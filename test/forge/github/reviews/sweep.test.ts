import { describe, expect, test } from 'vitest'
import { addRepository, addReview } from '../../../sandbox/build.ts'
import {
  deletePullRequest,
  deleteReview,
  setProfilePrivate,
  setVisibility,
} from '../../../sandbox/mutate.ts'
import type { PullRequest, Repository, Review } from '../../../sandbox/world.ts'
import { type Flow, startFlow, stream } from '../flow.ts'
import { ago, busyVillage, type Village } from '../village.ts'

const hour = 3600
const week = 7 * 24 * hour

/** Another repository with three pull requests of grace’s, each reviewed by ada. */
function mill(place: Village): {
  readonly mill: Repository
  readonly given: readonly { readonly pull: PullRequest; readonly review: Review }[]
} {
  const { github } = place.world
  const mill = addRepository(github, { path: 'village/mill', ownerId: place.grace.id })
  const given = [50, 60, 70].map((hours) => {
    const at = ago(place.world, hours)
    const pull = place.merge(at, { authorId: place.grace.id, repositoryId: mill.id })
    const review = addReview(github, {
      pullRequestId: pull.id,
      authorId: place.ada.id,
      state: 'APPROVED',
      at,
    })
    return { pull, review }
  })
  return { mill, given }
}

const shown = (flow: Flow) => flow.reviews().filter(({ visibility }) => visibility === 'public')

describe('a review deleted while its repository was private', () => {
  test.each([
    ['as soon as the repository is public', hour],
    ['in a full reading', week],
  ])('does not count again %s', async (_, later) => {
    const place = busyVillage(1, 2)
    const { mill: other, given } = mill(place)
    const flow = await startFlow({ world: place.world })
    await flow.sync()
    setVisibility(flow.forge, other.id, 'private')
    flow.clock.advance(week)
    const away = await flow.sync()
    deleteReview(flow.forge, given[0]?.review.id ?? 0)
    setVisibility(flow.forge, other.id, 'public')
    flow.clock.advance(later)

    const back = await flow.sync()

    expect(stream(away, 'reviews')).toMatchObject({ stored: 2, hostTotal: 2, complete: true })
    expect(stream(back, 'reviews')).toMatchObject({ stored: 4, hostTotal: 4, complete: true })
    expect(shown(flow)).toHaveLength(4)
  })

  test('does not count again when a run broke off before it looked at the repository', async () => {
    const place = busyVillage(1, 2)
    const { mill: other, given } = mill(place)
    const flow = await startFlow({ world: place.world })
    await flow.sync()
    setVisibility(flow.forge, other.id, 'private')
    flow.clock.advance(week)
    const details = (value: unknown) => Array.isArray(value) && value.some(isRepository)
    flow.sandbox.faults.push({
      match: ({ operations }) =>
        operations.some(({ variables }) => Object.values(variables).some(details)),
      times: 100,
      fault: { kind: 'status', status: 500 },
    })
    await flow.sync()
    flow.sandbox.faults.length = 0
    deleteReview(flow.forge, given[0]?.review.id ?? 0)
    setVisibility(flow.forge, other.id, 'public')
    flow.clock.advance(hour)

    const back = await flow.sync()

    expect(stream(back, 'reviews')).toMatchObject({ stored: 4, hostTotal: 4, complete: true })
    expect(shown(flow)).toHaveLength(4)
  })
})

test('a deleted pull request goes on counting after its repository was private for a while', async () => {
  const place = busyVillage(1, 2)
  const { mill: other, given } = mill(place)
  const flow = await startFlow({ world: place.world })
  await flow.sync()
  deletePullRequest(flow.forge, given[0]?.pull.id ?? 0)
  setVisibility(flow.forge, other.id, 'private')
  flow.clock.advance(week)
  await flow.sync()
  setVisibility(flow.forge, other.id, 'public')
  flow.clock.advance(hour)

  await flow.sync()
  await flow.sync()

  expect(shown(flow)).toHaveLength(5)
})

test('a deleted review does not stand in for one that lacks when the totals agree', async () => {
  const place = busyVillage(1, 3)
  const flow = await startFlow({ world: place.world })
  await flow.sync()
  const [first] = flow.forge.reviews.keys()
  deleteReview(flow.forge, first ?? 0)
  // From now on only search tells.
  setProfilePrivate(flow.forge, place.ada.id, true)
  flow.clock.advance(week)
  const { pull } = place.review(ago(place.world, 1000))

  const full = await flow.sync()

  expect(stream(full, 'reviews')).toMatchObject({ stored: 3, hostTotal: 3 })
  expect(shown(flow).map(({ number }) => number)).toContain(pull.number)
  expect(shown(flow)).toHaveLength(3)
})

function isRepository(handle: unknown): boolean {
  return typeof handle === 'string' && /^R_/.test(handle)
}
