import { describe, expect, test } from 'vitest'
import { type ForgeKind, forgeKinds } from '../../src/forge/kinds.ts'
import { addNote, addPullRequest, addRepository, addUser } from '../sandbox/build.ts'
import { setVisibility } from '../sandbox/mutate.ts'
import type { PullRequest } from '../sandbox/world.ts'
import { startFlow } from '../support/flow.ts'
import { harbour, remark, review } from '../support/harbour.ts'
import { expectTruth } from '../support/truth.ts'

/** More accounts than are each asked for alone. */
const crowd = ['curie', 'franklin', 'hopper', 'lovelace', 'noether']

/** A harbour with a mole, on which Ada did nothing but review: three pull requests over two years. */
async function harbourWithMole(
  kind: ForgeKind,
  { others = [], open = false }: { readonly others?: readonly string[]; readonly open?: boolean },
) {
  const place = harbour(kind)
  const { world, forge, ada, grace, works, lamp, written } = place
  for (const login of others) addUser(forge, { login, createdAt: '2024-01-01T00:00:00Z' })
  const visibility = open ? 'public' : 'private'
  const mole = addRepository(forge, { path: 'works/mole', ownerId: works.id, visibility })
  const accounts = ['ada', ...others].map((login) => ({ forge: kind, login }))
  const flow = await startFlow({ world, accounts, commands: false })
  const hoursAgo = (hours: number) => new Date(flow.sandbox.now() - hours * 3_600_000).toISOString()
  let number = 1000
  /** Ada's, of a merge of Grace's. */
  const reviewOnMole = (hours: number): PullRequest => {
    number += 1
    const at = hoursAgo(hours)
    const pull = addPullRequest(forge, {
      repositoryId: mole.id,
      number,
      authorId: grace.id,
      createdAt: at,
      mergedAt: at,
    })
    review(forge, pull, ada.id, at)
    return pull
  }
  const onMole = [720, 4800, 16_800].map(reviewOnMole)
  const onLamp = written.find(({ repositoryId }) => repositoryId === lamp.id)
  if (onLamp === undefined) throw new Error('Cannot do without a change of the lamp')
  return {
    ...place,
    flow,
    mole,
    onMole,
    reviewOnMole,
    hoursAgo,
    /** A sign of life on her own work, which is no review. */
    stir: (hours = 1) => remark(forge, onLamp, ada.id, hoursAgo(hours)),
    reviewed: () => flow.section().totals.reviewed,
  }
}

describe.each(forgeKinds)('%s', (kind) => {
  test.each(['active', 'idle'])(
    'a project that opens in which the person only reviewed is told within a day (%s)',
    async (how) => {
      const { flow, forge, mole, stir, reviewed } = await harbourWithMole(kind, {})
      await flow.sync()
      flow.advance(86_400)
      await flow.sync()
      expectTruth(flow)

      setVisibility(forge, mole.id, 'public')
      flow.advance(86_400)
      if (how === 'active') stir()
      const result = await flow.sync()

      expect(result.outcome).toBe('completed')
      expectTruth(flow)
      expect(reviewed()).toEqual({ value: 15, atLeast: false })

      // Once is enough.
      flow.advance(86_400)
      await flow.sync()
      expect(flow.requests()).toBeLessThanOrEqual(4)
    },
  )

  test('a project that opens in which one of many only reviewed is told within a day', async () => {
    const place = await harbourWithMole(kind, { others: crowd })
    const { flow, forge, mole, stir } = place
    await flow.sync()
    setVisibility(forge, mole.id, 'public')
    flow.advance(86_400)
    stir()
    await flow.sync()

    expectTruth(flow)
    expect(place.reviewed()).toEqual({ value: 15, atLeast: false })
  })

  test.each([
    ['active', 'alone', 3],
    ['idle', 'alone', 3],
    ['active', 'in a crowd', 3],
    ['idle', 'in a crowd', 3],
    ['active', 'alone', 18],
    ['idle', 'in a crowd', 18],
  ])(
    'reviews given while a known project was hidden are found when it opens again (%s, %s, %d days)',
    async (how, where, days) => {
      const others = where === 'alone' ? [] : crowd
      const place = await harbourWithMole(kind, { others, open: true })
      const { flow, forge, ada, mole, onMole, reviewOnMole, hoursAgo, stir, reviewed } = place
      await flow.sync()
      setVisibility(forge, mole.id, 'private')
      for (let day = 0; day < days; day++) {
        flow.advance(86_400)
        if (day < 2) {
          reviewOnMole(6)
          for (const pull of onMole) remark(forge, pull, ada.id, hoursAgo(5))
        }
        await flow.sync()
      }
      expectTruth(flow)
      expect(reviewed()).toEqual({ value: 12, atLeast: false })

      setVisibility(forge, mole.id, 'public')
      flow.advance(86_400)
      if (how === 'active') stir()
      const result = await flow.sync()

      expect(result.outcome).toBe('completed')
      expectTruth(flow)
      expect(reviewed()).toEqual({ value: 17, atLeast: false })
    },
  )
})

