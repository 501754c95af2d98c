import { describe, expect, test } from 'vitest'
import { periodsIn } from '../../../src/report/stated/moments.ts'
import { ada, gap, proofs, repository, resume, section, time, told, url } from './support.ts'

test.each([
  ['*January 2025 - Present*', ['2025-01-01..', 'present']],
  ['Aug. 2018 – May. 2022', ['2018-08-01..', '..2022-05-31']],
  ['May 2022---Present', ['2022-05-01..', 'present']],
  ['2022-09 to 2023-06', ['2022-09-01..', '..2023-06-30']],
  ["Dec '16 -- present", ['2016-12-01..', 'present']],
  ['01/2024 - 03/2025', ['2024-01-01..', '..2025-03-31']],
  ['2023 - 2024', ['2023-01-01..', '..2024-12-31']],
  ['2024–Present', ['2024-01-01..', 'present']],
  ['May, 2021', ['2021-05-01..']],
  ['February–April 2026', ['2026-02-01..', '..2026-04-30']],
  ['1 Feb 2026 - 21 Apr 2026', ['2026-02-01..', '..2026-04-21']],
  ['Feb 1, 2026 – Apr 21, 2026', ['2026-02-01..', '..2026-04-21']],
  ['3rd of March 2025---Present', ['2025-03-03..', 'present']],
  ["3 Dec '16 -- present", ['2016-12-03..', 'present']],
  ['2025-03-03 to 2026-04-09', ['2025-03-03..', '..2026-04-09']],
  ['2025/03/03 – 2026/04/09', ['2025-03-03..', '..2026-04-09']],
  ['3-Mar-2025 – 9-Apr-2026', ['2025-03-03..', '..2026-04-09']],
  ['12 March – 9 April 2026', ['2026-03-12..', '..2026-04-09']],
  ['March 12 – April 9, 2026', ['2026-03-12..', '..2026-04-09']],
  ['3 – 9 April 2026', ['2026-04-03..', '..2026-04-09']],
  ["'16 – '18", ['2016-01-01..', '..2018-12-31']],
  ["'16 -- present", ['2016-01-01..', 'present']],
  ['2024---Present', ['2024-01-01..', 'present']],
  ['February 2026 to date', ['2026-02-01..', 'present']],
  ['FEB 2026 – APRIL 2026', ['2026-02-01..', '..2026-04-30']],
  ['2026/02 – 2026/04', ['2026-02-01..', '..2026-04-30']],
  ['02/26 – 04/26', ['2026-02-01..', '..2026-04-30']],
  ['02.2026 – 04.2026', ['2026-02-01..', '..2026-04-30']],
  ['02.02.2026 – 21.04.2026', ['2026-02-02..', '..2026-04-21']],
  ['Feb–Apr ’26', ['2026-02-01..', '..2026-04-30']],
  ['Q1 2026 – Q2 2026', ['2026-01-01..', '..2026-06-30']],
  ["Q4 '25", ['2025-10-01..']],
  ['2026-Q1', ['2026-01-01..']],
  ['H2 2025', ['2025-07-01..']],
  ['Spring 2026', ['2026-03-01..']],
  ['early 2026', ['2026-01-01..']],
  ['mid-2026', ['2026-05-01..']],
  ['2024-26', ['2024-01-01..', '..2026-12-31']],
  ['2024/25', ['2024-01-01..', '..2025-12-31']],
  ['2009–12', ['2009-01-01..', '..2012-12-31']],
  ['02/26 of the pages, 24/7', []],
  ['v2024.1, #2024 and 12,000', []],
])('dates in the styles people use: %s', (text, expected) => {
  const said = periodsIn(text).flatMap(({ from, to }) => [
    `${from.days?.first}..`,
    ...(to === null ? [] : [to.days === null ? 'present' : `..${to.days.last}`]),
  ])

  expect(said).toEqual(expected)
})

