import { describe, expect, test } from 'vitest'
import { addPullRequest, addRepository, addReview, addUser } from '../../sandbox/build.ts'
import type { Request } from '../../sandbox/exchange.ts'
import type { Fault, FaultRule } from '../../sandbox/faults/rules.ts'
import {
  deleteAccount,
  deletePullRequest,
  deleteRepository,
  deleteReview,
  dismissReview,
  editPullRequest,
  editRepository,
  editReview,
  mergePullRequest,
  renameLogin,
  renameRepository,
  setProfilePrivate,
  setVisibility,
} from '../../sandbox/mutate.ts'
import { type ForgeWorld, touch } from '../../sandbox/world.ts'
import { type Flow, only, reasons, startFlow, stream } from './flow.ts'
import { ago, busyVillage, type Village, village } from './village.ts'

describe('merged pull requests', () => {
  test('five changes cost at most two requests', async () => {
    const place = busyVillage(20, 10)
    const flow = await startFlow({ world: place.world })
    await flow.sync()
    flow.clock.advance(6 * 3600)
    for (const hours of [-1, -2, -3]) place.merge(ago(place.world, hours))
    place.review(ago(place.world, -4))
    place.review(ago(place.world, -5))

    const result = await flow.sync()

    expect(result.outcome).toBe('completed')
    expect(stream(result, 'pull-requests')).toMatchObject({ new: 3, stored: 23, complete: true })
    expect(stream(result, 'reviews')).toMatchObject({ new: 2, stored: 12, complete: true })
    expect(result.requests).toBeLessThanOrEqual(2)
  })

  test('a late merge of an old one is found', async () => {
    const place = busyVillage()
    const old = addPullRequest(place.world.github, {
      repositoryId: place.well.id,
      number: 900,
      authorId: place.ada.id,
      createdAt: ago(place.world, 9000),
    })
    const flow = await startFlow({ world: place.world })
    await flow.sync()
    flow.clock.advance(3600)
    mergePullRequest(flow.forge, old.id, ago(place.world, -0.5))

    const result = await flow.sync()

    expect(stream(result, 'pull-requests')).toMatchObject({ new: 1, stored: 4, hostTotal: 4 })
  })

  test('an edit is found', async () => {
    const place = busyVillage()
    const flow = await startFlow({ world: place.world })
    await flow.sync()
    flow.clock.advance(3600)
    const [pull] = flow.forge.pullRequests.values()
    editPullRequest(flow.forge, pull?.id ?? 0, { title: 'A new title' }, ago(place.world, -0.5))

    const result = await flow.sync()

    expect(stream(result, 'pull-requests')).toMatchObject({ new: 0, changed: 1 })
    expect(flow.merged().map(({ title }) => title)).toContain('A new title')
  })

  test('110 merges in the same second across a page border are all read', async () => {
    const place = village()
    for (let index = 0; index < 110; index++) place.merge('2026-06-01T10:00:00Z')
    const flow = await startFlow({ world: place.world })

    const first = await flow.sync()
    const second = await flow.sync()

    expect(stream(first, 'pull-requests')).toMatchObject({ stored: 110, complete: true })
    expect(stream(second, 'pull-requests')).toMatchObject({ new: 0, stored: 110, complete: true })
  })

  test('a merged one without a merge time is stored', async () => {
    const place = busyVillage()
    place.merge(ago(place.world, 30), { mergedAt: null, state: 'merged' })
    const flow = await startFlow({ world: place.world })

    const result = await flow.sync()

    expect(stream(result, 'pull-requests')).toMatchObject({ stored: 4, complete: true })
  })

  test.each([
    ['overlap', 1],
    ['skip', -1],
  ])('pages that %s because the list shifted leave nothing out', async (_, by) => {
    const place = busyVillage(160, 0)
    const faults = [
      { match: { forge: 'github' as const, from: 1 }, fault: { kind: 'shifted' as const, by } },
    ]
    const flow = await startFlow({ world: place.world, faults })

    const broken = await flow.sync()
    flow.sandbox.faults.length = 0
    const whole = await flow.sync()

    const { complete, stored } = stream(broken, 'pull-requests')
    expect(stored === 160 || !complete).toBe(true)
    expect(stream(whole, 'pull-requests')).toMatchObject({ stored: 160, complete: true })
  })

  test('a deleted one and those of a deleted repository are marked gone, not dropped', async () => {
    const place = busyVillage(5, 0)
    const mill = addRepository(place.world.github, {
      path: 'village/mill',
      ownerId: place.grace.id,
    })
    place.merge(ago(place.world, 30), { repositoryId: mill.id })
    const flow = await startFlow({ world: place.world })
    await flow.sync()
    flow.clock.advance(3600)
    const [pull] = flow.forge.pullRequests.values()
    deletePullRequest(flow.forge, pull?.id ?? 0)
    deleteRepository(flow.forge, mill.id)

    const result = await flow.sync()

    expect(result.outcome).toBe('completed')
    expect(stream(result, 'pull-requests')).toMatchObject({
      stored: 4,
      hostTotal: 4,
      complete: true,
    })
    const gone = flow.store.facts.pullRequests([1]).filter((fact) => fact.gone)
    expect(gone).toHaveLength(2)
  })

  test('a repository made private takes its pull requests away, and brings them back', async () => {
    const place = busyVillage(5, 0)
    const mill = addRepository(place.world.github, {
      path: 'village/mill',
      ownerId: place.grace.id,
    })
    place.merge(ago(place.world, 30), { repositoryId: mill.id })
    const flow = await startFlow({ world: place.world })
    await flow.sync()
    setVisibility(flow.forge, mill.id, 'private')
    const away = await flow.sync()
    setVisibility(flow.forge, mill.id, 'public')
    const back = await flow.sync()

    expect(stream(away, 'pull-requests')).toMatchObject({ stored: 5, complete: true })
    expect(stream(back, 'pull-requests')).toMatchObject({ stored: 6, complete: true })
  })

  test('none at all after some is unknown, not deletion', async () => {
    const place = busyVillage()
    const flow = await startFlow({ world: place.world })
    await flow.sync()
    setVisibility(flow.forge, place.well.id, 'private')

    const result = await flow.sync()

    expect(reasons(result, 'pull-requests')).toEqual(['unknown'])
    expect(stream(result, 'pull-requests')).toMatchObject({ stored: 3, complete: false })
    expect(only(result).outcome).toBe('partial')
  })

  test('those behind single sign-on leave a gap that later runs keep', async () => {
    const place = busyVillage(60, 0)
    const mill = addRepository(place.world.github, {
      path: 'village/mill',
      ownerId: place.grace.id,
    })
    place.merge(ago(place.world, 300), { repositoryId: mill.id })
    editRepository(place.world.github, mill.id, { saml: true })
    const flow = await startFlow({ world: place.world })

    const first = await flow.sync()
    const second = await flow.sync()
    editRepository(flow.forge, mill.id, { saml: false })
    const third = await flow.sync()

    expect(reasons(first, 'pull-requests')).toContain('forbidden')
    expect(reasons(second, 'pull-requests')).toContain('forbidden')
    expect(second.requests).toBeLessThanOrEqual(3)
    expect(stream(third, 'pull-requests')).toMatchObject({ stored: 61, complete: true })
  })

  test('a deleted author is nobody', async () => {
    const place = busyVillage()
    const flow = await startFlow({ world: place.world })
    deleteAccount(flow.forge, place.grace.id)

    const result = await flow.sync()

    expect(stream(result, 'reviews')).toMatchObject({ stored: 2, complete: true })
  })
})

