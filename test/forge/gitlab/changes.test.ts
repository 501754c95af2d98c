import { expect, test } from 'vitest'
import {
  addApproval,
  addNote,
  addPullRequest,
  addRepository,
  addUser,
} from '../../sandbox/build.ts'
import {
  deleteAccount,
  deleteNote,
  deletePullRequest,
  deleteRepository,
  editPullRequest,
  mergePullRequest,
  renameLogin,
  renameRepository,
  setProfilePrivate,
  setVisibility,
} from '../../sandbox/mutate.ts'
import type { RequestLog } from '../../sandbox/server/log.ts'
import { only, reasons, startFlow, stream } from './flow.ts'
import { ago, busyVillage, village } from './village.ts'

function operationNames(sent: readonly RequestLog[]): string[] {
  return sent.map(({ operations }) => operations.map(({ name }) => name).join('+'))
}

test('five changes cost at most four requests', async () => {
  const place = busyVillage(20, 10)
  const flow = await startFlow({ world: place.world })
  await flow.sync()
  flow.clock.advance(6 * 3600)
  for (const hours of [-1, -2, -3]) place.merge(ago(place.world, hours))
  place.review(ago(place.world, -4))
  place.review(ago(place.world, -5), 'note')
  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
  expect(stream(result, 'pull-requests')).toMatchObject({ new: 3, stored: 23, complete: true })
  expect(stream(result, 'reviews')).toMatchObject({ new: 2, stored: 12, complete: true })
  expect(result.requests).toBeLessThanOrEqual(4)
})

test('five changes a day later cost at most four requests, the look at every project included', async () => {
  const place = busyVillage(20, 10)
  const { gitlab } = place.world
  addRepository(gitlab, { path: 'ada/garden', ownerId: place.ada.id })
  const flow = await startFlow({ world: place.world })
  await flow.sync()
  flow.clock.advance(86_400)
  const fountain = addRepository(gitlab, { path: 'village/fountain', ownerId: place.grace.id })
  const mill = addRepository(gitlab, { path: 'village/mill', ownerId: place.grace.id })
  addRepository(gitlab, { path: 'ada/meadow', ownerId: place.ada.id })
  for (const hours of [-20, -21]) place.merge(ago(place.world, hours))
  place.merge(ago(place.world, -22), { repositoryId: fountain.id })
  place.review(ago(place.world, -19))
  const reviewed = place.merge(ago(place.world, -18), {
    repositoryId: mill.id,
    authorId: place.grace.id,
  })
  addNote(gitlab, {
    pullRequestId: reviewed.id,
    authorId: place.ada.id,
    createdAt: ago(place.world, -18),
  })
  const result = await flow.sync()
  const next = await flow.sync()

  expect(result.outcome).toBe('completed')
  expect(stream(result, 'pull-requests')).toMatchObject({ new: 3, stored: 23, complete: true })
  expect(stream(result, 'reviews')).toMatchObject({ new: 2, stored: 12, complete: true })
  expect(stream(result, 'repositories')).toMatchObject({ stored: 2, hostTotal: 2, complete: true })
  expect(result.requests).toBeLessThanOrEqual(4)
  expect(operationNames(result.sent)).toContain('MergeRequestsByNumber+ProjectsByIds')
  // None was forgotten: there is nothing left to ask.
  expect(operationNames(next.sent).filter((name) => name.includes('ProjectsByIds'))).toEqual([])
})

test('a late merge of an old merge request is found', async () => {
  const place = busyVillage()
  const old = addPullRequest(place.world.gitlab, {
    repositoryId: place.well.id,
    number: 900,
    authorId: place.ada.id,
    createdAt: ago(place.world, 9000),
  })
  const flow = await startFlow({ world: place.world })
  await flow.sync()
  expect(flow.merged()).toHaveLength(3)

  flow.clock.advance(3600)
  mergePullRequest(flow.forge, old.id, ago(place.world, -0.5))
  const result = await flow.sync()

  expect(stream(result, 'pull-requests')).toMatchObject({ new: 1, stored: 4, hostTotal: 4 })
})

test('a second review of a merge request, and one of an old merge request, are found', async () => {
  const place = busyVillage(1, 1)
  const [reviewed] = [...place.world.gitlab.pullRequests.values()].filter(
    ({ authorId }) => authorId === place.grace.id,
  )
  const old = place.merge(ago(place.world, 20_000), { authorId: place.grace.id })
  const flow = await startFlow({ world: place.world })
  await flow.sync()

  flow.clock.advance(7200)
  addNote(flow.forge, {
    pullRequestId: reviewed?.id ?? 0,
    authorId: place.ada.id,
    createdAt: ago(place.world, -1),
  })
  addApproval(flow.forge, {
    pullRequestId: old.id,
    userId: place.ada.id,
    at: ago(place.world, -1.5),
  })
  const result = await flow.sync()

  expect(stream(result, 'reviews')).toMatchObject({ new: 2, stored: 2 })
  expect(flow.reviews()).toHaveLength(3)
})

