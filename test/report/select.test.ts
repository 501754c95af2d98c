import { expect, test } from 'vitest'
import type { RepositoryFact, ReviewFact } from '../../src/contribution/facts.ts'
import type { Contributions } from '../../src/report/contributions.ts'
import { select } from '../../src/report/select.ts'
import { time } from '../support/database.ts'
import { pull } from './support/pull.ts'
import { type RulesPart, sectionRules } from './support/rules.ts'

function reviewed(reference: string, at: string): ReviewFact {
  const { forge, host, repository, number, title, visibility, url } = pull(reference, at)
  return {
    forge,
    host,
    repository,
    number,
    reference,
    title,
    visibility,
    verdict: 'approved',
    source: 'review',
    at: time(at),
    url: `${url}#review`,
    pullRequestUrl: url,
    approximate: false,
    hasComments: null,
    gone: false,
  }
}

function repository(path: string, part: Partial<RepositoryFact> = {}): RepositoryFact {
  return {
    forge: 'github',
    host: 'github.example',
    path,
    url: `https://github.example/${path}`,
    visibility: 'public',
    description: null,
    stars: 0,
    languages: [],
    fork: false,
    createdAt: null,
    pushedAt: null,
    own: false,
    formerPaths: [],
    ...part,
  }
}

const person = {
  timezone: 'Africa/Nairobi',
  logins: [{ host: 'github.example', login: 'Ada' }],
  forges: ['github', 'gitlab'],
}

function paths(all: Partial<Contributions>, part: RulesPart = {}): string[] {
  const contributions = { pullRequests: [], reviews: [], repositories: [], ...all }
  return select(contributions, sectionRules(part), person).projects.map(({ path }) => path)
}

const work = {
  pullRequests: [
    pull('acme/tool#1', '2026-01-05T10:00:00Z'),
    pull('acme/deep/tool#1', '2026-01-06T10:00:00Z'),
    pull('Other/docs#1', '2026-01-07T10:00:00Z'),
    pull('ada/pet#1', '2026-01-08T10:00:00Z'),
  ],
}

test.each<[string, RulesPart['select'], string[]]>([
  ['a star stays within one part', { repositories: ['acme/*'] }, ['acme/tool']],
  ['two stars cross parts', { repositories: ['acme/**'] }, ['acme/deep/tool', 'acme/tool']],
  ['letter case does not matter', { repositories: ['oTHER/*'] }, ['Other/docs']],
  ['exclude wins', { exclude: ['**/docs', 'acme/*'] }, ['acme/deep/tool']],
  ['a pattern may name its forge', { repositories: ['gitlab:**'] }, []],
  ['and then matches there', { repositories: ['github:acme/tool'] }, ['acme/tool']],
  ['own repositories only', { own: 'only' }, ['ada/pet']],
  [
    'own repositories too',
    { own: 'include', repositories: ['a*/**'] },
    ['ada/pet', 'acme/deep/tool', 'acme/tool'],
  ],
])('%s', (_title, part, expected) => {
  expect(paths(work, part === undefined ? {} : { select: part })).toEqual(expected)
})

test('what the forge no longer shows counts no more', () => {
  const pullRequests = [
    pull('acme/tool#1', '2026-01-01'),
    pull('acme/tool#2', '2026-01-02', { gone: true }),
    pull('acme/gone#3', '2026-01-03', { gone: true }),
  ]
  const reviews = [{ ...reviewed('acme/tool#4', '2026-01-04'), gone: true }]

  const { projects } = select({ pullRequests, reviews, repositories: [] }, sectionRules(), person)

  expect(projects).toMatchObject([
    { path: 'acme/tool', merged: [{ number: 1 }], reviewed: [], last: time('2026-01-01') },
  ])
})

test('since and until are whole days in the person’s time zone', () => {
  // 22:30 UTC is half past one of the next day in Nairobi.
  const pullRequests = [
    pull('a/a#1', '2026-01-31T22:30:00Z'),
    pull('b/b#1', '2026-01-31T20:30:00Z'),
  ]

  expect(paths({ pullRequests }, { select: { since: '2026-02-01' } })).toEqual(['a/a'])
  expect(paths({ pullRequests }, { select: { until: '2026-01-31' } })).toEqual(['b/b'])
})

test('what is not known to be public is left out unless all is asked for', () => {
  const pullRequests = [
    pull('a/private#1', '2026-01-01T00:00:00Z', { visibility: 'private' }),
    pull('a/unknown#1', '2026-01-02T00:00:00Z', { visibility: 'unknown' }),
  ]

  expect(paths({ pullRequests })).toEqual([])
  expect(paths({ pullRequests }, { select: { visibility: 'all' } })).toEqual([
    'a/unknown',
    'a/private',
  ])
})

