import { describe, expect, test } from 'vitest'
import { toTimestamp } from '../../../../src/contribution/timestamp.ts'
import { slicesFor } from '../../../../src/forge/github/reviews/search-slices.ts'
import { freshSpan } from '../../../../src/forge/github/reviews/state.ts'
import {
  newestWindows,
  splitWindow,
  yearWindows,
} from '../../../../src/forge/github/reviews/window-spans.ts'
import type { Request } from '../../../sandbox/exchange.ts'
import { generatedWorld } from '../../../sandbox/generated.ts'
import { setProfilePrivate } from '../../../sandbox/mutate.ts'
import type { RequestLog } from '../../../sandbox/server/log.ts'
import { type Flow, reasons, startFlow, stream } from '../flow.ts'
import { ago, type Village, village } from '../village.ts'

const now = Date.parse('2026-06-15T12:00:00Z')

/** Reviews that only search tells: the profile is private. */
function privateVillage(reviewed: number, at: (index: number) => string): Village {
  const place = village()
  for (let index = 0; index < reviewed; index++) place.review(at(index))
  setProfilePrivate(place.world.github, place.ada.id, true)
  return place
}

function searches(sent: readonly RequestLog[]): string[] {
  return sent.flatMap(({ operations }) =>
    operations.flatMap(({ variables }) =>
      Object.values(variables).filter(
        (value): value is string => typeof value === 'string' && value.includes('created:'),
      ),
    ),
  )
}

test('more than search shows is read in slices by day of creation', async () => {
  const place = privateVillage(2300, (index) => ago(place0, 24 + index * 7))
  const flow = await startFlow({ world: place.world })

  const result = await flow.sync()

  expect(stream(result, 'reviews')).toMatchObject({ stored: 2300, hostTotal: 2300 })
  expect(reasons(result, 'reviews')).toEqual(['profile-private'])
  expect(result.outcome).toBe('completed')
  expect(searches(result.sent).every((query) => query.length <= 256)).toBe(true)
  expect(result.requests).toBeLessThanOrEqual(30)
})

test('a day with more than search shows is read in its hours', async () => {
  const hour = (index: number) => String(index % 24).padStart(2, '0')
  const place = privateVillage(1020, (index) => `2026-05-05T${hour(index)}:10:00Z`)
  const flow = await startFlow({ world: place.world })

  const result = await flow.sync()

  expect(stream(result, 'reviews')).toMatchObject({ stored: 1020, hostTotal: 1020 })
  expect(reasons(result, 'reviews')).toEqual(['profile-private'])
})

test('an hour with more than search shows leaves a gap from its day on', async () => {
  const place = privateVillage(1020, () => '2026-05-05T10:00:00Z')
  const flow = await startFlow({ world: place.world })

  const first = await flow.sync()
  const second = await flow.sync()

  expect(stream(first, 'reviews')).toMatchObject({ stored: 1000, hostTotal: 1020, complete: false })
  expect(stream(first, 'reviews').gaps).toContainEqual(
    expect.objectContaining({ reason: 'result-cap', from: '2026-05-03T00:00:00Z' }),
  )
  expect(reasons(second, 'reviews')).toEqual(reasons(first, 'reviews'))
  expect(second.requests).toBeLessThanOrEqual(4)
})

test('a run that breaks off between slices goes on with the next', async () => {
  const place = privateVillage(2300, (index) => ago(place0, 24 + index * 7))
  const flow = await startFlow({ world: place.world })
  flow.sandbox.faults.push({
    match: { forge: 'github', from: 8 },
    fault: { kind: 'status', status: 500 },
  })

  const broken = await flow.sync()
  const stored = stream(broken, 'reviews').stored
  flow.sandbox.faults.length = 0
  const mended = await flow.sync()

  expect(stored).toBeGreaterThan(0)
  expect(stored).toBeLessThan(2300)
  expect(stream(mended, 'reviews')).toMatchObject({ stored: 2300, hostTotal: 2300 })
})

