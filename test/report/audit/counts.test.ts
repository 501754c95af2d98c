import { describe, expect, test } from 'vitest'
import { countClaimsIn } from '../../../src/report/stated/count-claims.ts'
import {
  ada,
  findings,
  gap,
  merged,
  proofs,
  repository,
  resume,
  reviewed,
  section,
  told,
  url,
} from './support.ts'

describe('which numbers count contributions', () => {
  test.each([
    ['Merged 3 production MRs', ['merged Merged 3']],
    ['merged 120+ PRs', ['merged merged 120+']],
    ['5 merged and 2 reviewed merge requests', ['merged 5 merged', 'reviewed 2 reviewed']],
    ['29 PRs merged across 12 repos', ['merged 29 PRs merged', 'repositories 12 repos']],
    ['reviewed 200+ PRs', ['reviewed reviewed 200+']],
    ['7 merged PRs: one fix each', ['merged 7 merged']],
    ['Merged 1,200 pull requests', ['merged Merged 1,200']],
    ['Landed twelve patches', ['merged Landed twelve']],
    ['Merged over 40 upstream PRs', ['merged Merged over 40']],
    ['Merged PRs: 29', ['merged Merged PRs: 29']],
    ['PRs merged (30+)', ['merged PRs merged (30+']],
    ['Merged fixes, reviewed 14 merge requests', ['reviewed reviewed 14']],
    ['Submitted 120 PRs', ['written Submitted 120']],
    ['<summary>Lantern — 1 merged</summary>', ['merged 1 merged']],
    [
      '5 merged merge requests and 14 reviewed, 9 with comments',
      ['merged 5 merged', 'reviewed 14 reviewed', 'commented 9 with comments'],
    ],
    ['Reviewed 14, 9 with comments', ['reviewed Reviewed 14', 'commented 9 with comments']],
    [
      '**14 reviewed** pull requests, of which 9 with review comments',
      ['reviewed 14 reviewed', 'commented 9 with review comments'],
    ],
    [
      'Reviewed 14 PRs (9 of them with comments)',
      ['reviewed Reviewed 14', 'commented 9 of them with comments'],
    ],
    ['Merged 5 PRs, 9 with comments', ['merged Merged 5']],
    ['14 reviewed, 9 with commentary', ['reviewed 14 reviewed']],
    ['Merged 14, 9 with comments', []],
    ['wrote 20 test cases per API version', []],
    ['Identified 7 critical issues', []],
    ['(479 points, 465 from merged code)', []],
    ['3 merged features', []],
    ['3 of the 5 merged PRs', ['merged 5 merged']],
    ['Work was merged. Found 7 critical bugs', []],
    ['one of the merged PRs', []],
    ['Merged [3 PRs](https://gitlab.com/works/lantern)', ['merged Merged [3']],
    ['[3 merged PRs](https://gitlab.com/works/lantern)', ['merged 3 merged']],
    [
      'Merged [1](https://gitlab.com/a/b/-/merge_requests/1), [2](https://gitlab.com/a/b/-/merge_requests/2)',
      [],
    ],
    ['Merged 3, reviewed 2', ['merged Merged 3', 'reviewed reviewed 2']],
    ['Merged 3 and reviewed 2 MRs', ['merged Merged 3', 'reviewed reviewed 2']],
    ['Merged 3, 4 and 5', []],
    ['**Merged**: 3 **Reviewed**: 2', ['merged Merged**: 3', 'reviewed Reviewed**: 2']],
    ['Merged pull requests — 50', ['merged Merged pull requests — 50']],
    ['PRs 3 and 4 merged', []],
    ['In 2026 merged and reviewed PRs', []],
    ['50 of my MRs were merged', ['merged 50 of my MRs were merged']],
    ['14 code reviews', ['reviewed 14 code reviews']],
    ['Merged fifty (50) MRs', ['merged Merged fifty (50)']],
    ['![5 merged MRs](https://b.example/i.svg)', ['merged 5 merged']],
    ['Merged 3[^1] MRs', ['merged Merged 3']],
    ['~~Merged 3 MRs~~', []],
    ['Released v3 of 12 modules in 2024', []],
  ])('%s', (words, expected) => {
    expect(
      countClaimsIn(words).map(
        ({ counted, start, end }) => `${counted} ${words.slice(start, end)}`,
      ),
    ).toEqual(expected)
  })
})

