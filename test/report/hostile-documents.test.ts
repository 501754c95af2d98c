import { describe, expect, test } from 'vitest'
import type { FormatName } from '../../src/report/formats/names.ts'
import { ada, url } from './audit/support.ts'
import { bytesOf, textOf } from './support/documents.ts'
import { trio } from './support/trio.ts'

const link = (number: number, label = `MR #${number}`) => `[${label}](${url(number)})`

/** An entry with a wrong count and wrong dates. */
const markdownEntry = `### Lantern Contributor | Works (Go)
*January 2025 - Present*

- **Merged 3 production MRs** and reviewed 1 PR
- Kept the wick dry (${link(1)})
- Draft of a better wick: ${link(9)}

**Links**: ${link(2)} | ${link(3)}`

const textEntry = `Lantern Contributor, Works
Jan. 2025 – Present

- Merged 3 production MRs and reviewed 1 PR
- Kept the wick dry (${url(1)})
- Draft of a better wick: ${url(9)}

Links: ${url(2)}, ${url(3)}`

function markdown(entry = markdownEntry, above = 'Engineer.', below = 'Go'): string {
  return `# Ada Example\n\n${above}\n\n## Open Source\n\n${entry}\n\n---\n\n## Skills\n\n${below}\n`
}

function plain(entry = textEntry, above = 'Engineer.', below = 'Go'): string {
  return `ADA EXAMPLE\n\n${above}\n\nOPEN SOURCE\n\n${entry}\n\nSKILLS\n\n${below}\n`
}

const more = (entry: string, words: string) => `${entry}\n\n${words}`
const inList = (entry: string, words: string) =>
  entry.replace(/^(- Kept.*)$/m, (line) => `${line}\n${words}`)
const long = 'word '.repeat(4000).trim()
const fence =
  '```html\n<!-- tracker:begin oss -->\n<!-- tracker:value merged -->3<!-- tracker:/value -->\n```'

const documents: Readonly<Record<FormatName, Readonly<Record<string, string>>>> = {
  markdown: {
    'plain and simple': markdown(),
    CRLF: markdown().replaceAll('\n', '\r\n'),
    'lone CR': markdown().replaceAll('\n', '\r'),
    'a BOM': `\uFEFF${markdown()}`,
    'no final newline': markdown().trimEnd(),
    'the section last, no final newline': markdown().split('\n\n---')[0] ?? '',
    mojibake: markdown(more(markdownEntry, 'CafÃ© √ó \uF8FFüìß'), 'Ã©'),
    tabs: markdown(inList(markdownEntry, '\t- Nested with a tab\t\tand more'), '\tx'),
    'nested lists': markdown(inList(markdownEntry, '  - two\n    - three\n      1. four')),
    'setext headings': markdown(undefined, 'Above\n-----').replace('## Skills', 'Skills\n------'),
    tables: markdown(
      more(markdownEntry, '| a | b |\n| - | - |\n| 1 | 5 merged |'),
      '| x |\n| - |\n| y |',
    ),
    'HTML blocks': markdown(
      more(markdownEntry, '<details><summary>More</summary>\n\n- x\n\n</details>'),
      '<div>\n\n</div>',
    ),
    'a fence with markers in it': markdown(more(markdownEntry, fence), fence),
    'inline code with markers in it': markdown(
      inList(markdownEntry, '- `<!-- tracker:end oss -->`'),
    ),
    'duplicate headings elsewhere': markdown(undefined, '## Notes\n\nx\n\n## Notes'),
    'front matter': `---\ntitle: Open Source\ndate: 2026-02-08\n---\n\n${markdown()}`,
    'very long lines': markdown(inList(markdownEntry, `- ${long}`), long),
    'bidi characters': markdown(inList(markdownEntry, '- \u202Etxet\u202C \u2066x\u2069')),
    emoji: markdown(markdownEntry.replace('Kept the', '🎉 Kept 👩‍🚀 the'), '📧 x'),
    footnotes: markdown(inList(markdownEntry, '- See[^1]'), 'x\n\n[^1]: A note of 5 merged things'),
    'numbers at line ends': markdown(inList(markdownEntry, '- Grew it from 3\n- to 5\n- In 2')),
    'ordered bullets': markdown(markdownEntry.replace(/^- /gm, '1. ')),
    'starred bullets': markdown(markdownEntry.replace(/^- /gm, '* ')),
    capitals: markdown().replace('## Open Source', '## OPEN  SOURCE').replace('Skills', 'SKILLS'),
    'reference definitions': markdown(more(markdownEntry, `See [that][m].\n\n[m]: ${url(4)}`)),
    'a quotation': markdown(more(markdownEntry, '> It shines, they said\n> - in 2025')),
    'hard breaks': markdown(
      markdownEntry.replace('PR\n', 'PR  \n').replace('Present*', 'Present*  '),
    ),
    'dates in the title': markdown(
      markdownEntry.replace(' (Go)\n*January 2025 - Present*', ' (Jan 2025 – Present)'),
    ),
    'a task list': markdown(inList(markdownEntry, '- [ ] Not done\n- [x] Done')),
    escapes: markdown(inList(markdownEntry, '- \\*not\\* &copy; \\[x\\](y) $x^2$ {{ x }}')),
    'two entries': markdown(`${markdownEntry}\n\n### Choir\n*2019-01 - 2020-02*\n\n- Sang 3 songs`),
    'a bullet that goes on': markdown(inList(markdownEntry, '  over two lines,\nlazily')),
    'an open comment of several lines': markdown(
      more(markdownEntry, '<!-- merged\n\n- 3 MRs\n-->'),
    ),
  },
  text: {
    'plain and simple': plain(),
    CRLF: plain().replaceAll('\n', '\r\n'),
    'lone CR': plain().replaceAll('\n', '\r'),
    'a BOM': `\uFEFF${plain()}`,
    'no final newline': plain().trimEnd(),
    'the section last, no final newline': plain().split('\n\nSKILLS')[0] ?? '',
    'two blank lines first': `\n\n${plain()}`,
    mojibake: plain(more(textEntry, 'CafÃ© √ó \uF8FFüìß'), 'Ã©'),
    tabs: plain(inList(textEntry, '\t- Nested with a tab\t\tand more'), '\tx'),
    'nested lists': plain(inList(textEntry, ' - * two\n  - three\n    - four')),
    tables: plain(more(textEntry, '| a | b |\n| 1 | 5 merged |')),
    HTML: plain(more(textEntry, '<details>\n- x\n</details>')),
    'two columns': plain(inList(textEntry, '- Left side of it            Right side of 3 things')),
    'very long lines': plain(inList(textEntry, `- ${long}`), long),
    'bidi characters': plain(inList(textEntry, '- \u202Etxet\u202C \u2066x\u2069')),
    emoji: plain(textEntry.replace('Kept the', '🎉 Kept 👩‍🚀 the'), '📧 x'),
    'numbers at line ends': plain(inList(textEntry, '- Grew it from 3\n- to 5\n- In 2')),
    'hyphenated lines': plain(
      inList(textEntry, '- Made the flame burn ever-\n  lastingly, as a PDF breaks it'),
    ),
    'dots as bullets': plain(textEntry.replace(/^- /gm, '• ')),
    'large dots as bullets': plain(textEntry.replace(/^- /gm, '● ')),
    'arrows as bullets': plain(textEntry.replace(/^- /gm, '➢ ')),
    'squares as bullets': plain(textEntry.replace(/^- /gm, '▪ ')),
    'dashes as bullets': plain(textEntry.replace(/^- /gm, '– ')),
    'indented stars as bullets': plain(textEntry.replace(/^- /gm, ' * ')),
    'form feeds': plain(more(textEntry, '\fPage 2')),
    'a rule': plain(more(textEntry, '-----')),
    'dates in the title': plain(
      textEntry.replace('\nJan. 2025 – Present', ' – Jan. 2025 – Present'),
    ),
    'unbalanced emphasis': plain(
      textEntry.replace('Lantern Contributor, Works\nJan.', '- lantern:** *A lamp* [code] Jan.'),
    ),
    'markdown links': plain(textEntry.replace(url(1), link(1))),
    'two entries': plain(`${textEntry}\n\nChoir\nJan. 2019 – Feb. 2020\n\n- Sang 3 songs`),
    'a bullet that goes on': plain(inList(textEntry, '  over two lines,\nand three')),
    'a comment': plain(more(textEntry, '<!-- merged\n- 3 MRs\n-->')),
    'no blank lines in the entry': plain(textEntry.replaceAll('\n\n', '\n')),
  },
}

