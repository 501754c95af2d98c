import { describe, expect, test } from 'vitest'
import { ada, merged, resume, told } from './support.ts'

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
