import { expect, test } from 'vitest'
import { addComment } from '../../../sandbox/build.ts'
import { deleteComment, editComment } from '../../../sandbox/mutate.ts'
import type { Comment } from '../../../sandbox/world.ts'
import { reasons, startFlow, stream } from '../flow.ts'
import { ago, busyVillage, type Village } from '../village.ts'

function comment(
  place: Village,
  body: string,
  hours: number,
  part: Partial<Comment> = {},
): Comment {
  const pull = [...place.world.github.pullRequests.values()].find(
    ({ authorId }) => authorId === place.grace.id,
  )
  return addComment(place.world.github, {
    pullRequestId: pull?.id ?? null,
    authorId: place.ada.id,
    body,
    createdAt: ago(place.world, hours),
    ...part,
  })
}

function approvals(flow: Awaited<ReturnType<typeof startFlow>>): string[] {
  return flow
    .reviews()
    .filter(({ source }) => source === 'command')
    .map(({ verdict }) => verdict)
}

test('all comments are read where asked for, with the pull requests they stand on', async () => {
  const place = busyVillage(2, 1)
  for (let index = 0; index < 120; index++) comment(place, 'Thanks', 400 + index)
  comment(place, 'Good\n/lgtm', 300)
  comment(place, '/lgtm', 310, { pullRequestId: null, repositoryId: place.well.id })
  const flow = await startFlow({ world: place.world, commands: true })

  const result = await flow.sync()

  expect(stream(result, 'commands')).toMatchObject({ stored: 122, hostTotal: 122, complete: true })
  expect(approvals(flow)).toEqual(['approved'])
})

test('a later cancel, and an edit that takes the words away, are seen', async () => {
  const place = busyVillage(2, 2)
  const first = comment(place, '/approve', 300)
  const flow = await startFlow({ world: place.world, commands: true })
  await flow.sync()
  expect(approvals(flow)).toHaveLength(1)
  flow.clock.advance(3600)
  editComment(flow.forge, first.id, { body: 'never mind' }, ago(place.world, -0.5))
  const edited = await flow.sync()

  expect(stream(edited, 'commands')).toMatchObject({ stored: 1, complete: true })
  expect(edited.requests).toBe(1)
  expect(approvals(flow)).toEqual([])
})

test('a deleted comment leaves the count of the host below ours', async () => {
  const place = busyVillage(2, 1)
  const gone = comment(place, 'Thanks', 300)
  comment(place, '/lgtm', 310)
  const flow = await startFlow({ world: place.world, commands: true })
  await flow.sync()
  deleteComment(flow.forge, gone.id)

  const result = await flow.sync()

  expect(stream(result, 'commands')).toMatchObject({ stored: 2, hostTotal: 1, complete: true })
})

test('on auto nothing is read without a sign of Prow, and looked for once a day', async () => {
  const place = busyVillage(2, 1)
  comment(place, 'Thanks', 300)
  const flow = await startFlow({ world: place.world, commands: 'auto' })

  const first = await flow.sync()
  flow.clock.advance(24 * 3600)
  comment(place, '/lgtm', -23)
  const next = await flow.sync()

  expect(reasons(first, 'commands')).toEqual(['not-read'])
  expect(first.outcome).toBe('completed')
  expect(stream(next, 'commands')).toMatchObject({ stored: 2, complete: true })
})

test('on auto a Prow label on a merged pull request is sign enough', async () => {
  const place = busyVillage(2, 1)
  comment(place, 'Thanks', 300)
  place.merge(ago(place.world, 50), { labels: ['size/S', 'lgtm'] })
  const flow = await startFlow({ world: place.world, commands: 'auto' })

  const result = await flow.sync()

  expect(stream(result, 'commands')).toMatchObject({ stored: 1, complete: true })
})

test('turned off, nothing is asked and review bodies are no comments', async () => {
  const place = busyVillage(2, 0)
  place.review(ago(place.world, 30), { body: '/lgtm' })
  const flow = await startFlow({ world: place.world, commands: false })

  const result = await flow.sync()

  expect(reasons(result, 'commands')).toEqual(['not-read'])
  expect(approvals(flow)).toEqual([])
})

test('a command in a review body counts like one in a comment', async () => {
  const place = busyVillage(2, 0)
  place.review(ago(place.world, 30), { state: 'COMMENTED', body: 'Nice\r\n/LGTM\r\n' })
  const flow = await startFlow({ world: place.world, commands: true })

  const result = await flow.sync()

  expect(stream(result, 'commands')).toMatchObject({ hostTotal: 0, complete: true })
  expect(approvals(flow)).toEqual(['approved'])
})
