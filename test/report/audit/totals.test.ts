import { describe, expect, test } from 'vitest'
import { ada, merged, repository, reviewed, told } from './support.ts'

const days = (many: number) =>
  Array.from({ length: many }, (_, index) => `2026-03-${String(index + 1).padStart(2, '0')}`)
const inRepository = (path: string, merges: number, reviews: number, first: number) => ({
  pullRequests: days(merges).map((day, index) => merged(first + index, day, { repository: path })),
  reviews: days(reviews).map((day, index) =>
    reviewed(first + 50 + index, day, { repository: path }),
  ),
})
const parts = [
  inRepository('tideorg/lantern', 5, 7, 100),
  inRepository('tideorg/anchor', 12, 0, 200),
  inRepository('harbor/runner', 3, 4, 300),
]

/** Twenty merged in three repositories, eleven reviewed; twelve of one repository. All in March 2026. */
const who = ada({
  contributions: {
    pullRequests: parts.flatMap(({ pullRequests }) => pullRequests),
    reviews: parts.flatMap(({ reviews }) => reviews),
    repositories: ['tideorg/lantern', 'tideorg/anchor', 'harbor/runner'].map((path) =>
      repository(path),
    ),
  },
})
const section = (body: string) =>
  told(`# Ada Example\n\n## Open Source\n\n${body}\n`, who)
    .filter((line) => line.includes(' count: '))
    .map((line) => line.replace(/^(\S+) count: .*?(?: → (\S+))?(?: \(.*\))?$/, '$1 $2').trim())
const line = (words: string) => section(`- ${words}`)

describe('counts of all that was merged or reviewed', () => {
  test.each([
    ['Single-handedly merged 12 PRs', ['stale 20']],
    ['[x] Merged 12 PRs', ['stale 20']],
    ['[X] Merged 20 PRs', ['true']],
    ['[ ] Merged 30 PRs', ['unprovable']],
    ['Merged `12` PRs', ['stale 20']],
    ['Merged `20` PRs', ['true']],
    ['Merged `20 PRs`', []],
    ['Peer-reviewed 200 PRs', ['false 11']],
    ['A peer reviewed 200 PRs', ['unprovable']],
    ['Maintainer, 12 merged PRs', ['stale 20']],
    ['Maintainer: 12 merged PRs', ['stale 20']],
    ['Maintainer: merged 12 PRs', ['unprovable']],
    ['Maintainers merged 12 PRs', ['unprovable']],
    ['Responsible for 12 merged PRs', ['stale 20']],
    ['Responsible for a release with 12 merged PRs', ['unprovable']],
    ['Proven track record: 12 merged PRs', ['stale 20']],
    ['Track record at Acme: 12 merged PRs', ['unprovable']],
    ['12 PRs of mine were merged', ['stale 20']],
    ['12 PRs of Bob were merged', ['unprovable']],
    ['Approved 50 PRs', ['false 11']],
    ['Approved 5 PRs', ['unprovable']],
    ['50 approved PRs', ['unprovable']],
    ['Submitted 12 PRs, of which 9 were merged', ['stale 20', 'stale 20']],
    ['Submitted 12 PRs, of which 30 were merged', ['stale 20', 'false 20']],
    ['Submitted 12 PRs to Acme, of which 9 were merged', ['unprovable', 'unprovable']],
    ['Reviewed 12 PRs, of which 9 were merged', ['false 11', 'unprovable']],
    ['Bob submitted 12 PRs, of which 9 were merged', ['unprovable', 'unprovable']],
    ['Mentees submitted 12 PRs, of which 9 were merged', ['unprovable', 'unprovable']],
    ['Fixed 12 bugs, of which 9 were merged', ['unprovable']],
  ])('%s', (words, expected) => {
    expect(line(words)).toEqual(expected)
  })
})

