import { describe, expect, test } from 'vitest'
import { forgeKinds } from '../../src/forge/kinds.ts'
import type { SyncResult } from '../../src/sync/sync.ts'
import { pullUrl } from '../sandbox/addresses.ts'
import { addPullRequest, addRepository, addReview, addUser } from '../sandbox/build.ts'
import {
  deleteAccount,
  deleteNote,
  deletePullRequest,
  deleteRepository,
  deleteReview,
  dismissReview,
  editPullRequest,
  editReview,
  mergePullRequest,
  renameLogin,
  renameRepository,
  setProfilePrivate,
  setVisibility,
} from '../sandbox/mutate.ts'
import { contentsOf } from '../support/contents.ts'
import { startFlow } from '../support/flow.ts'
import { daysBefore, harbour, remark, review } from '../support/harbour.ts'
import { expectTruth, linesOf } from '../support/truth.ts'

/** What may happen on a forge between two syncs. Each time the database must say what the forge's records say. */
function streamOf(result: SyncResult, stream: string) {
  return result.accounts[0]?.streams.find((each) => each.stream === stream)
}

function isGone(row: string): boolean {
  return row.includes('"status":"gone"')
}

function first<Value>(values: readonly Value[]): Value {
  const [value] = values
  if (value === undefined) throw new Error('Cannot do without a first one')
  return value
}