test('reviewed counts pull requests, however many reviews each had', () => {
  const reviews = [
    reviewed('a/a#1', '2026-01-01T00:00:00Z'),
    reviewed('a/a#1', '2026-01-02T00:00:00Z'),
    reviewed('a/a#2', '2026-01-03T00:00:00Z'),
  ]

  const [project] = select(
    { pullRequests: [], reviews, repositories: [] },
    sectionRules(),
    person,
  ).projects

  expect(project?.reviewed.map(({ number, at }) => [number, at])).toEqual([
    [1, '2026-01-02T00:00:00Z'],
    [2, '2026-01-03T00:00:00Z'],
  ])
})

test.each<[string, RulesPart['select'], string, string]>([
  ['the first of several reviews of one pull request', {}, '2025-01-05', '2026-06-05'],
  ['the first that since lets through', { since: '2025-01-06' }, '2025-09-05', '2026-06-05'],
  ['the last that until lets through', { until: '2026-06-04' }, '2025-01-05', '2025-09-05'],
])('work on a project runs from and to %s', (_title, part, first, last) => {
  const reviews = ['2025-01-05', '2025-09-05', '2026-06-05'].map((day) =>
    reviewed('a/a#1', `${day}T12:00:00Z`),
  )
  const all = { pullRequests: [], reviews, repositories: [] }

  const [project] = select(
    all,
    sectionRules(part === undefined ? {} : { select: part }),
    person,
  ).projects

  expect(project?.reviewed).toHaveLength(1)
  expect(project?.first).toBe(`${first}T12:00:00Z`)
  expect(project?.last).toBe(`${last}T12:00:00Z`)
})

test('projects with too few merged pull requests are left out', () => {
  const all = { ...work, reviews: [reviewed('r/r#1', '2026-01-01T00:00:00Z')] }

  expect(paths(all, { select: { minPullRequests: 2 } })).toEqual([])
})

test('the order is pinned first, then as asked, then newest, then path', () => {
  const pullRequests = [
    pull('a/old#1', '2026-01-01T00:00:00Z'),
    pull('a/old#2', '2026-01-02T00:00:00Z'),
    pull('b/new#1', '2026-03-01T00:00:00Z'),
    pull('c/same#1', '2026-03-01T00:00:00Z'),
  ]
  const repositories = [repository('a/old', { stars: 5 }), repository('c/same', { stars: 9 })]
  const pinned = { projects: { 'c/same': { pinned: true } } }

  expect(paths({ pullRequests })).toEqual(['b/new', 'c/same', 'a/old'])
  expect(paths({ pullRequests }, { order: 'most' })).toEqual(['a/old', 'b/new', 'c/same'])
  expect(paths({ pullRequests, repositories }, { order: 'stars' })).toEqual([
    'c/same',
    'a/old',
    'b/new',
  ])
  expect(paths({ pullRequests }, pinned)).toEqual(['c/same', 'b/new', 'a/old'])
})

test('a former path still finds a renamed repository, with a warning', () => {
  const contributions = {
    pullRequests: [pull('acme/now#1', '2026-01-01T00:00:00Z')],
    reviews: [],
    repositories: [repository('acme/now', { formerPaths: ['acme/before'] })],
  }
  const projects = { 'acme/before': { title: 'The Tool', pinned: false } }

  const selection = select(contributions, sectionRules({ projects }), person)

  expect(selection.projects[0]?.rules?.title).toBe('The Tool')
  expect(selection.warnings).toEqual([
    '`acme/before` is called `acme/now` now; correct it under `projects`',
  ])
})

test('own repositories become entries where they are asked for, forks do not', () => {
  const repositories = [
    repository('ada/pet', {
      own: true,
      createdAt: time('2024-01-01T00:00:00Z'),
      pushedAt: time('2025-01-01T00:00:00Z'),
    }),
    repository('ada/fork', { own: true, fork: true }),
    repository('ada/secret', { own: true, visibility: 'private' }),
    repository('acme/tool'),
  ]

  const { projects } = select(
    { pullRequests: [], reviews: [], repositories },
    sectionRules({ select: { kinds: ['repository'] } }),
    person,
  )

  expect(projects.map(({ path, first, last }) => [path, first, last])).toEqual([
    ['ada/pet', '2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z'],
  ])
})

test('an own repository runs from its creation to its last push, also where merges in it count', () => {
  const pet = repository('ada/pet', {
    own: true,
    createdAt: time('2024-01-01T00:00:00Z'),
    pushedAt: time('2025-01-01T00:00:00Z'),
  })
  const pullRequests = [pull('ada/pet#1', '2024-06-01T00:00:00Z')]
  const datesWith = (kinds: ('pull-request' | 'repository')[]) =>
    select(
      { pullRequests, reviews: [], repositories: [pet] },
      sectionRules({ select: { kinds, own: 'include' } }),
      person,
    ).projects.map(({ first, last }) => [first, last])

  expect(datesWith(['pull-request', 'repository'])).toEqual([
    ['2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z'],
  ])
  expect(datesWith(['pull-request'])).toEqual([['2024-06-01T00:00:00Z', '2024-06-01T00:00:00Z']])
})
