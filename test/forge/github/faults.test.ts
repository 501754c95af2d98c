import { describe, expect, test } from 'vitest'
import type { Fault } from '../../sandbox/faults/rules.ts'
import { generatedWorld } from '../../sandbox/generated.ts'
import type { World } from '../../sandbox/world.ts'
import { type Flow, only, reasons, startFlow, stream } from './flow.ts'
import { busyVillage } from './village.ts'

const rows = { merged: 520, reviews: 330 }

function world(): World {
  return generatedWorld({
    seed: 5,
    people: 1,
    pullRequests: rows.merged,
    reviews: rows.reviews,
    years: 3,
    repositories: 9,
    forges: ['github'],
  })
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
    fault === undefined ? [] : [{ match: { forge: 'github', ...match } as const, fault }]
  return await startFlow({ world: world(), logins: ['person-1'], faults })
}

function expectWhole(flow: Flow): void {
  expect(flow.merged('person-1')).toHaveLength(rows.merged)
  expect(flow.reviews('person-1')).toHaveLength(rows.reviews)
}

/** Either all is there, or the coverage says what is not. */
function expectHonest(flow: Flow, result: Awaited<ReturnType<Flow['sync']>>): void {
  if (stream(result, 'pull-requests').complete) {
    expect(flow.merged('person-1')).toHaveLength(rows.merged)
  }
  if (stream(result, 'reviews').complete) {
    expect(flow.reviews('person-1')).toHaveLength(rows.reviews)
  }
  if (only(result).outcome === 'completed') expectWhole(flow)
  if (only(result).outcome === 'failed') expect(only(result).failure).not.toBeNull()
}

const passing: readonly Fault[] = [
  { kind: 'primary-limit', resetIn: 5 },
  { kind: 'primary-limit', resetIn: 5, type: 'RATE_LIMIT' },
  { kind: 'secondary-limit', form: '403', retryAfter: 5 },
  { kind: 'secondary-limit', form: '403' },
  { kind: 'secondary-limit', form: '429', retryAfter: 5 },
  { kind: 'secondary-limit', form: '429' },
  { kind: 'secondary-limit', form: '200-message', retryAfter: 5 },
  { kind: 'secondary-limit', form: '200-message' },
  { kind: 'secondary-limit', form: '200-errors' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502 },
  { kind: 'status', status: 503, retryAfter: 4 },
  { kind: 'status', status: 504 },
  { kind: 'reset-before-headers' },
  { kind: 'reset-after-headers' },
  { kind: 'truncated-json' },
  { kind: 'html' },
]
/** Identity, middle, last pages. */
const places = [1, 4, 8]

