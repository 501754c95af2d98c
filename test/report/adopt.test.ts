import { describe, expect, test } from 'vitest'
import { adoptDocument } from '../../src/report/adopt/adopt.ts'
import { formats } from '../../src/report/formats/registry.ts'
import { statedCounts } from '../../src/report/stated/stated-counts.ts'
import type { Entry } from '../../src/report/types.ts'
import { adopt, known } from './support/adopting.ts'
import { bytesOf, measured, textOf, update } from './support/documents.ts'
import { asked, background, count, entry, highlight, linkTo, section } from './support/sections.ts'

const markdown = `# Ada

## Open Source

### Engine Maker | Acme (Go)
*January 2025 - Present*

- **Merged 3 production MRs** and reviewed 200+ PRs
  - Repaired the slipping clutch lever, so that gears change without noise
  - Something nobody can tell${'  '}
- Won a prize in 2 weeks (479 points)

**Links**: [MR #64](${linkTo(64).url})

### Choir
*2019-01 - 2020-02*

- Sang

---

## Skills

Go
`

const text = `ADA

EXPERIENCE

- Work

OPEN SOURCE

- engine:** *A motor* [code] Jan. 2025 – Dec. 2025
- Merged 3 production MRs and reviewed 200+ PRs
 - Repaired the slipping clutch lever, so that gears change without noise
- choir: *songs* Jan. 2019 – Feb. 2020
- Sang`