describe.each(forgeKinds)('%s', (kind) => {
  /** A harbour that was synced once. */
  async function synced() {
    const place = harbour(kind)
    const flow = await startFlow({
      world: place.world,
      accounts: [{ forge: kind, login: 'ada' }],
      commands: false,
    })
    const before = await flow.sync()
    expect(before.outcome).toBe('completed')
    expectTruth(flow)
    flow.advance(3600)
    return { ...place, flow, at: new Date(flow.sandbox.now()).toISOString() }
  }

  test('a late merge of an old pull request is found', async () => {
    const { flow, forge, open, at } = await synced()
    mergePullRequest(forge, open.at(-1)?.id ?? 0, at)

    const result = await flow.sync()

    expect(streamOf(result, 'pull-requests')).toMatchObject({ new: 1, complete: true })
    expectTruth(flow)
  })

  test('a review added to an old pull request is found', async () => {
    const { flow, forge, ada, reviewable, at } = await synced()
    review(forge, reviewable, ada.id, at)

    const result = await flow.sync()

    expect(streamOf(result, 'reviews')).toMatchObject({ new: 1, complete: true })
    expectTruth(flow)
  })

  test('a second review of the same pull request is a second row and no second pull request', async () => {
    const { flow, forge, ada, reviewed, at } = await synced()
    remark(forge, reviewed.at(-1) ?? first(reviewed), ada.id, at)

    const result = await flow.sync()

    expect(streamOf(result, 'reviews')).toMatchObject({ new: 1, stored: 12, complete: true })
    expectTruth(flow)
  })

  test('an edited title replaces the old one', async () => {
    const { flow, forge, written, at } = await synced()
    editPullRequest(forge, written.at(-1)?.id ?? 0, { title: 'A better title', additions: 7 }, at)

    const result = await flow.sync()

    expect(streamOf(result, 'pull-requests')).toMatchObject({ new: 0, changed: 1 })
    expectTruth(flow)
  })

  test('a renamed login stays the same person', async () => {
    const { flow, forge, ada, written, at } = await synced()
    renameLogin(forge, ada.id, 'ada-now')
    editPullRequest(forge, first(written).id, { title: 'Written under another name' }, at)

    const result = await flow.sync()

    expect(streamOf(result, 'pull-requests')).toMatchObject({ new: 0, changed: 1, complete: true })
    expectTruth(flow, flow.expected({}, [{ forge: kind, login: 'ada-now' }]))
  })

  test('a login that was renamed before anything was stored is found by the configured number', async () => {
    const { world, forge, ada } = harbour(kind)
    renameLogin(forge, ada.id, 'ada-now')
    const account = { forge: kind, login: 'ada', id: ada.id }
    const flow = await startFlow({ world, accounts: [account], commands: false })

    const result = await flow.sync()

    expect(result.outcome).toBe('completed')
    expect(flow.said.join()).toContain('`ada-now`')
    expectTruth(flow, flow.expected({}, [{ forge: kind, login: 'ada-now' }]))
    expect((await flow.sync()).outcome).toBe('completed')
  })

  test.each([
    ['a number that nobody has', 'ada', 4_711_000],
    ['no number', 'nobody', undefined],
  ])('a login that nobody has, with %s, is not found', async (_, login, id) => {
    const { world, forge, ada } = harbour(kind)
    renameLogin(forge, ada.id, 'ada-now')
    const flow = await startFlow({ world, accounts: [{ forge: kind, login, id }] })

    const result = await flow.sync()

    expect(result.accounts[0]?.failure?.kind).toBe('not-found')
  })

  test('a freed login taken by another brings nothing of theirs', async () => {
    const { flow, forge, ada } = await synced()
    const before = linesOf(flow.exported())
    renameLogin(forge, ada.id, 'ada-now')
    addUser(forge, { login: 'ada', createdAt: '2026-06-14T00:00:00Z' })

    const result = await flow.sync()

    expect(result.accounts[0]?.failure?.kind).toBe('identity')
    for (const stream of ['pull-requests', 'reviews']) {
      expect(streamOf(result, stream)?.complete).toBe(false)
    }
    expect(linesOf(flow.exported())).toEqual(before)
  })

  test('a repository renamed, and one moved to another owner, keep their rows', async () => {
    const { flow, forge, grace, lamp, buoy, open, at } = await synced()
    renameRepository(forge, lamp.id, 'works/lantern')
    renameRepository(forge, buoy.id, 'grace/buoy', grace.id)
    mergePullRequest(forge, first(open).id, at)

    await flow.sync({ full: true })

    expectTruth(flow)
  })

  test('a deleted author is nobody, and what was reviewed stays reviewed', async () => {
    const { flow, forge, grace } = await synced()
    deleteAccount(forge, grace.id)

    const result = await flow.sync({ full: true })

    expect(result.outcome).toBe('completed')
    expectTruth(flow)
  })

  test('an account deleted since is not found, and keeps what it had', async () => {
    const { flow, forge, ada } = await synced()
    const before = linesOf(flow.exported())
    deleteAccount(forge, ada.id)

    const result = await flow.sync()

    expect(result.accounts[0]?.failure?.kind).toBe('not-found')
    expect(linesOf(flow.exported())).toEqual(before)
  })

  test('a profile made private is unknown, not empty: nothing vanishes, and coverage says so', async () => {
    const { flow, forge, ada, reviewable, at } = await synced()
    const before = linesOf(flow.exported())
    review(forge, reviewable, ada.id, at)
    setProfilePrivate(forge, ada.id, true)

    const result = await flow.sync()
    const again = await flow.sync({ full: true })

    const after = linesOf(flow.exported())
    expect(before.filter((line) => !after.includes(line))).toEqual([])
    for (const each of [result, again]) {
      expect(streamOf(each, 'reviews')?.complete).toBe(false)
      expect(streamOf(each, 'reviews')?.gaps.map(({ reason }) => reason)).toContain(
        'profile-private',
      )
    }
    setProfilePrivate(forge, ada.id, false)
    const open = await flow.sync()
    expect(streamOf(open, 'reviews')?.complete).toBe(true)
    expectTruth(flow)
  })

  test('all merged pull requests away are unknown, not deleted: the count gets a plus', async () => {
    const { flow, forge, written } = await synced()
    for (const { id } of written) deletePullRequest(forge, id)

    for (const full of [false, true, false]) {
      const result = await flow.sync({ full })

      expect(streamOf(result, 'pull-requests')).toMatchObject({
        stored: 14,
        hostTotal: 0,
        complete: false,
        gaps: [{ reason: 'unknown' }],
      })
      expect(result.outcome).toBe('partial')
      expect(Buffer.from(flow.document().bytes).toString()).toMatch(/7\+ merged/)
    }
  })

  test('all reviews away are unknown, not deleted: the count gets a plus', async () => {
    const { flow, forge, ada, reviewable, at } = await synced()
    if (kind === 'github') for (const { id } of forge.reviews.values()) deleteReview(forge, id)
    else {
      // GitLab goes on telling of approvals that are gone.
      remark(forge, reviewable, ada.id, at)
      setProfilePrivate(forge, ada.id, true)
    }

    for (const full of [false, true, false]) {
      const result = await flow.sync({ full })

      expect(streamOf(result, 'reviews')).toMatchObject({
        stored: 12,
        complete: false,
        gaps: [{ reason: 'profile-private' }],
      })
      expect(result.outcome).toBe('completed')
      expect(Buffer.from(flow.document().bytes).toString()).toMatch(/6\+ reviewed/)
    }
  })

  test.each([
    ['an ordinary', false],
    ['a full', true],
  ])(
    'a repository made private leaves every public export, and comes back with %s sync when it opens',
    async (_, full) => {
      const { flow, forge, lamp } = await synced()
      setVisibility(forge, lamp.id, 'private')

      flow.advance(86_400)
      await flow.sync()
      expectTruth(flow)

      setVisibility(forge, lamp.id, 'public')
      flow.advance(86_400)
      await flow.sync({ full })
      expectTruth(flow)
    },
  )

  test.each(['active', 'idle'])(
    'reviews in a repository that opens again are back with the run that finds it open (%s)',
    async (how) => {
      const { flow, forge, ada, buoy, written } = await synced()
      setVisibility(forge, buoy.id, 'private')
      flow.advance(86_400)
      await flow.sync({ full: true })
      setVisibility(forge, buoy.id, 'public')
      flow.advance(how === 'idle' ? 3 * 86_400 : 86_400)
      const at = new Date(flow.sandbox.now() - 3_600_000).toISOString()
      const lamp = written.find(({ repositoryId }) => repositoryId !== buoy.id) ?? first(written)
      if (how === 'active') remark(forge, lamp, ada.id, at)
      const result = await flow.sync()

      expect(result.outcome).toBe('completed')
      expectTruth(flow)
    },
  )

  test('an open pull request that a document links is gone once its address leads nowhere', async () => {
    const place = harbour(kind)
    const { world, forge, ada } = place
    const [open] = place.open
    const flow = await startFlow({ world, accounts: [{ forge: kind, login: ada.login }] })
    const links = open === undefined ? [] : [pullUrl(forge, open)]
    await flow.sync({ links })
    deletePullRequest(forge, open?.id ?? 0)
    flow.advance(86_400)
    await flow.sync({ links })

    const row = contentsOf(flow.database)['pull_request']?.find((each) =>
      each.includes(`"forge_id":"${open?.id}"`),
    )
    expect(row).toContain('"status":"gone"')
  })

  test('a pull request deleted by the forge is gone from the counts, its row kept', async () => {
    const { flow, forge, written } = await synced()
    const before = linesOf(flow.exported())
    deletePullRequest(forge, first(written).id)

    const result = await flow.sync()

    expect(streamOf(result, 'pull-requests')).toMatchObject({ stored: 13, complete: true })
    expect(flow.section().totals.merged).toEqual({ value: 13, atLeast: false })
    expect(contentsOf(flow.database)['pull_request']?.filter(isGone)).toHaveLength(1)
    expect(linesOf(flow.exported())).toEqual(before)
  })

  test('what is printed of deleted pull requests is what is stored, also once their repository was read again', async () => {
    const { flow, forge, written, reviewed } = await synced()
    const before = flow.section().totals
    deletePullRequest(forge, first(written).id)
    deletePullRequest(forge, first(reviewed).id)

    const printed = []
    for (const full of [true, false]) {
      const result = await flow.sync({ full })
      const stored = ['pull-requests', 'reviews'].map((name) => streamOf(result, name)?.stored)
      const { merged, reviewed: given } = flow.section().totals
      expect([merged.value, given.value]).toEqual(stored)
      printed.push(merged, given)
      flow.advance(86_400)
    }

    expect([before.merged.value, before.reviewed.value]).toEqual([14, 12])
    expect(printed).toEqual([13, 11, 13, 11].map((value) => ({ value, atLeast: false })))
  })

  test('a deleted repository takes its pull requests out of the counts', async () => {
    const { flow, forge, buoy } = await synced()
    deleteRepository(forge, buoy.id)

    flow.advance(86_400)
    const result = await flow.sync()

    expect(streamOf(result, 'pull-requests')?.complete).toBe(true)
    expectTruth(flow)
    expect(contentsOf(flow.database)['pull_request']).toHaveLength(26)
  })

  test('a reviewed pull request that is deleted leaves the count at the latest by --full', async () => {
    const { flow, forge, reviewed } = await synced()
    const before = linesOf(flow.exported())
    deletePullRequest(forge, first(reviewed).id)

    const result = await flow.sync({ full: true })

    expect(streamOf(result, 'reviews')).toMatchObject({ stored: 11, complete: true })
    expect(flow.section().totals.reviewed).toEqual({ value: 11, atLeast: false })
    expect(contentsOf(flow.database)['pull_request']?.filter(isGone)).toHaveLength(1)
    expect(linesOf(flow.exported())).toEqual(before)
  })
})

