import { describe, expect, test } from 'vitest'
import { ada, merged, resume, told, url } from './support.ts'

const counts = (...asked: Parameters<typeof told>) =>
  told(...asked)
    .filter((line) => line.includes(' count: '))
    .map((line) => line.replace(' count', '').replace(/ \(works\/lantern\)/g, ''))

/** Ada merged two in February 2026, two in March and one in April, and reviewed two in March. */
const inEntry = (words: string) => counts(resume(`\n- ${words}\n`))

describe('a date in a sentence is that of a count only right behind it or before it', () => {
  test.each([
    ['Merged 2 MRs in February 2026', 'true: Merged 2'],
    ['Merged 2 MRs (February 2026)', 'true: Merged 2'],
    ['Merged 1 MR to Lantern in April 2026', 'true: Merged 1'],
    ['In February 2026 I merged 2 MRs', 'true: merged 2'],
    ['Merged 4 MRs (February 2026 – March 2026)', 'true: Merged 4'],
    ['Merged 5 MRs (Feb 2026 – Present)', 'true: Merged 5'],
    ['Merged 2 MRs · February 2026', 'unprovable: Merged 2'],
    ['Merged 2 MRs — February 2026', 'unprovable: Merged 2'],
    ['February 2026 | Merged 2 MRs', 'unprovable: Merged 2'],
    ['February 2026: merged 2 MRs', 'true: merged 2'],
    ['Merged 1 MR in February 2026', 'stale: Merged 1 → 2'],
    ['Merged 3 MRs since March 2026, the last in April 2026', 'true: Merged 3'],
    ['Merged 5 MRs, the first in February 2026', 'true: Merged 5'],
    ['Merged 5 MRs, latest in April 2026', 'true: Merged 5'],
    ['Merged 5 MRs, most of them in March 2026', 'true: Merged 5'],
    ['Merged 5 MRs, mostly in March 2026', 'true: Merged 5'],
    ['Merged 4 MRs, the first in February 2026', 'stale: Merged 4 → 5'],
    ['Merged 5 MRs, first released in v2 in June 2026', 'unprovable: Merged 5'],
    ['5 merged MRs, speaker at LampConf 2025', 'unprovable: 5 merged'],
    ['Speaker at LampConf 2025 with 5 merged MRs', 'unprovable: 5 merged'],
    ['Merged 9 MRs, speaker at LampConf 2025', 'false: Merged 9 → 5'],
    ['Merged 3 MRs and gave a talk in March 2026', 'unprovable: Merged 3'],
    ['Merged 5 MRs fixing what broke in March 2026', 'unprovable: Merged 5'],
  ])('%s', (words, expected) => {
    expect(inEntry(words)).toEqual([expected])
  })

  test.each([
    ['Merged 5 MRs, 2 of which in February 2026', 'true: Merged 5'],
    ['Merged 5 MRs, 1 of them since April 2026', 'true: Merged 5'],
    ['Merged 5 MRs (2 in February 2026, 2 in March 2026)', 'true: Merged 5'],
    ['Merged 5 MRs: 2 in February 2026 and 3 since', 'true: Merged 5'],
    ['Merged 5 MRs including one in April 2026', 'true: Merged 5'],
    ['Merged 2 MRs in February 2026 and 1 in April 2026', 'true: Merged 2'],
    ['Merged 3 MRs and reviewed 2 in March 2026', 'unprovable: Merged 3'],
    ['Merged 3 MRs in February and March 2026', 'unprovable: Merged 3'],
    ['Merged 5 MRs in March 2026 and before', 'unprovable: Merged 5'],
    ['Merged 5 MRs (2025: 1, 2026: 4)', 'unprovable: Merged 5'],
  ])('and what is said of another count is not said of it: %s', (words, expected) => {
    expect(inEntry(words)[0]).toBe(expected)
  })
})

describe('between two months', () => {
  test.each([
    ['Merged 4 MRs between February and March 2026', 'true: Merged 4'],
    ['Merged 5 MRs between January 2026 and December 2026', 'true: Merged 5'],
    ['Merged 5 MRs between January and December 2026', 'true: Merged 5'],
    ['Merged 5 MRs between 2025 and 2026', 'true: Merged 5'],
    ['Merged 2 MRs between February and March 2026', 'stale: Merged 2 → 4'],
    ['Merged 9 MRs between February and March 2026', 'false: Merged 9 → 4'],
    ['Merged 5 MRs between jobs and March 2026', 'unprovable: Merged 5'],
  ])('all that is between them counts: %s', (words, expected) => {
    expect(inEntry(words)).toEqual([expected])
  })
})

