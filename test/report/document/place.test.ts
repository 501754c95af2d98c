import { describe, expect, test } from 'vitest'
import { textOf, update } from '../support/documents.ts'
import { asked, entry, section } from '../support/sections.ts'

const empty = '<!-- tracker:begin oss -->\n<!-- tracker:end oss -->'

function placed(document: string, more: Parameters<typeof asked>[1] = {}, format?: 'text'): string {
  const sections = [asked(section([]), more)]
  const { bytes, problem } = update(
    document,
    format === undefined ? { sections } : { sections, format },
  )
  return problem === null ? textOf(bytes) : problem.message
}

describe('the region goes to the end of its section', () => {
  test.each([
    [
      'before a rule',
      '## Open Source\n\na\n\n---\n\n## B\n',
      `## Open Source\n\na\n\n${empty}\n\n---\n\n## B\n`,
    ],
    [
      'before a heading of its level',
      '## Open Source\na\n## B\n',
      `## Open Source\na\n\n${empty}\n\n## B\n`,
    ],
    [
      'after a deeper heading',
      '## Open Source\n\n### x\n\ny\n\n# B\n',
      `## Open Source\n\n### x\n\ny\n\n${empty}\n\n# B\n`,
    ],
    ['at the end of the document', '## Open Source\n\na', `## Open Source\n\na\n\n${empty}`],
    ['in an empty section', '## Open Source\n', `## Open Source\n\n${empty}\n`],
    [
      'after a list',
      '## Open Source\n\n- a\n  - b\n\n## B\n',
      `## Open Source\n\n- a\n  - b\n\n${empty}\n\n## B\n`,
    ],
  ])('%s', (_name, before, after) => {
    expect(placed(before)).toBe(after)
  })

  test.each([
    '## open  source\n',
    '## **Open** `Source`\n',
    '## [Open Source](https://a.example)\n',
    'Open Source\n---\n',
    '## OPEN SOURCE ##\n',
  ])('a heading matches by its words: %j', (document) => {
    expect(placed(document)).toBe(`${document}\n${empty}\n`)
  })

  test('headings in code and in front matter do not count', () => {
    const document = '---\ntitle: Open Source\n---\n\n```\n## Open Source\n```\n\n## Open Source\n'

    expect(placed(document)).toBe(`${document}\n${empty}\n`)
  })

  test('an open code block swallows it: refused', () => {
    expect(placed('## Open Source\n\n```\ncode\n')).toMatch(/^Cannot update .*takes no markers/)
  })
})

describe('markers that are examples are no markers', () => {
  test.each([
    ['in a code block', '```\n<!-- tracker:begin oss -->\n```'],
    ['in indented code', '    <!-- tracker:begin oss -->'],
    ['in a line of code', 'Use `<!-- tracker:begin oss -->` here.'],
    ['in front matter', '---\nx: <!-- tracker:begin oss -->\n---'],
    ['escaped', '\\<!-- tracker:begin oss -->'],
    ['a value outside regions', '<!-- tracker:value merged -->3<!-- tracker:/value -->'],
  ])('%s', (_name, example) => {
    const document = `${example}\n\n## Open Source\n`

    expect(placed(document)).toBe(`${document}\n${empty}\n`)
  })

  test.each([
    ['in a quotation', '> <!-- tracker:begin oss -->', 'inside a quotation'],
    ['in a table', '| <!-- tracker:begin oss --> |\n| --- |', 'inside a table'],
    ['inside HTML', '<div>\n<!-- tracker:begin oss -->\n</div>', 'not alone on its line'],
  ])('%s they are refused', (_name, document, where) => {
    expect(placed(document)).toContain(where)
  })
})

describe('without its heading the section is written after another', () => {
  const after = { heading: 'Open Source', after: 'Work' }

  test.each([
    [
      'in the heading style of the other',
      '# A\n\n## Work\n\na\n\n## B\n',
      `# A\n\n## Work\n\na\n\n## Open Source\n\n${empty}\n\n## B\n`,
    ],
    [
      'underlined',
      'Work\n----\n\na\n',
      `Work\n----\n\na\n\nOpen Source\n-----------\n\n${empty}\n`,
    ],
    ['closed', '## Work ##\n\na\n', `## Work ##\n\na\n\n## Open Source ##\n\n${empty}\n`],
    [
      'in capitals',
      '## WORK\n\na\n\n## B\n',
      `## WORK\n\na\n\n## OPEN SOURCE\n\n${empty}\n\n## B\n`,
    ],
    [
      'with a rule of its own',
      '## Work\n\na\n\n***\n\n## B\n',
      `## Work\n\na\n\n***\n\n## Open Source\n\n${empty}\n\n***\n\n## B\n`,
    ],
  ])('%s', (_name, before, expected) => {
    expect(placed(before, after)).toBe(expected)
  })

  test('in plain text in capitals', () => {
    expect(placed('WORK\n\na\n\nB C\n', after, 'text')).toBe(
      `WORK\n\na\n\nOPEN SOURCE\n\n${empty}\n\nB C\n`,
    )
  })

  test('the second run finds the heading it wrote', () => {
    const first = placed('## Work\n\na\n', after)

    expect(placed(first, after)).toBe(first)
  })

  test('refused when that heading is missing too', () => {
    expect(placed('## B\n', after)).toBe(
      'Cannot update resume.md: no heading "Open Source", and none "Work" to write it after; it has "B" (line 1)',
    )
  })
})