describe('reviews', () => {
  test('one on an old pull request, and a second one, are found', async () => {
    const place = busyVillage(1, 1)
    const old = place.merge(ago(place.world, 9000), { authorId: place.grace.id })
    const flow = await startFlow({ world: place.world })
    await flow.sync()
    flow.clock.advance(3600)
    const reviewed = [...flow.forge.reviews.values()][0]?.pullRequestId ?? 0
    for (const pullRequestId of [old.id, reviewed]) {
      addReview(flow.forge, { pullRequestId, authorId: place.ada.id, at: ago(place.world, -0.5) })
    }

    const result = await flow.sync()

    expect(stream(result, 'reviews')).toMatchObject({ new: 2, stored: 2, complete: true })
    expect(flow.reviews()).toHaveLength(3)
  })

  test('an edit and a dismissal of the last days are found', async () => {
    const place = busyVillage(1, 0)
    const one = place.review(ago(place.world, 30))
    const two = place.review(ago(place.world, 40))
    const flow = await startFlow({ world: place.world })
    await flow.sync()
    flow.clock.advance(3600)
    editReview(flow.forge, one.review.id, { body: 'With words' }, ago(place.world, -0.5))
    dismissReview(flow.forge, two.review.id, ago(place.world, -0.5))

    const result = await flow.sync()

    expect(stream(result, 'reviews')).toMatchObject({ new: 0, changed: 2 })
    expect(
      flow
        .reviews()
        .map(({ verdict }) => verdict)
        .sort(),
    ).toEqual(['approved', 'dismissed'])
  })

  test('a count that sinks though nothing is gone is looked into once', async () => {
    const place = busyVillage(1, 0)
    for (const hours of [100, 200, 300]) place.review(ago(place.world, 24 * hours))
    const flow = await startFlow({ world: place.world })
    await flow.sync()
    flow.sandbox.faults.push({ match: {}, fault: { kind: 'search-lag', newest: 1 } })

    const requests = []
    for (const hours of [1, 1, 8, 8]) {
      flow.clock.advance(hours * 3600)
      const result = await flow.sync()
      expect(stream(result, 'reviews')).toMatchObject({ stored: 3, hostTotal: 2, complete: true })
      requests.push(result.requests)
    }

    expect(requests).toEqual([3, 1, 1, 1])
  })

  describe('a count that is another one for a single answer', () => {
    const reviewed = 60
    const answers: FaultRule['match'] = ({ operations }) =>
      operations.some(({ query }) => query.includes('issueCount'))
    const flicker = (flow: Flow, by: number) =>
      flow.sandbox.faults.push({ match: answers, times: 1, fault: { kind: 'search-count', by } })
    async function wellKnown(): Promise<{ readonly place: Village; readonly flow: Flow }> {
      const place = busyVillage(1, 0)
      for (let days = 0; days < reviewed; days++) place.review(ago(place.world, 24 * (30 + days)))
      const flow = await startFlow({ world: place.world })
      await flow.sync()
      flow.clock.advance(3600)
      return { place, flow }
    }

    test.each([
      ['one fewer', -1],
      ['a third fewer', -20],
      ['none at all', -reviewed],
      ['one more', 1],
    ])('is asked for once more: %s', async (_, by) => {
      const { flow } = await wellKnown()
      flicker(flow, by)

      const first = await flow.sync()
      flow.clock.advance(3600)
      const later = await flow.sync()

      for (const result of [first, later]) {
        expect(result.outcome).toBe('completed')
        expect(stream(result, 'reviews')).toMatchObject({ stored: reviewed, hostTotal: reviewed })
      }
      expect([first.requests, later.requests]).toEqual([2, 1])
    })

    test('makes no gap of a reading of everything', async () => {
      const { flow } = await wellKnown()
      flicker(flow, 1)

      const result = await flow.sync({ full: true })

      expect(stream(result, 'reviews')).toMatchObject({ hostTotal: reviewed, complete: true })
    })

    test('does not hide what is gone', async () => {
      const { place, flow } = await wellKnown()
      deleteReview(flow.forge, [...place.world.github.reviews.keys()][0] ?? 0)
      flicker(flow, -1)

      const result = await flow.sync()

      expect(stream(result, 'reviews')).toMatchObject({ stored: 59, hostTotal: 59, complete: true })
    })
  })

  describe('the dismissal of a review of long ago', () => {
    const old = 24 * 300
    const verdictsOf = (flow: Flow) =>
      flow
        .reviews()
        .map(({ verdict }) => verdict)
        .sort()

    test('is found at once, in the request that is sent anyway and one that asks for its comments', async () => {
      const place = busyVillage(1, 0)
      const [one] = [old, old + 1, old + 2].map((hours) => place.review(ago(place.world, hours)))
      const flow = await startFlow({ world: place.world })
      await flow.sync()
      flow.clock.advance(3600)
      dismiss(flow.forge, one, ago(place.world, -0.5))

      const result = await flow.sync()

      expect(verdictsOf(flow)).toEqual(['approved', 'approved', 'dismissed'])
      expect(stream(result, 'reviews')).toMatchObject({ changed: 1, complete: true })
      expect(result.requests).toBe(2)
      expect((await flow.sync()).requests).toBe(1)
    })

    test('is found behind many others that changed later', async () => {
      const place = busyVillage(1, 0)
      const all = Array.from({ length: 60 }, (_, hours) =>
        place.review(ago(place.world, old + hours)),
      )
      const flow = await startFlow({ world: place.world })
      await flow.sync()
      flow.clock.advance(3600)
      for (const { pull } of all) editPullRequest(flow.forge, pull.id, {}, ago(place.world, -0.5))
      dismiss(flow.forge, all[30], ago(place.world, -0.1))

      await flow.sync()

      expect(verdictsOf(flow)).toContain('dismissed')
    })

    test('is found once search knows of it', async () => {
      const place = busyVillage(1, 0)
      const [one] = [old, old + 1].map((hours) => place.review(ago(place.world, hours)))
      const flow = await startFlow({ world: place.world })
      flow.sandbox.faults.push({ match: {}, fault: { kind: 'search-lag', newest: 1 } })
      await flow.sync()
      flow.clock.advance(3600)
      dismiss(flow.forge, one, ago(place.world, -0.5))
      await flow.sync()
      const late = verdictsOf(flow)
      flow.sandbox.faults.length = 0
      flow.clock.advance(12 * 3600)
      await flow.sync()

      expect([late, verdictsOf(flow)]).toEqual([
        ['approved', 'approved'],
        ['approved', 'dismissed'],
      ])
    })

    test('is found among many people', async () => {
      const place = busyVillage(1, 0)
      const one = place.review(ago(place.world, old))
      const others = ['b', 'c', 'd', 'e'].map(
        (login) => addUser(place.world.github, { login }).login,
      )
      const flow = await startFlow({ world: place.world, logins: ['ada', ...others] })
      await flow.sync()
      const idle = await flow.sync()
      flow.clock.advance(3600)
      dismiss(flow.forge, one, ago(place.world, -0.5))
      await flow.sync()

      expect(idle.requests).toBe(1)
      expect(verdictsOf(flow)).toEqual(['dismissed'])
    })

    test('is found by the weekly full reading where the pull request did not move', async () => {
      const place = busyVillage(1, 0)
      const one = place.review(ago(place.world, old))
      const flow = await startFlow({ world: place.world })
      await flow.sync()
      flow.clock.advance(3600)
      dismissReview(flow.forge, one.review.id, ago(place.world, -0.5))
      await flow.sync()
      const before = verdictsOf(flow)
      flow.clock.advance(7 * 86_400)
      await flow.sync()

      expect([before, verdictsOf(flow)]).toEqual([['approved'], ['dismissed']])
    })

    /** The dismissal stands in the pull request's conversation. */
    function dismiss(
      forge: ForgeWorld,
      given: ReturnType<Village['review']> | undefined,
      at: string,
    ) {
      if (given === undefined) throw new Error('Cannot dismiss nothing')
      dismissReview(forge, given.review.id, at)
      editPullRequest(forge, given.pull.id, {}, at)
    }
  })

  test('more than ten on one pull request are all read', async () => {
    const place = busyVillage(1, 0)
    const { pull } = place.review(ago(place.world, 90))
    for (let count = 0; count < 130; count++) {
      addReview(place.world.github, {
        pullRequestId: pull.id,
        authorId: place.ada.id,
        at: ago(place.world, 80 - count / 10),
      })
    }
    const flow = await startFlow({ world: place.world })

    const result = await flow.sync()

    expect(flow.reviews()).toHaveLength(131)
    expect(stream(result, 'reviews')).toMatchObject({ stored: 1, complete: true })
  })

  test('a cursor refused on the way through them is told as that, and they are read with the next run', async () => {
    const place = busyVillage(1, 0)
    const { pull } = place.review(ago(place.world, 90))
    for (let count = 0; count < 130; count++) {
      addReview(place.world.github, {
        pullRequestId: pull.id,
        authorId: place.ada.id,
        at: ago(place.world, 80 - count / 10),
      })
    }
    const refused: Fault = {
      kind: 'words',
      status: 200,
      words: '`old` does not appear to be a valid cursor.',
      type: 'INVALID_CURSOR_ARGUMENTS',
    }
    const goesOn = ({ operations }: Request) =>
      operations.some(
        ({ variables }) => 'q0_pull' in variables && typeof variables['q0_after'] === 'string',
      )
    const flow = await startFlow({
      world: place.world,
      faults: [{ match: goesOn, fault: refused }],
    })

    const failed = await flow.sync()
    expect(stream(failed, 'reviews').complete).toBe(false)
    expect(only(failed).failure).toMatchObject({
      kind: 'protocol',
      message: expect.stringMatching(/^Cannot read .*: the server does not know the cursor/),
    })

    expect(stream(await flow.sync(), 'reviews')).toMatchObject({ stored: 1, complete: true })
    expect(flow.reviews()).toHaveLength(131)
  })

  test('drafts never count', async () => {
    const place = busyVillage(1, 0)
    place.review(ago(place.world, 30), { state: 'PENDING' })
    const flow = await startFlow({ world: place.world })

    await flow.sync()

    expect(flow.reviews()).toEqual([])
  })

  test('replies on a pull request of one’s own are no reviews given', async () => {
    const place = busyVillage(1, 1)
    const own = place.merge(ago(place.world, 30))
    addReview(place.world.github, {
      pullRequestId: own.id,
      authorId: place.ada.id,
      at: ago(place.world, 31),
    })
    const flow = await startFlow({ world: place.world })

    const result = await flow.sync()

    expect(stream(result, 'reviews')).toMatchObject({ stored: 1, complete: true })
    expect(flow.reviews()).toHaveLength(1)
  })
})

