import { describe, expect, test } from 'vitest'
import { generatedWorld } from '../../sandbox/generated.ts'
import type { ForgeWorld } from '../../sandbox/world.ts'
import { only, reasons, startFlow, stream } from './flow.ts'
import { busyVillage } from './village.ts'

function loginId(forge: ForgeWorld, login: string): number {
  const user = [...forge.users.values()].find((each) => each.login === login)
  if (user === undefined) throw new Error(login)
  return user.id
}

test('a full sync brings every merge request and review with its details, in at most 40 requests', async () => {
  const world = generatedWorld({
    seed: 7,
    people: 1,
    pullRequests: 1000,
    reviews: 2000,
    reviewedPullRequests: 1200,
    years: 2.9,
    forges: ['gitlab'],
  })
  const flow = await startFlow({ world, logins: ['person-1'] })
  const result = await flow.sync()

  const id = loginId(flow.forge, 'person-1')
  const pulls = [...flow.forge.pullRequests.values()]
  expect(result.outcome).toBe('completed')
  expect(stream(result, 'pull-requests')).toMatchObject({
    stored: 1000,
    hostTotal: 1000,
    complete: true,
  })
  expect(
    flow
      .merged()
      .map(({ additions, deletions, title }) => `${title} ${additions} ${deletions}`)
      .toSorted(),
  ).toEqual(
    pulls
      .filter(({ authorId }) => authorId === id)
      .map(({ additions, deletions, title }) => `${title} ${additions} ${deletions}`)
      .toSorted(),
  )
  expect(stream(result, 'reviews')).toMatchObject({ stored: 1200, hostTotal: null })
  expect(flow.reviews()).toHaveLength(2000)
  expect(
    flow
      .reviews()
      .every(
        ({ url, reference }) =>
          url.startsWith('https://gitlab.com/generated/') && reference.includes('!'),
      ),
  ).toBe(true)
  expect(result.requests).toBeLessThanOrEqual(40)
  expect(flow.sandbox.maxInFlight()).toBeLessThanOrEqual(3)
  expect(result.sent.filter(({ tokenLeaked }) => tokenLeaked)).toEqual([])
})

describe('a list read from both ends', () => {
  test.each([201, 300, 399, 400, 499, 500, 501, 599])(
    'is read whole where the ends pass the same rows, %i of them',
    async (rows) => {
      const flow = await startFlow({ world: busyVillage(rows, 0).world })
      const result = await flow.sync()

      expect(result.outcome).toBe('completed')
      expect(stream(result, 'pull-requests')).toMatchObject({ stored: rows, complete: true })
      expect(flow.merged()).toHaveLength(rows)
    },
  )

  test.each([230, 399, 500])(
    'is read whole where both ends count their cursors, %i rows',
    async (rows) => {
      const rule = { match: { forge: 'gitlab' }, fault: { kind: 'counted-cursors' } } as const
      const flow = await startFlow({ world: busyVillage(rows, 0).world, faults: [rule] })
      const result = await flow.sync()

      expect(result.outcome).toBe('completed')
      expect(stream(result, 'pull-requests')).toMatchObject({ stored: rows, complete: true })
    },
  )

  test('still knows a cursor that does not move', async () => {
    const rule = {
      match: { forge: 'gitlab', operation: /AuthoredMergeRequests/, from: 2 },
      fault: { kind: 'stuck-cursor' },
    } as const
    const flow = await startFlow({ world: busyVillage(500, 0).world, faults: [rule] })
    const result = await flow.sync()

    expect(only(result).failure?.message).toContain('the cursor does not move')
    expect(stream(result, 'pull-requests').complete).toBe(false)
  })
})

test('an account younger than the events has no gap at all', async () => {
  const flow = await startFlow({ world: busyVillage().world })
  const result = await flow.sync()

  expect(only(result).streams.map(({ gaps, complete }) => ({ gaps, complete }))).toEqual(
    [1, 2, 3, 4].map(() => ({ gaps: [], complete: true })),
  )
})

test('an account older than the events keeps a retention gap from its creation to their horizon', async () => {
  const place = busyVillage()
  place.ada.createdAt = '2015-05-05T00:00:00Z'
  const flow = await startFlow({ world: place.world })
  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
  expect(stream(result, 'reviews').gaps).toMatchObject([
    { reason: 'retention', from: '2015-05-05T00:00:00Z', until: '2023-06-15T12:00:00Z' },
  ])
  flow.clock.advance(40 * 86_400)
  const later = await flow.sync()
  expect(stream(later, 'reviews').gaps[0]?.until).toBe('2023-06-15T12:00:00Z')
})

test('notes link to their place on the page, approvals to the merge request', async () => {
  const flow = await startFlow({ world: busyVillage(0, 2).world })
  await flow.sync()

  const note = [...flow.forge.notes.values()][0]
  const [first, second] = flow.reviews()
  expect(first).toMatchObject({
    source: 'note',
    verdict: 'commented',
    url: `https://gitlab.com/village/well/-/merge_requests/2#note_${note?.id}`,
  })
  expect(second).toMatchObject({
    source: 'approval',
    verdict: 'approved',
    url: 'https://gitlab.com/village/well/-/merge_requests/1',
  })
})

test('nothing but merge requests is asked again while nobody was active', async () => {
  const flow = await startFlow({ world: busyVillage().world })
  await flow.sync()
  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
  expect(result.requests).toBe(1)
  expect(reasons(result, 'reviews')).toEqual([])
})

test('a hundred idle people cost at most ten requests', async () => {
  const world = generatedWorld({
    seed: 3,
    people: 100,
    pullRequests: 3,
    reviews: 2,
    years: 1,
    forges: ['gitlab'],
  })
  const flow = await startFlow({
    world,
    logins: Array.from({ length: 100 }, (_, index) => `person-${index + 1}`),
  })
  await flow.sync()
  flow.clock.advance(86_400)
  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
  expect(result.requests).toBeLessThanOrEqual(10)
})
