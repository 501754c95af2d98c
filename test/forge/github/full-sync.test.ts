import { expect, test } from 'vitest'
import { generatedWorld } from '../../sandbox/generated.ts'
import { only, startFlow, stream } from './flow.ts'

function generated(people: number, pullRequests: number, reviews: number, years: number) {
  return generatedWorld({ seed: 3, people, pullRequests, reviews, years, forges: ['github'] })
}

test('a full sync brings every pull request and review, in at most 30 requests', async () => {
  const flow = await startFlow({ world: generated(1, 1000, 2000, 8), logins: ['person-1'] })

  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
  expect(flow.merged('person-1')).toHaveLength(1000)
  expect(flow.reviews('person-1')).toHaveLength(2000)
  expect(stream(result, 'reviews')).toMatchObject({ stored: 1600, hostTotal: 1600, complete: true })
  expect(result.requests).toBeLessThanOrEqual(30)
  expect(flow.sandbox.maxInFlight()).toBeLessThanOrEqual(3)
})

// Whatever the years are like: crowded ones are cut by the days that are known, not by halves one after the other.
test.each([8, 3, 1])(
  'two thousand pull requests reviewed within %i years take at most 30 requests',
  async (years) => {
    const world = generatedWorld({
      seed: 5,
      people: 1,
      pullRequests: 1000,
      reviews: 2000,
      reviewedPullRequests: 2000,
      years,
      forges: ['github'],
    })
    const flow = await startFlow({ world, logins: ['person-1'] })

    const result = await flow.sync()

    expect(stream(result, 'reviews')).toMatchObject({
      stored: 2000,
      hostTotal: 2000,
      complete: true,
    })
    expect(result.requests).toBeLessThanOrEqual(30)
  },
)

test('pages grow at once: a thousand pull requests are a chain of eleven requests', async () => {
  const flow = await startFlow({ world: generated(1, 1000, 0, 8), logins: ['person-1'] })

  const result = await flow.sync()

  // Eleven pages; the identity, the years of reviews and the details of repositories beside them.
  expect(result.requests).toBeLessThanOrEqual(16)
})

test('a second run asks one question and writes nothing', async () => {
  const flow = await startFlow({ world: generated(1, 120, 80, 3), logins: ['person-1'] })
  await flow.sync()

  const result = await flow.sync()

  expect(result.requests).toBe(1)
  expect(only(result).requests).toBe(1)
  for (const { new: added, changed, complete } of only(result).streams.slice(0, 2)) {
    expect({ added, changed, complete }).toEqual({ added: 0, changed: 0, complete: true })
  }
})

test('a full read again changes nothing and marks nobody as gone', async () => {
  const flow = await startFlow({ world: generated(1, 120, 80, 3), logins: ['person-1'] })
  await flow.sync()

  const result = await flow.sync({ full: true })

  expect(result.outcome).toBe('completed')
  expect(stream(result, 'pull-requests')).toMatchObject({ new: 0, changed: 0, stored: 120 })
  expect(stream(result, 'reviews')).toMatchObject({ new: 0, changed: 0, complete: true })
})

test('a hundred idle people cost at most five requests', async () => {
  const logins = Array.from({ length: 100 }, (_, index) => `person-${index + 1}`)
  const flow = await startFlow({ world: generated(100, 20, 10, 3), logins, commands: 'auto' })
  await flow.sync()

  flow.clock.advance(3600)
  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
  expect(result.requests).toBeLessThanOrEqual(5)
})

test('idle accounts are probed also on a server that can do only small pages', async () => {
  const logins = Array.from({ length: 6 }, (_, index) => `person-${index + 1}`)
  const flow = await startFlow({ world: generated(6, 20, 60, 1), logins })
  await flow.sync()
  flow.clock.advance(3600)
  flow.sandbox.faults.push({
    match: { forge: 'github' },
    fault: { kind: 'resource-limits', maxFirst: 20 },
  })

  const struggling = await flow.sync()
  flow.sandbox.faults.length = 0
  flow.clock.advance(3600)
  const well = await flow.sync()

  expect(struggling.outcome).toBe('completed')
  expect(well.outcome).toBe('completed')
  expect(well.requests).toBeLessThanOrEqual(5)
})

test('accounts of one run share requests and repositories', async () => {
  const logins = ['person-1', 'person-2', 'person-3']
  const flow = await startFlow({ world: generated(3, 40, 20, 2), logins })

  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
  for (const login of logins) expect(flow.merged(login)).toHaveLength(40)
  expect(result.requests).toBeLessThanOrEqual(12)
})