describe('a count over several repositories', () => {
  test.each([
    ['20 merged pull requests in 3 repositories', ['true', 'true']],
    ['20 merged pull requests in three public repositories', ['true', 'true']],
    ['29 merged pull requests in 12 repos', ['false 20', 'false 3']],
    ['12 merged pull requests in one repository', ['unprovable']],
    ['12 merged pull requests in 3 languages', ['unprovable']],
    ['12 merged pull requests in 3 of my repositories', ['unprovable']],
  ])('%s', (words, expected) => {
    expect(line(words)).toEqual(expected)
  })

  const fold =
    '<details>\n<summary>tideorg/lantern — 5 merged</summary>\n\n- The wick\n\n</details>\n\n'
  test.each([
    ['29 PRs merged across 12 repos.', ['true', 'false 20', 'false 3']],
    ['20 PRs merged across 3 repos.', ['true', 'true', 'true']],
    ['Merged 29 PRs.', ['true', 'unprovable']],
    ['Merged 4 PRs. 20 PRs merged across 3 repos.', ['true', 'unprovable', 'true', 'true']],
  ])('below a fold: %s', (words, expected) => {
    expect(section(`${fold}${words}`)).toEqual(expected)
  })
})

test('a count over several repositories below the title of one is not held against that one', () => {
  expect(section('### tideorg/lantern\n\n20 PRs merged across 3 repos.')).toEqual([
    'unprovable',
    'unprovable',
  ])
})

describe('a count as of a day', () => {
  test.each([
    ['20 merged PRs (as of April 2026)', ['true']],
    ['12 merged PRs (as of April 2026)', ['stale 20']],
    ['30 merged PRs (as of April 2026)', ['false 20']],
    ['Merged 12 PRs as of March 2026', ['true']],
    ['Merged 12 PRs as of 3 March 2026', ['unprovable']],
    ['Merged 9 PRs as of 3 March 2026', ['true']],
    ['Merged 8 PRs as of 3 March 2026', ['true']],
    ['Merged 2 PRs as of 3 March 2026', ['stale 20']],
    ['As of April 2026, merged 12 PRs', ['stale 20']],
    ['As of April 2026: 12 merged PRs', ['stale 20']],
    ['Merged 12 PRs in tideorg/anchor as of April 2026', ['true']],
    ['Merged 3 PRs as of July 2025', ['unprovable']],
    ['Merged 20 PRs as of July 2025', ['unprovable']],
    ['Merged 12 PRs as of July 2025, fixing leaks', ['unprovable']],
    ['Merged 12 PRs in 2025 as of April 2026', ['unprovable']],
    ['Merged 12 PRs, maintainer as of April 2026', ['unprovable']],
  ])('%s', (words, expected) => {
    expect(line(words)).toEqual(expected)
  })
})

describe('a line in another language that is a count and nothing else', () => {
  test.each([
    ['9 gemergte Merge Requests', ['stale 20']],
    ['20 gemergte Merge Requests', ['true']],
    ['**30+** gemergte MRs', ['false 20']],
    ['9 Merge Requests gemergt', ['stale 20']],
    ['9 merge requests fusionnées', ['stale 20']],
    ['Fusioné 9 pull requests', ['stale 20']],
    ['9 PRs mesclados', ['stale 20']],
    ['Revisé 9 PRs', ['stale 11']],
    ['12 Pull Requests reviewt', ['false 11']],
    ['12 Pull Requests geprüft.', ['false 11']],
    ['relu 12 PR', ['false 11']],
    ['20 MRs gemergt, 11 MRs geprüft', ['true', 'true']],
    ['20 MRs gemergt und 11 MRs geprüft', ['true', 'true']],
  ])('%s', (words, expected) => {
    expect(line(words)).toEqual(expected)
  })

  test.each([
    '9 Merge Requests gemergt in Rust',
    '9 Merge Requests gemergt von Bob',
    'Bob hat 9 Merge Requests gemergt',
    '9 merge requests fusionnées par Bob',
    'Fusioné 9 pull requests de documentación',
    'Objectif : 9 PR fusionnées',
    '9 PRs mesclados em 2025',
    '9 MRs gemergt und dokumentiert',
  ])('and with more words is not judged: %s', (words) => {
    expect(line(words).filter((verdict) => verdict !== 'unprovable')).toEqual([])
  })
})