describe('names', () => {
  test('a renamed login goes on under its number, with a warning', async () => {
    const place = busyVillage()
    const flow = await startFlow({ world: place.world })
    await flow.sync()
    flow.clock.advance(3600)
    renameLogin(flow.forge, place.ada.id, 'ada-now')
    place.review(ago(place.world, -0.5))

    const result = await flow.sync()

    expect(result.outcome).toBe('completed')
    expect(flow.warnings.join()).toContain('`ada-now`')
    expect(stream(result, 'pull-requests')).toMatchObject({ new: 0, stored: 3, complete: true })
    expect(stream(result, 'reviews')).toMatchObject({ new: 1, stored: 3, complete: true })
  })

  test('a login in another case is no new name', async () => {
    const place = busyVillage()
    const flow = await startFlow({ world: place.world, logins: ['Ada'] })
    await flow.sync()

    const result = await flow.sync()

    expect(flow.warnings).toEqual([])
    expect(result.requests).toBe(1)
    expect(result.outcome).toBe('completed')
  })

  test('nobody inherits a freed login', async () => {
    const place = busyVillage()
    const flow = await startFlow({ world: place.world })
    await flow.sync()
    renameLogin(flow.forge, place.ada.id, 'ada-now')
    addUser(flow.forge, { login: 'ada' })

    const result = await flow.sync()

    expect(only(result).failure?.kind).toBe('identity')
  })

  test('a configured number that is not the login’s is refused', async () => {
    const place = busyVillage()
    const flow = await startFlow({ world: place.world, ids: { ada: '999' } })

    const result = await flow.sync()

    expect(only(result).failure?.kind).toBe('identity')
    expect(flow.merged()).toEqual([])
  })

  test('a login nobody has fails that account only', async () => {
    const place = busyVillage()
    const flow = await startFlow({ world: place.world, logins: ['nobody', 'ada', 'village'] })

    const result = await flow.sync()

    expect(result.accounts.map(({ failure }) => failure?.kind)).toEqual([
      'not-found',
      undefined,
      'not-found',
    ])
    expect(flow.merged('ada')).toHaveLength(3)
  })

  test('an account deleted since keeps its rows', async () => {
    const place = busyVillage()
    const flow = await startFlow({ world: place.world })
    await flow.sync()
    deleteAccount(flow.forge, place.ada.id)

    const result = await flow.sync()

    expect(only(result).failure?.kind).toBe('not-found')
    expect(flow.merged()).toHaveLength(3)
  })

  test('a repository renamed or moved stays one', async () => {
    const place = busyVillage()
    const flow = await startFlow({ world: place.world })
    await flow.sync()
    flow.clock.advance(25 * 3600)
    renameRepository(flow.forge, place.well.id, 'grace/spring', place.grace.id)

    const result = await flow.sync()

    expect(stream(result, 'pull-requests')).toMatchObject({ new: 0, stored: 3, complete: true })
    expect(new Set(flow.merged().map(({ repository }) => repository))).toEqual(
      new Set(['grace/spring']),
    )
  })
})

