import PQueue from 'p-queue'
import { expect, test } from 'vitest'
import type { Api } from '../../../../src/forge/gitlab/api/api.ts'
import { readSlice } from '../../../../src/forge/gitlab/reviews/events.ts'
import { addApproval, addNote, addUser } from '../../../sandbox/build.ts'
import { deleteApproval } from '../../../sandbox/mutate.ts'
import type { World } from '../../../sandbox/world.ts'
import { only, reasons, startFlow, stream } from '../flow.ts'
import { ago, busyVillage, village } from '../village.ts'

const year = 365 * 24

function asOld(world: World): World {
  for (const user of world.gitlab.users.values()) user.createdAt = '2015-05-05T00:00:00Z'
  return world
}

test('more events than GitLab counts are read in slices of days', async () => {
  const place = village()
  const pull = place.merge(ago(place.world, 24_000), { authorId: place.grace.id })
  for (let index = 0; index < 10_500; index++) {
    addNote(place.world.gitlab, {
      pullRequestId: pull.id,
      authorId: place.ada.id,
      createdAt: ago(place.world, 2 + index * 2),
    })
  }
  const flow = await startFlow({ world: place.world })
  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
  expect(stream(result, 'reviews')).toMatchObject({ new: 10_500, stored: 1, complete: true })
})

test('a day with more events than GitLab shows leaves a gap for that day', async () => {
  const place = village()
  const pull = place.merge(ago(place.world, 24_000), { authorId: place.grace.id })
  for (let index = 0; index < 10_200; index++) {
    addNote(place.world.gitlab, {
      pullRequestId: pull.id,
      authorId: place.ada.id,
      createdAt: new Date(Date.parse('2026-03-03T00:00:00Z') + index * 8000).toISOString(),
    })
  }
  const flow = await startFlow({ world: place.world })
  const result = await flow.sync()

  expect(result.outcome).toBe('partial')
  expect(stream(result, 'reviews').gaps).toMatchObject([
    { reason: 'result-cap', from: '2026-03-02T00:00:00Z', until: '2026-03-04T00:00:00Z' },
  ])
})

test.each([
  ['is whole where the pages end before GitLab stops', 3, 0],
  ['is capped where GitLab stops', 101, 1],
])('a day of which the host states no total %s', async (_, pages, expected) => {
  const list = async (_path: string, { page }: { page: number }) => {
    return { rows: [], next: page < pages ? page + 1 : null, total: null, pages: null }
  }
  const now = Date.parse('2026-06-15T12:00:00Z')
  const client = { between: () => ({ earliest: now, latest: now }) }
  const slice = {
    action: 'commented',
    after: '2026-03-02',
    before: '2026-03-04',
    page: 1,
    total: null,
    again: false,
  } as const
  let capped = 0
  let over = 0

  await readSlice({ list, client } as unknown as Api, '7', { ...slice }, new PQueue(), {
    page: () => undefined,
    over: () => over++,
    capped: () => capped++,
  })

  expect({ capped, over }).toEqual({ capped: expected, over: 1 })
})

test('short and empty pages are not the last', async () => {
  const place = village()
  for (let index = 0; index < 350; index++) {
    const pull = place.merge(ago(place.world, 30 + index), { authorId: place.grace.id })
    addNote(place.world.gitlab, {
      pullRequestId: pull.id,
      authorId: place.ada.id,
      createdAt: ago(place.world, 20 + index),
      hidden: index > 120 && index < 320,
    })
  }
  const flow = await startFlow({ world: place.world })
  const result = await flow.sync()

  expect(stream(result, 'reviews')).toMatchObject({ stored: 151, complete: true })
})

test('notes on diffs and in discussions count, system notes and notes on issues do not', async () => {
  const place = village()
  const pull = place.merge(ago(place.world, 50), { authorId: place.grace.id })
  const add = (part: Parameters<typeof addNote>[1]) => addNote(place.world.gitlab, part)
  const base = { authorId: place.ada.id, pullRequestId: pull.id }
  add({ ...base, createdAt: ago(place.world, 40), type: 'DiffNote' })
  add({ ...base, createdAt: ago(place.world, 39), type: 'DiscussionNote' })
  add({ ...base, createdAt: ago(place.world, 38), system: true })
  add({ authorId: place.ada.id, createdAt: ago(place.world, 37), repositoryId: place.well.id })
  const flow = await startFlow({ world: place.world })
  await flow.sync()

  expect(flow.reviews().map(({ at }) => at)).toEqual(
    [40, 39].map((hours) => `${ago(place.world, hours).slice(0, 19)}Z`),
  )
})

test('comments on one’s own merge requests are stored and are no reviews', async () => {
  const place = busyVillage(1, 0)
  const [own] = [...place.world.gitlab.pullRequests.values()]
  addNote(place.world.gitlab, {
    pullRequestId: own?.id ?? 0,
    authorId: place.ada.id,
    createdAt: ago(place.world, 5),
  })
  const flow = await startFlow({ world: place.world })
  const result = await flow.sync()

  expect(stream(result, 'reviews')).toMatchObject({ new: 1, stored: 0, complete: true })
  expect(flow.reviews()).toEqual([])
})

test('approvals older than the events are proven by the merge request itself and marked approximate', async () => {
  const place = village()
  const old = place.merge(ago(place.world, 4 * year), { authorId: place.grace.id })
  addApproval(place.world.gitlab, {
    pullRequestId: old.id,
    userId: place.ada.id,
    at: ago(place.world, 4 * year + 5),
  })
  const recent = place.review(ago(place.world, 100))
  const flow = await startFlow({ world: asOld(place.world) })
  const result = await flow.sync()

  expect(flow.reviews()).toMatchObject([
    {
      number: old.number,
      approximate: true,
      verdict: 'approved',
      at: `${old.mergedAt?.slice(0, 19)}Z`,
    },
    { number: recent.number, approximate: false },
  ])
  expect(reasons(result, 'reviews')).toEqual(['retention'])
  expect(result.outcome).toBe('completed')
})

