import { describe, expect, test } from 'vitest'
import { type ForgeKind, forgeKinds } from '../../src/forge/kinds.ts'
import type { SyncResult } from '../../src/sync/sync.ts'
import { addUser } from '../sandbox/build.ts'
import type { Fault } from '../sandbox/faults/rules.ts'
import { fictionalPeople, fictionalWorld } from '../sandbox/fictional.ts'
import { mergePullRequest, renameLogin, setVisibility } from '../sandbox/mutate.ts'
import { type Flow, type FlowOptions, startFlow } from '../support/flow.ts'

/** What every forge must do, whatever its API is like. A forge added to the registry is asked the same. */
describe.each(forgeKinds)('%s', (kind) => {
  const login = fictionalPeople.mara[kind]

  function start(part: Partial<FlowOptions> = {}): Promise<Flow> {
    return startFlow({
      world: fictionalWorld(),
      accounts: [{ forge: kind, login }],
      commands: true,
      ...part,
    })
  }

  function failureOf(result: SyncResult) {
    return result.accounts[0]?.failure
  }

  /** The nth request and all later ones fail. */
  function failing(fault: Fault, from = 1): Partial<FlowOptions> {
    return { faults: [{ match: { forge: kind, from }, fault }] }
  }

  test('a first sync holds exactly what the forge tells', async () => {
    const flow = await start()

    const result = await flow.sync()

    const { pullRequests, reviews } = flow.exported()
    const expected = flow.expected()
    expect(result.outcome).toBe('completed')
    expect(pullRequests).toEqual(expected.pullRequests)
    expect(inOrder(reviews)).toEqual(inOrder(expected.reviews))
  })

  test('a second sync asks little and changes nothing', async () => {
    const flow = await start()
    await flow.sync()
    const before = flow.exported()

    const result = await flow.sync()

    expect(flow.exported()).toEqual(before)
    expect(result.accounts[0]?.streams.map(({ new: added, changed }) => added + changed)).toEqual(
      result.accounts[0]?.streams.map(() => 0),
    )
    expect(flow.requests()).toBeLessThanOrEqual(4)
  })

  test('what was merged since is found, however old it is', async () => {
    const world = fictionalWorld()
    const flow = await start({ world })
    await flow.sync()
    const forge = world[kind]
    const open = [...forge.pullRequests.values()]
      .filter((pull) => pull.state === 'open' && pull.authorId === userId(forge))
      .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1))[0]
    if (open === undefined) throw new Error('Cannot find an open pull request')
    flow.advance(3600)
    mergePullRequest(forge, open.id, new Date(flow.sandbox.now()).toISOString())

    const result = await flow.sync()

    expect(flow.exported().pullRequests).toEqual(flow.expected().pullRequests)
    expect(result.accounts[0]?.streams[0]?.new).toBe(1)
  })

  test('a run that breaks off is taken up where it stopped', async () => {
    const whole = await start()
    await whole.sync()
    const needed = whole.requests()
    const flow = await start(failing({ kind: 'status', status: 503 }, Math.ceil(needed / 2)))

    const broken = await flow.sync()
    const before = flow.sandbox.requests.length
    flow.sandbox.faults.length = 0
    const resumed = await flow.sync()

    expect(broken.accounts[0]).toMatchObject({
      outcome: 'partial',
      failure: { kind: 'unavailable' },
    })
    expect(broken.accounts[0]?.streams.every(({ complete }) => complete)).toBe(false)
    expect(resumed.outcome).toBe('completed')
    expect(flow.exported()).toEqual(whole.exported())
    // What the broken run brought is not asked again, but for the pages in hand, finding its feet and a last look at what
    // changed meanwhile.
    expect(flow.sandbox.requests.length - before).toBeLessThanOrEqual(Math.floor(needed / 2) + 7)
  })

  test('an interrupted run stops at once and says so', async () => {
    const flow = await start({ latencyMs: 20 })
    const stop = new AbortController()
    setTimeout(() => stop.abort(new Error('interrupted')), 50)

    const result = await flow.sync({ signal: stop.signal })

    expect(result.outcome).toBe('interrupted')
    expect(result.accounts[0]?.streams.every(({ complete }) => complete)).toBe(false)
  })

  test.each<[string, Fault, string]>([
    ['a refused token is `auth`', { kind: 'revoked' }, 'auth'],
    ['a forge that is down is `unavailable`', { kind: 'status', status: 502 }, 'unavailable'],
    ['connections that break are `unavailable`', { kind: 'reset-before-headers' }, 'unavailable'],
    ['a page of HTML with status 200 is `unavailable`', { kind: 'html' }, 'unavailable'],
    ['half of an answer is `unavailable`', { kind: 'truncated-json' }, 'unavailable'],
    ['a redirect to elsewhere is `protocol`', { kind: 'redirect' }, 'protocol'],
  ])('%s', async (_title, fault, failure) => {
    const flow = await start(failing(fault))

    const result = await flow.sync()

    expect(failureOf(result)?.kind).toBe(failure)
    expect(failureOf(result)?.message).not.toContain('sandbox-token')
    expect(flow.sandbox.stranger.requests).toEqual([])
  })

  test('a limit that lasts an hour ends the run with the time it may go on', async () => {
    const fault: Fault =
      kind === 'gitlab'
        ? { kind: 'throttled', retryAfter: 3600 }
        : { kind: 'primary-limit', resetIn: 3600 }
    const flow = await start(failing(fault))

    const result = await flow.sync()

    expect(result.outcome).toBe('partial')
    expect(failureOf(result)?.kind).toBe('rate-limit')
    expect(failureOf(result)?.retryAt).toMatch(/^2026-06-15T13:0[0-2]/)
    expect(flow.requests()).toBeLessThanOrEqual(3)
  })

  test('a limit that lasts seconds is waited out', async () => {
    const fault: Fault =
      kind === 'gitlab'
        ? { kind: 'throttled', retryAfter: 7 }
        : { kind: 'primary-limit', resetIn: 7 }
    const flow = await start({ faults: [{ match: { forge: kind, index: 2 }, fault }] })

    const result = await flow.sync()

    expect(result.outcome).toBe('completed')
    expect(flow.slept.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(6_000)
    expect(flow.exported().pullRequests).toEqual(flow.expected().pullRequests)
  })

  test('a cursor that does not move is an error, not a loop', async () => {
    const flow = await start(failing({ kind: 'stuck-cursor' }))

    const result = await flow.sync()

    expect(failureOf(result)?.kind).toBe('protocol')
    expect(flow.requests()).toBeLessThan(60)
  })

  test('a login nobody has is `not-found`', async () => {
    const flow = await start({ accounts: [{ forge: kind, login: 'nobody-of-that-name' }] })

    const result = await flow.sync()

    expect(result.outcome).toBe('failed')
    expect(failureOf(result)?.kind).toBe('not-found')
  })

  test('a renamed login stays the same account', async () => {
    const world = fictionalWorld()
    const flow = await start({ world })
    await flow.sync()
    renameLogin(world[kind], userId(world[kind]), 'mara-now')

    const result = await flow.sync()

    expect(result.outcome).toBe('completed')
    expect(result.accounts[0]?.streams[0]).toMatchObject({ new: 0, complete: true })
  })

  test('nobody inherits a freed login', async () => {
    const world = fictionalWorld()
    const flow = await start({ world })
    await flow.sync()
    const before = flow.exported()
    renameLogin(world[kind], userId(world[kind]), 'mara-now')
    addUser(world[kind], { id: 999_999, login, createdAt: '2026-06-14T00:00:00Z' })

    const result = await flow.sync()

    expect(failureOf(result)?.kind).toBe('identity')
    expect(flow.exported().pullRequests).toEqual(before.pullRequests)
  })

  test('what a repository holds leaves every public export within a day of its being made private', async () => {
    const world = fictionalWorld()
    const flow = await start({ world })
    await flow.sync()
    const busiest = mostReviewed(flow)
    setVisibility(world[kind], busiest, 'private')
    flow.advance(25 * 3600)

    await flow.sync()

    const { pullRequests, reviews } = flow.exported()
    const expected = flow.expected()
    expect(pullRequests).toEqual(expected.pullRequests)
    expect(inOrder(reviews)).toEqual(inOrder(expected.reviews))
  })

  /** The number of the repository most of the person's reviews are in. */
  function mostReviewed(flow: Flow): number {
    const paths = Map.groupBy(flow.exported().reviews, ({ repository }) => repository)
    const [path = ''] = [...paths].sort(([, a], [, b]) => b.length - a.length)[0] ?? []
    const found = [...flow.sandbox.world[kind].repositories.values()].find(
      (each) => each.path === path,
    )
    if (found === undefined) throw new Error(`Cannot find ${path}`)
    return found.id
  }

  function userId(forge: Flow['sandbox']['world'][ForgeKind]): number {
    const user = [...forge.users.values()].find((each) => each.login === login)
    if (user === undefined) throw new Error(`Cannot find ${login}`)
    return user.id
  }
})

function inOrder<Row extends { at: string; url: string; source: string; verdict: string }>(
  rows: readonly Row[],
): Row[] {
  const key = ({ at, url, source, verdict }: Row) => `${at} ${url} ${source} ${verdict}`
  return [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}
