import { existsSync, readFileSync } from 'node:fs'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { forgeKinds } from '../../src/forge/kinds.ts'
import type { SyncResult } from '../../src/sync/sync.ts'
import type { Fault } from '../sandbox/faults/rules.ts'
import { mergePullRequest } from '../sandbox/mutate.ts'
import type { RequestLog } from '../sandbox/server/log.ts'
import { faultsOf, letTimePass, nameOf } from '../support/faults.ts'
import { type Flow, type FlowOptions, startFlow } from '../support/flow.ts'
import { daysBefore, harbour, remark, review } from '../support/harbour.ts'
import { ocean, shortPages } from '../support/ocean.ts'
import { expectHonesty, expectTruth } from '../support/truth.ts'

afterEach(() => {
  vi.useRealTimers()
})

describe.each(forgeKinds)('%s', (kind) => {
  async function start(part: Partial<FlowOptions> = {}) {
    const place = harbour(kind)
    const { world, forge, ada, reviewed } = place
    for (const [index, pull] of reviewed.slice(0, 5).entries()) {
      remark(forge, pull, ada.id, daysBefore(world, 2 + index * 30))
    }
    const flow = await startFlow({ ...part, world, accounts: [{ forge: kind, login: 'ada' }] })
    return { ...place, flow }
  }

  /** What a later sync has to find. */
  function change({ flow, forge, open, ada, reviewable }: Awaited<ReturnType<typeof start>>): void {
    flow.advance(2 * 86_400)
    const at = new Date(flow.sandbox.now()).toISOString()
    for (const pull of open) mergePullRequest(forge, pull.id, at)
    review(forge, reviewable, ada.id, at)
  }

  type Place = Awaited<ReturnType<typeof start>>
  const prepared = {
    first: async () => {},
    later: async (place: Place) => {
      await place.flow.sync()
      change(place)
    },
  } as const
  const strikes = { first: strikesOf('first'), later: strikesOf('later') }

  /** The first, the middle and the last request of a run, from then on; and one of them alone. */
  function strikesOf(phase: keyof typeof prepared) {
    let counted: Promise<readonly { from: number; times: number }[]> | undefined
    return () => {
      counted ??= start().then(async (place) => {
        await prepared[phase](place)
        await place.flow.sync()
        const needed = place.flow.requests()
        const middle = Math.ceil((needed + 1) / 2)
        const forEver = [...new Set([1, middle, needed])].map((from) => ({
          from,
          times: Number.POSITIVE_INFINITY,
        }))
        return [...forEver, { from: phase === 'first' ? needed : middle, times: 1 }]
      })
      return counted
    }
  }

  async function expectEnd(flow: Flow, result: SyncResult): Promise<void> {
    expectHonesty(flow, result)
    expect(JSON.stringify([result, flow.said])).not.toContain('sandbox-token')
    for (const file of [flow.database, `${flow.database}-wal`].filter(existsSync))
      expect(readFileSync(file).includes('sandbox-token'), file).toBe(false)
    expect(flow.sandbox.requests.some(({ tokenLeaked }) => tokenLeaked)).toBe(false)
    expect(flow.sandbox.stranger.requests).toEqual([])
    flow.sandbox.faults.length = 0
    // Limits of an hour have passed by then.
    flow.advance(7200)
    const clean = await flow.sync()
    expect(clean.outcome).toBe('completed')
    expectTruth(flow)
  }

  describe.each(
    faultsOf[kind].map(([fault, failure]) => ({ name: nameOf(fault), fault, failure })),
  )('$name', ({ fault, failure }) => {
    test.each(['first', 'later'] as const)('in a %s sync', async (phase) => {
      for (const { from, times } of await strikes[phase]()) {
        const place = await start()
        await prepared[phase](place)
        const { flow } = place
        const match = { forge: kind, from }
        flow.sandbox.faults.push({ match, fault, times })
        if (fault.kind === 'stall') letTimePass(flow.sandbox, match, times)
        const result = await flow.sync()
        vi.useRealTimers()

        if (times > 1) expect(result.accounts[0]?.failure?.kind).toBe(failure)
        await expectEnd(flow, result)
      }
    })
  })

  test.each([-7200, -90, 90, 7200])('a Date header that is %i s off', async (by) => {
    const { flow, ...place } = await start({
      faults: [{ match: { forge: kind }, fault: { kind: 'wrong-clock', by } }],
    })
    const first = await flow.sync()
    expectHonesty(flow, first)
    change({ flow, ...place })
    const second = await flow.sync()
    expect(second.outcome).toBe('completed')
    expectTruth(flow)
  })

  test('when the forge answers again is told right by a clock that is off', async () => {
    const limit: Fault =
      kind === 'github'
        ? { kind: 'primary-limit', resetIn: 1800 }
        : { kind: 'throttled', retryAfter: 1800 }
    const { flow } = await start({
      faults: [{ match: { forge: kind, from: 1 }, fault: limit }],
    })
    const result = await flow.sync()

    const retryAt = Date.parse(result.accounts[0]?.failure?.retryAt ?? '')
    expect(Math.abs(retryAt - flow.sandbox.now() - 1_800_000)).toBeLessThanOrEqual(2_000)
    expect(flow.slept).toEqual([])
  })

  test('a forge that is away for long is unavailable, not a limit, and says when it is back', async () => {
    const away: Fault = { kind: 'status', status: 503, retryAfter: 1800 }
    const { flow } = await start({ faults: [{ match: { forge: kind, from: 1 }, fault: away }] })
    const result = await flow.sync()

    const retryAt = new Date(flow.sandbox.now() + 1_800_000).toISOString()
    expect(result.accounts[0]?.failure).toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(/before .* is not available$/),
      retryAt: `${retryAt.slice(0, 19)}Z`,
    })
    expect(result.requests).toBe(1)
    expect(flow.slept).toEqual([])
  })

  test.each(['first', 'later'] as const)(
    'a host name that is not found, in a %s sync, is unavailable, and nothing is lost',
    async (phase) => {
      for (const { from, times } of await strikes[phase]()) {
        let sent = Number.NEGATIVE_INFINITY
        const place = await start({
          fetch: async (...request) => {
            sent += 1
            if (sent < from || sent >= from + times) return await globalThis.fetch(...request)
            throw new TypeError('fetch failed', {
              cause: Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }),
            })
          },
        })
        await prepared[phase](place)
        sent = 0
        const result = await place.flow.sync()
        sent = Number.NEGATIVE_INFINITY

        if (times > 1)
          expect(result.accounts[0]?.failure).toMatchObject({
            kind: 'unavailable',
            message: expect.stringContaining('host name'),
          })
        await expectEnd(place.flow, result)
      }
    },
  )

  test('two tokens are used in turn, and one that is used up does not stop the other', async () => {
    const entry = { login: 'reader', scopes: ['read_api'], seesPrivate: false }
    const { flow } = await start({
      tokens: { 'token-one': entry, 'token-two': entry },
      present: ['token-one', 'token-two'],
      faults: [
        {
          match: ({ credentials }) => credentials.place === 0,
          times: Number.POSITIVE_INFINITY,
          fault:
            kind === 'github'
              ? { kind: 'primary-limit', resetIn: 3600 }
              : { kind: 'throttled', retryAfter: 3600 },
        },
      ],
    })
    const result = await flow.sync()

    expect(result.outcome).toBe('completed')
    expect(flow.slept).toEqual([])
    expectTruth(flow)
    expect(flow.sandbox.requests.some(({ faults }) => faults.length > 0)).toBe(true)
  })

  test('a token that is refused does not stop the other', async () => {
    const entry = { login: 'reader', scopes: ['read_api'], seesPrivate: false }
    const { flow } = await start({
      tokens: { 'token-two': entry },
      present: ['token-that-expired', 'token-two'],
    })
    const result = await flow.sync()

    expect(flow.refused).toEqual([0])
    expect(result.outcome).toBe('completed')
    expectTruth(flow)
  })

  test.each([1, 2, 3])(
    'a token that is revoked at request %i does not stop the other',
    async (at) => {
      const entry = { login: 'reader', scopes: ['read_api'], seesPrivate: false }
      let sent = 0
      let revoked = -1
      const { flow } = await start({
        tokens: { 'token-one': entry, 'token-two': entry },
        present: ['token-one', 'token-two'],
        faults: [
          {
            match: ({ credentials }) => {
              sent += 1
              if (sent === at) revoked = credentials.place
              return credentials.place === revoked
            },
            times: Number.POSITIVE_INFINITY,
            fault: { kind: 'revoked' },
          },
        ],
      })
      const result = await flow.sync()

      expect(flow.refused).toEqual([revoked])
      expect(result.outcome).toBe('completed')
      expectTruth(flow)
    },
  )

  test('tokens that are refused one after the other end the run as refused, and the rest is kept', async () => {
    const entry = { login: 'reader', scopes: ['read_api'], seesPrivate: false }
    const { flow } = await start({
      tokens: { 'token-one': entry, 'token-two': entry },
      present: ['token-one', 'token-two'],
      faults: [{ match: { from: 3 }, fault: { kind: 'revoked' } }],
    })
    const result = await flow.sync()

    expect(flow.refused.toSorted()).toEqual([0, 1])
    expect(result.accounts[0]?.failure?.kind).toBe('auth')
    await expectEnd(flow, result)
  })
})

