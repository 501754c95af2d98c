import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toPlainText } from '../../src/contribution/plain-text.ts'
import { adoptDocument } from '../../src/report/adopt/adopt.ts'
import { printable } from '../../src/report/document/print.ts'
import { formatNames } from '../../src/report/formats/names.ts'
import { formats } from '../../src/report/formats/registry.ts'
import type { DocumentUpdate } from '../../src/report/update/document.ts'
import { bytesOf, measured, textOf, update, updateAgain } from './support/documents.ts'
import { hostile } from './support/hostile.ts'
import { runs } from './support/runs.ts'
import { asked, background, count, entry, highlight, section } from './support/sections.ts'

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

/** What a person writes about their work, in the styles there are, between lines of anything. */
const said = fc.constantFrom(
  ...[
    '### Engine Maker | Acme (Go)',
    '### 1',
    '*January 2025 - Present*',
    '*Jan. 2025 – Mar. 2025*',
  ],
  ...['', '', 'Engine – Jan. 2025 – Dec. 2025', 'acme/1', '2024-01 - 2024-03', '01/2024 – Present'],
  ...[
    '- Merged 3 production MRs',
    '- **Reviewed 200+ PRs** and merged 7',
    '- 29 PRs merged across 12 repos',
  ],
  ...[
    '- 7 merged PRs: gears',
    '  - Fixed the clutch',
    '- Added a gear  ',
    ' - * Some words of my own',
  ],
  '- Fixed it ([MR #1](https://gitlab.com/acme/engine/-/merge_requests/1))',
  '**Links**: [MR #1](https://gitlab.com/acme/engine/-/merge_requests/1) | [x](https://h.example/a)',
  ...['Merged <!-- tracker:value merged -->3<!-- tracker:/value --> of them', 'Since May 2021'],
)

function resumes(heading: string): fc.Arbitrary<string> {
  const ending = fc.constantFrom('\n', '\r\n')
  const own = fc.array(fc.oneof({ arbitrary: said, weight: 4 }, line), { maxLength: 16 })
  const around = fc.array(fc.oneof(said, line), { maxLength: 6 })
  return fc
    .tuple(around, own, around, ending)
    .map(([above, words, below, end]) =>
      [...above, '', heading, '', ...words, '', ...below].join(end),
    )
}

/** Of a value outside regions. */
const measure = () => ({ ...measured, count: count(8) })

const text = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 40 }))

/** As the configuration takes them: one line that shows. */
const claims = fc
  .uniqueArray(fc.oneof(text, fc.constantFrom('Links: none', 'May 2020 – Present', '5 merged')), {
    maxLength: 2,
  })
  .map((texts) => texts.filter((each) => each !== '' && toPlainText(each, 500) === each))
  .map((texts) =>
    texts.map((each) => ({ text: each, staleSince: each.length % 2 ? '2025-01' : null })),
  )

const via = fc.constantFrom(undefined, 'acme/engine!7', 'big_corp/some_thing!12')

const value = fc
  .tuple(
    fc.array(fc.tuple(text, text, fc.integer({ min: 1, max: 99 }), claims, via), { maxLength: 3 }),
  )
  .map(([rows]) =>
    section(
      rows.map(([title, words, number, vouched, carrier], index) =>
        entry({
          key: `gitlab.com/acme/${index}`,
          title,
          merged: count(number),
          reviewed: count(number % 7),
          // Now and then it is not known of each.
          commented: count(number % 4, number % 5 === 0),
          highlights: [{ ...highlight(index + 1, words), ...(carrier && { landedVia: carrier }) }],
          claims: vouched,
          links: [],
        }),
      ),
    ),
  )

const values = fc.array(value, { minLength: 1, maxLength: 3 })

/** What landed through another pull request is closed itself. */
function closedOf({ entries }: ReturnType<typeof section>) {
  const landed = entries.flatMap(({ highlights }) =>
    highlights.flatMap(({ key, landedVia }) =>
      landedVia === undefined ? [] : [[key, { state: 'closed' as const, landedVia }] as const],
    ),
  )
  return Object.fromEntries(landed)
}

/** Words that only a person writes. */
const own = 'zebra own words '

const edits = fc.array(
  fc.record({
    at: fc.nat(30),
    kind: fc.constantFrom(
      ...[
        'delete',
        'add',
        'bullet',
        'append',
        'double',
        'swap',
        'number',
        'head',
        'remark',
        'move',
        'join',
        'wrap',
        'break',
        'sign',
        'tail',
        'unlink',
        'quote',
        'strike',
      ],
    ),
    id: fc.nat(99),
  }),
  { minLength: 1, maxLength: 6 },
)

interface Edit {
  readonly at: number
  readonly kind: string
  readonly id: number
}