describe('gitlab', () => {
  /** As someone who has said so much elsewhere that the newest events show nothing of the mole. */
  async function talkative() {
    const place = await harbourWithMole('gitlab', {})
    for (let count = 0; count < 150; count++) place.stir(10 + count)
    await place.flow.sync()
    return place
  }

  test.each(['active', 'idle'])(
    'a project that opens is told within a day, however much happened since (%s)',
    async (how) => {
      const { flow, forge, mole, stir } = await talkative()
      setVisibility(forge, mole.id, 'public')
      flow.advance(3 * 86_400)
      if (how === 'active') for (let count = 0; count < 130; count++) stir(1 + count / 10)
      await flow.sync()

      expectTruth(flow)
    },
  )

  test('a project that opens in which one of many only reviewed who is idle is told within a week', async () => {
    const { flow, forge, mole } = await harbourWithMole('gitlab', { others: crowd })
    await flow.sync()
    setVisibility(forge, mole.id, 'public')
    for (let day = 0; day < 7; day++) {
      flow.advance(86_400)
      await flow.sync()
    }

    expectTruth(flow)
  })

  test('a project that opens while everything is read is told by the next run', async () => {
    const { flow, forge, mole, stir, reviewed } = await talkative()
    flow.sandbox.faults.push({
      match: ({ query }) => query.get('action') === 'commented' && query.get('page') === '2',
      fault: { kind: 'mutate', change: () => setVisibility(forge, mole.id, 'public') },
    })
    flow.advance(86_400)
    await flow.sync({ full: true })
    expect([mole.visibility, reviewed().value]).toEqual(['public', 12])
    flow.advance(86_400)
    stir()
    await flow.sync()

    expectTruth(flow)
  })

  test('what is told of and not shown is looked into once a day', async () => {
    const { flow, forge, ada, lamp, mole, hoursAgo } = await talkative()
    const conceal = () =>
      addNote(forge, {
        repositoryId: lamp.id,
        authorId: ada.id,
        createdAt: hoursAgo(0.5),
        hidden: true,
      })
    flow.advance(3600)
    conceal()
    await flow.sync()
    const soon = flow.requests()
    flow.advance(86_400)
    conceal()
    setVisibility(forge, mole.id, 'public')
    await flow.sync()
    const dayLater = flow.requests()

    expect(soon).toBeLessThanOrEqual(2)
    expect(dayLater).toBeGreaterThan(soon + 3)
    expectTruth(flow)
  })

  test('a reading of what opened that breaks off says so, and the next run makes it good', async () => {
    const { flow, forge, mole, reviewOnMole } = await harbourWithMole('gitlab', {
      others: crowd,
      open: true,
    })
    await flow.sync()
    setVisibility(forge, mole.id, 'private')
    for (let day = 0; day < 4; day++) {
      flow.advance(86_400)
      if (day === 0) reviewOnMole(6)
      await flow.sync()
    }
    setVisibility(forge, mole.id, 'public')
    flow.advance(86_400)
    const match = { forge: 'gitlab', path: /events/ } as const
    flow.sandbox.faults.push({ match: { ...match, from: 1 }, fault: { kind: 'html' } })
    const broken = await flow.sync()
    const told = place(broken)
    flow.sandbox.faults.splice(0)
    const mended = await flow.sync()

    expect(broken.outcome).toBe('partial')
    expect(told).toMatchObject({ complete: false })
    expect(mended.outcome).toBe('completed')
    expectTruth(flow)
  })
})

function place(result: Awaited<ReturnType<Awaited<ReturnType<typeof startFlow>>['sync']>>) {
  return result.accounts[0]?.streams.find(({ stream }) => stream === 'reviews')
}
