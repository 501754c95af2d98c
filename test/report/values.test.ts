/** Values outside regions: DESIGN "Documents", `tracker:value`. */
import { describe, expect, test } from 'vitest'
import { printable } from '../../src/report/document/print.ts'
import { formatNames } from '../../src/report/formats/names.ts'
import { formats } from '../../src/report/formats/registry.ts'
import type { Month } from '../../src/report/types.ts'
import type { Measured } from '../../src/report/values/measure.ts'
import type { ValueQuery } from '../../src/report/values/query.ts'
import { type Asked, bytesOf, measured, textOf, update, updateAgain } from './support/documents.ts'

const close = '<!-- tracker:/value -->'
const value = (query: string, text: string) => `<!-- tracker:value ${query} -->${text}${close}`

function counted(number: number, atLeast = false): Measured {
  return { ...measured, count: { value: number, atLeast } }
}

function dated(month: string, recent = false): Measured {
  return { ...measured, month: month as Month, recent }
}

/** A document with values only. */
function only(found: Measured | ((query: ValueQuery) => Measured), more: Asked = {}): Asked {
  return { sections: [], measure: typeof found === 'function' ? found : () => found, ...more }
}

describe.each(formatNames)('values in %s', (format) => {
  const at = (text: string) => `\uFEFFFirst line  \r\n\r\nI merged ${text} changes.\r\nLast line`

  test.each([
    ['a number handed over is brought up to date', '3', counted(5), '5'],
    ['an empty one is filled', '', counted(5), '5'],
    ['white space around it is kept', ' 3 ', counted(5), ' 5 '],
    ['what is not proven has a plus', '3', counted(5, true), '5+'],
    ['what became proven loses its plus', '5+', counted(5), '5'],
    ['none is zero', '', counted(0), '0'],
  ])('%s, and every other byte stays', (_, before, found, after) => {
    const written = update(at(value('merged', before)), only(found, { format }))
    const again = updateAgain(written, only(found, { format }))

    expect(written.state).toBe('written')
    expect(textOf(written.bytes)).toBe(at(value('merged', after)))
    expect(again.state).toBe('unchanged')
    expect(again.bytes).toBe(written.bytes)
    expect(again.sidecar).toBe(written.sidecar)
  })

  test('several on one line, whatever their query, are told apart', () => {
    const line = (a: string, b: string, c: string) =>
      at(
        `${value('merged', a)} of ${value('reviewed  since=2024-01-01', b)}, ${value('merged', c)}`,
      )
    const found = ({ name }: ValueQuery) => counted(name === 'merged' ? 12 : 34)
    const written = update(line('', '', ''), only(found, { format }))

    expect(textOf(written.bytes)).toBe(line('12', '34', '12'))
    expect(JSON.parse(written.sidecar ?? '').values).toEqual({
      merged: '12',
      'merged #2': '12',
      'reviewed since=2024-01-01': '34',
    })
  })

  test('the query is handed on as it was written', () => {
    const asked: ValueQuery[] = []
    const words = 'merged until=2025-12-31 repository=github:acme/*'
    update(
      at(value(words, '')),
      only(
        (query) => {
          asked.push(query)
          return counted(1)
        },
        { format },
      ),
    )

    expect(asked).toEqual([
      { name: 'merged', repository: 'github:acme/*', since: null, until: '2025-12-31' },
    ])
  })

  test('printing leaves the value and takes its comments', () => {
    const bytes = bytesOf(at(`${value('merged', '5')} and ${value('reviewed', '2')}`))

    expect(textOf(printable(bytes, formats[format]))).toBe(at('5 and 2'))
  })

  test.each([
    ['a name nobody knows', value('stars', '3'), '`stars` is no value'],
    ['no name', value('', '3'), 'is no value'],
    ['a setting nobody knows', value('merged repo=a/b', '3'), '`repo=a/b` is no setting'],
    ['a setting without a value', value('merged since=', '3'), '`since=` is no setting'],
    [
      'a setting that is there twice',
      value('merged since=2024-01-01 since=2024-01-02', ''),
      'twice',
    ],
    ['a day that never was', value('merged since=2024-02-30', '3'), 'is no day'],
    ['no end', '<!-- tracker:value merged -->3', 'never ends'],
    ['no beginning', `3${close}`, 'never began'],
    ['another one inside', value('merged', value('reviewed', '3')), 'holds another one'],
    ['a misspelt comment', `<!-- tracker: value merged -->3${close}`, 'begins or ends no value'],
  ])('%s refuses the document and names the line', (_, text, reason) => {
    const refused = update(at(text), only(counted(5), { format }))

    expect(refused.state).toBe('refused')
    expect(refused.problem?.line).toBe(3)
    expect(refused.problem?.message).toContain(reason)
    expect(textOf(refused.bytes)).toBe(at(text))
  })
})

test('a value over two lines refuses the document', () => {
  const refused = update(`a ${value('merged', '3\n4')}\n`, only(counted(5)))

  expect(refused.problem).toMatchObject({ line: 1, message: expect.stringContaining('one line') })
})

