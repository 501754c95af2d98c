import { describe, expect, test } from 'vitest'
import { forgeKinds } from '../../src/forge/kinds.ts'
import type { ForgeEstimate } from '../../src/sync/sync.ts'
import { fictionalPeople, fictionalWorld } from '../sandbox/fictional.ts'
import { generatedWorld } from '../sandbox/generated.ts'
import { setProfilePrivate } from '../sandbox/mutate.ts'
import { changeFive } from '../support/five-changes.ts'
import { type Flow, startFlow } from '../support/flow.ts'

const hour = 3600
const day = 24 * hour

/** Contributions of each person, and how many people. */
const sizes = [
  { people: 1, pullRequests: 0, reviews: 0 },
  { people: 1, pullRequests: 250, reviews: 400 },
  { people: 3, pullRequests: 40, reviews: 40 },
  { people: 100, pullRequests: 5, reviews: 5 },
  { people: 120, pullRequests: 0, reviews: 1 },
] as const

interface Synced {
  readonly plan: ForgeEstimate
  readonly sent: number
  /** As GitHub's answers count them; nothing on GitLab. */
  readonly points: number
}

/** A flow of one forge that counts what each sync takes. */
async function start(kind: (typeof forgeKinds)[number], size: (typeof sizes)[number]) {
  const world = generatedWorld({ seed: 11, years: 4, forges: [kind], ...size })
  const meter = { reset: '', used: 0, before: 0 }
  const flow = await startFlow({
    world,
    commands: 'auto',
    accounts: Array.from({ length: size.people }, (_, index) => ({
      forge: kind,
      login: `person-${index + 1}`,
    })),
    fetch: async (...request) => {
      const answer = await fetch(...request)
      const reset = answer.headers.get('x-ratelimit-reset') ?? ''
      // A new hour begins with nothing used.
      if (reset !== meter.reset) Object.assign(meter, { reset, used: 0, before: 0 })
      meter.used = Math.max(meter.used, Number(answer.headers.get('x-ratelimit-used')))
      return answer
    },
  })
  const sync = async (full = false): Promise<Synced> => {
    meter.before = meter.used
    await flow.sync({ full })
    return { plan: planOf(flow), sent: flow.requests(), points: meter.used - meter.before }
  }
  return { world, flow, sync }
}

function planOf(flow: Flow): ForgeEstimate {
  const [plan, ...others] = flow.planned()
  if (plan === undefined || others.length > 0) throw new Error('Cannot do without one plan')
  return plan
}

function expectBracketed({ plan, sent, points }: Synced): void {
  const { requests, unread, quota } = plan
  expect(unread).toEqual([])
  expect(sent).toBeGreaterThanOrEqual(requests.least)
  expect(sent).toBeLessThanOrEqual(requests.most ?? 0)
  if (quota?.unit !== 'points') return
  expect(points).toBeGreaterThanOrEqual(quota.used.least)
  expect(points).toBeLessThanOrEqual(quota.used.most ?? 0)
}