function edited(lines: string[], { at, kind, id }: Edit) {
  const index = at % lines.length
  const line = lines[index] ?? ''
  const words = `${own}n${id}n`
  if (kind === 'move') {
    const others = lines.toSpliced(index, 1)
    return others.toSpliced(id % (others.length + 1), 0, line)
  }
  const change: Readonly<Record<string, readonly string[]>> = {
    delete: [],
    add: [line, '', words, ''],
    bullet: [line, `- ${words}`],
    append: [line === '' ? '' : `${line} ${words}`],
    double: [line, line],
    remark: [line, `  - ${words}`],
    swap: [lines[index + 1] ?? '', line],
    number: [line.replace(/\d+/, String(id))],
    head: [line, '', `### ${words}`, '*Jan. 2020 – Present*', ''],
    join: [line === '' ? '' : `${line} ${lines[index + 1] ?? ''} ${words}`],
    wrap: line.replace(/(\S+ \S+) /, '$1\n  ').split('\n'),
    break: line.replace(/(\S+ \S+) /, '$1  \n  ').split('\n'),
    sign: [line.replace(/^(\s*)[-*•] /, id % 2 === 0 ? '$1+ ' : `$1${id}. `)],
    tail: [line === '' ? '' : `${line}${id % 2 === 0 ? '  ' : '\t'}`],
    unlink: [line.replace(/ \(?(?:\[[^\]]*\]\([^)]*\)|\S* <[^>]*>)\)?/, '')],
    quote: [line === '' ? '' : `> ${line}`],
    strike: [line.replace(/^(\s*[-*•] )(.*)$/, '$1~~$2~~')],
  }
  const taken = kind === 'swap' || kind === 'join' ? 2 : 1
  return [...lines.slice(0, index), ...(change[kind] ?? []), ...lines.slice(index + taken)]
}

