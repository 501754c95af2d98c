import { describe, expect, test } from 'vitest'
import { adoptDocument } from '../../../src/report/adopt/adopt.ts'
import type { Audited } from '../../../src/report/audit/person.ts'
import type { FormatName } from '../../../src/report/formats/names.ts'
import { formats } from '../../../src/report/formats/registry.ts'
import { ada, merged, repository, wrong } from '../audit/support.ts'
import { bytesOf, textOf, update } from '../support/documents.ts'
import { brake, start } from '../support/edits.ts'
import { asked, count, entry, section } from '../support/sections.ts'
import { trio } from '../support/trio.ts'

/** Five merged in works/lantern, three in works/anchor. */
function sailor(): Audited {
  const pulls = [71, 72, 73].map((number) =>
    merged(number, `2025-0${number - 70}-05`, { repository: 'works/anchor' }),
  )
  const who = ada({ pulls })
  const repositories = [...who.contributions.repositories, repository('works/anchor')]
  return { ...who, contributions: { ...who.contributions, repositories } }
}

/** Where the numbers are true, in every layout of them. */
const layouts: readonly [string, FormatName, string][] = [
  [
    'titles right under the bullets above',
    'text',
    `works/lantern                 Feb 2026 - Present
- Merged 5 PRs
works/anchor                  Jan 2025 - Mar 2025
- Merged 3 PRs`,
  ],
  [
    'a page that ends between them',
    'text',
    `works/lantern                 Feb 2026 - Present
- Merged 5 PRs
\fworks/anchor                  Jan 2025 - Mar 2025
- Merged 3 PRs`,
  ],
  [
    'dates under titles, and no blank line',
    'text',
    `works/lantern
Feb 2026 - Present
- Merged 5 PRs
works/anchor
2025 - 2025
- Merged 3 PRs`,
  ],
  [
    'years alone',
    'text',
    `works/lantern
Feb 2026 - Present
 - Merged 5 PRs

works/anchor
2025
 - Merged 3 PRs`,
  ],
  [
    'bold titles',
    'markdown',
    `**works/lantern**
*Feb 2026 – Present*

- Merged 5 PRs

**works/anchor**
*2025*

- Merged 3 PRs`,
  ],
  [
    'bold titles over paragraphs',
    'markdown',
    `**Lantern** (works/lantern), Feb 2026 – Present${'  '}
Merged 5 PRs, reviewed 2.

**Anchor** (works/anchor), 2025${'  '}
Merged 3 PRs.`,
  ],
  [
    'bullets over bullets',
    'markdown',
    `- **Lantern** ([works/lantern](https://gitlab.com/works/lantern)), Feb 2026 – present
  - Merged 5 PRs
- **Anchor** ([works/anchor](https://gitlab.com/works/anchor)), since 2025
  - Merged 3 PRs`,
  ],
  [
    'bullets over bullets, without dates',
    'markdown',
    `* works/lantern
   * Merged 5 PRs
* works/anchor
   * Merged 3 PRs`,
  ],
  [
    'a bullet for each project',
    'markdown',
    `- [works/lantern](https://gitlab.com/works/lantern): merged 5 PRs
- [works/anchor](https://gitlab.com/works/anchor): merged 3 PRs`,
  ],
  [
    'a bullet for each project',
    'text',
    `- works/lantern: merged 5 PRs
- works/anchor: merged 3 PRs`,
  ],
  [
    'headings below headings',
    'markdown',
    `### Works

#### works/lantern
Merged 5 PRs.

#### works/anchor
Merged 3 PRs.`,
  ],
]

const titled = (format: FormatName, body: string) =>
  format === 'text'
    ? `ADA\n\nOPEN SOURCE\n\n${body}\n\nSKILLS\n\nGo\n`
    : `# Ada\n\n## Open Source\n\n${body}\n\n## Skills\n\nGo\n`

