import { describe, expect, test } from 'vitest'
import { adopt, known } from './support/adopting.ts'
import { textOf, update } from './support/documents.ts'
import { asked, background, highlight, linkTo, section } from './support/sections.ts'

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

describe('an entry that is new in a list', () => {
  const gear = {
    ...known,
    key: 'gitlab.com/acme/gear',
    title: 'acme/gear',
    merged: { value: 2, atLeast: false },
    reviewed: { value: 0, atLeast: false },
    highlights: [highlight(90, 'Turned the gear')],
    links: [linkTo(90)],
  }

  function reported(body: string, format: 'markdown' | 'text' = 'markdown', more = gear) {
    const heading = format === 'markdown' ? '## Open Source' : 'OPEN SOURCE'
    const done = adopt(format, `${heading}\n\n${body}\n`, [known])
    const value = section([known, more])
    const sections = [asked(value, { background: background(value) })]
    const first = update(done.bytes, { format, sidecar: done.sidecar, sections })
    const again = update(first.bytes, { format, sidecar: first.sidecar, sections })
    expect(again.state).toBe('unchanged')
    const grown = section([known, { ...more, merged: { value: 3, atLeast: false } }])
    const next = [asked(grown, { background: background(grown) })]
    const last = update(first.bytes, { format, sidecar: first.sidecar, sections: next })
    return { first: textOf(first.bytes), last: textOf(last.bytes) }
  }

  test('is a bullet as the others are, behind the last and before what follows the list', () => {
    const body = '- **acme/engine**: 5 merged (Feb 2026 – Present)\n- Sang\n\nMore words.'
    const { first, last } = reported(body)
    const listed = (merged: number) =>
      `- Sang\n- **acme/gear (Go)**: ${merged} merged merge requests (Feb 2026 – Present)\n\nMore words.\n`

    expect(first).toContain(listed(2))
    expect(last).toContain(listed(3))
  })

  test('has its bullets set in where the others have', () => {
    const { first, last } = reported('* acme/engine\n  * 5 merged\n  * Sang\n\nMore words.')

    expect(first).toContain(
      '* acme/gear (Go) (February 2026 – Present)\n  * 2 merged merge requests\n  * Turned the gear',
    )
    expect(last).toContain('  * 3 merged merge requests\n')
    expect(last).not.toContain('**Link')
  })

  test('stands apart where the others do, in text', () => {
    const list =
      '● acme/engine, Feb 2026 – Present\n● 5 merged\n\n● choir, Jan 2020 – Mar 2020\n● Sang'
    const { first } = reported(list, 'text')

    expect(first).toContain('● Sang\n\n● acme/gear (Go) (Feb 2026 – Present)\n● 2 merged')
  })

  test('leaves when its project becomes private', () => {
    const done = adopt('markdown', '## Open Source\n\n- acme/engine: 5 merged\n', [known])
    const value = section([known, gear])
    const sections = [asked(value, { background: background(value) })]
    const first = update(done.bytes, { sidecar: done.sidecar, sections })
    const less = section([known])
    const hidden = [asked(less, { background: background(less, { hidden: [gear.key] }) })]
    const last = update(first.bytes, { sidecar: first.sidecar, sections: hidden, acceptDrop: true })

    expect(textOf(first.bytes)).toContain('acme/gear')
    expect(textOf(last.bytes)).not.toContain('acme/gear')
    expect(last.sidecar).not.toContain('acme/gear')
  })
})