describe('github', () => {
  async function synced() {
    const place = harbour('github')
    const flow = await startFlow({
      world: place.world,
      accounts: [{ forge: 'github', login: 'ada' }],
      commands: false,
    })
    await flow.sync()
    flow.advance(3600)
    const reviews = [...place.forge.reviews.values()]
    return { ...place, flow, reviews, at: new Date(flow.sandbox.now()).toISOString() }
  }

  test('a new review that is dismissed is found at once, an old one at the latest by --full', async () => {
    const { flow, forge, reviews, at } = await synced()
    dismissReview(forge, first(reviews).id, at)
    dismissReview(forge, reviews.at(-1)?.id ?? 0, at)

    await flow.sync()
    const dismissed = () =>
      flow.exported().reviews.filter(({ verdict }) => verdict === 'dismissed').length
    expect(dismissed()).toBeGreaterThanOrEqual(1)

    await flow.sync({ full: true })
    expect(dismissed()).toBe(2)
    expectTruth(flow)
  })

  test.each([1, 13, 72])('deleted reviews leave the count within %d hours', async (hours) => {
    const { flow, forge, reviews } = await synced()
    for (const each of reviews.slice(3, 5)) deleteReview(forge, each.id)
    flow.advance(hours * 3600)

    const result = await flow.sync()

    expect(streamOf(result, 'reviews')).toMatchObject({ stored: 10, hostTotal: 10, complete: true })
    expectTruth(flow)
  })

  test('a deleted review that a new one makes up for is gone a day later', async () => {
    const { flow, forge, ada, reviewable, reviews, at } = await synced()
    deleteReview(forge, reviews[3]?.id ?? 0)
    review(forge, reviewable, ada.id, at)
    flow.advance(3600)
    await flow.sync()
    flow.advance(86_400)

    const result = await flow.sync()

    expect(streamOf(result, 'reviews')).toMatchObject({ stored: 12, hostTotal: 12, complete: true })
    expectTruth(flow)
  })

  test('an edited review says what it says now', async () => {
    const { flow, forge, reviews, at } = await synced()
    editReview(
      forge,
      first(reviews).id,
      { state: 'CHANGES_REQUESTED', body: 'On second thought' },
      at,
    )

    await flow.sync()

    expectTruth(flow)
  })

  test('a deleted review is gone at the latest by --full, whether another is left there or not', async () => {
    const { flow, forge, ada, reviews, reviewed, world } = await synced()
    const second = addReview(forge, {
      pullRequestId: first(reviewed).id,
      authorId: ada.id,
      at: daysBefore(world, 1),
    })
    await flow.sync()
    deleteReview(forge, second.id)
    deleteReview(forge, reviews.at(-1)?.id ?? 0)

    await flow.sync({ full: true })

    expectTruth(flow)
  })
})