describe.each(layouts)('entries with %s, in %s', (_, format, body) => {
  const document = titled(format, body)

  test('audit holds each number against its own project', () => {
    const off = document.replace(/erged 3/, 'erged 4')

    expect(wrong(document, sailor(), format)).toEqual([])
    expect(wrong(off, sailor(), format)).toEqual([expect.stringContaining('→ 3 (works/anchor)')])
  })

  test('adopt and report write the number of its own project, and no entry twice', () => {
    const off = document.replace(/erged 5/, 'erged 4').replace(/erged 3/, 'erged 1')
    const { adopted, text, checked, reported, untrue } = trio(format, off, sailor())
    const entries = adopted.recognised.filter(({ kind }) => kind === 'entry')

    expect(entries.map(({ as }) => as)).toEqual([
      'gitlab.com/works/lantern',
      'gitlab.com/works/anchor',
    ])
    expect(text).toMatch(/erged 5 PRs[\s\S]*works\/anchor[\s\S]*erged 3 PRs/)
    expect(text.match(/erged \d|\d merged/g)).toHaveLength(2)
    expect(checked).toMatchObject({ state: 'unchanged', bytes: reported.bytes })
    expect(untrue).toEqual([])
  })

  test('no word of the person is lost', () => {
    const { text } = trio(format, document, sailor())
    const words = document.match(/[\p{L}\p{N}/]+/gu) ?? []

    for (const word of words) expect(text).toContain(word)
  })
})

/** Where it is not certain which project a number is about. */
const unclear: readonly [string, FormatName, string][] = [
  [
    'two columns',
    'text',
    `works/lantern              works/anchor
Feb 2026 - Present         2025 - 2025
- Merged 5 PRs             - Merged 3 PRs`,
  ],
  [
    'HTML',
    'markdown',
    `<h3>works/lantern</h3>
<ul><li>Merged 5 PRs</li></ul>
<h3>works/anchor</h3>
<ul><li>Merged 3 PRs</li></ul>`,
  ],
  [
    'lists of definitions',
    'markdown',
    `works/lantern
: Merged 5 PRs

works/anchor
: Merged 3 PRs`,
  ],
  [
    'tables',
    'markdown',
    `| Project | Merged PRs |
|---|---|
| works/lantern | 5 |
| works/anchor | 3 |`,
  ],
  [
    'a project nobody knows',
    'text',
    `harbour/crane                 Jan 2024 - Mar 2024
- Merged 4 PRs`,
  ],
  [
    'a bullet that reads as an entry of its own',
    'markdown',
    `### works/lantern

- Merged 5 PRs
- **works/anchor** (2025)

  - Merged 3 PRs`,
  ],
]

describe.each(unclear)('in %s, in %s', (_, format, body) => {
  const document = titled(format, body)

  test('no number is called false, and none is written', () => {
    const { adopted, text, untrue } = trio(format, document, sailor())
    const numbers = body.match(/(?<=Merged |\| )\d/g) ?? []

    expect(wrong(document, sailor(), format)).toEqual([])
    expect(untrue).toEqual([])
    expect(adopted.state).toBe('adopted')
    for (const number of numbers) expect(text).toMatch(new RegExp(`(?:Merged |\\| )${number}`))
  })
})

test('outside every section, a number below the title of a project is not held against everything', () => {
  const document = 'Ada\n\nworks/lantern, Feb 2026 - Present\n\n - Merged 5 PRs\n'

  expect(wrong(document, sailor(), 'text')).toEqual([])
  expect(wrong('Ada\n\n - Merged 5 PRs\n', sailor(), 'text')).toEqual(['stale count: Merged 5 → 8'])
})

test.each([
  [
    'a table',
    '| Project | What |\n|---|---|\n| [works/anchor](https://gitlab.com/works/anchor) | Chains |',
  ],
  ['HTML', '<details><summary>works/anchor</summary>\n\nChains\n\n</details>'],
])('report adds no entry for a project that %s names', (_, body) => {
  const { text } = trio('markdown', titled('markdown', body), sailor())

  expect(text).toContain('### works/lantern')
  expect(text).not.toContain('### works/anchor')
})