test('what the windows do not tell is searched for among the newest, not everywhere', async () => {
  const place = village()
  for (let index = 0; index < 60; index++) place.review(ago(place.world, 24 + index * 200))
  const flow = await startFlow({ world: place.world })
  await flow.sync()
  setProfilePrivate(flow.forge, place.ada.id, true)
  flow.clock.advance(3600)
  place.review(ago(place.world, -0.5))

  const result = await flow.sync()

  expect(stream(result, 'reviews')).toMatchObject({ new: 1, stored: 61, hostTotal: 61 })
  expect(searches(result.sent)).toEqual([])
})

test('a server that cannot do a year does its quarters', async () => {
  const place = village()
  for (let index = 0; index < 80; index++) place.review(ago(place.world, 24 + index * 100))
  const flow = await startFlow({ world: place.world })
  flow.sandbox.faults.push({
    match: asksOver100Days,
    times: 200,
    fault: { kind: 'status', status: 502 },
  })

  const result = await flow.sync()

  expect(stream(result, 'reviews')).toMatchObject({ stored: 80, complete: true })
})

const tooMuch = {
  kind: 'words',
  status: 200,
  words: 'too much',
  type: 'RESOURCE_LIMITS_EXCEEDED',
} as const

describe.each([
  ['a resource limit', tooMuch],
  ['a time-out', { kind: 'status', status: 504 } as const],
])('refused for %s', (_, fault) => {
  test.each([
    [1, 18],
    [4, 3],
    [10, 3],
  ])('years of %i people with %i years each are read as quarters', async (people, years) => {
    const flow = await crowd(people, years)
    flow.sandbox.faults.push({ match: asksOver100Days, times: Number.POSITIVE_INFINITY, fault })

    const result = await flow.sync()

    expectAllReviews(result)
    expect(result.requests).toBeLessThanOrEqual(people * (years + 1) * 9)
  })

  test('what asks for more than a few rows is read by few, however many people there are', async () => {
    const flow = await crowd(8, 4)
    flow.sandbox.faults.push({ match: asksOver12Rows, times: Number.POSITIVE_INFINITY, fault })

    const result = await flow.sync()

    expectAllReviews(result)
  })

  test('a year that was refused is no reason for larger pages', async () => {
    const flow = await crowd(1, 3)
    flow.sandbox.faults.push({ match: asksOver12Rows, times: Number.POSITIVE_INFINITY, fault })

    const { sent } = await flow.sync()

    expect(Math.max(...sent.flatMap(rowsOfWindows))).toBe(50)
  })

  test('a server that never answers is given up soon, however many people there are', async () => {
    const flow = await crowd(40, 2)
    flow.sandbox.faults.push({ match: { forge: 'github', from: 2 }, fault })

    const result = await flow.sync()

    expect(result.accounts.every(({ outcome }) => outcome !== 'completed')).toBe(true)
    expect(result.requests).toBeLessThanOrEqual(40)
  })
})

async function crowd(people: number, years: number): Promise<Flow> {
  const world = generatedWorld({
    seed: 5,
    now: '2026-06-15T12:00:00Z',
    people,
    pullRequests: 20,
    reviews: people * years * 5,
    years,
    forges: ['github'],
  })
  const logins = Array.from({ length: people }, (_, index) => `person-${index + 1}`)
  return await startFlow({ world, logins })
}

function expectAllReviews({ accounts, outcome }: Awaited<ReturnType<Flow['sync']>>): void {
  expect(outcome).toBe('completed')
  for (const { streams } of accounts) {
    expect(streams.find((each) => each.stream === 'reviews')).toMatchObject({ complete: true })
  }
}

function rowsOfWindows({ operations }: Pick<RequestLog, 'operations'>): number[] {
  return operations.flatMap(({ variables }) =>
    Object.keys(variables)
      .filter((name) => name.endsWith('_from'))
      .map((name) => Number(variables[name.replace(/_from$/, '_first')])),
  )
}

/** More rows in all of its questions than a slow server can do at a time. */
function asksOver12Rows({ operations }: Pick<Request, 'operations'>): boolean {
  const rows = operations.flatMap(({ variables }) =>
    Object.values(variables).filter((value) => typeof value === 'number'),
  )
  return rows.reduce((sum, value) => sum + value, 0) > 12
}

