import { expect, test } from 'vitest'
import { addComment, addRepository, addReviewComment, addUser } from '../../../sandbox/build.ts'
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

const base = 'https://github.com/village/well'

test('pull requests, notes and repositories are looked up, whoever wrote them', async () => {
  const place = busyVillage(1, 0)
  const theirs = place.merge(ago(place.world, 60), { authorId: place.grace.id })
  const { review } = place.review(ago(place.world, 70))
  const inline = addReviewComment(place.world.github, { reviewId: review.id })
  const comment = addComment(place.world.github, {
    pullRequestId: theirs.id,
    authorId: place.grace.id,
    body: 'Thanks',
    createdAt: ago(place.world, 59),
  })
  const reviewed = [...place.world.github.pullRequests.values()].at(-1)
  const addresses = [
    `${base}/pull/${theirs.number}/files`,
    `${base}/pull/${theirs.number}#issuecomment-${comment.id}`,
    `${base}/pull/${reviewed?.number}#discussion_r${inline.id}`,
    `${base}/pull/${reviewed?.number}#pullrequestreview-${review.id}`,
    `${base}/pull/${theirs.number}#issuecomment-1`,
    `${base}/pull/999`,
    base,
    'https://github.com/village/nowhere',
    `${base}/issues/3`,
  ]
  const flow = await startFlow({ world: place.world, links: addresses })

  const first = await flow.sync()
  const again = await flow.sync()

  expect(flow.links().map(({ address, kind, status }) => [address, kind, status])).toEqual(
    expect.arrayContaining([
      [addresses[0], 'pull-request', 'found'],
      [addresses[1], 'note', 'found'],
      [addresses[2], 'note', 'found'],
      [addresses[3], 'note', 'found'],
      [addresses[4], 'note', 'missing'],
      [addresses[5], 'pull-request', 'missing'],
      [addresses[6], 'repository', 'found'],
      [addresses[7], 'repository', 'missing'],
    ]),
  )
  expect(flow.links()).toHaveLength(8)
  expect(stream(first, 'linked').complete).toBe(true)
  expect(first.outcome).toBe('completed')
  expect(again.requests).toBe(1)
})

test('a note knows its author and time', async () => {
  const place = busyVillage(1, 0)
  const { pull, review } = place.review('2026-05-01T10:00:00Z')
  const address = `${base}/pull/${pull.number}#pullrequestreview-${review.id}`
  const flow = await startFlow({ world: place.world, links: [address] })

  await flow.sync()

  expect(flow.links()).toMatchObject([{ address, author: 'ada', at: '2026-05-01T10:00:00Z' }])
})

test('former names lead on, and what is private is missing', async () => {
  const place = busyVillage(1, 0)
  const mill = addRepository(place.world.github, { path: 'village/mill', ownerId: place.grace.id })
  setVisibility(place.world.github, mill.id, 'private')
  renameRepository(place.world.github, place.well.id, 'village/fountain')
  const flow = await startFlow({
    world: place.world,
    links: [`${base}/pull/1`, 'https://github.com/village/mill'],
  })

  await flow.sync()

  expect(flow.links().map(({ status }) => status)).toEqual(['missing', 'found'])
})

test('a linked pull request is looked at again the next day', async () => {
  const place = busyVillage(1, 0)
  const open = place.merge(ago(place.world, 60), { state: 'open', mergedAt: null })
  const flow = await startFlow({ world: place.world, links: [`${base}/pull/${open.number}`] })
  await flow.sync()
  flow.clock.advance(25 * 3600)
  mergePullRequest(flow.forge, open.id, ago(place.world, -24))

  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
  expect(flow.merged()).toHaveLength(2)
})

test('what was open is looked at whenever there is a sync, in the request that is sent anyway', async () => {
  const place = busyVillage(1, 0)
  const open = place.merge(ago(place.world, 60), { state: 'open', mergedAt: null })
  const theirs = place.merge(ago(place.world, 61), {
    state: 'open',
    mergedAt: null,
    authorId: place.grace.id,
  })
  const links = [`${base}/pull/${open.number}`, `${base}/pull/${theirs.number}/files`]
  const flow = await startFlow({ world: place.world, links })
  await flow.sync()
  closePullRequest(flow.forge, open.id, ago(place.world, 0))
  mergePullRequest(flow.forge, theirs.id, ago(place.world, 0))

  const result = await flow.sync()
  const again = await flow.sync()

  expect(statesOf(flow)).toEqual(['closed', 'merged'])
  expect(stream(result, 'linked')).toMatchObject({ stored: 2, complete: true })
  expect([result.requests, again.requests]).toEqual([1, 1])
})

test('a full reading looks at every address again, a closed one too', async () => {
  const place = busyVillage(1, 0)
  const closed = place.merge(ago(place.world, 60), { state: 'closed', mergedAt: null })
  const flow = await startFlow({ world: place.world, links: [`${base}/pull/${closed.number}`] })
  await flow.sync()
  editPullRequest(flow.forge, closed.id, { state: 'open' }, ago(place.world, 0))

  await flow.sync()
  const idle = statesOf(flow)
  await flow.sync({ full: true })

  expect([idle, statesOf(flow)]).toEqual([['closed'], ['open']])
})

test('an open pull request that is gone is missing with the next sync, a moved one is found', async () => {
  const place = busyVillage(1, 0)
  const part = { state: 'open', mergedAt: null } as const
  const gone = place.merge(ago(place.world, 60), part)
  const moved = place.merge(ago(place.world, 61), part)
  const links = [`${base}/pull/${gone.number}`, `${base}/pull/${moved.number}`]
  const flow = await startFlow({ world: place.world, links })
  await flow.sync()
  deletePullRequest(flow.forge, gone.id)
  renameRepository(flow.forge, place.well.id, 'village/fountain')

  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
  expect(flow.links().map(({ status }) => status)).toEqual(['missing', 'found'])
})

test('among many people it is looked at once a day', async () => {
  const place = busyVillage(1, 0)
  const open = place.merge(ago(place.world, 60), { state: 'open', mergedAt: null })
  const others = ['b', 'c', 'd', 'e'].map((login) => addUser(place.world.github, { login }).login)
  const flow = await startFlow({
    world: place.world,
    logins: ['ada', ...others],
    links: [`${base}/pull/${open.number}`],
  })
  await flow.sync()
  closePullRequest(flow.forge, open.id, ago(place.world, 0))
  await flow.sync()
  const sameDay = statesOf(flow)
  flow.clock.advance(21 * 3600)
  await flow.sync()

  expect([sameDay, statesOf(flow)]).toEqual([['open'], ['closed']])
})

function statesOf(flow: Flow): (string | undefined)[] {
  return flow.store.facts.links([1]).map(({ pull }) => pull?.state)
}

test('three hundred addresses cost three requests and one for the rest', async () => {
  const place = busyVillage(300, 0)
  const addresses = [...place.world.github.pullRequests.values()].map(
    ({ number }) => `${base}/pull/${number}`,
  )
  const flow = await startFlow({ world: place.world, links: addresses })

  const result = await flow.sync()

  expect(flow.links().filter(({ status }) => status === 'found')).toHaveLength(300)
  expect(result.requests).toBeLessThanOrEqual(12)
})