test('two people’s old approvals of one merge request are two reviews', async () => {
  const place = village()
  const author = addUser(place.world.gitlab, { login: 'hedy' })
  const old = place.merge(ago(place.world, 4 * year), { authorId: author.id })
  for (const { id } of [place.ada, place.grace]) {
    addApproval(place.world.gitlab, {
      pullRequestId: old.id,
      userId: id,
      at: ago(place.world, 4 * year + 5),
    })
  }
  const flow = await startFlow({ world: asOld(place.world), logins: ['ada', 'grace'] })
  await flow.sync()

  expect(flow.reviews('ada')).toMatchObject([{ number: old.number, approximate: true }])
  expect(flow.reviews('grace')).toMatchObject([{ number: old.number, approximate: true }])
})

test('whoever was only asked to review an old merge request has not reviewed it', async () => {
  const place = village()
  place.merge(ago(place.world, 4 * year), { authorId: place.grace.id, reviewerIds: [place.ada.id] })
  const flow = await startFlow({ world: asOld(place.world) })
  const result = await flow.sync()

  expect(flow.reviews()).toEqual([])
  expect(stream(result, 'reviews').stored).toBe(0)
})

test('a server that ignores the filters makes no reviews', async () => {
  const place = village()
  for (let index = 0; index < 120; index++) {
    place.merge(ago(place.world, 4 * year + index), { authorId: place.grace.id })
  }
  const deaf: typeof fetch = (input, init) =>
    fetch(String(input).replace(/&(approved_by_ids%5B%5D|reviewer_id)=\d+/g, ''), init)
  const flow = await startFlow({ world: asOld(place.world), settings: { fetch: deaf } })
  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
  expect(flow.reviews()).toEqual([])
})

test('an old approval that was taken back is no row', async () => {
  const place = village()
  const old = place.merge(ago(place.world, 4 * year), { authorId: place.grace.id })
  const approval = addApproval(place.world.gitlab, {
    pullRequestId: old.id,
    userId: place.ada.id,
    at: ago(place.world, 4 * year + 5),
  })
  deleteApproval(place.world.gitlab, approval.id)
  const flow = await startFlow({ world: asOld(place.world) })
  await flow.sync()

  expect(flow.reviews()).toEqual([])
})

test('somebody who was active is asked for events, somebody among many who was not is after a week', async () => {
  const place = busyVillage()
  const others = ['b', 'c', 'd', 'e']
  for (const login of others) addUser(place.world.gitlab, { login })
  const flow = await startFlow({ world: place.world, logins: ['ada', ...others] })
  await flow.sync()
  flow.clock.advance(2 * 86_400)
  const idle = await flow.sync()
  flow.clock.advance(5.5 * 86_400)
  const weekly = await flow.sync()

  const hers = (sent: readonly { readonly path: string }[]) =>
    events(sent.filter(({ path }) => path.includes(`/users/${place.ada.id}/`)))
  expect(hers(idle.sent)).toBe(0)
  expect(hers(weekly.sent)).toBeGreaterThan(0)
  expect(only(weekly).outcome).toBe('completed')
})

test('somebody alone who was not active is asked for the newest events once a day', async () => {
  const place = busyVillage()
  const flow = await startFlow({ world: place.world })
  await flow.sync()
  const asked: number[] = []
  for (const hours of [48, 1, 23]) {
    flow.clock.advance(hours * 3600)
    asked.push(events((await flow.sync()).sent))
  }

  expect(asked).toEqual([1, 0, 1])
})

function events(sent: readonly { readonly path: string }[]): number {
  return sent.filter(({ path }) => path.includes('/events')).length
}

test('a busy account is asked for approvals and comments instead of everything', async () => {
  const place = busyVillage(1, 1)
  const flow = await startFlow({ world: place.world })
  await flow.sync()
  flow.clock.advance(86_400)
  for (let index = 0; index < 500; index++) place.merge(ago(place.world, -20 + index / 30))
  place.review(ago(place.world, -21))
  const result = await flow.sync()

  expect(stream(result, 'reviews')).toMatchObject({ new: 1, stored: 2, complete: true })
  const forward = result.sent.filter(({ path }) => path.includes('sort=asc'))
  expect(events(forward)).toBe(3)
  // Whether a project has opened shows only once all that came since is counted.
  expect(events(result.sent)).toBeLessThanOrEqual(3 + 501 / 100 + 1)
})

test('a note holds words unless it is nothing but commands; an approval holds none, and one that a filter proves is unknown', async () => {
  const place = village()
  const note = (hours: number, body: string) =>
    addNote(place.world.gitlab, {
      pullRequestId: place.merge(ago(place.world, 90), { authorId: place.grace.id }).id,
      authorId: place.ada.id,
      createdAt: ago(place.world, hours),
      body,
    })
  const old = place.merge(ago(place.world, 5 * year), { authorId: place.grace.id })
  addApproval(place.world.gitlab, {
    pullRequestId: old.id,
    userId: place.ada.id,
    at: ago(place.world, 5 * year),
  })
  note(50, 'Why not a constant?')
  note(49, '/lgtm')
  note(48, 'Good.\n/lgtm')
  place.review(ago(place.world, 40))
  const flow = await startFlow({ world: asOld(place.world) })
  await flow.sync()

  expect(flow.reviews().map(({ hasComments }) => hasComments)).toEqual([
    null,
    true,
    false,
    true,
    false,
  ])
})
