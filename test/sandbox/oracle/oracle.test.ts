import { expect, test } from 'vitest'
import {
  addApproval,
  addComment,
  addNote,
  addPullRequest,
  addRepository,
  addReview,
  addUser,
} from '../build.ts'
import { fictional, fictionalPeople } from '../fictional.ts'
import { expectedExport } from '../oracle.ts'
import { emptyWorld, type ForgeWorld } from '../world.ts'

const now = '2026-06-15T12:00:00Z'

function stage(kind: 'github' | 'gitlab') {
  const world = emptyWorld(now)
  const forge: ForgeWorld = world[kind]
  const person = addUser(forge, { login: 'person' })
  const second = addUser(forge, { login: 'second' })
  const other = addUser(forge, { login: 'other' })
  const repository = addRepository(forge, { path: 'o/r', ownerId: other.id })
  const merged = (authorId: number, mergedAt = '2026-02-02T04:43:29.900Z') =>
    addPullRequest(forge, {
      repositoryId: repository.id,
      authorId,
      createdAt: '2020-01-01T00:00:00Z',
      mergedAt,
    })
  const rows = (...logins: string[]) =>
    expectedExport(
      world,
      logins.map((login) => ({ forge: kind, login })),
    )
  return { forge, person, second, other, repository, merged, rows }
}

test('a merged pull request is a row with its time cut to the second', () => {
  const { person, merged, rows } = stage('github')
  merged(person.id)

  expect(rows('PERSON').pullRequests).toEqual([
    {
      forge: 'github',
      host: 'github.com',
      repository: 'o/r',
      number: 1,
      reference: 'o/r#1',
      title: 'Change 20000001',
      url: 'https://github.com/o/r/pull/1',
      state: 'merged',
      createdAt: '2020-01-01T00:00:00Z',
      mergedAt: '2026-02-02T04:43:29Z',
      additions: 0,
      deletions: 0,
      visibility: 'public',
    },
  ])
})

test('nobody reviews what any account of theirs wrote, drafts do not count, private stays out', () => {
  const { forge, person, second, other, repository, merged, rows } = stage('github')
  const [foreign, own] = [merged(other.id), merged(second.id)]
  for (const { id: pullRequestId } of [foreign, own]) {
    addReview(forge, {
      pullRequestId,
      authorId: person.id,
      state: 'DISMISSED',
      at: '2026-01-01T00:00:00Z',
    })
  }
  addReview(forge, { pullRequestId: foreign.id, authorId: person.id, state: 'PENDING', at: now })

  expect(rows('person').reviews).toHaveLength(2)
  expect(rows('person', 'second').reviews).toMatchObject([
    { number: 1, verdict: 'dismissed', source: 'review' },
  ])
  repository.visibility = 'private'
  expect(rows('person', 'second')).toEqual({ pullRequests: [], reviews: [], reviewed: [] })
})

test.for([
  ['/lgtm', 1],
  ['Good.\r\n/LGTM no-issue  \r\n/approve', 2],
  ['/approve no-issue', 1],
  ['Thanks! /lgtm', 0],
  ['/lgtm please', 0],
  ['/lgtm\n/lgtm cancel', 0],
  ['/lgtm cancel\n/lgtm', 1],
  ['/approve\n/remove-approve', 0],
  ['/approve\n/remove-lgtm', 1],
] as const)('%j holds %d commands that stand', ([body, count]) => {
  const { forge, person, other, merged, rows } = stage('github')
  addComment(forge, {
    pullRequestId: merged(other.id).id,
    authorId: person.id,
    body,
    createdAt: now,
  })

  const { reviews } = rows('person')
  expect(reviews).toHaveLength(count)
  for (const row of reviews)
    expect(row).toMatchObject({ source: 'command', verdict: 'approved', at: now })
})

test("GitLab's feed tells of three years; before that only a standing approval, dated by its merge", () => {
  const { forge, person, other, merged, rows } = stage('gitlab')
  const [old, recent] = [merged(other.id, '2020-03-01T00:00:00Z'), merged(other.id)]
  for (const [pull, at] of [
    [old, '2020-02-01T00:00:00Z'],
    [recent, '2026-02-01T00:00:00Z'],
  ] as const) {
    addApproval(forge, { pullRequestId: pull.id, userId: person.id, at })
    addNote(forge, { pullRequestId: pull.id, authorId: person.id, createdAt: at })
    addNote(forge, { pullRequestId: pull.id, authorId: person.id, createdAt: at, system: true })
  }

  expect(rows('person').reviews.map(({ source, at }) => `${source} ${at}`)).toEqual([
    'approval 2020-03-01T00:00:00Z',
    'approval 2026-02-01T00:00:00Z',
    'note 2026-02-01T00:00:00Z',
  ])
})

test('the fictional people have something of every kind', () => {
  const { world } = fictional()
  const { mara } = fictionalPeople
  const accounts = (['github', 'gitlab'] as const).map((forge) => ({ forge, login: mara[forge] }))
  const { pullRequests, reviews } = expectedExport(world, accounts)
  const kinds = new Set(reviews.map(({ source, verdict }) => `${source} ${verdict}`))

  expect(pullRequests.length).toBeGreaterThan(150)
  expect([...kinds].sort()).toEqual([
    'approval approved',
    'command approved',
    'note commented',
    'review approved',
    'review changes-requested',
    'review commented',
    'review dismissed',
  ])
  expect(reviews.some(({ at, source }) => source === 'approval' && at < '2023-06-15')).toBe(true)
})
