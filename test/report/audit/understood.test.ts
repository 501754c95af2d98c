import { describe, expect, test } from 'vitest'
import { ada, findings, merged, resume, reviewed, told } from './support.ts'

const counts = (...asked: Parameters<typeof told>) =>
  told(...asked)
    .filter((line) => line.includes(' count: '))
    .map((line) => line.replace(' count', '').replace(' (works/lantern)', ''))
const verdicts = (...asked: Parameters<typeof told>) =>
  counts(...asked).map((line) => line.split(':')[0])

/** Ada merged five in works/lantern and reviewed two. */
const inEntry = (words: string) => verdicts(resume(`\n- ${words}\n`))

describe('a count of what somebody else did, or of something else, is neither true nor untrue', () => {
  test.each([
    'Mentored two students who merged 5 PRs',
    'Mentored Bob; he merged 5 PRs',
    'Students: merged 5 PRs',
    'Led a team. They merged 5 PRs.',
    'Bob Kelp merged 5 PRs',
    'Bob wrote the docs and merged 5 PRs',
    'Goal: 30 merged PRs',
    'Goal for next year — 30 merged PRs',
    'Plans: 30 PRs merged by June',
    'The release has 5 merged PRs',
    'Released v2 with 5 merged PRs',
    'Managed a release of 30 merged PRs',
    '5 merged PRs were reverted',
    '5 of these merged PRs were reverted',
    'Reverted 5 merged PRs',
    'Co-authored 5 merged PRs',
    '5 PRs merged for Bob',
    'Merged 30 PRs for Bob',
    'Backported 5 merged PRs',
    'Tested 5 merged PRs',
    'Documented 5 merged PRs',
    'Wrote release notes for 5 merged PRs',
    'Merged 5 PRs of others',
    'Merged 5 PRs from contributors as maintainer',
    'As a maintainer I merged 5 PRs',
    // As people write them.
    'Our interns merged 5 PRs last summer',
    'Coached a junior engineer, who landed 5 PRs',
    'Helped newcomers get 5 PRs merged',
    'Bots merged 5 MRs',
    'Dependabot merged 5 PRs',
    'Shepherded 5 merged PRs through review',
    'Coordinated 5 merged PRs across two teams',
    'Alice and I merged 5 PRs',
    'My mentor reviewed 2 PRs',
    'Maintainers reviewed 2 MRs of mine',
    'Rebased 5 merged MRs',
    'Benchmarked 5 merged MRs',
    'Merged 5 PRs opened by first-time contributors',
    'Merged 5 MRs with Grace',
    'Aiming for 30 merged MRs by spring',
    'Would have merged 30 PRs',
    'Never merged 5 MRs',
    '5 merged MRs await a release',
    'The docs team merged 5 MRs',
    'Wrote a bot that merged 5 MRs',
    'Triaged 5 merged MRs',
    'Triage: 30 PRs reviewed by bots; 5 merged',
  ])('%s', (words) => {
    const found = inEntry(words)

    expect(found.filter((each) => each !== 'unprovable')).toEqual([])
  })

  test.each([
    ['Bob Kelp merged 5 PRs', 'may count what others did, or something else'],
    ['Merged 5 PRs @ Acme', 'names what is no known project'],
  ])('and it is said why: %s', (words, expected) => {
    const found = findings(resume(`\n- ${words}\n`)).find(({ kind }) => kind === 'count')

    expect(found?.advice).toBe(expected)
  })
})

