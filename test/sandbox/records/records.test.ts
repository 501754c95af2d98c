import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { expectedExport } from '../oracle.ts'
import { recordsWorld } from '../records.ts'
import { loginOf } from './gitlab.ts'

let folder: string
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Invented rows in the shape of the records; files not named are empty. */
function write(files: Record<string, readonly object[]>): string {
  folder = mkdtempSync(join(tmpdir(), 'records-'))
  const names = [
    'gateway-api',
    'org',
    'enhancements',
    'community',
    'apiserver',
    'gitlab-runner',
    'linked',
    'repositories',
  ]
  for (const name of names) {
    const lines = (files[name] ?? []).map((row) => `${JSON.stringify(row)}\n`)
    writeFileSync(join(folder, `${name}.ndjson`), lines.join(''))
  }
  return folder
}

const mergedAt = '2026-02-02T04:43:29Z'
const merge = {
  title: 'T',
  mergedAt,
  mergedBy: ['Ines Quell'],
  approvedBy: [],
  reviewedBy: [],
  coAuthors: [],
  files: 1,
  additions: 2,
  deletions: 3,
}

test('a GitHub row is a merged pull request of its login, whatever its case; organisations and null are nobody', () => {
  const row = { repo: 'kelp-sigs/anchor', title: 'T', mergedAt }
  const { github } = recordsWorld(
    write({
      org: [
        { ...row, number: 1, login: 'kelp-sigs' },
        { ...row, number: 2, login: 'Mara' },
        { ...row, number: 3, login: 'mara' },
        { ...row, number: 4, login: null },
      ],
    }),
  )
  const authors = [...github.pullRequests.values()].map(({ authorId }) => authorId)

  expect(authors).toEqual([null, expect.any(Number), authors[1], null])
  expect([...github.pullRequests.values()][0]).toMatchObject({
    createdAt: mergedAt,
    additions: 0,
    state: 'merged',
  })
})

test('a GitLab row gives an approval at merge time and a note an hour earlier, not by its author; a number counts once', () => {
  const people = {
    author: 'Mara Oduya',
    approvedBy: ['Teo Valdrís', 'mara oduya'],
    reviewedBy: ['Teo Valdri\u0301s', 'TEO VALDRÍS'],
  }
  const world = recordsWorld(
    write({
      'gitlab-runner': [
        { ...merge, ...people, iid: 7 },
        { ...merge, author: 'Somebody', iid: 7 },
      ],
    }),
  )
  const { pullRequests } = expectedExport(world, [{ forge: 'gitlab', login: 'mara-oduya' }])
  const { reviews } = expectedExport(world, [{ forge: 'gitlab', login: 'teo-valdris' }])

  expect(pullRequests).toMatchObject([{ number: 7, additions: 2, deletions: 3 }])
  expect(reviews.map(({ source, at }) => [source, at])).toEqual([
    ['note', '2026-02-02T03:43:29Z'],
    ['approval', mergedAt],
  ])
})

test('a name makes a login, and two names of one login stay two accounts; a space before a number is none', () => {
  const rows = ['Petra Ć', 'Petra C', 'moor7', 'Moor 7'].map((author, index) => ({
    ...merge,
    author,
    iid: index + 1,
  }))
  const { gitlab } = recordsWorld(write({ 'gitlab-runner': rows }))
  const logins = [...gitlab.pullRequests.values()].map(
    ({ authorId }) => gitlab.users.get(authorId ?? 0)?.login,
  )

  expect(logins).toEqual(['petra-c', 'petra-c-2', 'moor7', 'moor7'])
  expect(loginOf('Ines @ The Quay')).toBe('ines-the-quay')
  expect(loginOf('Tide_9.x')).toBe('Tide_9.x')
})

test('linked and own things stand beside the merges, and ids do not depend on other rows', () => {
  const linked = [
    {
      forge: 'github',
      repo: 'kelp-sigs/anchor',
      number: 9,
      login: 'mara',
      title: 'L',
      state: 'open',
      createdAt: mergedAt,
    },
    {
      forge: 'gitlab',
      repo: 'gitlab-org/gitlab-runner',
      iid: 8,
      author: 'A B',
      title: 'M',
      state: 'open',
      createdAt: mergedAt,
      notes: [{ id: 3_000_000_001, by: 'mara', at: mergedAt }],
    },
  ]
  const repositories = [
    { forge: 'github', repo: 'mara/boat', createdAt: mergedAt, pushedAt: mergedAt, language: 'Go' },
  ]
  const { github, gitlab } = recordsWorld(write({ linked, repositories }))
  const [owner] = [...github.repositories.values()]
    .filter(({ path }) => path === 'mara/boat')
    .map(({ ownerId }) => github.users.get(ownerId))

  expect(owner).toMatchObject({ login: 'mara', type: 'User' })
  expect([...github.pullRequests.values()]).toMatchObject([
    { number: 9, state: 'open', authorId: owner?.id },
  ])
  expect([...gitlab.notes.keys()]).toEqual([3_000_000_001])
  rmSync(folder, { recursive: true })
  const again = recordsWorld(
    write({
      org: [{ repo: 'kelp-sigs/anchor', title: 'T', mergedAt, number: 1, login: 'teo' }],
      linked,
    }),
  )
  expect([...again.github.users.values()].find(({ login }) => login === 'mara')?.id).toBe(owner?.id)
})
