import { describe, expect, test } from 'vitest'
import { toPlainText } from '../../src/contribution/plain-text.ts'
import type { FormatName } from '../../src/report/formats/names.ts'
import { formatNames } from '../../src/report/formats/names.ts'
import { formats } from '../../src/report/formats/registry.ts'
import { bytesOf, textOf, update, updateAgain } from './support/documents.ts'
import { hostile } from './support/hostile.ts'
import { plainTextOf } from './support/plain.ts'
import { asked, count, entry, highlight, linkTo, section } from './support/sections.ts'

/** What a format's suite needs to know of it. A new format adds a row, and passes. */
const samples: Readonly<Record<FormatName, { document: string; heading: string }>> = {
  markdown: {
    document:
      '# Ada\n\n## Open Source\n\n*  odd   item\n\n      code\n\ncafÃ© √ó\n\n---\n\n## Skills\n\nGo  \nC\n',
    heading: 'Open Source',
  },
  text: {
    document: '\nAda\n\nOPEN SOURCE\n\n - * odd   item\n\tcafÃ© √ó\n\n\nSKILLS\n\nGo  \nC\n',
    heading: 'Open Source',
  },
}

describe.each(formatNames)('%s', (name) => {
  const { document, heading } = samples[name]
  const format = formats[name]
  const begin = format.marker('begin', 'oss')
  const end = format.marker('end', 'oss')
  const run = (text: string | Uint8Array, value = section()) =>
    update(text, { format: name, sections: [asked(value, { heading })] })
  const again = (before: ReturnType<typeof run>, value = section()) =>
    updateAgain(before, { format: name, sections: [asked(value, { heading })] })

  test('regenerating twice changes nothing more', () => {
    const first = run(document)
    const second = again(first)

    expect(first.state).toBe('written')
    expect(second.state).toBe('unchanged')
    expect(second.bytes).toBe(first.bytes)
    expect(second.sidecar).toBe(first.sidecar)
  })

  test('new values are written, and then nothing more', () => {
    const more = section([
      entry({ merged: count(6), highlights: [highlight(70, 'Added a wheel')] }),
    ])
    const second = again(run(document), more)

    expect(second.state).toBe('written')
    expect(textOf(second.bytes)).toContain('6 merged')
    expect(textOf(second.bytes)).not.toContain('5 merged')
    expect(again(second, more).state).toBe('unchanged')
  })

  test.each([
    ['LF', document],
    ['CRLF', document.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${document}`],
    ['no final newline', document.trimEnd()],
    ['blank lines at its end', `${document}\n\n`],
    ['nothing after the section', document.slice(0, document.search(/---|\nSKILLS|## Skills/))],
  ])('every byte outside the region is kept: %s', (_name, text) => {
    const { state, bytes } = run(text)
    const written = textOf(bytes)
    const at = written.indexOf(begin)
    const until = written.indexOf(end) + end.length

    expect(state).toBe('written')
    expect(text.startsWith(written.slice(0, at).trimEnd())).toBe(true)
    expect(text.endsWith(written.slice(until).trimStart())).toBe(true)
    expect(text.replace(/\s+/g, '')).toBe(
      (written.slice(0, at) + written.slice(until)).replace(/\s+/g, ''),
    )
  })

  test('the region has the line ends of the document', () => {
    const written = textOf(run(document.replaceAll('\n', '\r\n')).bytes)

    expect(written.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  })

  test('a change of line ends on the way, as git makes it, is no edit', () => {
    const first = run(document)
    const converted = bytesOf(textOf(first.bytes).replaceAll('\n', '\r\n'))
    const second = update(converted, {
      format: name,
      sidecar: first.sidecar,
      sections: [asked(section(), { heading })],
    })

    expect(second.state).toBe('unchanged')
    expect(second.bytes).toBe(converted)
  })

  test.each([
    ['doubled', `${begin}\n${end}\n\n${begin}\n${end}\n`, [1, 4]],
    ['without an end', `${begin}\n\nx\n`, [1]],
    ['without a beginning', `x\n\n${end}\n`, [3]],
    ['reversed', `${end}\n\nx\n\n${begin}\n`, [1, 5]],
    [
      'crossed',
      `${begin}\n\n${format.marker('begin', 'b')}\n\n${end}\n\n${format.marker('end', 'b')}\n`,
      [1, 5, 3],
    ],
    [
      'nested',
      `${begin}\n\n${format.marker('begin', 'b')}\n\n${format.marker('end', 'b')}\n\n${end}\n`,
      [1, 7, 3],
    ],
    ['glued to text before', `x ${begin}\n\n${end}\n`, [1]],
    ['glued to text after', `x\n\n${begin} y\n\n${end}\n`, [3]],
    ['in a list', `- x\n- ${begin}\n- ${end}\n`, [2]],
    ['misspelt', `${begin.replace('begin', 'beginn')}\n\n${end}\n`, [1]],
  ])('markers that are %s are refused with their lines', (_name, broken, lines) => {
    const { state, bytes, problem } = run(broken)

    expect(state).toBe('refused')
    expect(textOf(bytes)).toBe(broken)
    expect(problem?.message).toMatch(/^Cannot update resume\.md: /)
    for (const line of lines) expect(problem?.message).toMatch(new RegExp(`lines? .*\\b${line}\\b`))
    expect(lines).toContain(problem?.line)
  })

  test('a heading that is missing, or there twice, is refused', () => {
    const missing = update(document, {
      format: name,
      sections: [asked(section(), { heading: 'Talks' })],
    })
    const doubled = run(`${document}\n\n${document}`)

    expect(missing.state).toBe('refused')
    expect(missing.problem?.message).toContain('no heading "Talks"')
    expect(doubled.state).toBe('refused')
    expect(doubled.problem?.message).toMatch(/stands on lines \d+ and \d+/)
  })

  test('counts read as designed', () => {
    const text = textOf(run(document).bytes)
    const more = textOf(
      run(document, section([entry({ merged: count(42, true), reviewed: count(0) })])).bytes,
    )

    expect(text).toContain('5 merged')
    expect(text).toContain('2 reviewed')
    expect(more).toContain('42+ merged')
    expect(more).not.toContain('reviewed')
  })

  test('every pull request of an entry is linked, with its state where it is not merged', () => {
    const open = section([entry({ links: [linkTo(61), linkTo(70, { state: 'open' })] })])
    const text = textOf(run(document, open).bytes)

    for (const number of [61, 63, 70]) expect(text).toContain(linkTo(number).url)
    expect(text).toMatch(/merge_requests\/70[)>] \(open\)/)
  })

  test('a section without entries leaves an empty region', () => {
    const { state, bytes } = run(document, section([]))

    expect(state).toBe('written')
    expect(textOf(bytes)).toContain(`${begin}\n${end}`)
  })

  test.each(hostile)('stays text in a highlight: %j', (text) => {
    const first = run(document, section([entry({ highlights: [highlight(61, text)], links: [] })]))

    expect(first.state).toBe('written')
    expect(plainTextOf(name, textOf(first.bytes))).toContain(`${shown(name, text)} (`)
  })

  test.each(hostile)('stays text in a title: %j', (text) => {
    const titled = entry({ title: text, organisation: text, technologies: [text] })
    const first = run(document, section([titled]))

    expect(first.state).toBe('written')
    expect(plainTextOf(name, textOf(first.bytes))).toContain(shown(name, text).slice(0, 100))
  })

  test.each(['javascript:alert(1)', 'data:text/html,x', 'x', ''])('%j is no address', (url) => {
    const { bytes } = run(
      document,
      section([entry({ highlights: [highlight(61, 'x', { url })], links: [] })]),
    )

    expect(textOf(bytes)).not.toContain('javascript:')
    expect(textOf(bytes)).not.toContain('](')
    expect(textOf(bytes)).not.toContain('<data')
  })
})

/** Text has no escapes: its only sign is broken. */
function shown(name: FormatName, text: string): string {
  const plain = toPlainText(text, 200)
  return name === 'text' ? plain.replace(/<!--(?=\s*\/?tracker)/g, '<! --') : plain
}
