import { describe, expect, test } from 'vitest'
import { addComment, addReview, addReviewComment } from '../../../sandbox/build.ts'
import type { Request } from '../../../sandbox/exchange.ts'
import type { Fault, FaultRule } from '../../../sandbox/faults/rules.ts'
import { editPullRequest, editReview } from '../../../sandbox/mutate.ts'
import { type Flow, type FlowOptions, only, startFlow, stream } from '../flow.ts'
import { ago, type Village, village } from '../village.ts'

type Synced = Awaited<ReturnType<Flow['sync']>>

/** Whether each review holds comments, oldest first. */
function depth(flow: Flow): (boolean | null)[] {
  return flow.reviews().map(({ hasComments }) => hasComments)
}

/** Requests that ask about reviews one by one. */
function asking({ sent }: Synced): number {
  return sent.filter(({ operations }) => JSON.stringify(operations).includes('PRR_')).length
}

/** Strikes whenever reviews are asked about. */
function whenAsked(fault: Fault, times?: number): FaultRule {
  const match = ({ operations }: Request) =>
    operations.some(({ query }) => query.includes('...ReviewComments'))
  return { match, fault, times: times ?? Number.POSITIVE_INFINITY }
}

/** An approval without words, and one with a comment on a line. */
function twoApprovals(): Village {
  const place = village()
  place.review(ago(place.world, 80))
  const { review } = place.review(ago(place.world, 70))
  addReviewComment(place.world.github, { reviewId: review.id })
  return place
}

async function started(place: Village, options: Partial<FlowOptions> = {}): Promise<Flow> {
  return await startFlow({ world: place.world, ...options })
}

test('a review holds comments where its body says something or a line is commented on', async () => {
  const place = village()
  const { world } = place
  const review = (hours: number, part: Parameters<Village['review']>[1] = {}) =>
    place.review(ago(world, hours), part).review
  review(99)
  review(98, { body: 'Reads well.' })
  review(97, { body: '/lgtm\n/approve' })
  review(96, { body: '/lgtm\nThank you!' })
  addReviewComment(world.github, { reviewId: review(95).id })
  addReviewComment(world.github, { reviewId: review(94, { state: 'COMMENTED' }).id })
  // Its comments were deleted since.
  review(93, { state: 'COMMENTED' })
  addReviewComment(world.github, { reviewId: review(92, { state: 'DISMISSED' }).id })
  const flow = await started(place)

  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
  expect(depth(flow)).toEqual([false, true, false, true, true, true, false, true])
})

test('a comment with a command holds words where it says more', async () => {
  const place = village()
  const comment = (hours: number, body: string) =>
    addComment(place.world.github, {
      pullRequestId: place.merge(ago(place.world, 200), { authorId: place.grace.id }).id,
      authorId: place.ada.id,
      body,
      createdAt: ago(place.world, hours),
    })
  comment(50, '/lgtm')
  comment(49, 'Just what we need.\n\n/lgtm')
  const flow = await started(place, { commands: true })

  await flow.sync()

  expect(depth(flow)).toEqual([false, true])
})

test('where one review of a pull request is known to hold words, the others are not asked about', async () => {
  const place = village()
  const { pull } = place.review(ago(place.world, 50), { body: 'Nearly there.' })
  addReview(place.world.github, {
    pullRequestId: pull.id,
    authorId: place.ada.id,
    state: 'APPROVED',
    at: ago(place.world, 40),
  })
  const flow = await started(place)

  const result = await flow.sync()

  expect(asking(result)).toBe(0)
  expect(depth(flow)).toEqual([true, null])
})

test('what was told once is not asked again, on a full reading neither', async () => {
  const flow = await started(twoApprovals())

  const first = await flow.sync()
  const second = await flow.sync()
  flow.clock.advance(3600)
  const full = await flow.sync({ full: true })

  expect([first, second, full].map(asking)).toEqual([1, 0, 0])
  expect(depth(flow)).toEqual([false, true])
})

test('a review that was edited since is asked about again', async () => {
  const place = village()
  const { review, pull } = place.review(ago(place.world, 30), { body: 'Needs a test.' })
  const flow = await started(place)
  await flow.sync()
  const before = depth(flow)

  flow.clock.advance(3600)
  editReview(place.world.github, review.id, { body: '' }, ago(place.world, -0.5))
  editPullRequest(place.world.github, pull.id, {}, ago(place.world, -0.5))
  await flow.sync()

  expect([before, depth(flow)]).toEqual([[true], [false]])
})

describe('a server that does not tell', () => {
  const refusals: Readonly<Record<string, Partial<FlowOptions>>> = {
    'since it does not know the field': { withoutFields: ['PullRequestReview.comments'] },
    'since the token may not see them': {
      faults: [whenAsked({ kind: 'forbidden-path', path: ['q0'] })],
    },
    'since it cannot do it': { faults: [whenAsked({ kind: 'status', status: 502 })] },
  }

  test.each(Object.entries(refusals))('%s: it stays unknown, and nothing fails', async (_, how) => {
    const flow = await started(twoApprovals(), how)

    const first = await flow.sync()
    const second = await flow.sync()

    expect([first.outcome, second.outcome]).toEqual(['completed', 'completed'])
    expect(stream(first, 'reviews')).toMatchObject({ complete: true, gaps: [] })
    expect(depth(flow)).toEqual([null, null])
    expect(asking(second)).toBe(0)
  })

  test('is asked again by the next full reading', async () => {
    const flow = await started(twoApprovals(), {
      faults: [whenAsked({ kind: 'forbidden-path', path: ['q0'] })],
    })
    await flow.sync()
    flow.sandbox.faults.length = 0

    flow.clock.advance(3600)
    const full = await flow.sync({ full: true })

    expect(asking(full)).toBe(1)
    expect(depth(flow)).toEqual([false, true])
  })
})

test('one review that may not be seen leaves the others known', async () => {
  const flow = await started(twoApprovals(), {
    faults: [whenAsked({ kind: 'forbidden-path', path: ['q0', 0, 'comments'] })],
  })

  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
  // The newest was stored first.
  expect(depth(flow)).toEqual([false, null])
})

test('a server that cannot do a hundred is asked for fewer', async () => {
  const place = village()
  for (let index = 0; index < 90; index++) place.review(ago(place.world, 30 + index))
  const flow = await started(place, { faults: [whenAsked({ kind: 'status', status: 502 }, 2)] })

  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
  expect(depth(flow)).toEqual(Array.from({ length: 90 }, () => false))
})

test('a limit reached over it is no failure, and the next run asks', async () => {
  const flow = await started(twoApprovals())
  flow.sandbox.faults.push(whenAsked({ kind: 'primary-limit', resetIn: 1800 }, 1))
  await flow.sync()
  const stopped = depth(flow)
  flow.clock.advance(3600)

  const next = await flow.sync()

  expect(stopped).toEqual([null, null])
  expect(only(next).outcome).toBe('completed')
  expect(depth(flow)).toEqual([false, true])
})
