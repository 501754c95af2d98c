import { describe, expect, test } from 'vitest'
import { forgeKinds } from '../../src/forge/kinds.ts'
import type { SyncResult } from '../../src/sync/sync.ts'
import { addPullRequest, addRepository } from '../sandbox/build.ts'
import { generatedWorld } from '../sandbox/generated.ts'
import { mergePullRequest, setVisibility } from '../sandbox/mutate.ts'
import { changeFive } from '../support/five-changes.ts'
import { startFlow } from '../support/flow.ts'
import { daysBefore, harbour, review } from '../support/harbour.ts'
import { expectHonesty, expectTruth } from '../support/truth.ts'

/** What came after the last good pass lies in the gap of the run that failed, whichever of both clocks is wrong. */
const hours = 3600

const cases = [
  { what: 'our clock is five hours ahead', ahead: 5 * hours, dated: 0 },
  { what: 'our clock is five hours behind', ahead: -5 * hours, dated: 0 },
  { what: 'the server dates its answers five hours ahead', ahead: 0, dated: 5 * hours },
  { what: 'the server dates its answers five hours behind', ahead: 0, dated: -5 * hours },
] as const

describe.each(forgeKinds)('%s', (kind) => {
  test.each(cases)(
    '$what: a failed run leaves no hole before its gap',
    async ({ ahead, dated }) => {
      const { world, forge, ada, open, reviewable } = harbour(kind)
      const flow = await startFlow({
        world,
        accounts: [{ forge: kind, login: 'ada' }],
        commands: false,
        ahead,
      })
      if (dated !== 0) {
        flow.sandbox.faults.push({
          match: { forge: kind },
          fault: { kind: 'wrong-clock', by: dated },
        })
      }
      expect((await flow.sync()).outcome).toBe('completed')
      flow.advance(2 * hours)
      const at = new Date(flow.sandbox.now() - 60_000).toISOString()
      mergePullRequest(forge, open[0]?.id ?? 0, at)
      review(forge, reviewable, ada.id, at)
      flow.sandbox.faults.push({ match: { forge: kind, from: 1 }, fault: { kind: 'html' } })

      const failed = await flow.sync()

      expect(failed.outcome).not.toBe('completed')
      const streams = failed.accounts[0]?.streams.filter(({ gaps }) => gaps.length > 0)
      expect(streams?.map(({ stream }) => stream)).toEqual(
        expect.arrayContaining(['pull-requests', 'reviews']),
      )
      expectHonesty(flow, failed)

      flow.sandbox.faults.splice(0)
      flow.advance(hours)
      expect((await flow.sync()).outcome).toBe('completed')
      expectTruth(flow)
    },
  )
})

const days = 24 * hours

const wrongDates = [-2, -3, -30, -500, -20_000, 3, 30, 500, 100_000].map((off) => ({
  off,
  way: off < 0 ? `${-off} days behind` : `${off} days ahead`,
}))

describe.each(forgeKinds)('%s', (kind) => {
  test.each(wrongDates)(
    'the server dates its answers $way: what was reviewed an hour ago is no less there',
    async ({ off }) => {
      const { world, forge, ada, reviewable } = harbour(kind)
      const flow = await startFlow({
        world,
        accounts: [{ forge: kind, login: 'ada' }],
        commands: false,
        faults: [{ match: { forge: kind }, fault: { kind: 'wrong-clock', by: off * days } }],
      })
      review(forge, reviewable, ada.id, new Date(flow.sandbox.now() - hours * 1000).toISOString())

      expect((await flow.sync()).outcome).toBe('completed')

      expectTruth(flow)
      flow.sandbox.faults.splice(0)
      flow.advance(hours)
      expect((await flow.sync()).outcome).toBe('completed')
      expectTruth(flow)
    },
  )
})