describe('a count that is the person’s is judged, however it is dressed', () => {
  test.each([
    ['Merged 3 production MRs improving reliability across the lamp room', 'stale'],
    ['Merged 30 production MRs improving reliability across the lamp room', 'false'],
    ['Reviewed 200+ MRs across the ecosystem, focusing on safety', 'false'],
    ['Reviewed 1 MR', 'stale'],
    ['I have merged 5 MRs so far', 'true'],
    ['I’ve successfully merged 50 MRs', 'false'],
    ['Fixed leaks, merged 5 MRs', 'true'],
    ['Fixed leaks and merged 50 MRs', 'false'],
    ['Designed, built and merged 50 MRs', 'false'],
    ['Open-source contributor with 50 merged MRs', 'false'],
    ['Regular contributor: 5 merged MRs', 'true'],
    ['Author of 5 merged MRs', 'true'],
    ['Got 50 MRs merged', 'false'],
    ['5 MRs merged to date', 'true'],
    ['Currently at 5 merged MRs', 'true'],
    ['Personally merged 50 MRs', 'false'],
    ['Total: 5 merged, 2 reviewed', 'true'],
    ['5 merged MRs and counting', 'true'],
    ['Track record of 5 merged MRs', 'true'],
    ['To date I have merged 5 MRs', 'true'],
    ['Contributed 5 merged MRs', 'true'],
    ['Contributed 50 merged MRs', 'false'],
    ['Also reviewed 20 MRs', 'false'],
    ['Landed 5 MRs upstream', 'true'],
    ['Shipped 50 MRs', 'false'],
    ['Merged 3 production MRs fixing critical issues in wick handling and retry', 'stale'],
    ['Merged 5 production MRs fixing critical bugs in the wick', 'true'],
    ['Merged 3 MRs fixing documentation bugs', 'unprovable'],
    ['Consistently merged 50 MRs', 'false'],
    ['Thoroughly reviewed 2 MRs', 'true'],
    ['To date, merged 5 MRs', 'true'],
    ['In my spare time, merged 50 MRs', 'false'],
    ['As a volunteer, merged 50 MRs', 'false'],
    ['As a volunteer, merged 3 MRs', 'unprovable'],
    ['Reviewed 200+ MRs from other contributors', 'false'],
    ['Reviewed 200+ MRs opened by newcomers', 'false'],
    ['Reviewed 2 MRs by first-time contributors', 'true'],
    ['Reviewed 200 MRs as a maintainer', 'false'],
    ['As a maintainer, reviewed 200 MRs', 'false'],
    ['Reviewed 2 MRs and merged 5', 'true'],
    ['Got 20 MRs reviewed and merged', 'unprovable'],
    ['20 MRs reviewed and merged by maintainers', 'unprovable'],
    ['Merged 5 MRs (and counting)', 'unprovable'],
    ['Successfully landed 50 patches, all merged MRs', 'unprovable'],
  ])('%s', (words, expected) => {
    expect(inEntry(words)[0]).toBe(expected)
  })
})

describe('a tail that tells which ones leaves only what is above all there are to be called wrong', () => {
  test.each([
    ['that fix leaks'],
    ['to fix leaks'],
    ['about swivels'],
    ['on swivels and hooks'],
    ['in Rust'],
    ['touching the wick'],
    ['around caching'],
    ['fixing leaks'],
    ['adding tests'],
    ['against the old API'],
    ['– swivels'],
    ['labelled good first issue'],
    ['under the GSoC programme'],
  ])('Merged … MRs %s', (tail) => {
    expect([inEntry(`Merged 3 MRs ${tail}`), inEntry(`Merged 5 MRs ${tail}`)]).toEqual([
      ['unprovable'],
      ['unprovable'],
    ])
    expect(inEntry(`Merged 30 MRs ${tail}`)).toEqual(['false'])
  })
})

describe('a place beside a count decides what it is held against', () => {
  const who = ada({
    pulls: [merged(31, '2026-01-05', { repository: 'ada/kite' })],
    contributions: {
      ...ada().contributions,
      pullRequests: [
        ...ada().contributions.pullRequests,
        merged(32, '2026-01-06', { repository: 'reef/buoy' }),
      ],
      reviews: [
        ...ada().contributions.reviews,
        reviewed(41, '2026-01-07', { repository: 'reef/buoy' }),
      ],
    },
  })
  test.each([
    ['Reviewed 1 MR · reef/buoy', 'true'],
    ['Reviewed 4 MRs · reef/buoy', 'false'],
    ['Merged 1 MR @ reef/buoy', 'true'],
    ['Merged 1 MR | reef/buoy', 'true'],
    ['Merged 1 MR in reef/buoy', 'true'],
    ['Merged 1 MR for reef/buoy', 'true'],
    ['Merged 1 MR — reef/buoy', 'true'],
    ['reef/buoy: merged 1 MR', 'true'],
    ['reef/buoy · merged 9 MRs', 'false'],
    ['Reviewed 4 MRs · harbor/runner', 'unprovable'],
    ['Merged 50 MRs @ Acme', 'unprovable'],
    ['Merged 50 MRs @Acme', 'unprovable'],
    ['Merged 50 MRs | Acme Cloud', 'unprovable'],
    ['Merged 50 MRs for Acme', 'unprovable'],
    ['Merged 50 MRs at Acme Cloud', 'unprovable'],
    ['Merged 50 MRs in harbor/runner', 'unprovable'],
    ['Acme — merged 50 MRs', 'unprovable'],
    ['Bob: merged 50 MRs', 'unprovable'],
    ['Merged 5 MRs · 2 reviewed', 'true'],
    ['Merged 50 MRs · Open Source', 'false'],
  ])('%s', (words, expected) => {
    expect(verdicts(resume(`\n- ${words}\n`), who)[0]).toBe(expected)
  })
})