describe('a document with no section yet', () => {
  const more = { heading: 'Open Source', after: 'Ada' }

  test.each([
    ['# Ada\n\nText\n', `# Ada\n\nText\n\n## Open Source\n\n${empty}\n`],
    ['Ada\n===\n\nText\n', `Ada\n===\n\nText\n\nOpen Source\n-----------\n\n${empty}\n`],
    ['# Ada\n\n## Work\n\nb\n', `# Ada\n\n## Work\n\nb\n\n## Open Source\n\n${empty}\n`],
  ])('gets it one level below its title: %j', (before, after) => {
    expect(placed(before, more)).toBe(after)
  })

  test('is no title what has peers', () => {
    expect(placed('# Ada\n\n# B\n', more)).toBe(`# Ada\n\n# Open Source\n\n${empty}\n\n# B\n`)
  })

  test.each([
    ['Ada\n\nText\n', `Ada\n\nText\n\n${empty}\n`],
    ['Ada\r\n\r\nText', `Ada\r\n\r\nText\r\n\r\n${empty.replace('\n', '\r\n')}`],
  ])('gets it at the end where there is no heading at all: %j', (before, after) => {
    expect(placed(before, { heading: null })).toBe(after)
    expect(placed(before, { heading: null }, 'text')).toBe(after)
  })

  test('is left alone where headings are there and none is named', () => {
    expect(placed('# Ada\n\n## B\n', { heading: null })).toContain('or name its heading')
  })
})

describe('a document without headings, for a section that names none', () => {
  const anywhere = { heading: null }

  test('gets its region at the end', () => {
    expect(placed('Just words.\n', anywhere)).toBe(`Just words.\n\n${empty}\n`)
    expect(placed('`<!-- tracker:begin other -->`\n', anywhere)).toContain(empty)
  })

  test.each([
    ['a code block', `x\n\n\`\`\`\n${empty}\n\`\`\`\n`, 'lines 4 and 5'],
    ['an indented block', 'x\n\n    <!-- tracker:end oss -->\n', 'line 3'],
    ['a line of code', 'Use `<!--tracker:begin oss-->` here.\n', 'line 1'],
  ])(
    'is refused with line numbers where %s holds what reads as its markers',
    (_name, document, where) => {
      expect(placed(document, anywhere)).toContain(
        `what reads as its markers on ${where} stands in code`,
      )
    },
  )
})

describe('markers that are set in by up to three spaces', () => {
  const set = (spaces: string) =>
    `a\n\n${spaces}<!-- tracker:begin oss -->\n${spaces}<!-- tracker:end oss -->\n\nb\n`
  const noLinks = asked(section([entry({ links: [], highlights: [] })]), { heading: null })

  test.each(['markdown', 'text'] as const)('are markers in %s, and keep every byte', (format) => {
    const document = set('   ')
    const { bytes, problem } = update(document, { format, sections: [asked(section())] })

    expect(problem).toBeNull()
    const [before, after] = document.split(/(?<=begin oss -->\n)/)
    expect(textOf(bytes).startsWith(before ?? '?')).toBe(true)
    expect(textOf(bytes).endsWith(after ?? '?')).toBe(true)
  })

  test('a list that would end before them takes one space', () => {
    expect(update(set(' '), { sections: [noLinks] })).toMatchObject({ state: 'written' })
  })

  test('a list that would swallow the end is refused, naming the line that is there', () => {
    const { state, problem } = update(set('  '), { sections: [noLinks] })

    expect(state).toBe('refused')
    expect(problem).toEqual({
      line: 4,
      message:
        'Cannot update resume.md: its end marker on line 4 is set in, so that it would read as a part of the list written above it; put it at the start of its line',
    })
  })
})