test('an edited title is read again', async () => {
  const place = busyVillage(2, 0)
  const flow = await startFlow({ world: place.world })
  await flow.sync()
  flow.clock.advance(3600)
  const [pull] = [...flow.forge.pullRequests.values()]
  editPullRequest(flow.forge, pull?.id ?? 0, { title: 'Dig deeper' }, ago(place.world, -0.5))
  const result = await flow.sync()

  expect(stream(result, 'pull-requests')).toMatchObject({ new: 0, changed: 1 })
  expect(flow.merged().map(({ title }) => title)).toContain('Dig deeper')
})

test('a deleted note is a review no more', async () => {
  const place = busyVillage(0, 0)
  place.review(ago(place.world, 5), 'note')
  const flow = await startFlow({ world: place.world })
  await flow.sync()
  expect(flow.reviews()).toHaveLength(1)

  flow.clock.advance(3600)
  deleteNote(flow.forge, [...flow.forge.notes.keys()][0] ?? 0)
  place.review(ago(place.world, -0.5))
  await flow.sync()

  expect(flow.reviews().map(({ source }) => source)).toEqual(['approval'])
})

test('a renamed login goes on under its number, with a warning', async () => {
  const place = busyVillage()
  const flow = await startFlow({ world: place.world })
  await flow.sync()
  renameLogin(flow.forge, place.ada.id, 'ada-lovelace')
  place.merge(ago(place.world, -1))
  flow.clock.advance(7200)
  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
  expect(flow.warnings).toEqual([expect.stringContaining('is now called `ada-lovelace`')])
  expect(stream(result, 'pull-requests')).toMatchObject({ new: 1, stored: 4 })
})

test('a freed login taken by somebody else is an error, and nothing of theirs is stored', async () => {
  const place = busyVillage()
  const flow = await startFlow({ world: place.world })
  await flow.sync()
  renameLogin(flow.forge, place.ada.id, 'ada-lovelace')
  const other = addUser(flow.forge, { login: 'ada' })
  place.merge(ago(place.world, -1), { authorId: other.id })
  const result = await flow.sync()

  expect(only(result).failure).toMatchObject({ kind: 'identity' })
  expect(flow.merged()).toHaveLength(3)
})

test('a configured number that is not the login’s is an error', async () => {
  const flow = await startFlow({ world: busyVillage().world, ids: { ada: '4711' } })
  const result = await flow.sync()

  expect(only(result).failure).toMatchObject({ kind: 'identity' })
})

test('an unknown login is not found', async () => {
  const flow = await startFlow({ world: busyVillage().world, logins: ['nobody'] })
  const result = await flow.sync()

  expect(only(result).failure).toMatchObject({ kind: 'not-found' })
})

test('a deleted account is not found and keeps its rows', async () => {
  const place = busyVillage()
  const flow = await startFlow({ world: place.world })
  await flow.sync()
  deleteAccount(flow.forge, place.ada.id)
  const result = await flow.sync()

  expect(only(result).failure).toMatchObject({ kind: 'not-found' })
  expect(flow.merged()).toHaveLength(3)
})

test('a renamed project keeps its rows under the new path', async () => {
  const place = busyVillage()
  const flow = await startFlow({ world: place.world })
  await flow.sync()
  renameRepository(flow.forge, place.well.id, 'town/fountain')
  flow.clock.advance(2 * 86_400)
  place.merge(ago(place.world, -40))
  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
  expect(new Set(flow.merged().map(({ repository }) => repository))).toEqual(
    new Set(['town/fountain']),
  )
})

test('a deleted merge request is marked gone', async () => {
  const place = busyVillage()
  const flow = await startFlow({ world: place.world })
  await flow.sync()
  deletePullRequest(flow.forge, [...flow.forge.pullRequests.keys()][0] ?? 0)
  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
  expect(stream(result, 'pull-requests')).toMatchObject({ stored: 2, hostTotal: 2, complete: true })
  expect(flow.merged()).toHaveLength(2)
})

test('none where there were some is unknown, and takes nothing back', async () => {
  const place = busyVillage()
  const flow = await startFlow({ world: place.world })
  await flow.sync()
  setVisibility(flow.forge, place.well.id, 'private')
  const result = await flow.sync()

  // All of ada's work was there, so nothing is left to tell hiding from deletion.
  expect(reasons(result, 'pull-requests')).toEqual(['unknown'])
  expect(flow.merged()).toHaveLength(3)
})