test('a line that goes on with a bullet ends no entry', () => {
  const body = `works/lantern                 Feb 2026 - Present
- Kept the light burning in the long winter and wrote
works/anchor chains into the manual
- Merged 4 PRs`

  expect(trio('text', titled('text', body), sailor()).text).toContain('- Merged 5 PRs')
})

describe('a project that is new among bold titles', () => {
  const document = (dates: string) => `# Ada

## Open Source

**acme/engine**${dates.replace('DATES', 'Feb 2026 – Apr 2026')}

- Merged 4 PRs

**acme/horn**${dates.replace('DATES', 'Jan 2020 – Mar 2020')}

- Merged 9 PRs

## Skills
`
  const dated = { ...brake, dates: { start: '2025-05' as never, end: '2025-06' as never } }
  const reported = (dates: string) => {
    const file = { file: 'resume.md', format: formats.markdown }
    const one = [asked(section([entry()]))]
    const two = [asked(section([entry({ merged: count(6) }), dated]))]
    const bytes = bytesOf(document(dates))
    const adopted = adoptDocument({ ...file, bytes, sidecar: null, sections: one })
    const first = update(adopted.bytes, { sidecar: adopted.sidecar, sections: two })
    const again = update(first.bytes, { sidecar: first.sidecar, sections: two })
    expect(again.bytes).toEqual(first.bytes)
    return textOf(again.bytes)
  }

  test.each([
    ['below', '\n*DATES*', '**acme/brake (Go)**\n*May 2025 – Jun 2025*\n'],
    ['beside', ', DATES', '**acme/brake (Go)**, May 2025 – Jun 2025\n'],
  ])('is written as they are, with dates %s', (_, dates, title) => {
    const text = reported(dates)

    expect(text).toContain(title)
    expect(text).not.toContain('###')
    expect(text.match(/\*\*acme\/engine/g)).toHaveLength(1)
    expect(text).toMatch(/Merged 6 PRs[\s\S]*Jan 2020 – Mar 2020[\s\S]*Merged 9 PRs/)
  })
})

test('a project that is new comes after a list of which each bullet is an entry', () => {
  const body = '- acme/engine: merged 5 PRs\n- my own horn: merged 9 PRs'
  const bytes = bytesOf(titled('markdown', body))
  const file = { file: 'resume.md', format: formats.markdown }
  const one = [asked(section([entry()]))]
  const adopted = adoptDocument({ ...file, bytes, sidecar: null, sections: one })
  const two = [asked(section([entry(), brake]))]
  const { bytes: now } = update(adopted.bytes, { sidecar: adopted.sidecar, sections: two })

  expect(textOf(now)).toContain(`${body}\n- acme/brake (Go): 1 merged\n\n`)
})

test.each([
  ['a lower heading', '#### acme/engine (Go)'],
  ['a bold line', '**acme/engine (Go)**'],
])('a heading that was made %s still heads its entry', (_, title) => {
  const two = [brake, entry()]
  const edited = start('markdown', { entries: two })
    .after((text) => text.replace('### acme/engine (Go)', title), { entries: two })
    .after((text) => text, { entries: [brake, entry({ merged: count(6) })] })

  expect(edited.text).toContain(title)
  expect(edited.text).toContain('6 merged')
  expect(edited.told).toEqual([])
})

test('numbers of a line that was moved into the entry of another project stay', () => {
  const two = [brake, entry()]
  const counts = /^.*5 merged and 2 reviewed.*\n/m
  const { text } = start('markdown', { entries: two }).after(
    (written) => {
      const [line = ''] = counts.exec(written) ?? []
      return written.replace(line, '').replace(/^(.*1 merged.*\n)/m, `$1${line}`)
    },
    { entries: [{ ...brake, merged: count(3) }, entry({ merged: count(6) })] },
  )

  expect(text).toMatch(/3 merged.*\n.*5 merged and 2 reviewed/)
})
