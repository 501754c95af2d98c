import { describe, expect, test } from 'vitest'
import type { Fault } from '../../sandbox/faults/rules.ts'
import { generatedWorld } from '../../sandbox/generated.ts'
import { touch, type World } from '../../sandbox/world.ts'
import { type Flow, only, startFlow, stream } from './flow.ts'
import { ago, busyVillage } from './village.ts'

/** Enough for a list read from both ends, and for events of more than one page. */
const rows = { merged: 210, reviews: 210 }

function world(): World {
  const made = generatedWorld({
    seed: 5,
    people: 1,
    pullRequests: rows.merged,
    reviews: rows.reviews,
    years: 2,
    repositories: 9,
    forges: ['gitlab'],
  })
  for (const user of made.gitlab.users.values()) user.createdAt = '2024-02-02T00:00:00Z'
  touch(made.gitlab)
  return made
}

interface Strike {
  readonly fault: Fault
  /** Only that request, or that and all after it. */
  readonly index?: number
  readonly from?: number
}

async function start(strike?: Strike): Promise<Flow> {
  const { fault, ...match } = strike ?? {}
  const faults =
    fault === undefined ? [] : [{ match: { forge: 'gitlab', ...match } as const, fault }]
  return await startFlow({ world: world(), logins: ['person-1'], faults })
}

function expectWhole(flow: Flow): void {
  expect(flow.merged()).toHaveLength(rows.merged)
  expect(flow.merged().every(({ additions }) => additions !== null)).toBe(true)
  expect(flow.reviews()).toHaveLength(rows.reviews)
}

/** Either all is there, or the coverage says what is not. */
function expectHonest(flow: Flow, result: Awaited<ReturnType<Flow['sync']>>): void {
  const { complete } = stream(result, 'pull-requests')
  if (complete) expect(flow.merged()).toHaveLength(rows.merged)
  if (stream(result, 'reviews').complete) expect(flow.reviews()).toHaveLength(rows.reviews)
  if (only(result).outcome === 'completed') expectWhole(flow)
  if (only(result).outcome === 'failed') expect(only(result).failure).not.toBeNull()
}

const passing: readonly Fault[] = [
  { kind: 'throttled', retryAfter: 5 },
  { kind: 'throttled' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502 },
  { kind: 'status', status: 503, retryAfter: 4 },
  { kind: 'status', status: 504 },
  { kind: 'reset-before-headers' },
  { kind: 'reset-after-headers' },
  { kind: 'truncated-json' },
  { kind: 'html' },
]
/** Identity, the middle, the details at the end. */
const places = [1, 5, 12]

describe.each(passing)('$kind $status', (fault) => {
  test.each(places)('once, on request %i, costs a retry and nothing else', async (index) => {
    const flow = await start({ fault, index })
    const result = await flow.sync()

    expect(result.outcome).toBe('completed')
    expectWhole(flow)
  })

  test.each(places)('from request %i on, is said, and made good by the next run', async (from) => {
    const flow = await start({ fault, from })
    const broken = await flow.sync()
    const before = flow.merged().length
    flow.sandbox.faults.length = 0
    flow.clock.advance(120)
    const mended = await flow.sync()

    expect(['failed', 'partial']).toContain(broken.outcome)
    expectHonest(flow, broken)
    expect(stream(broken, 'pull-requests').complete && before < rows.merged).toBe(false)
    expect(mended.outcome).toBe('completed')
    expectWhole(flow)
  })
})

test.each(places)(
  'a token revoked from request %i on ends the run as refused and keeps the rest',
  async (from) => {
    const flow = await start({ fault: { kind: 'revoked' }, from })
    const broken = await flow.sync()
    flow.sandbox.faults.length = 0
    const mended = await flow.sync()

    expect(only(broken).failure?.kind).toBe('auth')
    expectHonest(flow, broken)
    expect(mended.outcome).toBe('completed')
    expectWhole(flow)
  },
)

test.each(places)(
  'a redirect of request %i to another origin is refused, and no token follows',
  async (index) => {
    const flow = await start({ fault: { kind: 'redirect' }, index })
    const broken = await flow.sync()

    expect(flow.sandbox.stranger.requests).toEqual([])
    expectHonest(flow, broken)
  },
)

test('next links to another origin are never followed', async () => {
  const flow = await start({ fault: { kind: 'foreign-next' }, from: 1 })
  await flow.sync()

  expect(flow.sandbox.stranger.requests).toEqual([])
})