const dates = (line: string, who = ada(), rest = '') =>
  told(resume(`${line}\n${rest}`), who)
    .filter((each) => / date: /.test(each))
    .map((each) => each.replace(' date', '').replace(/ \(works.*/, ''))

describe('days and years alone are dates of an entry, at the grain they are written in', () => {
  test.each([
    ['2 February 2026 – 21 April 2026', ['true: 2 February 2026', 'true: 21 April 2026']],
    ['2 February 2026 – Present', ['true: 2 February 2026', 'true: Present']],
    [
      '3 March 2025 - 9 April 2026',
      ['false: 3 March 2025 → 2 February 2026', 'stale: 9 April 2026 → Present'],
    ],
    ['Feb 3, 2026---Apr 21, 2026', ['false: Feb 3, 2026 → Feb 2, 2026', 'true: Apr 21, 2026']],
    ['3rd March 2025 -- present', ['false: 3rd March 2025 → 2nd February 2026', 'true: present']],
    ['2026-02-03 to 2026-04-21', ['false: 2026-02-03 → 2026-02-02', 'true: 2026-04-21']],
    ['03.03.2025 – 21.04.2026', ['false: 03.03.2025 → 02.02.2026', 'true: 21.04.2026']],
    ['3-MAR-2025 – 21-APR-2026', ['false: 3-MAR-2025 → 2-FEB-2026', 'true: 21-APR-2026']],
    ['March 12 – April 21, 2026', ['false: March 12 → February 2, 2026', 'true: April 21, 2026']],
    ['2024 - 2026', ['false: 2024 → 2026', 'true: 2026']],
    ['2026---Present', ['true: 2026', 'true: Present']],
    ["'24 – '26", ["false: '24 → '26", "true: '26"]],
    ['2025', ['false: 2025 → 2026 – Present']],
  ])('%s', (line, expected) => {
    const inText = `ADA\n\nOPEN SOURCE\n\nLantern Contributor | Works (Go)\n${line}\n\n- Kept it lit\n\nRaft\n2019 – 2020\n\n- Sank it`
    const said = told(inText, ada(), 'text').filter((each) => / date: /.test(each))
    const own = said.filter((each) => !/ (?:2019|2020)$/.test(each))

    expect(dates(`*${line}*`)).toEqual(expected)
    expect(own.map((each) => each.replace(' date', '').replace(/ \(works.*/, ''))).toEqual(expected)
    expect(said).toContain('unprovable date: 2019')
  })

  test.each([
    ['de', '3. März 2025 – heute', ['false: 3. März 2025 → 2. Februar 2026', 'true: heute']],
    ['fr', '1er mars 2025 – présent', ['false: 1er mars 2025 → 2 février 2026', 'true: présent']],
    [
      'es',
      '3 de marzo de 2025 – actualidad',
      ['false: 3 de marzo de 2025 → 2 de febrero de 2026', 'true: actualidad'],
    ],
  ])('in the language of the document, %s: %s', (language, line, expected) => {
    const said = told(resume(`*${line}*\n`), ada(), 'markdown', language)

    expect(
      said
        .filter((each) => / date: /.test(each))
        .map((each) => each.replace(' date', '').replace(/ \(works.*/, '')),
    ).toEqual(expected)
  })

  test('under a bullet that heads an entry too', () => {
    const document =
      'ADA\n\nOPEN SOURCE\n\n- lantern: light\n  Jan. 2025 – Apr. 2026\n  - Merged 3 MRs\n- buoy: floats\n  May 2020 – June 2020'

    expect(told(document, ada(), 'text').slice(0, 3)).toEqual([
      'false date: Jan. 2025 → Feb. 2026 (works/lantern)',
      'true date: Apr. 2026 (works/lantern)',
      'stale count: Merged 3 → 5 (works/lantern)',
    ])
  })

  test('in the title of an entry in plain text too', () => {
    const document =
      'ADA\n\nOPEN SOURCE\n\nLantern Contributor, 3 March 2025 – 21 April 2026\n\n- Kept it lit'
    expect(told(document, ada(), 'text').filter((each) => / date: /.test(each))).toEqual([
      'false date: 3 March 2025 → 2 February 2026 (works/lantern)',
      'true date: 21 April 2026 (works/lantern)',
    ])
  })
})

describe('the dates of an entry', () => {
  test.each([
    ['*February 2026 - Present*', ['true: February 2026', 'true: Present']],
    ['*Feb. 2026 – Apr. 2026*', ['true: Feb. 2026', 'true: Apr. 2026']],
    ['*2026-02 - 2026-03*', ['true: 2026-02', 'stale: 2026-03 → Present']],
    ['*January 2025 - Present*', ['false: January 2025 → February 2026', 'true: Present']],
    ['*March 2026 - Present*', ['false: March 2026 → February 2026', 'true: Present']],
    ['*2026 - Present*', ['true: 2026', 'true: Present']],
    ['*2025 - 2026*', ['false: 2025 → 2026', 'true: 2026']],
    [
      '*February 2026 - September 2027*',
      ['true: February 2026', 'false: September 2027 → Present'],
    ],
    ['*February 2026*', ['stale: February 2026 → February 2026 - Present']],
    ['*Since February 2026*', ['true: February 2026']],
    ['*Since 2024*', ['false: 2024 → 2026']],
    ['*February 2026 –*', ['true: February 2026']],
    ['*February 2026 – whenever*', ['true: February 2026']],
    ['*Until March 2026*', ['stale: March 2026 → Present']],
    ['*2024/26*', ['false: 2024 → 2026', 'true: 26']],
    ['*Q1 2026 – Present*', ['true: Q1 2026', 'true: Present']],
    ['*Q1 2025 – Present*', ['false: Q1 2025 → Q1 2026', 'true: Present']],
    ["*Q4'25 – Q1'26*", ["false: Q4'25 → Q1'26", "stale: Q1'26 → Present"]],
    ['*H1 2026*', ['true: H1 2026']],
    ['*2025/02 – 2026/03*', ['false: 2025/02 → 2026/02', 'stale: 2026/03 → Present']],
    ['*01/26*', ['false: 01/26 → 02/26 - Present']],
    ['*Spring 2026*', ['unprovable: Spring 2026']],
    ['*Spring 2025 – Spring 2026*', ['false: Spring 2025 → February 2026', 'true: Spring 2026']],
    ['*early 2026 – Present*', ['true: early 2026', 'true: Present']],
    ['*late 2025 – Present*', ['false: late 2025 → February 2026', 'true: Present']],
    ['*March 2026 (in review)*', ['false: March 2026 → February 2026 - Present']],
    ['*as of May 2026*', []],
    ['The release of March 2026 has my wick in it.', ['unprovable: March 2026']],
    ['Since my first lamp in 2014 I have liked light.', []],
  ])('%s', (line, expected) => {
    expect(dates(line).map((each) => each.replace(' – ', ' - '))).toEqual(
      expected.map((each) => each.replace(' – ', ' - ')),
    )
  })

  test.each([
    ['de', '*Februar 2026 – heute*', ['true: Februar 2026', 'true: heute']],
    [
      'de',
      '*Jan. 2025 bis März 2026*',
      ['false: Jan. 2025 → Feb. 2026', 'stale: März 2026 → heute'],
    ],
    ['de', '*seit 2. Februar 2026*', ['true: 2. Februar 2026']],
    ['de-AT', '*Jänner 2025 – heute*', ['false: Jänner 2025 → Februar 2026', 'true: heute']],
    ['fr', '*févr. 2026 – aujourd’hui*', ['true: févr. 2026', 'true: aujourd’hui']],
    [
      'fr',
      '*De janvier 2025 à avril 2026*',
      ['false: janvier 2025 → février 2026', 'true: avril 2026'],
    ],
    [
      'es',
      '*enero de 2025 – actualidad*',
      ['false: enero de 2025 → febrero de 2026', 'true: actualidad'],
    ],
    ['es', '*desde febrero de 2026*', ['true: febrero de 2026']],
    ['ja', '*2026/02 – 2026/04*', ['true: 2026/02', 'true: 2026/04']],
    ['de', '*January 2025 – Present*', ['false: January 2025 → February 2026', 'true: Present']],
  ])('in the language of the document, %s: %s', (language, line, expected) => {
    const said = told(resume(`${line}\n`), ada(), 'markdown', language)

    expect(
      said
        .filter((each) => / date: /.test(each))
        .map((each) => each.replace(' date', '').replace(/ \(works.*/, '')),
    ).toEqual(expected)
  })

  test.each([
    ['on one line', '*Feb. 2025 – Apr. 2025, Aug. 2026 – Sep. 2026*'],
    ['as months alone', '*February 2025 | April 2025*'],
    ['as roles', '*Lead: August 2026 – Present*\n*Member: February 2025 – July 2025*'],
  ])('several spells %s accuse nobody: none is the time of all the work', (_, line) => {
    const said = dates(line)

    expect(said.length).toBeGreaterThan(0)
    expect(said.filter((each) => !each.startsWith('unprovable: '))).toEqual([])
  })

  test('what is over is stale', () => {
    const later = ada({ asOf: '2026-08-22' as never })

    expect(dates('*Feb. 2026 – Present*', later)).toEqual([
      'true: Feb. 2026',
      'stale: Present → Apr. 2026',
    ])
  })

  test('with a gap, earlier and later ones are open', () => {
    const who = ada({ proofs: proofs({ reviews: [gap] }), asOf: '2026-08-22' as never })

    expect(dates('*January 2025 - Present*', who)).toEqual([
      'unprovable: January 2025',
      'unprovable: Present',
    ])
    expect(dates('*March 2026 - March 2026*', who)).toEqual([
      'false: March 2026 → February 2026',
      'stale: March 2026 → April 2026',
    ])
  })

  test('a gap elsewhere in time leaves nothing open', () => {
    const old = { ...gap, from: time('2012-01-01T00:00:00Z'), until: time('2023-06-01T00:00:00Z') }
    const who = ada({ proofs: proofs({ reviews: [old] }) })

    expect(dates('*January 2025 - Present*', who)[0]).toBe('false: January 2025 → February 2026')
    expect(dates('*January 2022 - Present*', who)[0]).toBe('unprovable: January 2022')
  })

  test('without anything counted they are those of the merge requests it links', () => {
    const who = ada()
    const contributions = {
      ...who.contributions,
      reviews: [],
      pullRequests: who.contributions.pullRequests.filter(({ number }) => number === 9),
    }
    const links = `\n**Link**: [MR](${url(9)}) (open)\n`

    expect(dates('*March 2025*', ada({ contributions }), links)).toEqual([
      'false: March 2025 → March 2026',
    ])
    expect(dates('*March 2026*', ada({ contributions }), links)).toEqual(['true: March 2026'])
  })
})

const projects = `ADA EXAMPLE

PROJECTS

- kite:** *Flies* [code] Oct. 2021 – Dec. 2021
- Made it fly
- raft: *Floats* [code] Jan. 2020 – Present
- Made it float`

test('own repositories run from their creation to the last push; others are nobody’s to judge', () => {
  const who = ada({
    sections: [{ ...section({}, { kinds: ['repository'], own: 'only' }), heading: 'PROJECTS' }],
  })
  const contributions = {
    ...who.contributions,
    repositories: [repository('ada/kite'), repository('reef/raft', { own: false })],
  }

  expect(
    told(projects, { ...who, contributions }, 'text').filter((line) => / date: /.test(line)),
  ).toEqual([
    'true date: Oct. 2021 (ada/kite)',
    'stale date: Dec. 2021 → Mar. 2022 (ada/kite)',
    'unprovable date: Jan. 2020',
    'unprovable date: Present',
  ])
})

test.each([
  'Φεβρουάριος 2026 – Σήμερα',
  'Февраль 2026 – настоящее время',
  '2026年2月 – 現在',
  '2026년 2월 – 현재',
])('a span in a language whose months are not read is unprovable: %s', (dates) => {
  const said = told(resume(`*${dates}*\n\n- Merged 5 MRs\n`)).filter((line) =>
    line.includes(' date: '),
  )

  expect(said.length).toBeGreaterThan(0)
  expect(said.every((line) => line.startsWith('unprovable date: '))).toBe(true)
})