describe('github', () => {
  /** Asks for a further page of some list. */
  function goesOn({ operations }: RequestLog): boolean {
    return operations.some(({ variables }) =>
      Object.entries(variables).some(([name, value]) => name.endsWith('after') && value !== null),
    )
  }

  // What moves GitLab's lists of places changes their totals, too: lists.test.ts and shrinking.test.ts.
  test.each([1, 3])('pages shifted by %i while they are read', async (by) => {
    const struck = new Set<number>()
    for (let index = 1; index <= 12; index++) {
      const { world } = ocean('github', 'open')
      const flow = await startFlow({ world, accounts: [{ forge: 'github', login: 'ada' }] })
      const match = { forge: 'github', from: index } as const
      flow.sandbox.faults.push(shortPages, { match, times: 2, fault: { kind: 'shifted', by } })
      const result = await flow.sync()

      const isStruck = (each: RequestLog) => each.faults.includes('shifted') && goesOn(each)
      if (flow.sandbox.requests.some(isStruck)) struck.add(index)
      expectHonesty(flow, result)
    }
    expect(struck.size).toBeGreaterThan(5)
  })

  test.each([
    [['q0']],
    [['q1']],
    [['q2', 'pullRequests', 'nodes', 0]],
    [['q3', 'contributionsCollection']],
    [['q4', 'contributionsCollection', 'pullRequestReviewContributions', 'nodes', 1]],
  ])('a part that is forbidden, %j, is a gap and not a loss', async (path) => {
    for (let index = 1; index <= 4; index++) {
      const { world } = harbour('github')
      const flow = await startFlow({
        world,
        accounts: [{ forge: 'github', login: 'ada' }],
        faults: [{ match: { index }, fault: { kind: 'forbidden-path', path } }],
      })
      const result = await flow.sync()

      expectHonesty(flow, result)
      flow.sandbox.faults.length = 0
      await flow.sync()
      expectTruth(flow)
    }
  })
})

test('next links to another origin are refused before the token follows them', async () => {
  const { world } = harbour('gitlab')
  const flow = await startFlow({
    world,
    accounts: [{ forge: 'gitlab', login: 'ada' }],
    faults: [{ match: { kind: 'rest', from: 1 }, fault: { kind: 'foreign-next' } }],
  })
  const result = await flow.sync()

  expectHonesty(flow, result)
  expect(flow.sandbox.stranger.requests).toEqual([])
  flow.sandbox.faults.length = 0
  await flow.sync()
  expectTruth(flow)
})