/** A contribution window longer than a quarter. */
function asksOver100Days({ operations }: Pick<Request, 'operations'>): boolean {
  return operations.some(({ variables }) =>
    Object.entries(variables).some(([name, value]) => {
      const until = variables[name.replace('_from', '_to')] ?? now
      return (
        name.endsWith('_from') &&
        Date.parse(String(value)) < new Date(until as string).valueOf() - 100 * 864e5
      )
    }),
  )
}

test('windows span a year at most, whenever the last run was', () => {
  const years = yearWindows([2026, 2024], now)
  const recent = newestWindows(toTimestamp('2026-06-10T00:00:00Z'), now)
  const old = newestWindows(toTimestamp('2023-06-10T00:00:00Z'), now)

  expect(years).toMatchObject([
    { from: '2026-01-01T00:00:00Z', until: null },
    { from: '2024-01-01T00:00:00Z', until: '2024-12-31T23:59:59Z' },
  ])
  expect(recent).toMatchObject([{ from: '2026-05-27T00:00:00Z', until: null }])
  expect(old.map(({ from, until }) => [from, until])).toEqual([
    ['2023-05-27T00:00:00Z', '2024-05-25T23:59:59Z'],
    ['2024-05-26T00:00:00Z', '2025-05-25T23:59:59Z'],
    ['2025-05-26T00:00:00Z', '2026-05-25T23:59:59Z'],
    ['2026-05-26T00:00:00Z', null],
  ])
})

test('a window splits into quarters, then months, then no further', () => {
  const year = freshSpan('2024-01-01T00:00:00Z', '2024-12-31T23:59:59Z')
  const quarters = splitWindow(year, now)
  const months = splitWindow(quarters[1] ?? year, now)

  expect(quarters).toHaveLength(4)
  expect(quarters[0]?.from).toBe(year.from)
  expect(quarters[3]?.until).toBe(year.until)
  expect(months).toHaveLength(3)
  expect(months[0]?.from).toBe(quarters[1]?.from)
  expect(months[2]?.until).toBe(quarters[1]?.until)
  expect(splitWindow(months[0] ?? year, now)).toHaveLength(1)
})

test('slices cover every day from GitHub’s first to tomorrow', () => {
  const one = slicesFor(900, 2020, now)
  const many = slicesFor(1500, 2024, now)

  expect(one).toMatchObject([{ from: '2008-01-01', until: '2026-06-16' }])
  expect(many.map(({ from, until }) => [from, until])).toEqual([
    ['2008-01-01', '2023-12-31'],
    ['2024-01-01', '2024-12-31'],
    ['2025-01-01', '2025-12-31'],
    ['2026-01-01', '2026-06-16'],
  ])
})

test('counts that cannot be brought together are a gap, and slices are not read again for nothing', async () => {
  const place = village()
  for (let index = 0; index < 5; index++) place.review(ago(place.world, 24 + index))
  const settings = { fetch: countingOneMore }
  const flow = await startFlow({ world: place.world, settings })

  const first = await flow.sync()
  const second = await flow.sync()
  place.review(ago(place.world, 24))
  const third = await flow.sync()

  expect(reasons(first, 'reviews')).toEqual(['total-differs'])
  expect(stream(first, 'reviews')).toMatchObject({ stored: 5, hostTotal: 6, complete: false })
  expect(first.outcome).toBe('partial')
  expect(reasons(second, 'reviews')).toEqual(['total-differs'])
  expect(second.requests).toBe(1)
  expect(stream(third, 'reviews')).toMatchObject({ stored: 6, hostTotal: 7, complete: false })
})

/** A search that counts one pull request more than it shows. */
const countingOneMore: typeof fetch = async (input, init) => {
  const answer = await fetch(input, init)
  const body = await answer.text()
  const more = body.replace(
    /"issueCount":(\d+)/g,
    (_, count) => `"issueCount":${Number(count) + 1}`,
  )
  return new Response(more, answer)
}

const place0 = village().world