test.each([
  ['in code', `\`${value('merged', '3')}\``],
  ['in a code block', `\`\`\`\n${value('merged', '3')}\n\`\`\``],
  ['in indented code', `a\n\n    ${value('merged', '3')}\n    ${close}`],
  ['in front matter', `---\nx: ${value('merged', '3')}\n---`],
])('what reads as a value %s is an example', (_, document) => {
  expect(update(document, only(counted(5))).state).toBe('unchanged')
})

test.each([
  ['in a heading', `## About ${value('merged', '3')} changes`],
  ['in a list', `- ${value('merged', '3')} changes`],
  ['in a table', `| a | b |\n|---|---|\n| x | ${value('merged', '3')} |`],
  ['alone at the start of a line', `${value('merged', '3')} changes`],
  ['in bold', `**${value('merged', '3')}** changes`],
])('a value stands %s too', (_, document) => {
  expect(textOf(update(document, only(counted(5))).bytes)).toBe(document.replace('3', '5'))
})

test('a value inside a region is refused: its numbers are kept up to date anyway', () => {
  const document = `<!-- tracker:begin oss -->\n\n${value('merged', '3')}\n\n<!-- tracker:end oss -->\n`
  const refused = update(document, only(counted(5)))

  expect(refused.problem?.line).toBe(3)
  expect(refused.problem?.message).toContain('inside the section `oss`')
})

test('a number that a person changed is a conflict and stays', () => {
  const written = update(value('merged', '3'), only(counted(5)))
  const edited = textOf(written.bytes).replace('5', '50')
  const next = update(edited, only(counted(6), { sidecar: written.sidecar }))

  expect(next).toMatchObject({ state: 'unchanged', sidecar: written.sidecar })
  expect(textOf(next.bytes)).toBe(edited)
  expect(next.conflicts).toEqual([{ line: 1, kind: 'value-edited', text: '50', value: '6' }])
})

test('a word that a person put in place of a number stays', () => {
  const next = update(value('merged', 'three'), only(counted(5)))

  expect(next.state).toBe('unchanged')
  expect(next.conflicts).toMatchObject([{ kind: 'value-edited', text: 'three', value: '5' }])
})

test('a lower number waits for somebody to accept it', () => {
  const document = value('merged', '7')
  const waiting = update(document, only(counted(5)))
  const accepted = update(document, only(counted(5), { acceptDrop: true }))

  expect(waiting).toMatchObject({ state: 'left', conflicts: [{ kind: 'count', value: '5' }] })
  expect(waiting.problem?.message).toContain('--accept drop')
  expect(textOf(waiting.bytes)).toBe(document)
  expect(textOf(accepted.bytes)).toBe(value('merged', '5'))
})

test('a plus alone is no reason to write', () => {
  const left = update(value('merged', '42'), only(counted(42, true)))

  expect(left.state).toBe('left')
  expect(textOf(left.bytes)).toBe(value('merged', '42'))
})

test('a value whose streams were never read is left as it is', () => {
  const left = update(
    value('merged', '3'),
    only({ ...counted(0), neverRead: ['gitlab.com/ada pull-requests'] }),
  )

  expect(left.state).toBe('left')
  expect(left.problem?.message).toContain('never read so far: gitlab.com/ada pull-requests')
})

describe('months', () => {
  const around = (text: string) => `Job, *Jan. 2020 – Mar. 2021*\n\nSince ${text}\n`

  test.each([
    [
      'an empty one is filled in the style of the document',
      'first',
      '',
      dated('2026-02'),
      'Feb. 2026',
    ],
    ['the same month stays as it is written', 'first', '02/2026', dated('2026-02'), '02/2026'],
    [
      '"Present" stays while the last is recent',
      'last',
      'Present',
      dated('2026-04', true),
      'Present',
    ],
  ])('%s', (_, name, before, found, after) => {
    const written = update(around(value(name, before)), only(found))

    expect(textOf(written.bytes)).toBe(around(value(name, after)))
    expect(written.conflicts).toEqual([])
  })

  test('what a person typed changes only when that is accepted, what the tool wrote by itself', () => {
    const typed = around(value('first', 'January 2025'))
    const kept = update(typed, only(dated('2026-02')))
    const accepted = update(typed, only(dated('2026-02'), { acceptDate: true }))
    const later = updateAgain(accepted, only(dated('2025-11')))

    expect(textOf(kept.bytes)).toBe(typed)
    expect(kept.conflicts).toEqual([
      { line: 3, kind: 'date', text: 'January 2025', value: 'February 2026' },
    ])
    expect(textOf(accepted.bytes)).toBe(around(value('first', 'February 2026')))
    expect(textOf(later.bytes)).toBe(around(value('first', 'November 2025')))
  })

  test('where nothing counts any more what stands there is kept and told', () => {
    const next = update(value('last', 'May 2024'), only(measured))

    expect(next.state).toBe('unchanged')
    expect(next.conflicts).toEqual([{ line: 1, kind: 'gone', text: 'May 2024', value: '' }])
  })
})

test('a value that was taken out is forgotten, and others are not touched by that', () => {
  const written = update(`${value('merged', '')} ${value('reviewed', '')}`, only(counted(5)))
  const next = update(value('reviewed', '5'), only(counted(6), { sidecar: written.sidecar }))

  expect(JSON.parse(next.sidecar ?? '').values).toEqual({ reviewed: '6' })
})
