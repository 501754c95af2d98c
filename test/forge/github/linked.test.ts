import { expect, test } from 'vitest'
import { addComment, addRepository, addReviewComment } from '../../sandbox/build.ts'
import { mergePullRequest, renameRepository, setVisibility } from '../../sandbox/mutate.ts'
import { startFlow, stream } from './flow.ts'
import { ago, busyVillage } from './village.ts'

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