describe.each([
  ['markdown', markdown],
  ['text', text],
] as const)('a résumé in %s is made live', (name, document) => {
  test('markers and sure links are all that is added', () => {
    const done = adopt(name, document)
    const link = / \(\[?(?:MR #61|acme\/engine!61)[^)]*\)?[>)]*/
    const rest = done.text.replace(/<!-- tracker:.*\n?/g, '').replace(link, '')

    expect(done.state).toBe('adopted')
    expect(done.text).toContain(linkTo(61).url)
    expect(rest.replace(/\n+/g, '\n').trim()).toBe(document.replace(/\n+/g, '\n').trim())
  })

  test('adopting twice changes nothing more', () => {
    const done = adopt(name, document)

    expect(done.again()).toMatchObject({ state: 'unchanged', bytes: done.bytes, live: ['oss'] })
  })

  test('report keeps the words and puts the values right', () => {
    const { state, bytes, conflicts } = adopt(name, document).report()
    const after = textOf(bytes)

    expect(state).toBe('written')
    expect(after).toMatch(/Merged 5 production MRs.* and reviewed 214 PRs/)
    expect(after).toMatch(
      name === 'markdown' ? /\*February 2026 - Present\*/ : /Feb\. 2026 – Present/,
    )
    expect(after).toContain(
      'Repaired the slipping clutch lever, so that gears change without noise',
    )
    expect(after).not.toContain('Repair slipping')
    expect(after).toMatch(/2019.*2020/)
    expect(conflicts).toEqual([])
  })

  test('dates stay until they are accepted', () => {
    const { bytes, conflicts } = adopt(name, document).report(false)

    expect(textOf(bytes)).toMatch(/January 2025 - Present|Jan\. 2025 – Dec\. 2025/)
    expect(conflicts.map(({ kind }) => kind)).toEqual(['date'])
  })
})

test('what is recognised is told with its line, and what is not sure as such', () => {
  const two = entry({
    ...known,
    highlights: [
      highlight(61, 'Repair slipping clutch lever'),
      highlight(62, 'Repair the clutch lever'),
    ],
  })
  const { recognised, text: after } = adopt('markdown', markdown, [two])
  const told = recognised.map(({ line, kind, as, sure }) => [line, kind, as, sure])

  expect(after).not.toContain(linkTo(61).url)
  expect(told).toEqual([
    [5, 'entry', 'gitlab.com/acme/engine', true],
    [6, 'dates', '*January 2025 - Present*', true],
    [8, 'count', '3 merged', true],
    [8, 'count', '200+ reviewed', true],
    [13, 'links', expect.any(String), true],
    [9, 'bullet', expect.stringContaining('/merge_requests/6'), false],
  ])
})

test('a section that is not there gets its heading and an empty region', () => {
  const value = section([known])
  const missing = asked(value, { heading: 'Contributions', after: 'Experience' })
  const done = adoptDocument({
    file: 'resume.txt',
    format: formats.text,
    bytes: bytesOf(text),
    sidecar: null,
    sections: [missing],
  })

  expect(textOf(done.bytes)).toContain(
    '- Work\n\nCONTRIBUTIONS\n\n<!-- tracker:begin oss -->\n<!-- tracker:end oss -->\n\nOPEN SOURCE',
  )
  const report = update(done.bytes, { format: 'text', sidecar: done.sidecar, sections: [missing] })
  expect(textOf(report.bytes)).toContain('5 merged')
})

test('an empty region is left to report, however often it is adopted', () => {
  const document = bytesOf('## Open Source\n\nWords\n\n## Talks\n\n## End\n')
  const empty = asked(section([], { id: 'talks' }), { heading: 'Talks' })
  const input = { file: 'resume.md', format: formats.markdown, sidecar: null, sections: [empty] }
  const first = adoptDocument({ ...input, bytes: document })
  const again = adoptDocument({ ...input, bytes: first.bytes, sidecar: first.sidecar })

  expect(first.state).toBe('adopted')
  expect(again).toMatchObject({ state: 'unchanged', bytes: first.bytes })
})

test('a section with a value in it is refused: report would refuse it ever after', () => {
  const words = 'Merged <!-- tracker:value merged -->3<!-- tracker:/value --> of them'
  const done = adoptDocument({
    file: 'resume.md',
    format: formats.markdown,
    bytes: bytesOf(`## Open Source\n\n${words}\n`),
    sidecar: null,
    sections: [asked()],
  })

  expect(done.state).toBe('refused')
  expect(done.problem).toMatchObject({
    line: 3,
    message: expect.stringContaining('take out its comments'),
  })
})

test('an entry beside adopted ones is written in their style, and once', () => {
  const value = section([known])
  const words = `## Open Source\n\n### A choir\n\n- Sang in [it](${known.url}2)\n\n### Engine Maker\n*Jan. 2025 - Present*\n`
  const done = adoptDocument({
    file: 'resume.md',
    format: formats.markdown,
    bytes: bytesOf(words),
    sidecar: null,
    sections: [asked(value)],
  })
  const other = entry({ key: 'gitlab.com/acme/gear', title: 'Gear Smith' })
  const more = { sections: [asked(section([known, other]))] }
  const first = update(done.bytes, { sidecar: done.sidecar, ...more })
  const again = update(first.bytes, { sidecar: first.sidecar, ...more })

  expect(textOf(first.bytes)).toContain('\n### Gear Smith')
  expect(textOf(first.bytes)).toContain('\n*Feb. 2026 - Apr. 2026*')
  expect(again.state).toBe('unchanged')
})

describe.each(['markdown', 'text'] as const)('the style of an adopted section in %s', (name) => {
  const [heading, title] = name === 'markdown' ? ['## Open Source', '### '] : ['OPEN SOURCE', '']
  const two = [
    entry({ dates: { start: '2026-02' as never, end: '2026-02' as never } }),
    entry({ key: 'gitlab.com/acme/brake', url: 'https://gitlab.com/acme/brake', links: [] }),
  ]
  const gear = entry({
    key: 'gitlab.com/acme/gear',
    title: 'Gear Smith',
    highlights: [],
    links: [],
  })

  function reports(first: string, second: string, then: readonly Entry[]) {
    const words = [
      `${heading}\n\n${title}Engine\n${first}\n\n- Turned it\n`,
      `${title}Brake\n${second}\n\n- Stopped it\n`,
    ]
    const input = { format: formats[name], sidecar: null, bytes: bytesOf(words.join('\n')) }
    const done = adoptDocument({ ...input, file: 'resume', sections: [asked(section(two))] })
    const more = { format: name, sections: [asked(section(then))], acceptDate: true }
    const one = update(done.bytes, { sidecar: done.sidecar, ...more })
    const again = update(one.bytes, { sidecar: one.sidecar, ...more })
    expect(again).toMatchObject({ state: 'unchanged', bytes: one.bytes, sidecar: one.sidecar })
    return {
      text: textOf(one.bytes),
      next: (later: readonly Entry[]) => {
        const value = asked(section(later))
        return textOf(update(one.bytes, { ...more, sidecar: one.sidecar, sections: [value] }).bytes)
      },
    }
  }

  test.each([
    ['01/2024 – Present', 'Jan. 2025 – Dec. 2025', '02/2026', 'Feb. 2026 – Apr. 2026'],
    ['Jan. 2024 - Present', '2025-01 to 2025-12', 'Feb. 2026', '2026-02 to 2026-04'],
    ['January 2024—Now', '01/2025 – 12/2025', 'February 2026', '02/2026 – 04/2026'],
  ])('every entry keeps its own, and new ones that of the first: %s, %s', (one, other, ...now) => {
    const { text } = reports(one, other, [...two, gear])

    expect(text).toContain(`Engine\n${now[0]}\n`)
    expect(text).toContain(`Brake\n${now[1]}\n`)
    const begin = one.startsWith('01/') ? '02/2026' : now[0]
    expect(text).toMatch(new RegExp(`Gear Smith.*\n\\*?${begin} ?[–—-]`))
  })

  test('dash and word for the present are remembered over a single month', () => {
    const { text, next } = reports('Jan. 2024—Now', 'January 2025 – December 2025', two)
    const active = entry({ dates: { start: '2026-02' as never, end: 'present' } })

    expect(text).toContain('Engine\nFeb. 2026\n')
    expect(next([active, ...two.slice(1)])).toContain('Engine\nFeb. 2026—Now\n')
  })
})

describe.each(['markdown', 'text'] as const)('counts outside sections in %s', (name) => {
  const heading = name === 'markdown' ? '## Open Source' : 'OPEN SOURCE'
  const lines = [
    'Engineer with 120+ PRs merged. Reviewed 200+ PRs.',
    'Merged 3 pull requests in GitLab Runner, and 4 merged in 2024.',
    'See [7 merged PRs](https://h.example/a) and 29 PRs merged across 12 repos.',
    name === 'markdown' ? '`5 merged`' : 'Identified 7 critical issues',
    'Merged over 40 pull requests.',
  ]
  const document = `${lines.join('\n\n')}\n\n${heading}\n\n- Merged 3 production MRs\n`
  const input = {
    file: 'resume',
    format: formats[name],
    bytes: bytesOf(document),
    sidecar: null,
    sections: [asked()],
  }

  test('stay words unless somebody wants them live', () => {
    const { bytes, recognised } = adoptDocument(input)

    expect(textOf(bytes)).not.toContain('tracker:value')
    expect(recognised.filter(({ kind }) => kind === 'value')).toMatchObject([
      { line: 1, as: '120+ merged', sure: false },
      { line: 1, as: '200+ reviewed', sure: false },
      { line: 5, as: '29 merged', sure: false },
      { line: 5, as: '12 repositories', sure: false },
    ])
  })

  test('get comments around them, and report keeps them', () => {
    const done = adoptDocument({ ...input, wants: ({ kind }) => kind === 'value' })
    const live = textOf(done.bytes)
    const sections = [asked()]
    const measure = () => ({ ...measured, count: count(300) })
    const more = { format: name, sections, measure }
    const after = textOf(update(done.bytes, { sidecar: done.sidecar, ...more }).bytes)

    expect(live.replace(/<!-- tracker:\/?value[^>]*-->/g, '')).toContain(lines.join('\n\n'))
    expect(live).toContain('<!-- tracker:value merged -->120+<!-- tracker:/value --> PRs merged')
    expect(after).toContain('<!-- tracker:value merged -->300<!-- tracker:/value --> PRs merged')
    expect(after).toContain(lines[1])
  })
})

describe.each(['markdown', 'text'] as const)(
  'a count of one project outside sections in %s',
  (name) => {
    const heading = name === 'markdown' ? '## Open Source' : 'OPEN SOURCE'
    const gear = entry({ key: 'gitlab.com/acme/gear', url: 'https://gitlab.com/acme/gear' })
    const value = section([known, gear])
    const live = (sentence: string, hidden: readonly string[] = []) => {
      const done = adoptDocument({
        file: 'resume',
        format: formats[name],
        bytes: bytesOf(`${sentence}\n\n${heading}\n\n- Merged 3 production MRs\n`),
        sidecar: null,
        sections: [asked(value, { background: background(value, { hidden }) })],
        wants: ({ kind }) => kind === 'value',
      })
      return textOf(done.bytes).split('\n')[0]
    }
    const slot = (query: string, text: string) =>
      `<!-- tracker:value ${query} -->${text}<!-- tracker:/value -->`

    test.each([
      [
        'Merged 5 MRs in Engine.',
        `Merged ${slot('merged repository=acme/engine', '5')} MRs in Engine.`,
      ],
      [
        'Contributor to Engine with 5 merged MRs.',
        `Contributor to Engine with ${slot('merged repository=acme/engine', '5')} merged MRs.`,
      ],
      [
        'Reviewed 214 MRs at acme.',
        `Reviewed ${slot('reviewed repository=acme/**', '214')} MRs at acme.`,
      ],
      ['Merged 5 MRs in Raft.', 'Merged 5 MRs in Raft.'],
      ['Merged 5 MRs in Engine and 2 MRs in Gear.', undefined],
    ])('is read as audit reads it: %s', (sentence, expected) => {
      const now = live(sentence)

      if (expected !== undefined) expect(now).toBe(expected)
      expect(now?.replace(/<!-- tracker:\/?value[^>]*-->/g, '')).toBe(sentence)
      expect(now).not.toContain('tracker:value merged -->')
    })

    test.each([
      ['acme/engine, 2024', 'Merged 5 MRs', 'merged repository=acme/engine'],
      ['acme/other, 2024', 'Merged 5 MRs', null],
      ['Gear Smith, 2024', 'Merged 5 MRs', null],
    ])('is one of the project below whose title it stands: %s', (title, words, query) => {
      const top = name === 'markdown' ? `## Work\n\n### ${title}` : `WORK\n\n${title}\n2024`
      const document = `Ada\n\n${top}\n\n${words}\n\n${heading}\n\n- Sang\n`
      const done = adoptDocument({
        file: 'resume',
        format: formats[name],
        bytes: bytesOf(document),
        sidecar: null,
        sections: [asked(value, { background: background(value) })],
        wants: ({ kind }) => kind === 'value',
      })
      const expected = query === null ? words : words.replace('5', slot(query, '5'))

      expect(textOf(done.bytes)).toContain(`\n${expected}\n`)
    })

    test('stays words where the project is not public', () => {
      expect(live('Merged 5 MRs in Engine.', ['gitlab.com/acme/engine'])).toBe(
        'Merged 5 MRs in Engine.',
      )
    })
  },
)

describe('a bullet over a line of dates', () => {
  const document = `ADA

OPEN SOURCE

- engine: a motor
  Jan. 2025 – Dec. 2025
  - Merged 3 production MRs
  - Repaired the slipping clutch lever, so that gears change without noise
- choir: songs
  Jan. 2019 – Feb. 2020
  - Sang`

  test('is the title of an entry, and its dates are kept up to date', () => {
    const done = adopt('text', document)
    const first = done.report()
    const after = textOf(first.bytes)

    expect(
      done.recognised.map(({ line, kind, as }) => [line, kind, as.trim().slice(0, 22)]),
    ).toEqual([
      [5, 'entry', 'gitlab.com/acme/engine'],
      [6, 'dates', 'Jan. 2025 – Dec. 2025'],
      [7, 'count', '3 merged'],
      [8, 'bullet', 'https://gitlab.com/acm'],
    ])
    expect(after).toContain(
      '- engine: a motor\n  Feb. 2026 – Present\n  - Merged 5 production MRs\n',
    )
    expect(after).toContain('- choir: songs\n  Jan. 2019 – Feb. 2020\n  - Sang')
    expect(after.match(/engine: a motor/g)).toHaveLength(1)
  })

  test('is none among titles of another kind', () => {
    const words = document.replace('- engine: a motor\n  ', 'Engine Maker\n')
    const { recognised, report } = adopt('text', words)

    expect(recognised.map(({ line, kind }) => [line, kind]).slice(0, 1)).toEqual([[5, 'entry']])
    expect(textOf(report().bytes)).toContain('- choir: songs\n  Jan. 2019 – Feb. 2020')
  })
})

test('an entry with dates for each of several roles keeps them', () => {
  const roles = markdown.replace(
    '- Present*\n',
    '- Present*\n\nMaintainer\n\n*May 2024 - May 2025*\n',
  )
  const { bytes, conflicts } = adopt('markdown', roles).report()

  expect(textOf(bytes)).toContain(
    '\n*January 2025 - Present*\n\nMaintainer\n\n*May 2024 - May 2025*\n',
  )
  expect(conflicts).toEqual([])
})

test('a bullet that is not sure is taken when a person says so', () => {
  const two = entry({
    ...known,
    highlights: [
      highlight(61, 'Repair slipping clutch lever'),
      highlight(62, 'Repair the clutch lever'),
    ],
  })
  const value = section([two])
  const input = {
    file: 'resume.md',
    format: formats.markdown,
    bytes: bytesOf(markdown),
    sidecar: null,
    sections: [asked(value)],
  }
  const [question] = adoptDocument(input).recognised.filter(({ sure }) => !sure)
  const done = adoptDocument({
    ...input,
    wants: ({ line, as }) => line === 9 && as === question?.as,
  })

  expect(question?.label).toMatch(/^acme\/engine!6\d "Repair .*clutch lever"$/)
  expect(
    textOf(done.bytes)
      .split('\n')
      .filter((line) => line.includes(question?.as ?? '')),
  ).toEqual([expect.stringContaining('so that gears change without noise (')])
})

test('without such a heading it is refused, with the headings there are', () => {
  const done = adoptDocument({
    file: 'resume.md',
    format: formats.markdown,
    bytes: bytesOf(markdown),
    sidecar: null,
    sections: [asked(section(), { heading: 'Talks' })],
  })

  expect(done.state).toBe('refused')
  expect(done.problem?.message).toBe(
    'Cannot adopt resume.md: no heading "Talks"; it has "Ada" (line 1), "Open Source" (line 3), "Engine Maker | Acme (Go)" (line 5), "Choir" (line 15), "Skills" (line 22)',
  )
})

test('a region whose sidecar is lost is adopted where it is', () => {
  const value = section([known])
  const first = update('## Open Source\n', { sections: [asked(value)] })
  const done = adoptDocument({
    file: 'resume.md',
    format: formats.markdown,
    bytes: first.bytes,
    sidecar: null,
    sections: [asked(value)],
  })
  const more = [asked(section([{ ...known, merged: count(6) }]))]

  expect(textOf(done.bytes)).toBe(textOf(first.bytes))
  expect(textOf(update(done.bytes, { sidecar: done.sidecar, sections: more }).bytes)).toContain(
    '6 merged and 214 reviewed',
  )
})

test.each([
  ['Merged 3 production MRs', { merged: '3' }],
  ['**Merged 3 MRs** fixing critical issues in wick handling and retry', { merged: '3' }],
  ['reviewed 200+ PRs', { reviewed: '200+' }],
  ['29 PRs merged across 12 repos', { merged: '29' }],
  ['5 merged and 2 reviewed merge requests', { merged: '5', reviewed: '2' }],
  ['5 merged and 14 reviewed, 9 with comments', { merged: '5', reviewed: '14', commented: '9' }],
  ['Reviewed 14, 9 with comments', { reviewed: '14', commented: '9' }],
  ['reviewed 200+ PRs (120 of them with comments)', { reviewed: '200+', commented: '120' }],
  ['Merged 3 PRs, 9 with comments', { merged: '3' }],
  ['9 with comments', {}],
  ['Reviewed 2 merge requests, merged 3', { merged: '3', reviewed: '2' }],
  ['Merged 4 PRs and reviewed 5, all of them small', { merged: '4', reviewed: '5' }],
  ['Merged PRs: 4. Reviewed PRs: 12', { merged: '4', reviewed: '12' }],
  ['**4** merged PRs', { merged: '4' }],
  ['Merged PRs in 3 repos, reviewed 3 designs', {}],
  ['Merged v1, reviewed 5', {}],
  ['Reviewed 5 merged MRs', {}],
  ['2 reviewed and 5 merged', { merged: '5', reviewed: '2' }],
  ['Submitted 120+ patches', { merged: '120+' }],
  ['57 merged PRs, 13 critical issues', { merged: '57' }],
  ['(479 points, 465 from merged code)', {}],
  ['Identified 7 critical issues', {}],
  ['Merged 3 PRs in 2024 and merged 4 PRs since', {}],
])('counts that a person states: %s', (words, expected) => {
  expect(statedCounts(words)).toEqual(expected)
})

test.each([
  ['a further heading', '#### 2023\n\n- Merged 3 MRs'],
  ['a bullet', '- 2023\n  - Merged 3 MRs'],
])('a count below %s inside an entry may be of a part, and stays as it is', (_, words) => {
  const document = `## Open Source\n\n### Engine\n*Feb. 2026 - Present*\n\n${words}\n`
  const { recognised, report } = adopt('markdown', document)

  expect(recognised.filter(({ kind }) => kind === 'count')).toEqual([])
  expect(textOf(report().bytes)).toContain(`\n${words}\n`)
})

test.each([
  'Merged 3 PRs in 2024',
  'Reviewed 12 MRs since May 2025',
  '> Merged 3 MRs, they said',
  'Merged over 3 MRs',
  'Reviewed more than 12 MRs',
  'Merged 3 MRs per week',
  'Merged 3 MRs to the docs',
  'Merged 3 MRs in the gearbox and reviewed others',
  'Merged 3 MRs with Bob',
  'Reviewed 12 MRs by Alice',
  'Reviewed 12 MRs by my mentees',
  'Merged 3 MRs · 2023',
  'Merged 3 MRs — docs only',
  '2024 | Merged 3 MRs',
  'Bob Gearing merged 3 MRs',
  'Mentored Bob; he merged 3 MRs',
  '3 merged MRs were reverted',
  'Backported 3 merged MRs',
  'As a maintainer I merged 3 MRs',
  'Merged 3 MRs that fix leaks',
  'Merged 3 MRs fixing leaks',
  '3 merged PRs a month',
  'Merged 3 MRs in the first month',
  'Merged 3 security MRs',
  'Merged 3 MRs fixing the clutch',
  'Led two people who merged 3 MRs',
])(
  'a count of some days, a part, a quotation, others or more than it says stays as it is: %s',
  (words) => {
    const document = `## Open Source\n\n### Engine\n*Feb. 2026 - Present*\n\n${words}\n`
    const { recognised, report } = adopt('markdown', document)

    expect(recognised.filter(({ kind }) => kind === 'count')).toEqual([])
    expect(textOf(report().bytes)).toContain(`\n${words}\n`)
  },
)

describe.each([
  ['markdown', markdown],
  ['text', text],
] as const)('a bullet that ends in a reference in %s', (name, document) => {
  const words = 'Repaired the slipping clutch lever, so that gears change without noise'
  const lineOf = (behind: string) => {
    const done = adopt(name, document.replace(words, `${words} ${behind}`))
    return done.text.split('\n').find((line) => line.includes(words)) ?? ''
  }

  test.each(['(!61)', '(acme/engine!61)', '(MR !61)', '(!61).'])(
    'has its link in the place of %s, and its words as a label',
    (reference) => {
      const line = lineOf(reference)

      expect(line).toContain(linkTo(61).url)
      expect(line).toContain(reference.replace(/[().]/g, ''))
      expect(line.match(/\((?!http)/g)).toHaveLength(1)
      expect(line).toMatch(/without noise \([^(]*(?:\(http[^()]*\))?[^()]*\)\.?$/)
      expect(line.endsWith('.')).toBe(reference.endsWith('.'))
    },
  )

  test.each(['(!62)', '(acme/pump!61)', '(61 gears)'])('keeps %s', (reference) => {
    expect(lineOf(reference)).toContain(reference)
  })
})
