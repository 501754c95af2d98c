import { describe, expect, test } from 'vitest'
import { resume, told, url } from './support.ts'

const counts = (document: string) =>
  told(document)
    .filter((line) => / count: /.test(line))
    .map((line) => line.replace(' count', '').replace(' (works/lantern)', ''))

/** Ada merged five and reviewed two. All of these may be true. */
const innocent = [
  'Merged 2 MRs in February 2026, 2 in March and 1 in April',
  'Merged 5 of my 6 MRs',
  'Opened 8 MRs, 5 merged',
  '5 MRs merged (3 fixes, 2 features)',
  '5 merged MRs: 3 fixes and 2 features',
  'Merged 3 bug-fix MRs and 2 feature MRs',
  '3 of my 5 MRs merged in March',
  'First merged 1 MR, then four more',
  'Merged 3 MRs (parser)',
  'Merged 2 MRs as a first-time contributor',
  'Averaged 2 merged MRs per month',
  'Led a team of 5 that merged 400 MRs',
  'MR !3 merged after 12 review rounds',
  '$500 bounty for 1 merged MR',
  'Merged 100% of my MRs',
  'Closed 12 issues with 3 merged MRs',
  'Reviewed MRs from 14 contributors',
  'PRs 3 and 4 merged',
  `Merged [3](${url(3)}), [4](${url(4)})`,
  '~~Merged 3~~ Merged 5 MRs',
  '`Merged 99 MRs` is what the bot says',
  'Released v1.3 after 3 betas, 3k stars',
]

const innocentElsewhere = [
  'Grace wrote: "Ada merged 300 MRs last year"',
  '> Ada merged 300 MRs\n> — Grace',
  'For the docs team, I merged 3 MRs',
  'Lantern (5 merged MRs), Kite (2 merged MRs)',
  '- Kite, 2 merged MRs',
  'Maintains Kite (300 merged MRs by 40 people)',
  'Kite: 3k stars, 120 forks, 300 merged MRs',
  'Merged 300 PRs from the community',
  'Merged 300 community PRs as a maintainer',
  'At Acme I merged 400 PRs in a monorepo',
  'On GitHub I merged 3 PRs',
  '| Area | Merged |\n|---|---|\n| Docs | 3 |\n| Core | 2 |',
  '| Month | Merged |\n|---|---|\n| February 2026 | 2 |',
  '<table><tr><td>Kite</td><td>2 merged</td></tr></table>',
  '<ul><li>Kite: 2 merged</li><li>Lantern: 5 merged</li></ul>',
  'Merged 2 MRs in `ada/kite`',
]

describe('a sentence that may be true is accused of nothing', () => {
  test.each(innocent)('%s', (words) => {
    expect(
      counts(resume(`\n- ${words}\n`)).filter((each) => !/^(?:true|unpro)/.test(each)),
    ).toEqual([])
  })

  test.each(innocentElsewhere)('elsewhere: %s', (words) => {
    expect(counts(resume('', words)).filter((each) => !/^(?:true|unpro)/.test(each))).toEqual([])
  })
})

const guilty = [
  'Has 50 merged MRs',
  'Author of 50 merged MRs',
  'Merged more than a hundred MRs',
  'More than 100 of my MRs were merged',
  'Got 50 MRs merged',
  'Merged MRs (50)',
  '50 **merged** MRs',
  'Merged ***50*** MRs',
  '[**50** merged MRs](https://gitlab.com/works/lantern)',
  'Merged 50\\+ MRs',
  'Merged 50&plus; MRs',
  'Merged <a href="https://a.example">50</a> MRs',
  '50 merged & 2 reviewed MRs',
  'Total merged: 50',
  'Merged pull requests — 50',
  'Merged pull requests | 50',
  'Opened and merged 50 MRs',
  'MERGED 50 MRS',
  'Merged 50 (fifty) MRs',
  'Merged 50[^1]\n  MRs',
  'Merged 10-15 MRs',
  'Merged two dozen MRs',
]

describe('a count that is too high is found in whatever dress', () => {
  test.each(guilty)('%s', (words) => {
    expect(counts(resume(`\n- ${words}\n`))[0]).toMatch(/^false: .* → 5$/)
  })
})

test('dates of jobs, schools and talks are nobody’s to judge', () => {
  const document = `# Ada\n\n## Experience\n\n### Acme\n*Jan 2001 – Present*\n\n- Talked in May 2003\n\n## Open Source\n\n### Lantern\n*Feb. 2026 – Present*\n\n- [it](${url(1)})\n\n## Education\n\n*2019 – 2023*\n`
  const dates = told(document).filter((line) => / date: /.test(line))

  expect(dates).toEqual([
    'true date: Feb. 2026 (works/lantern)',
    'true date: Present (works/lantern)',
  ])
})
