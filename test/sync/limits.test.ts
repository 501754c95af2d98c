import { describe, expect, test } from 'vitest'
import { forgeKinds } from '../../src/forge/kinds.ts'
import { addNote, addPullRequest, addReview, addUser } from '../sandbox/build.ts'
import { editPullRequest, mergePullRequest, setProfilePrivate } from '../sandbox/mutate.ts'
import { forges, startBench } from '../support/cli.ts'
import { startFlow } from '../support/flow.ts'
import { daysBefore, harbour, remark, review } from '../support/harbour.ts'
import { expectHonesty, expectTruth } from '../support/truth.ts'

/** What the forges' own limits, and their lists that move, do to a sync. */
function gapsOf(result: Awaited<ReturnType<Awaited<ReturnType<typeof startFlow>>['sync']>>) {
  const reviews = result.accounts[0]?.streams.find(({ stream }) => stream === 'reviews')
  return reviews?.gaps ?? []
}

describe.each(forgeKinds)('%s', (kind) => {
  const accounts = [{ forge: kind, login: 'ada' }]

  test('110 merges in the same second across a page border', async () => {
    const { world, forge, ada, buoy } = harbour(kind)
    const at = daysBefore(world, 3)
    for (let number = 1001; number <= 1110; number++) {
      const createdAt = daysBefore(world, 9)
      addPullRequest(forge, {
        repositoryId: buoy.id,
        authorId: ada.id,
        number,
        createdAt,
        mergedAt: at,
      })
    }
    const flow = await startFlow({ world, accounts })
    const result = await flow.sync()

    expect(result.outcome).toBe('completed')
    expectTruth(flow)
  })

  test('110 merges in the same second between two syncs', async () => {
    const { world, forge, ada, buoy } = harbour(kind)
    const opened = Array.from({ length: 110 }, (_, index) =>
      addPullRequest(forge, {
        repositoryId: buoy.id,
        authorId: ada.id,
        number: 1001 + index,
        createdAt: daysBefore(world, 9),
      }),
    )
    const flow = await startFlow({ world, accounts })
    await flow.sync()
    flow.advance(3600)
    const at = new Date(flow.sandbox.now()).toISOString()
    for (const { id } of opened) mergePullRequest(forge, id, at)
    const result = await flow.sync()

    expect(result.outcome).toBe('completed')
    expectTruth(flow)
  })

  test('110 reviews in the same second, and 110 remarks, across page borders', async () => {
    const { world, forge, ada, grace, buoy } = harbour(kind)
    const at = daysBefore(world, 3)
    for (let number = 1001; number <= 1110; number++) {
      const pull = addPullRequest(forge, {
        repositoryId: buoy.id,
        authorId: grace.id,
        number,
        createdAt: daysBefore(world, 9),
      })
      review(forge, pull, ada.id, at)
      remark(forge, pull, ada.id, at)
    }
    const flow = await startFlow({ world, accounts })
    const result = await flow.sync()

    expect(result.outcome).toBe('completed')
    expectTruth(flow)
  })

  test('what happens before a run goes on where another broke off is read with it', async () => {
    for (let index = 2, whole = false; !whole; index++) {
      const { world, forge, ada, open, reviewable } = harbour(kind)
      const flow = await startFlow({ world, accounts, commands: false })
      flow.sandbox.faults.push({ match: { forge: kind, from: index }, fault: { kind: 'html' } })
      whole = (await flow.sync()).outcome === 'completed'
      flow.sandbox.faults.splice(0)
      flow.advance(3600)
      const at = new Date(flow.sandbox.now() - 60_000).toISOString()
      review(forge, reviewable, ada.id, at)
      mergePullRequest(forge, open[0]?.id ?? 0, at)
      const result = await flow.sync()

      expect(result.outcome, `after request ${index}`).toBe('completed')
      expectTruth(flow)
    }
  })

  test('more reviews of one pull request than one page of them shows', async () => {
    const { world, forge, ada, reviewable } = harbour(kind)
    for (let index = 0; index < 130; index++) {
      remark(forge, reviewable, ada.id, daysBefore(world, 300 - index * 2))
    }
    const flow = await startFlow({ world, accounts })
    const result = await flow.sync()

    expect(result.outcome).toBe('completed')
    expectTruth(flow)
  })

  test('merges while the list is being read', async () => {
    const { world, forge, open } = harbour(kind)
    const flow = await startFlow({
      world,
      accounts,
      faults: open.map(({ id }, index) => ({
        match: { forge: kind, index: 2 + index },
        fault: {
          kind: 'mutate',
          change: () => mergePullRequest(forge, id, daysBefore(world, -0.01)),
        },
      })),
    })
    flow.advance(3600)
    await flow.sync()
    const result = await flow.sync()

    expect(result.outcome).toBe('completed')
    expectTruth(flow)
  })

  test('several accounts of one person on one host do not review each other', async () => {
    const { world, forge, ada, written } = harbour(kind)
    const other = addUser(forge, { login: 'ada-at-work', createdAt: '2024-01-01T00:00:00Z' })
    const [mine] = written
    if (mine !== undefined) review(forge, mine, other.id, daysBefore(world, 4))
    const theirs = addPullRequest(forge, {
      repositoryId: mine?.repositoryId ?? 0,
      number: 500,
      authorId: other.id,
      createdAt: daysBefore(world, 12),
      mergedAt: daysBefore(world, 11),
    })
    review(forge, theirs, ada.id, daysBefore(world, 11))
    const both = [...accounts, { forge: kind, login: 'ada-at-work' }]
    const flow = await startFlow({ world, accounts: both })
    const result = await flow.sync()

    expect(result.outcome).toBe('completed')
    const stored = result.accounts.map(
      ({ streams }) => streams.find(({ stream }) => stream === 'reviews')?.stored,
    )
    expect(stored).toEqual([13, 1])
    expectTruth(flow)
  })

  test('two people may share one account: it is read once and both have it', async () => {
    const { world } = harbour(kind)
    const bench = await startBench({ world })
    await bench.configure({
      forges: forges(bench.sandbox),
      people: ['one', 'two'].map((id) => ({
        id,
        name: id,
        accounts: [{ forge: kind, login: 'ada' }],
      })),
    })
    const synced = await bench.run(['sync', '--json'])
    const requests = bench.sandbox.requests.length
    const alone = await startFlow({ world, accounts })
    await alone.sync()
    const exported = JSON.parse((await bench.run(['export', '--format', 'json'])).stdout)

    expect(synced.code).toBe(0)
    expect(JSON.parse(synced.stdout).accounts).toHaveLength(2)
    expect(requests).toBe(alone.requests())
    const [one, two] = exported.people
    expect(one.pullRequests).toHaveLength(14)
    expect(two.pullRequests).toEqual(one.pullRequests)
    expect(two.reviews).toEqual(one.reviews)
  })
})