test('a cursor that does not move ends the pass with an error', async () => {
  const flow = await start({ fault: { kind: 'stuck-cursor' } })
  const result = await flow.sync()

  expect(only(result).failure?.kind).toBe('protocol')
  expect(result.requests).toBeLessThan(40)
  expectHonest(flow, result)
})

test('a limit longer than the run may wait is said with its time, and the next run goes on from there', async () => {
  const flow = await start({ fault: { kind: 'throttled', retryAfter: 900 }, index: 9 })
  const broken = await flow.sync()
  flow.clock.advance(901)
  const sent = flow.sandbox.requests.length
  const mended = await flow.sync()

  expect(only(broken).failure).toMatchObject({
    kind: 'rate-limit',
    retryAt: expect.stringContaining('2026-06-15T12:15'),
  })
  expect(flow.clock.slept.every((milliseconds) => milliseconds <= 60_000)).toBe(true)
  expect(mended.outcome).toBe('completed')
  expectWhole(flow)
  expect(flow.sandbox.requests.length - sent).toBeLessThan(20)
})

test('a 429 without headers is waited out for a minute', async () => {
  const flow = await start({ fault: { kind: 'throttled' }, index: 6 })
  await flow.sync()

  expect(flow.clock.slept).toEqual([60_000])
})

test('a list that shifts over a page border while it is read is read again', async () => {
  const place = busyVillage(0, 0)
  for (let index = 0; index < 250; index++) place.review(ago(place.world, 900 - index))
  const second = ({ query }: { query: URLSearchParams }) =>
    query.get('action') === 'approved' && query.get('page') === '2'
  const change = ({ gitlab }: World) => {
    const [oldest] = [...gitlab.events.values()].filter(({ action }) => action === 'approved')
    gitlab.events.delete(oldest?.id ?? 0)
    touch(gitlab)
  }
  const rule = { match: second, times: 1, fault: { kind: 'mutate', change } } as const
  const flow = await startFlow({ world: place.world, faults: [rule] })
  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
  expect(flow.reviews()).toHaveLength(250)
})

test.each([
  ['a row', /Authored/, ['user', 'authoredMergeRequests', 'nodes', 3]],
  ['the user', /Authored/, ['user']],
  ['a project', /ByNumber/, ['p1', 'nodes', 0]],
  ['an alias', /ByNumber/, ['p0']],
])('%s withheld beside an error is read another way', async (_, operation, path) => {
  const flow = await start()
  flow.sandbox.faults.push({
    match: { forge: 'gitlab', operation, index: operation.source === 'Authored' ? 4 : 1 },
    fault: { kind: 'forbidden-path', path },
  })
  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
  expectWhole(flow)
})

test('a clock that is off by hours loses nothing', async () => {
  const place = busyVillage()
  const rule = {
    match: { forge: 'gitlab' },
    fault: { kind: 'wrong-clock', by: -8 * 3600 },
  } as const
  const flow = await startFlow({ world: place.world, faults: [rule] })
  await flow.sync()
  flow.clock.advance(86_400)
  place.review('2026-06-16T06:00:00Z')
  const result = await flow.sync()

  expect(stream(result, 'reviews')).toMatchObject({ new: 1, stored: 3 })
})

test('one account’s failure does not stop the next', async () => {
  const place = busyVillage()
  const flow = await startFlow({ world: place.world, logins: ['nobody', 'ada'] })
  const result = await flow.sync()

  expect(result.accounts.map(({ outcome }) => outcome)).toEqual(['failed', 'completed'])
})

test('a run stopped at any request keeps its pages, and the next asks only for the rest', async () => {
  const whole = await start()
  const { requests } = await whole.sync()
  for (let index = 2; index <= requests; index += 1) {
    const flow = await start()
    const stop = new AbortController()
    flow.sandbox.faults.push({
      match: { forge: 'gitlab', index },
      fault: { kind: 'mutate', change: () => stop.abort(new Error('stopped')) },
    })
    const stopped = await flow.sync({ signal: stop.signal })
    const mended = await flow.sync()

    expect(stopped.outcome).toBe('interrupted')
    expectHonest(flow, stopped)
    expect(mended.outcome).toBe('completed')
    expectWhole(flow)
    // Three were in flight. Asked again: who the account is, REST's count, its own projects. Asked alone: what projects say of
    // themselves, which else rides with the merge requests. And a last look at merge requests and at events, since a pass
    // that is taken up knows nothing of what changed meanwhile.
    expect(stopped.requests + mended.requests).toBeLessThanOrEqual(requests + 9)
  }
}, 60_000)