describe('how many a number in words or with words around it is', () => {
  test.each([
    ['5', 5, 5],
    ['1,200', 1200, 1200],
    ['1 200', 1200, 1200],
    ['40+', 40, Number.POSITIVE_INFINITY],
    ['40\\+', 40, Number.POSITIVE_INFINITY],
    ['&gt;40', 41, Number.POSITIVE_INFINITY],
    ['over 40', 41, Number.POSITIVE_INFINITY],
    ['more than a hundred', 101, Number.POSITIVE_INFINITY],
    ['exceeding 40', 41, Number.POSITIVE_INFINITY],
    ['at least 40', 40, Number.POSITIVE_INFINITY],
    ['no fewer than 40', 40, Number.POSITIVE_INFINITY],
    ['≥ 40', 40, Number.POSITIVE_INFINITY],
    ['>= 40', 40, Number.POSITIVE_INFINITY],
    ['over 1.2k', 1150, Number.POSITIVE_INFINITY],
    ['fewer than 50', 0, 49],
    ['under 50', 0, 49],
    ['up to 50', 0, 50],
    ['no more than 50', 0, 50],
    ['<= 50', 0, 50],
    ['~40', 36, 44],
    ['nearly 50', 45, 50],
    ['10-15', 10, 15],
    ['10 to 15', 10, 15],
    ['between 10 and 15', 10, 15],
    ['two or three', 2, 3],
    ['1k', 950, 1050],
    ['1.2k', 1150, 1250],
    ['1.2k+', 1200, Number.POSITIVE_INFINITY],
    ['twenty-one', 21, 21],
    ['two hundred and six', 206, 206],
    ['a dozen', 12, 12],
    ['half a dozen', 6, 6],
    ['two dozen', 24, 24],
  ])('%s', (words, least, most) => {
    const [claim, other] = countClaimsIn(`Merged ${words} MRs`)

    expect([claim?.counted, claim?.number.least, claim?.number.most]).toEqual([
      'merged',
      least,
      most,
    ])
    expect(other).toBeUndefined()
  })
})

const counts = (...asked: Parameters<typeof told>) =>
  told(...asked)
    .filter((line) => line.includes(' count: '))
    .map((line) => line.replace(' count', '').replace(' (works/lantern)', ''))

const incomplete = ada({ proofs: proofs({ 'pull-requests': [gap] }) })