describe('github', () => {
  const accounts = [{ forge: 'github', login: 'ada' }] as const

  test('more than 1,000 reviewed pull requests that the profile does not show are read from search', async () => {
    const { world, forge, ada, grace, buoy } = harbour('github')
    for (let index = 0; index < 1050; index++) {
      const pull = addPullRequest(forge, {
        repositoryId: buoy.id,
        authorId: grace.id,
        number: 2000 + index,
        createdAt: daysBefore(world, 10 + index / 2),
        mergedAt: daysBefore(world, 9 + index / 2),
      })
      review(forge, pull, ada.id, daysBefore(world, 9 + index / 2))
    }
    setProfilePrivate(forge, ada.id, true)
    const flow = await startFlow({ world, accounts, commands: false })
    const result = await flow.sync()

    expect(gapsOf(result).map(({ reason }) => reason)).toEqual(['profile-private'])
    expect(result.outcome).toBe('completed')
    expectTruth(flow)
  }, 60_000)

  test('year windows that exceed the resource limits are cut until they do not', async () => {
    const { world, forge, ada, reviewable } = harbour('github')
    for (let index = 0; index < 30; index++) {
      addReview(forge, {
        pullRequestId: reviewable.id,
        authorId: ada.id,
        at: daysBefore(world, 400 - index),
      })
    }
    const flow = await startFlow({
      world,
      accounts,
      faults: [{ match: {}, fault: { kind: 'resource-limits', maxCollections: 1, maxFirst: 20 } }],
    })
    const result = await flow.sync()

    expect(result.outcome).toBe('completed')
    expectTruth(flow)
  })

  test('further pages of the reviews of one pull request shrink until the server can do them', async () => {
    const { world, forge, ada, reviewable } = harbour('github')
    for (let index = 0; index < 130; index++) {
      remark(forge, reviewable, ada.id, daysBefore(world, 300 - index * 2))
    }
    const flow = await startFlow({ world, accounts })
    const fault = { kind: 'resource-limits', maxFirst: 20 } as const
    flow.sandbox.faults.push({ match: { forge: 'github' }, fault })
    const result = await flow.sync()

    expect(result.outcome).toBe('completed')
    expectTruth(flow)
  })

  test('a search index that lags takes nothing away and is caught up with', async () => {
    const { world, forge, ada, reviewable } = harbour('github')
    const flow = await startFlow({
      world,
      accounts,
      faults: [{ match: {}, fault: { kind: 'search-lag', newest: 6 } }],
    })
    expectHonesty(flow, await flow.sync())
    expectTruth(flow)
    flow.advance(3600)
    review(forge, reviewable, ada.id, new Date(flow.sandbox.now()).toISOString())
    expectHonesty(flow, await flow.sync())
    flow.sandbox.faults.length = 0
    const result = await flow.sync()

    expect(result.outcome).toBe('completed')
    expectTruth(flow)
  })

  test('an Enterprise Server with an older schema is asked once what it knows, and read whole', async () => {
    const { world, forge, open } = harbour('github')
    world.github.url = 'https://ghe.example'
    const asked = new Set<string>()
    const flow = await startFlow({
      world,
      accounts,
      enterprise: true,
      commands: true,
      fetch: (input, init) => {
        asked.add(new URL(new Request(input).url).pathname)
        return fetch(input, init)
      },
      withoutFields: [
        'PullRequest.fullDatabaseId',
        'PullRequestReview.fullDatabaseId',
        'IssueComment.fullDatabaseId',
        'PullRequest.isDraft',
      ],
    })
    const result = await flow.sync()
    const probes = () =>
      flow.sandbox.requests.filter(({ operations }) =>
        operations.some(({ name }) => name === 'TrackerSchema'),
      ).length

    expect(result.outcome).toBe('completed')
    expect(probes()).toBe(1)
    expectTruth(flow)
    flow.advance(3600)
    mergePullRequest(forge, open[0]?.id ?? 0, new Date(flow.sandbox.now()).toISOString())
    expect((await flow.sync()).outcome).toBe('completed')
    expectTruth(flow)
    expect([...asked]).toEqual(['/github/api/graphql'])
  })
})