const begin = '<!-- tracker:begin oss -->'
const end = '<!-- tracker:end oss -->'

function outside(text: string): [string, string] {
  return [
    text.slice(0, text.search(new RegExp(`^${begin}`, 'm'))),
    text.slice(text.search(new RegExp(`^${end}$`, 'm'))),
  ]
}

/** Words of a line without what are slots: numbers, months, states, and links put behind. */
function words(line: string): string {
  return line
    .replace(/ \((?:open|draft|closed)\)/g, '')
    .replace(/\b(?:January|February|March|April|Jan\.?|Feb\.?|Mar\.?|Apr\.?) \d{4}/g, '')
    .replace(/[–-] *(?:Present)?|\d+\+?/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

function lost(before: string, now: string): string[] {
  const lines = now.split(/\r\n|\n|\r/).map(words)
  return before
    .split(/\r\n|\n|\r/)
    .filter((line) => !lines.some((each) => each.startsWith(words(line))))
}

describe.each(Object.keys(documents) as FormatName[])('adopt, report and audit of %s', (format) => {
  test.each(Object.entries(documents[format]))('%s', (_name, document) => {
    const who = ada()
    const { adopted, reported, checked, live, text, untrue } = trio(format, document, who)

    expect([adopted.state, adopted.problem]).toEqual(['adopted', null])
    expect(lost(document, live)).toEqual([])
    expect([reported.state, reported.problem]).toEqual(['written', null])
    expect(outside(text)).toEqual(outside(live))
    expect(lost(document, text)).toEqual([])
    expect([checked.state, checked.bytes === reported.bytes, checked.sidecar]).toEqual([
      'unchanged',
      true,
      reported.sidecar,
    ])
    expect(untrue).toEqual([])
    expect(text).toMatch(/Merged 5 production MRs\W+and reviewed 2 PR/)
    expect(text).toMatch(/Feb\S* 2026 . Present/)
    expect(textOf(bytesOf(text))).toBe(text)
  })
})
