import { expect, test } from 'vitest'
import { parseAddress } from '../../../../src/forge/gitlab/linked/address.ts'
import { addNote, addRepository } from '../../../sandbox/build.ts'
import {
  closePullRequest,
  deletePullRequest,
  editPullRequest,
  mergePullRequest,
  renameRepository,
  setVisibility,
} from '../../../sandbox/mutate.ts'
import { type Flow, startFlow, stream } from '../flow.ts'
import { ago, busyVillage } from '../village.ts'

const url = 'https://gitlab.com'

test.each([
  ['https://gitlab.com/g/sub/p/-/merge_requests/12', { path: 'g/sub/p', iid: 12, note: null }],
  ['https://gitlab.com/g/p/-/merge_requests/12#note_345', { path: 'g/p', iid: 12, note: '345' }],
  ['https://gitlab.com/g/p/merge_requests/12', { path: 'g/p', iid: 12, note: null }],
  ['https://gitlab.com/g/p/-/merge_requests/12/diffs?tab=1', { path: 'g/p', iid: 12, note: null }],
  ['https://gitlab.com/g/p', { path: 'g/p', iid: null, note: null }],
  ['https://gitlab.com/g/p.git', { path: 'g/p', iid: null, note: null }],
  ['https://gitlab.com/g/p/', { path: 'g/p', iid: null, note: null }],
])('%s is an address of something', (text, expected) => {
  expect(parseAddress(text, url)).toEqual({ text, ...expected })
})

test.each([
  'https://gitlab.com/g',
  'https://gitlab.com/g/p/-/issues/3',
  'https://gitlab.com/g/p/-/blob/main/README.md',
  'https://gitlab.com/users/sign_in',
  'https://gitlab.com.evil.example/g/p',
  'https://github.com/o/r',
  'no address',
])('%s is left alone', (text) => {
  expect(parseAddress(text, url)).toBeNull()
})

test('a GitLab below a path keeps it out of the project’s path', () => {
  const text = 'https://code.example/git/g/p/-/merge_requests/4'

  expect(parseAddress(text, 'https://code.example/git')).toMatchObject({ path: 'g/p', iid: 4 })
  expect(parseAddress('https://code.example/other/g/p', 'https://code.example/git')).toBeNull()
})

test('linked merge requests, notes and projects are looked up, under former paths too, once a day', async () => {
  const place = busyVillage(1, 0)
  const theirs = place.merge(ago(place.world, 60), { authorId: place.grace.id })
  const note = addNote(place.world.gitlab, {
    pullRequestId: theirs.id,
    authorId: place.grace.id,
    createdAt: ago(place.world, 61),
  })
  renameRepository(place.world.gitlab, place.well.id, 'village/fountain')
  const base = `${url}/village/well`
  const links = [
    `${base}/-/merge_requests/${theirs.number}`,
    `${base}/-/merge_requests/${theirs.number}#note_${note.id}`,
    `${base}/-/merge_requests/${theirs.number}#note_1`,
    `${base}/-/merge_requests/999`,
    base,
    `${url}/village/nowhere`,
  ]
  const flow = await startFlow({ world: place.world, links })
  const first = await flow.sync()
  const second = await flow.sync()
  flow.clock.advance(86_400)
  const third = await flow.sync()

  expect(first.outcome).toBe('completed')
  expect(stream(first, 'linked')).toMatchObject({ stored: 3, complete: true })
  expect(second.requests).toBe(1)
  expect(third.requests).toBeGreaterThan(3)
  expect(flow.merged()).toHaveLength(1)
  expect(flow.sandbox.stranger.requests).toEqual([])
})

test('what was open is looked at whenever there is a sync, in the request that is sent anyway', async () => {
  const place = busyVillage(1, 0)
  const open = { state: 'open', mergedAt: null } as const
  const mine = place.merge(ago(place.world, 60), open)
  const theirs = place.merge(ago(place.world, 61), { ...open, authorId: place.grace.id })
  const gone = place.merge(ago(place.world, 62), open)
  const links = [mine, theirs, gone].map(
    ({ number }) => `${url}/village/well/-/merge_requests/${number}`,
  )
  const flow = await startFlow({ world: place.world, links })
  await flow.sync()
  closePullRequest(flow.forge, mine.id, ago(place.world, 0))
  mergePullRequest(flow.forge, theirs.id, ago(place.world, 0))

  const result = await flow.sync()
  const states = statesOf(flow)
  deletePullRequest(flow.forge, gone.id)
  await flow.sync()
  const idle = await flow.sync()

  expect(states).toEqual(['closed', 'merged', 'open'])
  expect(stream(result, 'linked')).toMatchObject({ stored: 3, complete: true })
  expect([result.requests, idle.requests]).toEqual([1, 1])
  expect(stream(idle, 'linked')).toMatchObject({ stored: 2, complete: true })
})

test('a full reading looks at every address again, a closed one too', async () => {
  const place = busyVillage(1, 0)
  const closed = place.merge(ago(place.world, 60), { state: 'closed', mergedAt: null })
  const links = [`${url}/village/well/-/merge_requests/${closed.number}`]
  const flow = await startFlow({ world: place.world, links })
  await flow.sync()
  editPullRequest(flow.forge, closed.id, { state: 'open' }, ago(place.world, 0))

  await flow.sync()
  const idle = statesOf(flow)
  await flow.sync({ full: true })

  expect([idle, statesOf(flow)]).toEqual([['closed'], ['open']])
})

test('what no request has room for is looked at once a day', async () => {
  const place = busyVillage(1, 0)
  const projects = Array.from({ length: 12 }, (_, index) =>
    addRepository(place.world.gitlab, { path: `village/p${index}`, ownerId: place.grace.id }),
  )
  const links = projects.map(({ id, path }) => {
    const part = { repositoryId: id, state: 'open', mergedAt: null } as const
    return `${url}/${path}/-/merge_requests/${place.merge(ago(place.world, 60), part).number}`
  })
  const flow = await startFlow({ world: place.world, links })
  // The projects of what was linked are read with the next one.
  await flow.sync()
  await flow.sync()
  for (const { id, state } of flow.forge.pullRequests.values()) {
    if (state === 'open') closePullRequest(flow.forge, id, ago(place.world, 0))
  }

  const result = await flow.sync()
  const sameDay = statesOf(flow)
  flow.clock.advance(21 * 3600)
  await flow.sync()

  expect(result.requests).toBe(1)
  expect(new Set(sameDay)).toEqual(new Set(['open', 'closed']))
  expect(new Set(statesOf(flow))).toEqual(new Set(['closed']))
})

function statesOf(flow: Flow): (string | undefined)[] {
  return flow.links().map(({ pull }) => pull?.state)
}

test('a linked project that has become private is missing, as GitLab says', async () => {
  const place = busyVillage(1, 0)
  setVisibility(place.world.gitlab, place.well.id, 'private')
  const flow = await startFlow({ world: place.world, links: [`${url}/village/well`] })
  const result = await flow.sync()

  expect(stream(result, 'linked')).toMatchObject({ stored: 0, complete: true })
})