describe('gitlab', () => {
  test('a deleted note is no review any more, at the latest by --full', async () => {
    const { world, forge, ada, reviewed } = harbour('gitlab')
    for (const days of [1, 200]) remark(forge, first(reviewed), ada.id, daysBefore(world, days))
    const flow = await startFlow({ world, accounts: [{ forge: 'gitlab', login: 'ada' }] })
    await flow.sync()
    for (const note of forge.notes.values()) deleteNote(forge, note.id)

    await flow.sync({ full: true })

    expectTruth(flow)
  })

  test('reviews in a project that became private before it was read are found once it opens again', async () => {
    const { world, forge, buoy, written, open } = harbour('gitlab')
    // Nothing but events names it.
    for (const { id, repositoryId } of [...written, ...open]) {
      if (repositoryId === buoy.id) deletePullRequest(forge, id)
    }
    const flow = await startFlow({ world, accounts: [{ forge: 'gitlab', login: 'ada' }] })
    const match = { operation: /MergeRequestsByNumber|ProjectsByIds/, from: 1 }
    flow.sandbox.faults.push({ match, fault: { kind: 'html' } })
    expect((await flow.sync()).outcome).toBe('partial')
    flow.sandbox.faults.splice(0)
    setVisibility(forge, buoy.id, 'private')
    await flow.sync()
    expectTruth(flow)
    setVisibility(forge, buoy.id, 'public')
    flow.advance(2 * 86_400)
    await flow.sync()

    expectTruth(flow)
  })

  test.each([
    ['two hours', 7200, 'active'],
    ['three days', 3 * 86_400, 'idle'],
  ])(
    'a project that opens after the first sync brings its old reviews with it (%s, %s)',
    async (_, seconds, how) => {
      const { world, forge, ada, lamp, buoy, written } = harbour('gitlab')
      setVisibility(forge, buoy.id, 'private')
      const flow = await startFlow({ world, accounts: [{ forge: 'gitlab', login: 'ada' }] })
      await flow.sync()
      expectTruth(flow)
      setVisibility(forge, buoy.id, 'public')
      flow.advance(seconds)
      const other = written.find(({ repositoryId }) => repositoryId === lamp.id) ?? first(written)
      const at = new Date(flow.sandbox.now() - 60_000).toISOString()
      if (how === 'active') remark(forge, other, ada.id, at)
      const result = await flow.sync()

      expect(result.outcome).toBe('completed')
      expectTruth(flow)
      const { totals } = flow.section()
      expect([totals.merged.value, totals.reviewed.value]).toEqual([14, 12])

      const requests = flow.sandbox.requests.length
      flow.advance(3600)
      await flow.sync()
      expect(flow.sandbox.requests.length - requests).toBeLessThanOrEqual(4)
    },
  )

  test('a first merge in another project reads no old events again', async () => {
    const { world, forge, ada, works } = harbour('gitlab')
    const flow = await startFlow({ world, accounts: [{ forge: 'gitlab', login: 'ada' }] })
    await flow.sync()
    flow.advance(7200)
    const pier = addRepository(forge, { path: 'works/pier', ownerId: works.id })
    addPullRequest(forge, {
      repositoryId: pier.id,
      authorId: ada.id,
      number: 1,
      createdAt: daysBefore(world, 3),
      mergedAt: new Date(flow.sandbox.now() - 60_000).toISOString(),
    })
    const requests = flow.sandbox.requests.length
    await flow.sync()

    expectTruth(flow)
    expect(flow.sandbox.requests.length - requests).toBeLessThanOrEqual(4)
  })

  test('what one way of asking does not tell of a project takes nothing away', async () => {
    const { world, forge, ada, grace } = harbour('gitlab')
    const fork = addRepository(forge, {
      path: 'ada/lamp',
      ownerId: ada.id,
      fork: true,
      topics: ['harbour'],
    })
    const pull = addPullRequest(forge, {
      repositoryId: fork.id,
      number: 900,
      authorId: grace.id,
      createdAt: daysBefore(world, 40),
    })
    review(forge, pull, ada.id, daysBefore(world, 30))
    const flow = await startFlow({ world, accounts: [{ forge: 'gitlab', login: 'ada' }] })
    const project = () =>
      contentsOf(flow.database)['repository']?.find((row) => row.includes('ada/lamp'))
    await flow.sync()
    const before = project()
    // Nobody was active: the projects are asked for alone.
    flow.advance(3 * 86_400)
    await flow.sync()

    expect(before).toContain('"fork":1')
    expect(before).toContain('harbour')
    expect(project()).toBe(before)
  })
})