describe('a year in a heading or a title bounds what stands below it', () => {
  const who = ada({
    contributions: {
      ...ada().contributions,
      pullRequests: [...ada().contributions.pullRequests, merged(33, '2025-05-05')],
    },
  })
  const under = (heads: string, words: string) =>
    verdicts(`# Ada\n\n## Open Source\n\n${heads}\n\n- ${words}\n`, who)

  test.each([
    ['### works/lantern — internship 2026', 'Merged 5 MRs', 'true'],
    ['### works/lantern — internship 2026', 'Merged 6 MRs', 'unprovable'],
    ['### works/lantern — internship 2026', 'Merged 7 MRs', 'false'],
    ['### works/lantern (GSoC 2025)', 'Merged 1 MR', 'true'],
    ['### works/lantern (GSoC 2025)', 'Merged 2 MRs', 'unprovable'],
    ['### works/lantern\n\n#### 2025', 'Merged 1 MR', 'true'],
    ['### works/lantern\n\n#### 2025', 'Merged 6 MRs', 'unprovable'],
    ['### works/lantern\n\n#### 2026 highlights', 'Merged 5 MRs', 'true'],
    ['### 2026', 'works/lantern: merged 5 MRs', 'true'],
    ['### 2025', 'works/lantern: merged 6 MRs', 'unprovable'],
    ['### 2025', 'works/lantern: merged 1 MR', 'true'],
    ['### works/lantern\n\n#### Wicks', 'Merged 5 MRs', 'unprovable'],
    ['### works/lantern\n\n#### Wicks', 'Merged 6 MRs', 'unprovable'],
    ['### works/lantern\n\n#### Wicks', 'Merged 9 MRs', 'false'],
    ['### works/lantern\n\n#### Highlights', 'Merged 6 MRs', 'true'],
    ['### works/lantern\n\n- Wicks', '', null],
    ['### works/lantern\n\n- 2025\n  - merged 1 MR\n', '', 'true'],
    ['### works/lantern\n\n- 2025\n  - merged 6 MRs\n', '', 'unprovable'],
    ['### works/lantern\n\n- Wicks\n  - merged 6 MRs\n', '', 'unprovable'],
  ])('%s: %s', (heads, words, expected) => {
    expect(under(heads, words)[0] ?? null).toBe(expected)
  })
})

describe('an entry of one line', () => {
  const line = (words: string) =>
    verdicts(`# Ada\n\n## Open Source\n\n### works/lantern ${words}\n`)

  test.each([
    ['— 5 merged, Feb 2026 – Present', ['true']],
    ['— 5 merged, 2 reviewed (Feb 2026 – Present)', ['true', 'true']],
    ['— 50 merged, 2 reviewed (Feb 2026 – Present)', ['false', 'true']],
    ['— 3 merged, 1 reviewed (Feb 2026 – Present)', ['stale', 'stale']],
    ['— 5 merged and 2 reviewed, Feb 2026 – Apr 2026', ['true', 'true']],
  ])('%s', (words, expected) => {
    expect(line(words)).toEqual(expected)
  })
})

describe('a fold', () => {
  const fold = (summary: string, body = '- The wick') =>
    verdicts(
      `# Ada\n\n## Open Source\n\n<details>\n<summary>${summary}</summary>\n\n${body}\n\n</details>\n`,
    )

  test.each([
    ['works/lantern — 5 merged', ['true']],
    ['works/lantern — 50 merged', ['false']],
    ['works/lantern (3 merged)', ['stale']],
    ['Reef — 50 merged', ['unprovable']],
    ['Bob Kelp merged 5 PRs', ['unprovable']],
  ])('%s', (summary, expected) => {
    expect(fold(summary)).toEqual(expected)
  })
})
