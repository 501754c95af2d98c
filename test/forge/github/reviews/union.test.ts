import { expect, test } from 'vitest'
import { addPullRequest, addRepository, addReview } from '../../../sandbox/build.ts'
import type { RequestLog } from '../../../sandbox/server/log.ts'
import { reasons, startFlow, stream } from '../flow.ts'
import { ago, type Village, village } from '../village.ts'

/** What GitHub's documents leave open, answered so that neither source holds all. */
const behaviour = { searchFindsComments: false, forksContribute: false }

/** Ada reviews in a fork, which her profile does not show. */
function reviewInFork({ world, ada, grace }: Village, hours: number): void {
  const { github } = world
  const fork = [...github.repositories.values()].find((each) => each.fork)
  const where = fork ?? addRepository(github, { path: 'grace/well', ownerId: grace.id, fork: true })
  const at = ago(world, hours)
  const pull = addPullRequest(github, {
    repositoryId: where.id,
    number: github.pullRequests.size + 1,
    authorId: grace.id,
    createdAt: ago(world, hours + 24),
    mergedAt: at,
  })
  addReview(github, { pullRequestId: pull.id, authorId: ada.id, state: 'APPROVED', at })
}

/** @param apart as many that only the profile shows, as many that only search finds */
function masked(shared: number, apart: number): Village {
  const place = village()
  for (let index = 0; index < shared; index++) place.review(ago(place.world, 24 + index * 40))
  for (let index = 0; index < apart; index++) {
    place.review(ago(place.world, 30 + index * 300), { state: 'COMMENTED' })
    reviewInFork(place, 35 + index * 300)
  }
  return place
}

function listings(sent: readonly RequestLog[]): number {
  return sent.flatMap(({ operations }) =>
    operations.flatMap(({ variables }) =>
      Object.values(variables).filter((value) => String(value).includes('created:')),
    ),
  ).length
}

test.each([
  [20, 6],
  [300, 40],
])(
  '%i pull requests both sources tell of, and %i more that each tells alone, are all read',
  async (shared, apart) => {
    const flow = await startFlow({ world: masked(shared, apart).world, behaviour })
    const stored = shared + 2 * apart

    const first = await flow.sync()
    const second = await flow.sync()
    const full = await flow.sync({ full: true })

    for (const result of [first, second, full]) {
      expect(stream(result, 'reviews')).toMatchObject({
        stored,
        hostTotal: shared + apart,
        complete: true,
      })
    }
    expect(second.requests).toBe(1)
    expect(listings(second.sent)).toBe(0)
  },
)

test('reviews in forks alone are all read, and make no private profile', async () => {
  const place = village()
  for (let index = 0; index < 5; index++) reviewInFork(place, 35 + index * 300)
  const flow = await startFlow({ world: place.world, behaviour })

  const first = await flow.sync()
  const full = await flow.sync({ full: true })

  for (const result of [first, full]) {
    expect(reasons(result, 'reviews')).toEqual([])
    expect(stream(result, 'reviews')).toMatchObject({ stored: 5, hostTotal: 5, complete: true })
  }
})

test('sources that agree are compared beside the windows, in no request of its own', async () => {
  const place = village()
  for (let index = 0; index < 90; index++) place.review(ago(place.world, 24 + index * 40))
  const flow = await startFlow({ world: place.world })

  const result = await flow.sync()

  expect(listings(result.sent)).toBe(1)
  expect(result.requests).toBeLessThanOrEqual(4)
})

test('a review that only search tells is found later, though more are stored than it counts', async () => {
  const place = masked(20, 6)
  const flow = await startFlow({ world: place.world, behaviour })
  await flow.sync()
  flow.clock.advance(3 * 24 * 3600)
  // Older than what is looked at because it changed.
  reviewInFork(place, 24 * 100)

  const found = await flow.sync()
  flow.clock.advance(3600)
  const idle = await flow.sync()

  expect(stream(found, 'reviews')).toMatchObject({ new: 1, stored: 33, hostTotal: 27 })
  expect(listings(found.sent)).toBe(1)
  expect(listings(idle.sent)).toBe(0)
})

