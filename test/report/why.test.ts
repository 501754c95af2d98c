import { expect, test } from 'vitest'
import type { PullRequestFact, ReviewFact } from '../../src/contribution/facts.ts'
import type { Day } from '../../src/contribution/zone.ts'
import { build } from '../../src/report/build.ts'
import { everything, type SectionRules } from '../../src/report/rules.ts'
import { select } from '../../src/report/select.ts'
import { explain, whyText } from '../../src/report/why.ts'
import { reviewed } from './audit/support.ts'
import { pull } from './support/pull.ts'

function merged(reference: string, day: string, part: Partial<PullRequestFact> = {}) {
  const title = `Fix wick ${reference.split('#')[1]}`
  return pull(reference, `${day}T00:00:00Z`, { title, ...part })
}

const person = {
  timezone: 'UTC',
  logins: [{ host: 'github.example', login: 'ada' }],
  forges: ['github'],
}

function why(
  pullRequests: readonly PullRequestFact[],
  changes: Partial<SectionRules> = {},
  reviews: readonly ReviewFact[] = [],
  deleted: readonly string[] = [],
) {
  const select_ = { ...everything.select, own: 'exclude' as const, ...changes.select }
  const max = { entries: 2, highlights: 2, links: 2 }
  const rules = { ...everything, max, ...changes, select: select_ }
  const all = { pullRequests, reviews, repositories: [] }
  const selection = select(all, rules, person)
  const known = { proofs: [], timezone: 'UTC', asOf: '2026-06-01' as Day }
  return explain({ selection, value: build(selection, rules, known) }, all, rules, person, deleted)
}

test('each project is told with the rule that chose it or kept it out', () => {
  const told = why(
    [
      merged('works/lantern#1', '2026-01-02'),
      merged('works/oven#1', '2026-01-03'),
      merged('works/pan#1', '2026-01-01'),
      merged('ada/own#1', '2026-01-01'),
      merged('works/docs#1', '2026-01-01'),
      merged('other/thing#1', '2026-01-01'),
      merged('works/old#1', '2020-01-01'),
    ],
    {
      select: {
        ...everything.select,
        own: 'exclude',
        repositories: ['works/*', 'ada/*'],
        exclude: ['**/docs'],
        since: '2025-01-01',
      },
    },
  )

  const lines = told.projects.map(
    ({ project, chosen, position, reasons }) =>
      `${project} ${chosen} ${position} ${reasons.join('; ')}`,
  )
  expect(lines).toEqual([
    'github.example/works/oven true 1 matches `works/*`; 1 merged, 0 reviewed; order `recent`: last on 2026-01-03',
    'github.example/works/lantern true 2 matches `works/*`; 1 merged, 0 reviewed; order `recent`: last on 2026-01-02',
    'github.example/works/pan false 3 matches `works/*`; 1 merged, 0 reviewed; order `recent`: last on 2026-01-01; beyond `max.entries` 2',
    'github.example/ada/own false null the person’s own, and `own` is `exclude`',
    'github.example/other/thing false null matches no pattern of `repositories`',
    'github.example/works/docs false null excluded by `**/docs`',
    'github.example/works/old false null nothing between `since` and `until`',
  ])
})

test('each highlight is told with what chose it or left it', () => {
  const told = why([
    merged('works/lantern#1', '2026-01-01', { title: 'Fix the flame' }),
    merged('works/lantern#2', '2026-01-02', { title: 'Add a wick' }),
    merged('works/lantern#3', '2026-01-03', { title: 'Fix typo' }),
    merged('works/lantern#4', '2026-01-04', { title: '[release-1.8] Add a wick' }),
    merged('works/lantern#5', '2026-01-05', { title: 'Flame' }),
    merged('works/lantern#6', '2026-01-06', { title: 'Remove soot' }),
  ])

  expect(
    told.projects[0]?.highlights.map(({ reference, reason }) => `${reference} ${reason}`),
  ).toEqual([
    'works/lantern#6 chosen',
    'works/lantern#5 beyond `max.highlights` 2: its title does not say what was done, so others come first',
    'works/lantern#4 backport of a work that is listed',
    'works/lantern#3 routine',
    'works/lantern#2 chosen',
    'works/lantern#1 beyond `max.highlights` 2',
  ])
})

test('what the person deleted is not told as chosen', () => {
  const told = why(
    [
      merged('works/lantern#1', '2026-01-01'),
      merged('works/lantern#2', '2026-01-02'),
      merged('works/oven#1', '2026-01-03'),
    ],
    {},
    [],
    ['https://github.example/works/lantern/pull/2', 'github.example/works/oven'],
  )

  expect(told.projects.map(({ project, chosen }) => `${project} ${chosen}`)).toEqual([
    'github.example/works/oven false',
    'github.example/works/lantern true',
  ])
  expect(told.projects[0]?.reasons.at(-1)).toBe('deleted by hand')
  expect(told.projects[0]?.highlights).toEqual([])
  expect(told.projects[1]?.highlights).toEqual([
    { reference: 'works/lantern#2', chosen: false, reason: 'deleted by hand' },
    { reference: 'works/lantern#1', chosen: true, reason: 'chosen' },
  ])
})

test('too few merged is told, and what is not public is a number', () => {
  const select = { ...everything.select, minPullRequests: 2 }
  const told = why(
    [
      merged('works/lantern#1', '2026-01-01'),
      merged('works/secret#1', '2026-01-01', { visibility: 'private' }),
      merged('works/unknown#1', '2026-01-01', { visibility: 'unknown' }),
    ],
    { select },
  )

  expect(whyText(told)).toBe(
    [
      'section `everything`',
      '  - github.example/works/lantern: left: fewer merged than `minPullRequests` 2',
      '  2 contributions are not public and left out',
    ].join('\n'),
  )
})

test('it says why an entry does not tell how deep reviews went', () => {
  const told = why([], {}, [
    reviewed(1, '2026-01-02', { hasComments: true }),
    reviewed(2, '2026-01-03', { hasComments: null }),
  ])

  expect(told.projects[0]?.reasons).toContain(
    'left out on how many comments were left: of 1 reviewed it is not known',
  )
})