test('one of two projects made private hides its merge requests only', async () => {
  const place = busyVillage()
  const pump = addRepository(place.world.gitlab, { path: 'village/pump', ownerId: place.grace.id })
  place.merge(ago(place.world, 50), { repositoryId: pump.id })
  const flow = await startFlow({ world: place.world })
  await flow.sync()
  setVisibility(flow.forge, pump.id, 'private')
  const second = await flow.sync()
  const third = await flow.sync()

  expect(second.outcome).toBe('completed')
  expect(flow.merged().filter(({ visibility }) => visibility === 'public')).toHaveLength(3)
  expect(third.requests).toBe(1)
})

test('reviews in a project made private are public no longer once merge requests in it vanish', async () => {
  const place = busyVillage()
  const pump = addRepository(place.world.gitlab, { path: 'village/pump', ownerId: place.grace.id })
  place.merge(ago(place.world, 50), { repositoryId: pump.id })
  const at = ago(place.world, 24 * 90)
  const pull = place.merge(at, { repositoryId: pump.id, authorId: place.grace.id })
  addNote(place.world.gitlab, { pullRequestId: pull.id, authorId: place.ada.id, createdAt: at })
  const flow = await startFlow({ world: place.world })
  await flow.sync()
  const shown = () => flow.reviews().filter(({ visibility }) => visibility === 'public')
  setVisibility(flow.forge, pump.id, 'private')
  flow.clock.advance(3600)
  // Of an account that is active, projects are asked for once a day.
  place.review(ago(place.world, -1))

  await flow.sync()

  expect(shown().map(({ repository }) => repository)).not.toContain('village/pump')
})

test('a deleted project takes its rows out of the count', async () => {
  const place = busyVillage()
  const pump = addRepository(place.world.gitlab, { path: 'village/pump', ownerId: place.grace.id })
  place.merge(ago(place.world, 50), { repositoryId: pump.id })
  const flow = await startFlow({ world: place.world })
  await flow.sync()
  deleteRepository(flow.forge, pump.id)
  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
  expect(stream(result, 'pull-requests').complete).toBe(true)
})

test('a profile that is private from the start is read over REST, with a gap for its reviews', async () => {
  const place = busyVillage()
  setProfilePrivate(place.world.gitlab, place.ada.id, true)
  const flow = await startFlow({ world: place.world })
  const first = await flow.sync()
  flow.clock.advance(3600)
  place.merge(ago(place.world, -0.5))
  const second = await flow.sync()

  expect(first.outcome).toBe('completed')
  expect(stream(first, 'pull-requests')).toMatchObject({ stored: 3, hostTotal: 3, complete: true })
  expect(flow.merged().every(({ additions }) => (additions ?? 0) > 0)).toBe(true)
  expect(reasons(first, 'reviews')).toContain('profile-private')
  expect(stream(second, 'pull-requests')).toMatchObject({ new: 1, stored: 4, complete: true })
  // Its events are asked for once, and not by kind.
  expect(second.requests).toBeLessThanOrEqual(5)
})

test('a profile made private deletes nothing, and its reviews go on once it is public again', async () => {
  const place = busyVillage()
  const flow = await startFlow({ world: place.world })
  await flow.sync()
  setProfilePrivate(flow.forge, place.ada.id, true)
  flow.clock.advance(3 * 86_400)
  place.review(ago(place.world, -20))
  const hidden = await flow.sync()
  setProfilePrivate(flow.forge, place.ada.id, false)
  const shown = await flow.sync()

  expect(hidden.outcome).toBe('completed')
  expect(reasons(hidden, 'reviews')).toEqual(['profile-private'])
  expect(stream(hidden, 'pull-requests')).toMatchObject({ stored: 3, complete: true })
  expect(stream(shown, 'reviews')).toMatchObject({ new: 1, stored: 3, complete: true })
})

test('merged merge requests without a merge time take the closing time, else the last update', async () => {
  const place = village()
  const updatedAt = ago(place.world, 30)
  place.merge(ago(place.world, 40), { mergedAt: null, state: 'merged', updatedAt })
  const flow = await startFlow({ world: place.world })
  await flow.sync()

  expect(flow.merged()).toMatchObject([{ mergedAt: `${updatedAt.slice(0, 19)}Z` }])
})

test('110 merges in the same second across a page border are all read', async () => {
  const place = village()
  const at = ago(place.world, 100)
  for (let index = 0; index < 50; index++) place.merge(ago(place.world, 30 + index))
  for (let index = 0; index < 260; index++) place.merge(at)
  for (let index = 0; index < 50; index++) place.merge(ago(place.world, 200 + index))
  const flow = await startFlow({ world: place.world })
  const result = await flow.sync()

  expect(stream(result, 'pull-requests')).toMatchObject({
    stored: 360,
    hostTotal: 360,
    complete: true,
  })
  expect(result.sent.filter(({ path }) => path.includes('order_by=created_at'))).toEqual([])
})