test('reviews that only search tells do not hide behind those that only the profile told meanwhile', async () => {
  const place = masked(20, 6)
  const flow = await startFlow({ world: place.world, behaviour })
  await flow.sync()
  flow.clock.advance(24 * 3600)
  for (const hours of [1, 2, 3]) place.review(ago(place.world, hours), { state: 'COMMENTED' })
  const between = await flow.sync()
  flow.clock.advance(24 * 3600)
  for (const days of [100, 101, 102]) reviewInFork(place, 24 * days)

  const found = await flow.sync()

  expect(stream(between, 'reviews')).toMatchObject({ new: 3, stored: 35, hostTotal: 26 })
  expect(stream(found, 'reviews')).toMatchObject({ new: 3, stored: 38, hostTotal: 29 })
})

test('a run broken off before the sources were compared leaves it to the next', async () => {
  const place = masked(20, 6)
  const flow = await startFlow({ world: place.world, behaviour })
  const sweeping = { kind: 'status', status: 500 } as const
  flow.sandbox.faults.push({
    match: ({ operations }) => operations.some(({ query }) => /nodes\(ids: /.test(query)),
    times: 3,
    fault: sweeping,
  })

  const broken = await flow.sync()
  const mended = await flow.sync()

  expect(stream(broken, 'reviews')).toMatchObject({ stored: 26, complete: false })
  expect(stream(mended, 'reviews')).toMatchObject({ stored: 32, complete: true })
})

test('a day that search cannot show whole is a gap, though as many are stored as it counts', async () => {
  const place = village()
  for (let index = 0; index < 1020; index++) place.review('2026-05-05T10:00:00Z')
  const flow = await startFlow({ world: place.world })

  const first = await flow.sync()
  flow.clock.advance(3600)
  place.review(ago(place.world, 1))
  const second = await flow.sync()

  expect(stream(first, 'reviews')).toMatchObject({ stored: 1020, hostTotal: 1020 })
  expect(reasons(first, 'reviews')).toEqual(['result-cap'])
  expect(reasons(second, 'reviews')).toEqual(['result-cap'])
})

test('a day with more than search shows is compared hour by hour', async () => {
  const place = village()
  for (let index = 0; index < 1020; index++) {
    place.review(`2026-05-05T${String(index % 24).padStart(2, '0')}:10:00Z`)
  }
  const flow = await startFlow({ world: place.world })

  const result = await flow.sync()

  expect(stream(result, 'reviews')).toMatchObject({ stored: 1020, hostTotal: 1020, complete: true })
  expect(result.requests).toBeLessThanOrEqual(25)
})

test('reviews that both sources keep from us are told once', async () => {
  const place = village()
  for (let index = 0; index < 30; index++) place.review(ago(place.world, 24 + index * 40))
  const settings = { fetch: withholding(({ number }) => number % 10 === 0) }
  const flow = await startFlow({ world: place.world, settings })

  const result = await flow.sync()

  const detail = '3 reviews may not be seen with this token'
  expect(stream(result, 'reviews')).toMatchObject({ stored: 27, hostTotal: 30, complete: false })
  expect(stream(result, 'reviews').gaps).toContainEqual(
    expect.objectContaining({ reason: 'forbidden', detail }),
  )
})

interface Node {
  readonly number: number
}

/** As single sign-on does: rows of some pull requests are null wherever they are listed, with an error beside each. */
function withholding(hides: (pull: Node) => boolean): typeof fetch {
  return async (input, init) => {
    const answer = await fetch(input, init)
    const body = (await answer.json()) as { data?: unknown; errors?: object[] }
    const errors: object[] = []
    const hidden = (value: unknown): boolean => {
      const { number, pullRequest } = Object(value)
      if (pullRequest !== undefined) return hidden(pullRequest)
      return number !== undefined && hides({ number })
    }
    const walk = (value: unknown, path: readonly (string | number)[]): unknown => {
      if (Array.isArray(value)) {
        return value.map((row, index) => {
          if (!hidden(row)) return walk(row, [...path, index])
          errors.push({ type: 'FORBIDDEN', message: 'single sign-on', path: [...path, index] })
          return null
        })
      }
      if (value === null || typeof value !== 'object') return value
      return Object.fromEntries(
        Object.entries(value).map(([name, part]) => [name, walk(part, [...path, name])]),
      )
    }
    const data = walk(body.data, [])
    return Response.json({ ...body, data, errors: [...(body.errors ?? []), ...errors] }, answer)
  }
}
