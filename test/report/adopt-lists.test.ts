import { describe, expect, test } from 'vitest'
import { adopt, known } from './support/adopting.ts'
import { textOf } from './support/documents.ts'
import { highlight, linkTo } from './support/sections.ts'

describe('a numbered list', () => {
  test.each([
    ['markdown', '1.', '## Open Source\n\n### Engine\n\n'],
    ['text', '1)', 'OPEN SOURCE\n\nEngine, Feb 2026 - Present\n'],
  ] as const)('is a list of bullets in %s, and goes on at its end', (name, first, head) => {
    const [second, third] = [first.replace('1', '2'), first.replace('1', '3')]
    const document = `${head}${first} Repaired the slipping clutch lever\n${second} Merged 3 MRs\n`
    const done = adopt(name, document)
    const reported = textOf(done.report().bytes)

    expect(done.recognised.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['bullet', 'count']),
    )
    expect(reported).toContain(`\n${second} Merged 5 MRs\n${third} Add`)
    expect(reported.match(/clutch lever/g)).toHaveLength(1)
  })
})

describe('words in a line of links', () => {
  const more = { ...known, highlights: [], links: [61, 63, 64].map((number) => linkTo(number)) }
  const [first, second, third] = [61, 63, 64].map(
    (number) => `[MR #${number}](${linkTo(number).url})`,
  )

  function reported(line: string): string {
    const done = adopt('markdown', `## Open Source\n\n### Engine\n\n- Sang\n\n${line}\n`, [more])
    return textOf(done.report().bytes)
  }

  test.each([
    ['— see also my [talk](https://talks.example/1)'],
    ['(and [more](https://talks.example/1))'],
  ])('stand behind new links: %s', (words) => {
    expect(reported(`**Links:** ${first} | ${second} ${words}`)).toContain(
      `**Links:** ${first} | ${second} | ${third} ${words}\n`,
    )
  })

  test.each([
    `**Links:** ${first} and others`,
    `**Links:** ${first} and my [talk](https://talks.example/1)`,
    `**Links:** ${first} | ${second} by me`,
  ])('that go on with the sentence leave it as it is: %s', (line) => {
    expect(reported(line)).toContain(`\n${line}\n`)
  })
})

test('a new bullet of a numbered list that was made live gets the next number', () => {
  const document = '## Open Source\n\n### Engine\n\n1. Sang\n2. Danced\n'
  const two = { ...known, highlights: [highlight(63, 'Add a gear')] }
  const done = adopt('markdown', document, [two])

  expect(textOf(done.report().bytes)).toContain('1. Sang\n2. Danced\n3. Add a gear')
})

describe('a bullet for each project', () => {
  const gear = {
    ...known,
    key: 'gitlab.com/acme/gear',
    url: 'https://gitlab.com/acme/gear',
    highlights: [],
    links: [],
  }

  function entries(body: string): unknown[] {
    const { recognised } = adopt('markdown', `## Open Source\n\n${body}\n`, [known, gear])
    return recognised.filter(({ kind }) => kind === 'entry').map(({ line, as }) => [line, as])
  }

  const both = (first: number, second: number) => [
    [first, 'gitlab.com/acme/engine'],
    [second, 'gitlab.com/acme/gear'],
  ]

  test('is an entry, though another ends with dates', () => {
    const body =
      '* acme/engine: 5 MRs merged, Feb 2026 – Present\n* acme/gear: 5 MRs merged\n* Sang'
    const done = adopt('markdown', `## Open Source\n\n${body}\n`, [known, gear])

    expect(entries(body)).toEqual(both(3, 4))
    expect(textOf(done.report().bytes)).toContain(`\n${body}\n`)
  })

  test('is an entry below a title that names none', () => {
    const body =
      '### Contributor\n\n- **acme/engine**\n  - Merged 5 MRs\n- **acme/gear**\n  - Merged 5 MRs'

    expect(entries(body)).toEqual(both(5, 7))
  })

  test('is over when links follow that are not set in', () => {
    const body = `- **acme/engine**\n  - Merged 5 MRs\n\n**Links**: [MR #64](${linkTo(64).url})`
    const done = adopt('markdown', `## Open Source\n\n${body}\n`, [known])

    expect(done.recognised.some(({ kind }) => kind === 'links')).toBe(false)
  })
})

test.each(['\uf0b7', '►', '✓'])('%s is the sign of a bullet in text from a PDF', (sign) => {
  const document = `OPEN SOURCE\n\nEngine, Feb 2026 - Present\n${sign} Merged 3 MRs\n`

  expect(textOf(adopt('text', document).report().bytes)).toContain(
    `\n${sign} Merged 5 MRs\n${sign} Repair`,
  )
})

test('a project that a line of the person begins with gets no second entry', () => {
  const document = 'OPEN SOURCE\n\n> acme/engine -- contributor\nand more\n'

  expect(textOf(adopt('text', document).report().bytes)).not.toContain('merged')
})