describe('a profile made private', () => {
  test('search still tells the reviews, and the gap says why they may not be all', async () => {
    const place = busyVillage(3, 4)
    const flow = await startFlow({ world: place.world })
    setProfilePrivate(flow.forge, place.ada.id, true)

    const result = await flow.sync()

    expect(reasons(result, 'reviews')).toEqual(['profile-private'])
    expect(stream(result, 'reviews')).toMatchObject({ stored: 4, hostTotal: 4 })
    expect(result.outcome).toBe('completed')
  })

  test('what was stored stays, news still come, and nothing of it ends when it opens again', async () => {
    const place = busyVillage(3, 4)
    const flow = await startFlow({ world: place.world })
    await flow.sync()
    setProfilePrivate(flow.forge, place.ada.id, true)
    flow.clock.advance(3600)
    place.review(ago(place.world, -0.5))
    const closed = await flow.sync()
    setProfilePrivate(flow.forge, place.ada.id, false)
    const open = await flow.sync()

    expect(reasons(closed, 'reviews')).toEqual(['profile-private'])
    expect(stream(closed, 'reviews')).toMatchObject({ new: 1, stored: 5 })
    expect(closed.requests).toBeLessThanOrEqual(3)
    expect(stream(open, 'reviews')).toMatchObject({ stored: 5, complete: true })
  })
})

test('a search index that lags takes nothing away', async () => {
  const place = busyVillage(3, 6)
  const faults = [
    { match: { forge: 'github' as const }, fault: { kind: 'search-lag' as const, newest: 4 } },
  ]
  const flow = await startFlow({ world: place.world, faults })

  const result = await flow.sync()

  expect(stream(result, 'reviews')).toMatchObject({ stored: 6, hostTotal: 2, complete: true })
})

test('own repositories are read once a day, with those contributed to', async () => {
  const place = busyVillage()
  const own = addRepository(place.world.github, {
    path: 'ada/garden',
    ownerId: place.ada.id,
    stars: 3,
  })
  const flow = await startFlow({ world: place.world })
  const first = await flow.sync()
  own.stars = 7
  touch(flow.forge)
  flow.clock.advance(3600)
  const sameDay = await flow.sync()
  flow.clock.advance(24 * 3600)
  const nextDay = await flow.sync()

  expect(stream(first, 'repositories')).toMatchObject({ stored: 1, hostTotal: 1, complete: true })
  expect(sameDay.requests).toBe(1)
  expect(nextDay.requests).toBe(2)
  expect(flow.store.facts.repositories([1]).find(({ own }) => own)?.stars).toBe(7)
})