describe('a count in an entry', () => {
  test.each([
    ['Merged 5 MRs', 'true: Merged 5'],
    ['Merged five MRs', 'true: Merged five'],
    ['Merged 3 MRs', 'stale: Merged 3 → 5'],
    ['Merged 7 MRs', 'false: Merged 7 → 5'],
    ['Merged 5+ MRs', 'true: Merged 5+'],
    ['Merged 4+ MRs', 'true: Merged 4+'],
    ['Merged 6+ MRs', 'false: Merged 6+ → 5'],
    ['Merged at least 5 MRs', 'true: Merged at least 5'],
    ['Merged 5 or more MRs', 'true: Merged 5 or more'],
    ['Merged six or more MRs', 'false: Merged six or more → 5'],
    ['Merged over 4 MRs', 'true: Merged over 4'],
    ['Merged over 5 MRs', 'false: Merged over 5 → 5'],
    ['Merged more than five MRs', 'false: Merged more than five → 5'],
    ['More than 5 merged MRs', 'false: 5 merged → 5'],
    ['Merged fewer than 5 MRs', 'stale: Merged fewer than 5 → 5'],
    ['Merged up to 5 MRs', 'true: Merged up to 5'],
    ['Reviewed 2 MRs', 'true: Reviewed 2'],
    ['Reviewed 9 MRs', 'false: Reviewed 9 → 2'],
    ['Submitted 4 MRs', 'stale: Submitted 4 → 5'],
    ['Submitted 8 MRs', 'unprovable: Submitted 8'],
    ['Merged 3 documentation MRs', 'unprovable: Merged 3'],
    ['Merged 9 documentation MRs', 'false: Merged 9 → 5'],
    ['Merged 3 MRs this year', 'unprovable: Merged 3'],
    ['Merged 3 MRs in 2 weeks', 'unprovable: Merged 3'],
    ['Merged 2 MRs in February 2026', 'true: Merged 2'],
    ['Merged 1 MR in February 2026', 'stale: Merged 1 → 2'],
    ['Merged 5 MRs in 2026', 'true: Merged 5'],
    ['Merged 3 MRs to Lantern', 'stale: Merged 3 → 5'],
    ['Merged 3 MRs in the network layer', 'unprovable: Merged 3'],
    ['12 fixes merged', 'unprovable: 12 fixes merged'],
    ['Merged 4-6 MRs', 'true: Merged 4-6'],
    ['Merged 10-15 MRs', 'false: Merged 10-15 → 5'],
    ['Merged about 6 MRs', 'unprovable: Merged about 6'],
    ['Merged nearly 4 MRs', 'stale: Merged nearly 4 → 5'],
    ['Merged fewer than 4 MRs', 'stale: Merged fewer than 4 → 5'],
    ['Dozens of merged MRs', 'unprovable: Dozens of merged'],
    ['Merged 1 MR', 'stale: Merged 1 → 5'],
    ['Merged 1 MR fixing the wick', 'unprovable: Merged 1'],
    ['Merged 1 MR: a new wick', 'unprovable: Merged 1'],
    ['Merged 1 MR — a new wick', 'unprovable: Merged 1'],
    ['Merged 2 MRs fixing the wick', 'unprovable: Merged 2'],
    ['Merged 6 MRs fixing the wick', 'false: Merged 6 → 5'],
    [`Merged 2 MRs ([!1](${url(1)}), [!2](${url(2)}))`, 'unprovable: Merged 2'],
    ['Merged 3 MRs fixing issues in wick, oil, and glass', 'stale: Merged 3 → 5'],
    ['Saved oil in 3 merged MRs', 'unprovable: 3 merged'],
  ])('%s', (words, expected) => {
    expect(counts(resume(`\n- ${words}\n`))).toEqual([expected])
  })

  test.each([
    ['Merged 3 MRs', 'stale: Merged 3 → 5+'],
    ['Submitted 3 MRs', 'stale: Submitted 3 → 5+'],
    ['Merged 5 MRs', 'unprovable: Merged 5'],
    ['Merged 7 MRs', 'unprovable: Merged 7'],
    ['Merged 5+ MRs', 'true: Merged 5+'],
    ['Merged over 5 MRs', 'unprovable: Merged over 5'],
    ['Merged 9+ MRs', 'unprovable: Merged 9+'],
  ])(
    'with a gap, what is proposed is what report would write, and what is stored is a lower bound: %s',
    (words, expected) => {
      expect(counts(resume(`\n- ${words}\n`), incomplete)).toEqual([expected])
    },
  )
})

/** Four reviewed, words on two of them; `part` is of the last. */
const deep = (part: Parameters<typeof reviewed>[2], more: Parameters<typeof ada>[0] = {}) =>
  ada({
    contributions: {
      pullRequests: [],
      reviews: [
        reviewed(21, '2026-03-03', { hasComments: true }),
        reviewed(22, '2026-03-04', { hasComments: false }),
        reviewed(22, '2026-03-05', { hasComments: true }),
        reviewed(23, '2026-03-06', { hasComments: false }),
        reviewed(24, '2026-03-07', part),
      ],
      repositories: [repository('works/lantern')],
    },
    ...more,
  })