test.each([
  { days: 20, people: 1 },
  { days: 60, people: 1 },
  { days: 60, people: 6 },
])(
  'one answer dated $days days ahead hides no review given later, of $people people',
  async ({ days, people }) => {
    const world = generatedWorld({
      seed: 2,
      people,
      pullRequests: 2,
      reviews: 4,
      years: 2,
      forges: ['github'],
    })
    const logins = Array.from({ length: people }, (_, index) => `person-${index + 1}`)
    const flow = await startFlow({
      world,
      accounts: logins.map((login) => ({ forge: 'github', login })),
      commands: false,
    })
    flow.sandbox.faults.push({
      match: { forge: 'github' },
      times: 1,
      fault: { kind: 'wrong-clock', by: days * 24 * hours },
    })
    expect((await flow.sync()).outcome).toBe('completed')

    flow.advance(48 * hours)
    changeFive(world.github, flow.sandbox.now())
    flow.sandbox.faults.splice(0)
    // Search is late with them: only the contribution windows tell.
    flow.sandbox.faults.push({
      match: { forge: 'github' },
      fault: { kind: 'search-lag', newest: 5 },
    })

    const later = await flow.sync()

    expect(later.outcome).toBe('completed')
    expectTruth(flow)
  },
)

test.each([1300, 5000])(
  'answers of GitLab dated %d days ahead do not make what is shown seem lost',
  async (ahead) => {
    const { world } = harbour('gitlab')
    const flow = await startFlow({
      world,
      accounts: [{ forge: 'gitlab', login: 'ada' }],
      commands: false,
      faults: [{ match: { forge: 'gitlab' }, fault: { kind: 'wrong-clock', by: ahead * days } }],
    })

    const result = await flow.sync()

    expect(reviewsOf(result)).toMatchObject({ complete: true, gaps: [] })
    expectTruth(flow)
  },
)

test('what seemed lost by a clock of GitLab that was ahead is proven by the next run', async () => {
  const { world, forge, ada, reviewable } = harbour('gitlab')
  const flow = await startFlow({
    world,
    accounts: [{ forge: 'gitlab', login: 'ada' }],
    commands: false,
    faults: [{ match: { forge: 'gitlab' }, fault: { kind: 'wrong-clock', by: 500 * days } }],
  })
  expect(reviewsOf(await flow.sync())).toMatchObject({ complete: false })

  flow.sandbox.faults.splice(0)
  flow.advance(hours)
  review(forge, reviewable, ada.id, new Date(flow.sandbox.now() - 60_000).toISOString())

  expect(reviewsOf(await flow.sync())).toMatchObject({ complete: true, gaps: [] })
  expectTruth(flow)
})

test.each([-30, -500, 1300])(
  'a project on GitLab that opens is told within a day, though answers were dated %d days off',
  async (off) => {
    const { world, forge, ada, grace, works } = harbour('gitlab')
    const mole = addRepository(forge, {
      path: 'works/mole',
      ownerId: works.id,
      visibility: 'private',
    })
    const at = daysBefore(world, 40)
    const hidden = addPullRequest(forge, {
      repositoryId: mole.id,
      number: 1000,
      authorId: grace.id,
      createdAt: at,
      mergedAt: at,
    })
    review(forge, hidden, ada.id, at)
    const flow = await startFlow({
      world,
      accounts: [{ forge: 'gitlab', login: 'ada' }],
      commands: false,
    })
    const wrong = {
      match: { forge: 'gitlab' },
      fault: { kind: 'wrong-clock', by: off * days },
    } as const
    // A clock that is ahead spoils what the first run leaves, one that is behind what the next one makes of it.
    if (off > 0) flow.sandbox.faults.push(wrong)
    await flow.sync()
    flow.sandbox.faults.splice(0)
    if (off < 0) flow.sandbox.faults.push(wrong)
    setVisibility(forge, mole.id, 'public')
    flow.advance(24 * hours)

    expect((await flow.sync()).outcome).toBe('completed')

    expectTruth(flow)
  },
)

function reviewsOf(result: SyncResult) {
  return result.accounts[0]?.streams.find(({ stream }) => stream === 'reviews')
}