describe.each(formatNames)('whatever the document: %s', (format) => {
  const ask = (each: ReturnType<typeof section>) => ({
    format,
    sections: [asked(each, { background: background(each, { pulls: closedOf(each) }) })],
  })
  const begin = formats[format].marker('begin', 'oss')
  const end = formats[format].marker('end', 'oss')
  const heading = format === 'text' ? 'OPEN SOURCE' : '## Open Source'
  const document = documents(heading)
  const editedRegion = (text: string, changes: readonly Edit[]) => {
    const [from, until] = [lineOf(text, begin) + begin.length, lineOf(text, end)]
    const region = changes.reduce(edited, text.slice(from, until).split(/\r?\n/))
    const lineEnd = text.includes('\r\n') ? '\r\n' : '\n'
    return text.slice(0, from) + region.join(lineEnd) + text.slice(until)
  }

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
        const text = editedRegion(textOf(first.bytes), changes)
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
        for (const words of text.match(/zebra own words n\d+n/g) ?? [])
          expect(textOf(state.bytes)).toContain(words)
      }),
      runs,
    )
  })

  test('whatever is edited, and whenever the sidecar is lost: lines stay, none is doubled, twice is once', () => {
    const moments = fc.tuple(fc.nat(3), fc.nat(3))
    fc.assert(
      fc.property(document, value, edits, values, moments, (before, each, changes, next, when) => {
        const first = update(before, ask(each))
        fc.pre(first.state !== 'refused')
        const text = editedRegion(textOf(first.bytes), changes)
        let state = update(text, { ...ask(each), sidecar: first.sidecar, acceptDrop: true })
        fc.pre(state.state !== 'refused')
        for (const [moment, later] of [each, ...next].entries()) {
          const isLost = when.includes(moment)
          const standing = textOf(state.bytes)
          const found = isLost ? { ...state, sidecar: null } : state
          state = updateAgain(found, { ...ask(later), acceptDrop: true })
          const now = textOf(state.bytes)
          const again = updateAgain(state, { ...ask(later), acceptDrop: true })

          expect(['written', 'unchanged']).toContain(state.state)
          expect(textOf(again.bytes)).toBe(now)
          expect(again.sidecar).toBe(state.sidecar)
          expect(again.conflicts).toEqual(state.conflicts)
          expect(outside(now, begin, end)).toEqual(outside(text, begin, end))
          if (!isLost) continue
          expect(linesLost(stateless(standing), stateless(now))).toEqual([])
          for (const { url } of linked(later))
            expect(times(now, url)).toBeLessThanOrEqual(Math.max(1, times(standing, url)))
        }
      }),
      // Each of them is many runs.
      { ...runs, numRuns: Math.ceil(runs.numRuns / 3) },
    )
  })

  test('whatever is edited and accepted, a contribution that is no longer merged is not taken out', () => {
    const fate = fc.constantFrom({ state: 'closed' as const }, { gone: true }, { revertedBy: 'x' })
    fc.assert(
      fc.property(document, value, edits, values, fate, (before, each, changes, next, pull) => {
        const first = update(before, ask(each))
        fc.pre(first.state !== 'refused')
        const text = editedRegion(textOf(first.bytes), changes)
        const [{ key = '', landedVia = undefined } = {}] = each.entries[0]?.highlights ?? []
        fc.pre(key !== '' && landedVia === undefined)
        let state = { ...first, bytes: bytesOf(text) }
        for (const later of next) {
          const left = later.entries.slice(1)
          const now = { ...later, entries: left }
          const known = background(now, { pulls: { ...closedOf(now), [key]: pull } })
          const more = { format, sections: [asked(now, { background: known })], acceptDrop: true }
          const reported = updateAgain(state, more)
          fc.pre(reported.state !== 'refused')
          const again = updateAgain(reported, more)

          expect(times(textOf(reported.bytes), key)).toBe(times(text, key))
          expect(textOf(again.bytes)).toBe(textOf(reported.bytes))
          expect(again.conflicts).toEqual(reported.conflicts)
          state = reported
        }
      }),
      { ...runs, numRuns: Math.ceil(runs.numRuns / 3) },
    )
  })

  test('whatever a section says: adopted and reported, words stay and twice is once', () => {
    fc.assert(
      fc.property(resumes(heading), values, fc.boolean(), (before, next, acceptDate) => {
        const [now = section()] = next
        const input = { file: 'resume', format: formats[format], sidecar: null }
        const sections = [asked(now)]
        const adopted = adoptDocument({ ...input, bytes: bytesOf(before), sections })
        fc.pre(adopted.state === 'adopted')
        const live = textOf(adopted.bytes)
        const { sidecar } = adopted
        const again = adoptDocument({ ...input, bytes: adopted.bytes, sidecar, sections })

        expect(linesWithout(live, before)).toEqual([])
        expect(again).toMatchObject({ state: 'unchanged', bytes: adopted.bytes, sidecar })
        let state = { bytes: adopted.bytes, sidecar }
        for (const later of next) {
          const more = { ...ask(later), measure, acceptDrop: true, acceptDate }
          const reported = updateAgain({ ...state } as DocumentUpdate, more)
          const repeated = updateAgain(reported, more)

          expect(['written', 'unchanged', 'left']).toContain(reported.state)
          expect(textOf(repeated.bytes)).toBe(textOf(reported.bytes))
          expect(repeated.sidecar).toBe(reported.sidecar)
          expect(repeated.conflicts).toEqual(reported.conflicts)
          expect(wordsLost(before, textOf(reported.bytes))).toEqual([])
          state = reported
        }
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

/** Lines of `before` that no line of `now` begins with: a link may have been put behind a bullet. */
function linesWithout(now: string, before: string): string[] {
  const lines = now.split(/\r?\n/)
  return before
    .split(/\r?\n/)
    .filter((line) => !lines.some((each) => each.startsWith(line.trimEnd())))
}

/** Lines whose words are not there any more, in order: numbers, months and states are slots. */
function wordsLost(before: string, now: string): string[] {
  const words = (line: string) =>
    line
      .replace(/ \((?:open|draft|closed|landed via [^)]*)\)/g, '')
      .replace(
        /\b(?:January|February|March|April|May|June|July|August|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Dec\.?) \d{4}/g,
        '',
      )
      .replace(/\d{4}-\d{2}|\b\d{1,2}\/\d{4}/g, '')
      .replace(/[–-] *(?:Present)?|\d+\+?/g, '')
      .replace(/\s+/g, ' ')
      .trim()
  const lines = now.split(/\r?\n/).map(words)
  return before.split(/\r?\n/).filter((line) => !lines.some((each) => each.startsWith(words(line))))
}

/** Lines of `before` that `now` does not hold, in their order; at the end of a region white space goes. */
function linesLost(before: string, now: string): string[] {
  const lines = now.split(/\r?\n/).map((line) => line.trimEnd())
  let at = 0
  return before.split(/\r?\n/).filter((line) => {
    if (line.trim() === '') return false
    const found = lines.indexOf(line.trimEnd(), at)
    if (found >= 0) at = found + 1
    return found < 0
  })
}

/** Without what the tool says of pull requests that are not merged, whoever links them. */
function stateless(text: string): string {
  return text.replace(/ \((?:open|draft|closed|landed via [^)]*)\)|, landed via [^\s~]+/g, '')
}

function linked({ entries }: ReturnType<typeof section>) {
  return entries.flatMap(({ highlights }) => highlights.map(({ link }) => link))
}

/** How often a document holds an address. */
function times(text: string, url: string): number {
  return text.split(new RegExp(`${url}(?!\\d)`)).length - 1
}

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
