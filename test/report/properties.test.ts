import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatNames } from '../../src/report/formats/names.ts'
import { formats } from '../../src/report/formats/registry.ts'
import { printable } from '../../src/report/print.ts'
import { textOf, update, updateAgain } from './support/documents.ts'
import { hostile } from './support/hostile.ts'
import { asked, count, entry, highlight, section } from './support/sections.ts'

/** A failing run prints its seed and path; give them to `fc.assert` to repeat it. */
const runs = { numRuns: 150 }

/** Lines that documents are made of, those included that a careless tool trips over. */
const line = fc.constantFrom(
  ...[
    '',
    '',
    'words  ',
    '## Open Source',
    'OPEN SOURCE',
    '# Ada',
    '### x',
    '---',
    '***',
    '- a',
    '  - b',
    ' - * c',
  ],
  ...[
    '> q',
    '```',
    '    code',
    '| a | b |',
    '| - | - |',
    '<div>',
    '</div>',
    '<!-- note -->',
    '[^1]: x',
    'title: y',
    '+++',
  ],
  ...[
    '*Jan. 2020 – Present*',
    '2020-01 - 2021-02',
    '**Links**: [!1](https://h.example/a/-/merge_requests/1)',
    'Ã©',
    '\tx',
  ],
)

/** Any lines, and among them a section for the region to go to. */
function documents(heading: string): fc.Arbitrary<string> {
  const lines = fc.array(line, { maxLength: 20 })
  return fc
    .tuple(lines, lines, fc.constantFrom('\n', '\r\n'), fc.boolean(), fc.boolean())
    .map(([above, below, end, bom, final]) => {
      const text = [...above, '', heading, '', ...below].join(end)
      return `${bom ? '\uFEFF' : ''}${text}${final ? end : ''}`
    })
}

const text = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 40 }))

const value = fc
  .tuple(fc.array(fc.tuple(text, text, fc.integer({ min: 1, max: 99 })), { maxLength: 3 }))
  .map(([rows]) =>
    section(
      rows.map(([title, words, number], index) =>
        entry({
          key: `gitlab.com/acme/${index}`,
          title,
          merged: count(number),
          highlights: [highlight(index + 1, words)],
          links: [],
        }),
      ),
    ),
  )

const values = fc.array(value, { minLength: 1, maxLength: 3 })

/** Words that only a person writes. */
const own = 'zebra own words '

const edits = fc.array(
  fc.record({
    at: fc.nat(30),
    kind: fc.constantFrom('delete', 'add', 'bullet', 'append', 'double', 'swap', 'number', 'head'),
    id: fc.nat(99),
  }),
  { minLength: 1, maxLength: 6 },
)

function edited(lines: string[], { at, kind, id }: { at: number; kind: string; id: number }) {
  const index = at % lines.length
  const line = lines[index] ?? ''
  const words = `${own}n${id}n`
  const change: Readonly<Record<string, readonly string[]>> = {
    delete: [],
    add: [line, '', words, ''],
    bullet: [line, `- ${words}`],
    append: [line === '' ? '' : `${line} ${words}`],
    double: [line, line],
    swap: [lines[index + 1] ?? '', line],
    number: [line.replace(/\d+/, String(id))],
    head: [line, '', `### ${words}`, '*Jan. 2020 – Present*', ''],
  }
  const taken = kind === 'swap' ? 2 : 1
  return [...lines.slice(0, index), ...(change[kind] ?? []), ...lines.slice(index + taken)]
}