describe('how deep reviews went', () => {
  test.each([
    ['2 with comments', 'true: 2 with comments'],
    ['1 with comments', 'stale: 1 with comments → 2'],
    ['3 with comments', 'false: 3 with comments → 2'],
    ['2+ with comments', 'true: 2+ with comments'],
  ])('is proven where it is known of each: %s', (words, expected) => {
    const document = resume(`\n- 4 reviewed, ${words}\n`)

    expect(counts(document, deep({ hasComments: false }))).toEqual(['true: 4 reviewed', expected])
  })

  test.each([
    ['2 with comments', 'unprovable: 2 with comments'],
    ['1 with comments', 'stale: 1 with comments → 2+'],
    ['3 with comments', 'unprovable: 3 with comments'],
  ])('is a lower bound where it is not known of one: %s', (words, expected) => {
    const document = resume(`\n- 4 reviewed, ${words}\n`)

    expect(counts(document, deep({ hasComments: null }))).toEqual(['true: 4 reviewed', expected])
  })

  test('is a lower bound where reviews may be missing', () => {
    const document = resume('\n- 4 reviewed, 3 with comments\n')
    const person = deep({ hasComments: false }, { proofs: proofs({ reviews: [gap] }) })

    expect(counts(document, person)).toEqual([
      'unprovable: 4 reviewed',
      'unprovable: 3 with comments',
    ])
  })
})

const abroad = ada({
  pulls: [
    merged(31, '2026-01-05', { repository: 'ada/kite' }),
    merged(32, '2026-01-06', { repository: 'reef/buoy' }),
  ],
})

describe('a count anywhere else', () => {
  test.each([
    ['Merged 6 pull requests', 'true: Merged 6'],
    ['Merged 7 pull requests', 'true: Merged 7'],
    ['Merged 5 pull requests', 'stale: Merged 5 → 6'],
    ['Merged 8 pull requests', 'false: Merged 8 → 6'],
    ['Merged 5 pull requests to Lantern', 'true: Merged 5'],
    ['Merged 1 pull request in reef/buoy', 'true: Merged 1 (reef/buoy)'],
    ['Merged 3 pull requests to the documentation', 'unprovable: Merged 3'],
  ])('is held against every sensible reading: %s', (words, expected) => {
    expect(counts(resume('', words), abroad)).toEqual([expected])
  })

  test('under a heading of paid work it is never accused', () => {
    const document = '# Ada\n\n## Experience\n\n- Merged 300 PRs and reviewed 2 MRs\n'

    expect(counts(document)).toEqual(['unprovable: Merged 300', 'true: reviewed 2'])
  })
})

describe('what stands over or before a number says what it counts', () => {
  test.each([
    ['a heading', '#### Merged MRs\n\n- 3', ['stale: 3 → 5']],
    ['a label', 'Merged:\n- 3 MRs', ['stale: 3 MRs → 5']],
    ['a bold line', '**Reviews**\n\n- 2 MRs', ['true: 2 MRs']],
    ['a label of something else', 'Issues:\n- 3', []],
    ['columns', '| Merged | Reviewed |\n|---|---|\n| 3 | 2 |', ['stale: 3 → 5', 'true: 2']],
    ['rows', '| | Count |\n|---|---|\n| PRs merged | **5** |\n| Stars | 9 |', ['true: 5']],
    [
      'years',
      '| | 2025 | 2026 |\n|---|---|---|\n| Merged | 1 | 4 |',
      ['false: 1 → 0', 'stale: 4 → 5'],
    ],
    ['parts nobody knows', '| Part | Merged |\n|---|---|\n| Wick | 3 |', ['unprovable: 3']],
  ])('%s', (_name, words, expected) => {
    expect(counts(resume(`\n${words}\n`))).toEqual(expected)
  })

  test.each([
    ['Lantern: 5 merged', ['true: 5 merged']],
    ['Kite: 1 merged; Lantern: 3 merged', ['true: 1 merged (ada/kite)', 'stale: 3 merged → 5']],
    [
      'Kite (1 merged MR), Reef (4 merged MRs)',
      ['true: 1 merged (ada/kite)', 'unprovable: 4 merged'],
    ],
    ['At Lantern I merged 3 MRs', ['stale: merged 3 → 5']],
    ['Contributor to Kite with 1 merged MR', ['true: 1 merged (ada/kite)']],
    ['Contributor to Reef with 4 merged MRs', ['unprovable: 4 merged']],
    ['Contributor to works with 4 merged MRs', ['stale: 4 merged → 5']],
    ['Contributor to open source with 4 merged MRs', ['stale: 4 merged → 5']],
    ['At Acme I merged 400 MRs', ['unprovable: merged 400']],
    [
      '| Project | Go? | Merged |\n|---|---|---|\n| ada/kite | yes | 1 |\n| Total | yes | 6 |',
      ['unprovable: 1', 'unprovable: 6'],
    ],
    [
      '| Project | Language | Merged |\n|---|---|---|\n| ada/kite | Go | 1 |\n| Total | | 6 |',
      ['true: 1 (ada/kite)', 'true: 6'],
    ],
    ['<table><tr><td>Kite</td><td>1 merged</td></tr></table>', ['true: 1 merged (ada/kite)']],
  ])('and of which project: %s', (words, expected) => {
    const who = ada({ pulls: [merged(31, '2026-01-05', { repository: 'ada/kite' })] })
    expect(counts(resume('', words), who)).toEqual(expected)
  })
})

