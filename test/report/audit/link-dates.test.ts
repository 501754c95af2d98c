import { describe, expect, test } from 'vitest'
import { ada, gap, linked, proofs, resume, reviewed, told, url } from './support.ts'

/** 1 was merged in February 2026, 3 and 4 in March, 5 in April; 9 is open since March 2026; 21 was reviewed in March. */
const who = (part: Parameters<typeof ada>[0] = {}) => ada({ links: [linked(40)], ...part })

const dates = (words: string, format: 'markdown' | 'text' = 'markdown', person = who()) => {
  const document =
    format === 'markdown'
      ? resume(`\n${words.startsWith('|') ? words : `- ${words}`}\n`)
      : `ADA\n\nOPEN SOURCE\n\nLantern Contributor\nFeb. 2026 – Present\n\n- ${words}`
  return told(document, person, format)
    .filter(
      (line) => / date: /.test(line) && !/: (?:Feb\. 2026|Present) \(works\/lantern\)/.test(line),
    )
    .map((line) => line.replace(' date', '').replace(/ \(works.*/, ''))
}

const one = `[MR](${url(1)})`
const pending = `[MR](${url(9)})`

describe.each(['markdown', 'text'] as const)(
  'a date by one linked merge request, in %s',
  (format) => {
    test.each([
      `Merged in March 2025: ${one}`,
      `Merged March 2025: ${one}`,
      `**Merged in March 2025**: ${one}`,
      `Merged in March 2025: kept the wick dry (${one})`,
      `Merged ${one} in March 2025`,
      `Merged MR ${one} in March 2025`,
      `${one}, merged in March 2025`,
      `${one} (merged March 2025)`,
      `${one} was merged in March 2025.`,
      `${one} (March 2025)`,
      `${one} – March 2025`,
      `${one} in March 2025`,
      `Kept the wick dry (${one}, March 2025)`,
      `Kept the wick dry (${one}) (March 2025)`,
      `Kept the wick dry (March 2025, ${one})`,
      `March 2025: kept the wick dry (${one})`,
      `March 2025 – ${one}`,
      `March 2025: merged ${one}`,
      `In March 2025 I merged ${one}`,
      `In March 2025, merged the dry wick (${one})`,
      `Opened in March 2025: ${one}`,
      `Merged in March 2025: ${one} (merged)`,
    ])('is false when nothing happened then: %s', (words) => {
      expect(dates(words, format)).toEqual(['false: March 2025 → February 2026'])
    })

    test.each([
      [`Merged in February 2026: ${one}`, 'true: February 2026'],
      [`Merged on 2 February 2026: ${one}`, 'true: 2 February 2026'],
      [`Merged on 3 February 2026: ${one}`, 'false: 3 February 2026 → 2 February 2026'],
      [`Merged on 2026-02-03: ${one}`, 'false: 2026-02-03 → 2026-02-02'],
      [`Merged in 2025: ${one}`, 'false: 2025 → 2026'],
      [`Merged in 2026: ${one}`, 'true: 2026'],
      [`Merged in Mar. 2025: ${one}`, 'false: Mar. 2025 → Feb. 2026'],
      [`Merged in Q1 2025: ${one}`, 'false: Q1 2025 → Q1 2026'],
      [`Merged in spring 2026: ${one}`, 'unprovable: spring 2026'],
      [`Opened in March 2026: ${pending}`, 'true: March 2026'],
      [`Opened in January 2026: ${pending}`, 'false: January 2026 → March 2026'],
      [`${pending} (January 2026)`, 'false: January 2026 → March 2026'],
      [`${pending} (April 2026)`, 'unprovable: April 2026'],
      [`Merged in April 2026: ${pending}`, 'unprovable: April 2026'],
      [`Merged in [March 2025](${url(1)})`, 'false: March 2025 → February 2026'],
    ])('is held at its grain, against what the words say: %s', (words, expected) => {
      expect(dates(words, format)).toEqual([expected])
    })
  },
)

test('in a table the row is that of its link', () => {
  const table = `| Date | What |\n|---|---|\n| March 2025 | [MR](${url(1)}) |\n| April 2026 | [MR](${url(5)}) |`

  expect(dates(table)).toEqual(['false: March 2025 → February 2026', 'true: April 2026'])
  expect(dates(`| What | Date |\n|---|---|\n| ${one} | March 2025 |`)).toEqual([
    'false: March 2025 → February 2026',
  ])
})

test('each of several has its own', () => {
  const [first, second] = [`[a](${url(1)})`, `[b](${url(5)})`]

  expect(dates(`${first} (February 2026), ${second} (March 2026)`)).toEqual([
    'true: February 2026',
    'false: March 2026 → April 2026',
  ])
  expect(dates(`${first}, ${second} (March 2026)`)).toEqual([])
  expect(dates(`Merged in March 2025: ${first}, ${second}`)).toEqual([])
})

test.each([
  `Fixed what broke in March 2025 (${one})`,
  `Fixed a bug from March 2025 with ${one}`,
  `Since March 2025 the wick is dry: ${one}`,
  `${one} fixes the release of March 2025`,
  `${one}, by March 2027`,
  `${one} (until March 2025)`,
  `${one} keeps the wick of the March 2025 lamp dry`,
  `The talk of March 2025. Then ${one}`,
  `Shipped in Lantern 3.2 (March 2026): ${one}`,
  `Shipped in Lantern 3.2, March 2026 (${one})`,
  `Presented ${one} in March 2025`,
  `Shipped in March 2026: ${one}`,
  `Joined in March 2025 – first ${one}`,
  `Talked at LampCon (March 2025); slides in ${one}`,
  `Presented at LampCon (March 2025, ${one})`,
  `**March 2025** – talk about ${one}`,
  `March 2025 | Conference talk | ${one}`,
  `Blog post on ${one}, March 2025`,
  `Follow-up to ${one}, March 2025`,
  `Backported ${one} (March 2025)`,
  `Reverted ${one} (March 2025)`,
  `March 2025: joined the team, later fixed ${one}`,
])('a date that may be of something else is nobody’s: %s', (words) => {
  expect(dates(words)).toEqual([])
})

describe('of a review it is the day of the review', () => {
  const theirs = `[MR](${url(21)})`

  test.each([
    [`Reviewed in March 2026: ${theirs}`, 'true: March 2026'],
    [`Reviewed in March 2025: ${theirs}`, 'false: March 2025 → March 2026'],
    [`Reviewed ${theirs} in March 2025`, 'false: March 2025 → March 2026'],
    [`${theirs} (March 2025)`, 'unprovable: March 2025'],
    [`${theirs} (March 2026)`, 'true: March 2026'],
    [`Merged in March 2025: ${theirs}`, 'unprovable: March 2025'],
  ])('%s', (words, expected) => {
    expect(dates(words)).toEqual([expected])
  })

  test('which is open where reviews may be missing, or the day is not sure', () => {
    const words = `Reviewed in March 2025: ${theirs}`
    const base = who()
    const reviews = [reviewed(21, '2026-03-03', { approximate: true })]
    const approximate = { ...base, contributions: { ...base.contributions, reviews } }

    expect(dates(words, 'markdown', who({ proofs: proofs({ reviews: [gap] }) }))).toEqual([
      'unprovable: March 2025',
    ])
    expect(dates(words, 'markdown', approximate)).toEqual(['unprovable: March 2025'])
  })
})

test('outside contributions it is held just so', () => {
  const said = told(resume('', `Merged in March 2025: ${one}`)).filter((line) =>
    / date: /.test(line),
  )

  expect(said).toEqual(['false date: March 2025 → February 2026 (works/lantern!1)'])
})

test('a date of one link is not that of its entry', () => {
  const document = resume(`\nApril 2026 – [MR](${url(5)}), the last\n`)

  expect(told(document).filter((line) => / date: /.test(line))).toEqual([
    'true date: April 2026 (works/lantern!5)',
  ])
})

test('in other languages too', () => {
  const document = resume(`\n- [MR](${url(1)}) (März 2025)\n`)

  expect(told(document, ada(), 'markdown', 'de').filter((line) => / date: /.test(line))).toEqual([
    'false date: März 2025 → Februar 2026 (works/lantern!1)',
  ])
})