describe('a column of a table', () => {
  const table = (over: string, when: string, merged: number) =>
    `| Project | Merged | ${over} |\n|---|---|---|\n| works/lantern | ${merged} | ${when} |\n`

  test.each([
    ['Since', 'February 2026', 5, 'true: 5'],
    ['Since', 'February 2026', 3, 'stale: 3 → 5'],
    ['Since', '2024', 5, 'true: 5'],
    ['Started', 'February 2026', 5, 'true: 5'],
    ['When', 'February 2026', 2, 'true: 2'],
    ['Year', '2026', 5, 'true: 5'],
    ['Last release', 'February 2026', 5, 'unprovable: 5'],
  ])('%s, %s: merged %s', (over, when, number, expected) => {
    const who = ada({ pulls: [merged(31, '2026-01-05', { repository: 'ada/kite' })] })

    expect(counts(resume('', table(over, when, number)), who)).toEqual([expected])
  })
})

describe('a count whose noun is that of the one before it', () => {
  const buoy = (day: string, number: number) => merged(number, day, { repository: 'reef/buoy' })
  const who = ada({ pulls: [buoy('2025-05-01', 31), buoy('2026-02-05', 32)] })
  const second = (words: string) => counts(resume('', words), who).slice(1)

  test.each([
    ['Merged 5 PRs in Lantern and 2 in Buoy', ['true: 2 (reef/buoy)']],
    ['Merged 5 PRs in Lantern and 1 in Buoy', ['stale: 1 → 2 (reef/buoy)']],
    ['Merged 5 PRs in Lantern and 99 in Buoy', ['false: 99 → 2 (reef/buoy)']],
    ['Merged 2 PRs in Buoy, reviewed 99 in Lantern', ['false: reviewed 99 → 2']],
    ['Merged 7 PRs, 2 of them in Buoy', ['true: 2 (reef/buoy)']],
    ['Merged 1 PR in 2025 and 6 in 2026', ['true: 6']],
    ['Merged 1 PR in 2025 and 9 in 2026', ['false: 9 → 6']],
    ['Merged 7 PRs, 6 of which in 2026', ['true: 6']],
    ['Merged 7 PRs on GitLab and 9 on GitHub', ['unprovable: 9']],
    ['Reviewed 2 PRs in Lantern and merged 99 there', ['unprovable: merged 99']],
    ['Merged 7 PRs, 99 in review', ['unprovable: 99']],
    ['Merged 7 PRs, 99 of them in Go', ['unprovable: 99']],
    ['Merged 7 PRs in Buoy and 9 in 2025', ['unprovable: 9']],
    ['Merged 7 PRs, 3 of them in 2026 were reverted', ['unprovable: 3']],
    ['Merged 7 PRs, won 2 awards in 2025, and 9 in 2026', ['unprovable: 9']],
    ['Merged 7 PRs and gave talks, 9 in 2026', ['unprovable: 9']],
    ['Merged 7 PRs, ranked 3 in 2026', []],
    ['Merged 7 PRs in 3 weeks and wrote 2 guides', []],
  ])('is one too, and wrong only where its place or time is known: %s', (words, expected) => {
    expect(second(words)).toEqual(expected)
  })

  test('a label before both is that of both', () => {
    expect(counts(resume('', 'Buoy: 2 merged, 1 of which in 2026'), who)).toEqual([
      'true: 2 merged (reef/buoy)',
      'true: 1 (reef/buoy)',
    ])
  })
})

test('a point between thousands may be that of a fraction', () => {
  expect(inEntry('5.000 merged MRs')).toEqual(['unprovable: 5.000 merged'])
  expect(inEntry('Merged 4.000+ MRs')).toEqual(['unprovable: Merged 4.000+'])
  expect(inEntry('Merged 1.5 MRs a day')).toEqual([])
})

describe('a column that tells what was done', () => {
  const table = (...rows: string[]) =>
    `| Project | What | Merged |\n|---|---|---|\n${rows.join('\n')}\n`

  test.each([
    ['with a link', `| works/lantern | The wick, [!1](${url(1)}) | 3 |`, 'stale: 3 → 5'],
    ['in a verb', '| works/lantern | Fixed the wick | 5 |', 'true: 5'],
    ['that may be all that is counted', '| works/lantern | Documentation | 3 |', 'unprovable: 3'],
  ])('%s', (_name, row, expected) => {
    expect(counts(resume('', table(row)))).toEqual([expected])
  })

  test('divides a project that stands in several rows', () => {
    const rows = table(
      '| works/lantern | Fixed the wick | 3 |',
      '| works/lantern | Added a lamp | 2 |',
    )
    expect(counts(resume('', rows))).toEqual(['unprovable: 3', 'unprovable: 2'])
  })
})

test('two columns that were read across say nothing that can be proven', () => {
  const document = `OPEN SOURCE

works/lantern                reef/buoy
Feb 2026 - Present           2023 - 2024
- Merged 5 MRs               - Merged 12 MRs
- Reviewed 1 MR              - Merged 99 MRs
`
  expect(counts(document, ada(), 'text').map((each) => each.split(':')[0])).toEqual(
    Array(4).fill('unprovable'),
  )
})