describe('gitlab', () => {
  const accounts = [{ forge: 'gitlab', login: 'ada' }] as const

  test('merges whose time the forge has lost are dated by what it still knows', async () => {
    const { world, forge, written } = harbour('gitlab')
    for (const { id, updatedAt } of written) {
      editPullRequest(forge, id, { mergedAt: null, closedAt: null }, updatedAt)
    }
    const flow = await startFlow({ world, accounts })
    const result = await flow.sync()

    expect(result.outcome).toBe('completed')
    expectTruth(flow)
  })

  test('neighbouring slices of events leave out no second at the days between them', async () => {
    const { world, forge, ada, reviewable } = harbour('gitlab')
    const midnight = Date.parse(`${world.now.slice(0, 10)}T00:00:00Z`)
    for (let day = 1; day <= 850; day++) {
      const first = midnight - day * 86_400_000
      for (const at of [first, first + 86_399_000]) {
        for (let index = 0; index < 7; index++) {
          remark(forge, reviewable, ada.id, new Date(at).toISOString())
        }
      }
    }
    const flow = await startFlow({ world, accounts })
    const result = await flow.sync()

    expect(result.outcome).toBe('completed')
    expectTruth(flow)
  })

  test('more than 10,000 events are read in slices of days', async () => {
    const { world, forge, ada, reviewed } = harbour('gitlab')
    for (let index = 0; index < 10_050; index++) {
      addNote(forge, {
        pullRequestId: reviewed[index % reviewed.length]?.id ?? 0,
        authorId: ada.id,
        createdAt: daysBefore(world, 1 + index / 12),
      })
    }
    const flow = await startFlow({ world, accounts })
    const result = await flow.sync()

    expect(result.outcome).toBe('completed')
    expectTruth(flow)
  }, 60_000)

  test('the retention gap stays where the first reading put it, and what was read then is never lost', async () => {
    const { world, forge, ada, grace, buoy } = harbour('gitlab', '2020-01-01T00:00:00Z')
    for (let index = 0; index < 8; index++) {
      const pull = addPullRequest(forge, {
        repositoryId: buoy.id,
        authorId: grace.id,
        number: 3000 + index,
        createdAt: daysBefore(world, 1000 + index * 100),
        mergedAt: daysBefore(world, 990 + index * 100),
      })
      review(forge, pull, ada.id, daysBefore(world, 992 + index * 100))
    }
    const flow = await startFlow({ world, accounts })
    const first = await flow.sync()
    expect(first.outcome).toBe('completed')
    expectTruth(flow)
    const rows = flow.exported()

    // Half a year on GitLab no longer tells of what it told of then.
    flow.advance(200 * 86_400)
    const later = await flow.sync()
    const full = await flow.sync({ full: true })

    expect(gapsOf(first)).toMatchObject([
      { reason: 'retention', from: '2020-01-01T00:00:00Z', until: '2023-06-15T12:00:00Z' },
    ])
    expect(gapsOf(later)).toEqual(gapsOf(first))
    expect(gapsOf(full)).toEqual(gapsOf(first))
    expect(flow.exported().reviews).toEqual(rows.reviews)
    expect(flow.exported().pullRequests).toEqual(rows.pullRequests)
  })
})
