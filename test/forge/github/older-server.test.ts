import { expect, test } from 'vitest'
import type { FlowOptions } from './flow.ts'
import { only, startFlow, stream } from './flow.ts'
import { ago, busyVillage } from './village.ts'

const withoutFields = [
  'PullRequest.fullDatabaseId',
  'PullRequestReview.fullDatabaseId',
  'IssueComment.fullDatabaseId',
  'PullRequest.isDraft',
]

function older(part: Partial<FlowOptions> = {}) {
  const place = busyVillage(12, 6)
  return { place, options: { world: place.world, withoutFields, commands: true, ...part } as const }
}

test('a server with an older schema is asked once what it knows, and then read to the end', async () => {
  const { place, options } = older()
  const flow = await startFlow(options)

  const first = await flow.sync()
  flow.clock.advance(3600)
  place.merge(ago(place.world, -0.5))
  const second = await flow.sync()

  expect(first.outcome).toBe('completed')
  expect(stream(first, 'pull-requests')).toMatchObject({ stored: 12, complete: true })
  expect(stream(second, 'pull-requests')).toMatchObject({ new: 1, stored: 13, complete: true })
  expect(asked(first)).toBe(1)
  expect(second.requests).toBeLessThanOrEqual(4)
})

test('a server that tells its version is asked once for each', async () => {
  const version = { current: '3.12.4' }
  const { options } = older({ version })
  const flow = await startFlow(options)

  expect(asked(await flow.sync())).toBe(1)
  flow.clock.advance(25 * 3600)
  const again = await flow.sync({ full: true })
  expect(again.outcome).toBe('completed')
  expect(asked(again)).toBe(0)

  version.current = '3.13.0'
  flow.clock.advance(3600)
  const upgraded = await flow.sync({ full: true })
  expect(upgraded.outcome).toBe('completed')
  expect(asked(upgraded)).toBe(1)
  expect(stream(upgraded, 'pull-requests')).toMatchObject({ stored: 12, complete: true })
})

test('a field nobody can do without is an error that names it', async () => {
  const { options } = older({ withoutFields: ['PullRequest.title'] })
  const flow = await startFlow(options)

  const result = await flow.sync()

  expect(only(result).failure).toMatchObject({ kind: 'protocol' })
  expect(only(result).failure?.message).toContain('title')
})

test('what a repository says of itself may be less', async () => {
  const { options } = older({
    withoutFields: ['Repository.repositoryTopics', 'Repository.languages'],
  })
  const flow = await startFlow(options)

  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
})

function asked({
  sent,
}: {
  sent: readonly { operations: readonly { name: string | undefined }[] }[]
}) {
  return sent.filter(({ operations }) => operations[0]?.name === 'TrackerSchema').length
}