describe('entries that do not hold all of a project', () => {
  const two = (title: string, more: string) =>
    `# Ada\n\n## Open Source\n\n### Lantern Lead\n*Mar. 2026 – Present*\n\n- Merged 3 MRs\n\n${title}\n*Feb. 2026 – Mar. 2026*\n\n- Merged 2 MRs\n${more}`

  test('of one project in several roles each tells a part', () => {
    const said = told(two('### Lantern Contributor', '- Merged 9 MRs\n'))

    expect(said.filter((line) => /^(?:false|stale)/.test(line))).toEqual([
      'false count: Merged 9 → 5 (works/lantern)',
    ])
    expect(said).toContain('unprovable count: Merged 2 (works/lantern)')
    expect(said).toContain('unprovable date: Mar. 2026 (works/lantern)')
  })

  test('under a title that names no project we know other work may be meant', () => {
    const said = counts(two('### Choir of the Reef', ''))

    expect(said).toEqual(['stale: Merged 3 → 5', 'unprovable: Merged 2'])
    expect(counts(two('### Highlights', ''))).toEqual([
      'stale: Merged 3 → 5',
      'stale: Merged 2 → 5',
    ])
  })

  test('in plain text a title may stand right over its bullets', () => {
    const document = 'ADA\n\nOPEN SOURCE\n\nLantern (2026)\n- Merged 3 MRs\n\nBuoy\n- Merged 1 MR'

    expect(counts(document, abroad, 'text')).toEqual([
      'stale: Merged 3 → 5',
      'true: Merged 1 (reef/buoy)',
    ])
  })
})

test('below a bullet that names a thing with its days, outside every section, a count may be of that thing', () => {
  const under = (words: string) => `ADA\n\nTHINGS\n\n- ${words}\n- Merged 3 MRs\n`

  expect(counts(under('lamp:** *A light* [code] Jan. 2026 – Present'), ada(), 'text')).toEqual([
    'unprovable: Merged 3',
  ])
  expect(counts(under('Some light'), ada(), 'text')).toEqual(['stale: Merged 3 → 5'])
})

test('code, comments and front matter claim nothing', () => {
  const document = `---\nsummary: Merged 3 PRs\n---\n\n# Ada\n\n\`Merged 3 PRs\` <!-- Merged 3 PRs -->\n\n\`\`\`\nMerged 3 PRs\n\`\`\`\n`

  expect(counts(document)).toEqual([])
})

test('a section counts by its own rules, or over everything public', () => {
  const since = ada({ sections: [section({}, { since: '2026-03-01' })] })

  expect(counts(resume('\n- Merged 3 MRs\n'), since)).toEqual(['true: Merged 3'])
  expect(counts(resume('\n- Merged 5 MRs\n'), since)).toEqual(['true: Merged 5'])
  expect(counts(resume('\n- Merged 2 MRs\n'), since)).toEqual(['stale: Merged 2 → 3'])
})