describe.each(formatNames)('whatever the document: %s', (format) => {
  const ask = (each: ReturnType<typeof section>) => ({ format, sections: [asked(each)] })
  const begin = formats[format].marker('begin', 'oss')
  const end = formats[format].marker('end', 'oss')
  const document = documents(format === 'text' ? 'OPEN SOURCE' : '## Open Source')

  test('only the region is added, and a second run changes nothing', () => {
    fc.assert(
      fc.property(document, value, (before, each) => {
        const first = update(before, ask(each))
        if (first.state === 'refused') {
          expect(textOf(first.bytes)).toBe(before)
          return
        }
        const after = textOf(first.bytes)
        const head = after.slice(0, lineOf(after, begin))
        const tail = after.slice(lineOf(after, end) + end.length)
        const second = updateAgain(first, ask(each))

        expect(first.state).toBe('written')
        expect(isInsertion(before, head, tail)).toBe(true)
        expect(second.state).toBe('unchanged')
        expect(second.bytes).toBe(first.bytes)
      }),
      runs,
    )
  })

  test('new data change only what is between the markers', () => {
    fc.assert(
      fc.property(document, value, value, (before, each, next) => {
        const first = update(before, ask(each))
        fc.pre(first.state !== 'refused')
        const second = updateAgain(first, { ...ask(next), acceptDrop: true })

        expect(['written', 'unchanged']).toContain(second.state)
        expect(outside(textOf(second.bytes), begin, end)).toEqual(
          outside(textOf(first.bytes), begin, end),
        )
      }),
      runs,
    )
  })

  test('whatever is edited inside: words stay, what is outside stays, twice is once', () => {
    fc.assert(
      fc.property(document, value, edits, values, (before, each, changes, next) => {
        const first = update(before, ask(each))
        fc.pre(first.state !== 'refused')
        let text = textOf(first.bytes)
        const [from, until] = [lineOf(text, begin) + begin.length, lineOf(text, end)]
        const region = changes.reduce(edited, text.slice(from, until).split(/\r?\n/))
        const lineEnd = text.includes('\r\n') ? '\r\n' : '\n'
        const around = [text.slice(0, from), text.slice(until)] as const
        text = around[0] + region.join(lineEnd) + around[1]
        // An edit may break markers or swallow them; that is refused, and tested elsewhere.
        let state = update(text, { ...ask(each), sidecar: first.sidecar, acceptDrop: true })
        fc.pre(state.state !== 'refused')
        for (const later of next) {
          state = updateAgain(state, { ...ask(later), acceptDrop: true })
          const again = updateAgain(state, { ...ask(later), acceptDrop: true })

          expect(['written', 'unchanged']).toContain(state.state)
          expect(textOf(again.bytes)).toBe(textOf(state.bytes))
          expect(again.sidecar).toBe(state.sidecar)
          expect(again.conflicts).toEqual(state.conflicts)
          expect(outside(textOf(state.bytes), begin, end)).toEqual(outside(text, begin, end))
        }
        const words = region.filter((each) => each.includes(own))
        for (const line of words) expect(textOf(state.bytes)).toContain(own + line.split(own)[1])
      }),
      runs,
    )
  })

  test('printing an empty region gives the document back', () => {
    fc.assert(
      fc.property(document, (before) => {
        const first = update(before, ask(section([])))
        fc.pre(first.state !== 'refused')

        const printed = textOf(printable(first.bytes, formats[format]))
        // A blank line stays where the section stood tight to what follows.
        const squeezed = (document: string) => document.replace(/(?:\r?\n)+/g, '\n').trimEnd()
        expect(squeezed(printed)).toBe(squeezed(before))
      }),
      runs,
    )
  })
})

/** `before` is `head` and `tail` put together, up to the line ends that set the region apart. */
function isInsertion(before: string, head: string, tail: string): boolean {
  const start = head.replace(/[\r\n]+$/, '')
  const ending = tail.replace(/^[\r\n]+/, '')
  const between = before.slice(start.length, before.length - ending.length)
  return before.startsWith(start) && before.endsWith(ending) && /^[\r\n]*$/.test(between)
}

function outside(text: string, begin: string, end: string): [string, string] {
  return [text.slice(0, lineOf(text, begin)), text.slice(lineOf(text, end))]
}

/** Where `marker` fills a line: titles may hold its words too. */
function lineOf(text: string, marker: string): number {
  return text.search(new RegExp(`(?<![^\\r\\n])${marker}(?![^\\r\\n])`))
}