describe.each(forgeKinds)('%s', (kind) => {
  test.each(sizes)(
    'what is planned brackets what is sent: $people people, $pullRequests merged, $reviews reviews',
    { timeout: 60_000 },
    async (size) => {
      const { world, flow, sync } = await start(kind, size)

      const first = await sync()
      const idle = await sync()
      flow.advance(6 * hour)
      changeFive(world[kind], flow.sandbox.now())
      const fiveChanges = await sync()
      flow.advance(day)
      const dayLater = await sync()
      const full = await sync(true)
      flow.advance(8 * day)
      const weekLater = await sync()

      expect(first.plan.unread).toHaveLength(size.people)
      expect(first.plan.requests.most).toBeNull()
      expect(first.sent).toBeGreaterThanOrEqual(first.plan.requests.least)
      for (const each of [idle, fiveChanges, dayLater, full, weekLater]) expectBracketed(each)
    },
  )

  test('a plan is no guess wide enough for anything', async () => {
    const { sync } = await start(kind, sizes[1])
    await sync()

    const idle = await sync()
    const full = await sync(true)

    expect(idle.plan.requests.most).toBeLessThanOrEqual(idle.sent + 4)
    expect(full.plan.requests.most).toBeLessThanOrEqual(3 * full.sent + 1)
    expect(full.plan.requests.least).toBeGreaterThan(idle.plan.requests.least)
  })

  test('to plan, nothing is sent', async () => {
    const { flow, sync } = await start(kind, sizes[2])
    await sync()
    const stop = new AbortController()
    stop.abort(new Error('interrupted'))

    await flow.sync({ signal: stop.signal })

    expect(flow.requests()).toBe(0)
    expect(planOf(flow).requests.least).toBeGreaterThan(0)
  })

  test('a first sync that broke off is not known to its end', async () => {
    const flow = await startFlow({
      world: generatedWorld({ seed: 5, years: 3, people: 1, pullRequests: 300, reviews: 300 }),
      accounts: [{ forge: kind, login: 'person-1' }],
      faults: [{ match: { forge: kind, from: 4 }, fault: { kind: 'status', status: 503 } }],
    })
    await flow.sync()
    flow.sandbox.faults.length = 0

    await flow.sync()

    const { requests, unread } = planOf(flow)
    expect(unread).toEqual(['person-1'])
    expect(requests.most).toBeNull()
    expect(flow.requests()).toBeGreaterThanOrEqual(requests.least)
  })

  test('linked addresses that are due count, and only on the day they are', async () => {
    const world = fictionalWorld()
    const login = fictionalPeople.mara[kind]
    const flow = await startFlow({ world, accounts: [{ forge: kind, login }] })
    await flow.sync()
    await flow.sync()
    const without = planOf(flow)
    const links = [...world[kind].pullRequests.values()]
      .slice(0, 80)
      .map(({ repositoryId, number }) => {
        const path = world[kind].repositories.get(repositoryId)?.path
        const kindOf = kind === 'github' ? 'pull' : '-/merge_requests'
        return `https://${kind}.com/${path}/${kindOf}/${number}`
      })

    await flow.sync({ links })
    const due = planOf(flow)
    const sent = flow.requests()
    await flow.sync({ links })
    const done = planOf(flow)

    expect(sent).toBeGreaterThanOrEqual(due.requests.least)
    expect(sent).toBeLessThanOrEqual(due.requests.most ?? 0)
    // On GitHub the questions ride in requests that are sent anyway, and cost what they ask.
    expect(due.quota?.used.most).toBeGreaterThan(without.quota?.used.most ?? 0)
    expect(done.requests).toEqual(without.requests)
    expect(done.quota?.used.least).toBe(without.quota?.used.least)
  })
})

test('reviews that no window names are looked at one by one, and counted so', async () => {
  const { world, flow, sync } = await start('github', sizes[1])
  for (const { id, login } of world.github.users.values()) {
    if (login === 'person-1') setProfilePrivate(world.github, id, true)
  }
  await sync()

  const full = await sync(true)

  expectBracketed(full)
  expect(flow.store.facts.reviews([1]).length).toBeGreaterThan(300)
  expect(full.sent).toBeGreaterThan(8)
})

test.each([
  ['github', 'points', 5000, 'hour'],
  ['gitlab', 'requests', 2000, 'minute'],
] as const)('the quota of %s is told in %s', async (kind, unit, limit, per) => {
  const { sync } = await start(kind, sizes[0])
  await sync()

  const { plan } = await sync()

  expect(plan.quota).toMatchObject({ unit, limit, per })
  expect(plan.quota?.used.least).toBeGreaterThanOrEqual(plan.requests.least)
})

test('a server of one’s own has limits nobody told us', async () => {
  const world = fictionalWorld()
  world.github.url = 'https://ghe.example.org'
  const flow = await startFlow({
    world,
    enterprise: true,
    accounts: [{ forge: 'github', login: fictionalPeople.mara.github }],
  })

  await flow.sync()

  expect(planOf(flow).quota).toBeNull()
})