describe('nothing true is accused for its wording', () => {
  test.each([
    'A bot of mine merged 900 MRs',
    'The project has 3,000 merged MRs',
    'Our team merged 300 MRs',
    'Tool that reviewed 400 PRs',
    'Goal: 100 merged MRs',
    'Merged 300 MRs as a team',
    '5 of 8 MRs merged',
    'Merged 2 more MRs',
    'Merged another 2 MRs',
    'Merged 2 additional MRs',
    'Merged 3 significant MRs',
    'Merged 2 MRs before joining the team',
    '3 MRs merged within 24 hours',
    'Merged 1 MR on 2026-02-02',
    'Merged 1 MR as of Feb. 12, 2026',
    'Merged 4 MRs until 1 April 2026',
    'Merged 2 MRs before March 2026',
    'Merged 3 MRs after February 2026',
    'Merged 3 MRs (as of March 2026)',
    '5 MRs across 3 repositories',
  ])('%s', (words) => {
    expect(
      counts(resume(`\n- ${words}\n`)).filter((each) => /^(?:false|stale)/.test(each)),
    ).toEqual([])
  })

  test('among projects of their own neither', () => {
    const document = '# Ada\n\n## Projects\n\n### Kite\n\n- Merged 3 MRs\n'
    expect(counts(document)).toEqual(['unprovable: Merged 3'])
  })
})

describe('no markup hides a count, and none makes it true', () => {
  test.each([
    '<p>3 merged</p>',
    'Merged <b>3</b> MRs',
    'Merged _3_ MRs',
    'Merged\u00a03\u00a0MRs',
    'Merged only 3 MRs',
  ])('%s', (words) => {
    expect(counts(resume('', words))).toEqual([expect.stringMatching(/^stale: .* → 5$/)])
  })
})

describe('a value between comments is held against its own question', () => {
  const value = (query: string, text: string) =>
    `<!-- tracker:value ${query} -->${text}<!-- tracker:/value -->`

  test.each([
    ['merged since=2026-03-01', '3', 'true: 3'],
    ['merged since=2026-03-01', '2', 'stale: 2 → 3'],
    ['merged since=2026-03-01', '5', 'false: 5 → 3'],
    ['merged until=2026-02-28', '2', 'true: 2'],
    ['merged', '3', 'stale: 3 → 5'],
    ['merged repository=reef/*', '0', 'true: 0'],
    ['reviewed', '2+', 'true: 2+'],
    ['repositories', '1', 'true: 1'],
  ])('%s, %s', (query, text, expected) => {
    expect(counts(resume('', `I merged ${value(query, text)} pull requests.`))).toEqual([expected])
  })

  test('no word but one for the present says that work goes on', () => {
    const last = (text: string) => told(resume('', value('last', text)))[0]

    expect(last('Today')).toBe('true date: Today')
    expect(last('x')).toBe('unprovable date: x')
  })

  test('months too, and nothing that was not read is accused', () => {
    const document = resume(
      '',
      `Active ${value('first', 'Jan. 2026')} to ${value('last', 'Present')}.`,
    )
    expect(told(document).slice(0, 2)).toEqual([
      'stale date: Jan. 2026 → Feb. 2026',
      'true date: Present',
    ])
    expect(told(resume('', value('first', 'Jan. 2026')), incomplete)[0]).toMatch(/^unprovable date/)
    expect(counts(resume('', value('merged', '5')), incomplete)).toEqual(['unprovable: 5'])
  })
})

test('of "over 5" at 5 the advice names the word that is wrong', () => {
  const [found] = findings(resume('*Feb 2026 – Present*\n\n- Merged over 5 MRs')).filter(
    ({ kind }) => kind === 'count',
  )

  expect(found?.advice).toBe('should say 5 merged, not more than that')
})