describe.each(passing)('$kind $form $status $type $retryAfter', (fault) => {
  test.each(places)('once, on request %i, costs a retry and nothing else', async (index) => {
    const flow = await start({ fault, index })

    const result = await flow.sync()

    expect(flow.sandbox.requests.some(({ faults }) => faults.length > 0)).toBe(true)
    expect(result.outcome).toBe('completed')
    expectWhole(flow)
  })

  test.each(places)('from request %i on, is said, and made good by the next run', async (from) => {
    const flow = await start({ fault, from })

    const broken = await flow.sync()
    const before = flow.merged('person-1').length
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
    expect(only(broken).failure?.message).not.toContain('sandbox-token')
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
    expect(only(broken).failure?.kind).toBe('protocol')
    expectHonest(flow, broken)
  },
)

test('a cursor that does not move ends the pass with an error', async () => {
  const flow = await start({ fault: { kind: 'stuck-cursor' } })

  const result = await flow.sync()

  expect(only(result).failure?.kind).toBe('protocol')
  expect(result.requests).toBeLessThan(40)
  expectHonest(flow, result)
})

test('a limit longer than the run may wait is said with its time, and the next run goes on from there', async () => {
  const flow = await start({ fault: { kind: 'primary-limit', resetIn: 900 }, index: 6 })

  const broken = await flow.sync()
  flow.clock.advance(901)
  const mended = await flow.sync()

  expect(only(broken).failure).toMatchObject({
    kind: 'rate-limit',
    retryAt: expect.stringContaining('2026-06-15T12:15'),
  })
  expect(flow.clock.slept).toEqual([])
  expect(mended.outcome).toBe('completed')
  expectWhole(flow)
  expect(broken.requests + mended.requests).toBeLessThan(24)
})

test('a reset is told by the server’s clock, not by ours', async () => {
  const flow = await start({ fault: { kind: 'wrong-clock', by: -7200 } })
  flow.sandbox.faults.push({
    match: { forge: 'github', index: 4 },
    fault: { kind: 'primary-limit', resetIn: -7190 },
  })

  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
  expect(flow.clock.slept.every((milliseconds) => milliseconds <= 12_000)).toBe(true)
})

test('after a secondary limit one request at a time is sent', async () => {
  const fault: Fault = { kind: 'secondary-limit', form: '403', retryAfter: 1 }
  const slow = await startFlow({
    world: world(),
    logins: ['person-1'],
    latencyMs: 10,
    faults: [{ match: { forge: 'github', index: 2 }, fault }],
  })

  const { sent } = await slow.sync()

  expect(sent.slice(5).every(({ inFlight }) => inFlight === 1)).toBe(true)
})

test('a server that can do only small pages gets small pages, and its answers are whole', async () => {
  const flow = await start({ fault: { kind: 'resource-limits', maxFirst: 20 } })

  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
  expectWhole(flow)
  expect(result.requests).toBeLessThanOrEqual(160)
})

test('a server that can do only one contribution window at a time gets one at a time', async () => {
  const flow = await start({ fault: { kind: 'resource-limits', maxCollections: 1 } })

  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
  expectWhole(flow)
  expect(result.requests).toBeLessThan(40)
})

test('a server that can do nothing is not asked for ever', async () => {
  const flow = await start({ fault: { kind: 'status', status: 502 }, from: 2 })

  const result = await flow.sync()

  expect(only(result).failure?.kind).toBe('unavailable')
  expect(result.requests).toBeLessThanOrEqual(20)
})

test('one row withheld beside an error is a gap until it is shown', async () => {
  const flow = await start()
  flow.sandbox.faults.push({
    match: { forge: 'github', index: 2 },
    fault: { kind: 'forbidden-path', path: ['q0', 'pullRequests', 'nodes', 3] },
  })

  const first = await flow.sync()
  const second = await flow.sync()

  expect(stream(first, 'pull-requests').complete).toBe(
    flow.merged('person-1').length === rows.merged,
  )
  expect(reasons(second, 'pull-requests')).toEqual([])
  expectWhole(flow)
})

test('what befalls one account leaves the others whole', async () => {
  const place = busyVillage(30, 3)
  const flow = await startFlow({ world: place.world, logins: ['ada', 'grace'] })
  flow.sandbox.faults.push({
    match: { forge: 'github', index: 2 },
    fault: { kind: 'forbidden-path', path: ['q0'] },
  })

  const result = await flow.sync()

  expect(result.accounts.map(({ outcome }) => outcome)).toEqual(['partial', 'completed'])
})

test('a stopped run drops the request in flight and keeps what came', async () => {
  const flow = await startFlow({ world: world(), logins: ['person-1'], latencyMs: 30 })
  const stop = new AbortController()
  setTimeout(() => stop.abort(new Error('interrupted')), 130)

  const broken = await flow.sync({ signal: stop.signal })
  const kept = flow.merged('person-1').length
  const mended = await flow.sync()

  expect(broken.outcome).toBe('interrupted')
  expectHonest(flow, broken)
  expect(mended.outcome).toBe('completed')
  expect(kept).toBeLessThanOrEqual(rows.merged)
  expectWhole(flow)
})

test('stopped before any request whatever, the next run ends whole and asks little twice', async () => {
  const whole = await start()
  const { requests } = await whole.sync()
  for (let from = 1; from <= requests; from++) {
    const flow = await start({ fault: { kind: 'revoked' }, from })
    await flow.sync()
    const answered = from - 1
    flow.sandbox.faults.length = 0

    const mended = await flow.sync()

    expect(mended.outcome).toBe('completed')
    expectWhole(flow)
    // Three pages may have been in hand; the identity and what is new since are asked beside the rest.
    expect(answered + mended.requests).toBeLessThanOrEqual(requests + 6)
  }
})
