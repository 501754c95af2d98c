import { describe, expect, test } from 'vitest'
import { adoptDocument } from '../../src/report/adopt/adopt.ts'
import { type FormatName, formatNames } from '../../src/report/formats/names.ts'
import { formats } from '../../src/report/formats/registry.ts'
import { datesIn } from '../../src/report/style/read-dates.ts'
import type { Dates, Entry, Month } from '../../src/report/types.ts'
import { bytesOf, textOf } from './support/documents.ts'
import { runOver } from './support/edits.ts'
import { asked, entry, linkTo, section } from './support/sections.ts'

function dates(start: string, end: string): Dates {
  return { start: start as Month, end: end as Month | 'present' }
}

/** As written, what it says, and what it becomes from June 2024 until now, in October 2025, and in May 2026 alone. */
const styles = [
  ['January 2025 - Present', '2025-01', 'present', 'June 2024 - Present'],
  ['Aug. 2021 – Present', '2021-08', 'present', 'Jun. 2024 – Present'],
  ['January 2025-Present', '2025-01', 'present', 'June 2024-Present'],
  ['May 2022---Present', '2022-05', 'present', 'June 2024---Present'],
  ['2022-09 to 2023-06', '2022-09', '2023-06', '2024-06 to Present'],
  ['Aug 2023 - Present', '2023-08', 'present', 'Jun 2024 - Present'],
  ["Dec '16 -- present", '2016-12', 'present', "Jun '24 -- present"],
  ['Dec ’16 — now', '2016-12', 'present', 'Jun ’24 — now'],
  ['Sept. 2019 – July 2022', '2019-09', '2022-07', 'Jun. 2024 – Present'],
  ['May, 2021 – July, 2021', '2021-05', '2021-07', 'June, 2024 – Present'],
  ['01/2025 – 12/2025', '2025-01', '2025-12', '06/2024 – Present'],
  ['1/2025 – 9/2025', '2025-01', '2025-09', '6/2024 – Present'],
  ['JAN 2020 – PRESENT', '2020-01', 'present', 'JUN 2024 – PRESENT'],
  ['MARCH 2020 – JUNE 2021', '2020-03', '2021-06', 'JUNE 2024 – PRESENT'],
  ['Jan – Mar 2025', '2025-01', '2025-03', 'Jun 2024 – Present'],
  ['Nov. to Feb. 2025', '2024-11', '2025-02', 'Jun. 2024 to Present'],
  ['March 2024 till Current', '2024-03', 'present', 'June 2024 till Current'],
  ['Oct 2017 – To date', '2017-10', 'present', 'Jun 2024 – To date'],
  ['February 2025', '2025-02', '2025-02', 'June 2024 – Present'],
  ['Feb. 2025', '2025-02', '2025-02', 'Jun. 2024 – Present'],
] as const

test.each(styles)('%s is read as one time span', (text, start, end) => {
  expect(datesIn(`Engine, ${text} (Go)`)).toMatchObject([{ text, dates: { start, end } }])
})

test('a word that only begins like one for the present is none', () => {
  expect(datesIn('Jan 2025 – Nowhere')).toMatchObject([{ text: 'Jan 2025' }])
})

test.each([
  'since 2019',
  'version 2024-06-01',
  'May I',
  '13/2024',
  'Sunday 2024',
  'Janus 2024',
  'MAYBE 2024',
])('%s holds no dates', (text) => {
  expect(datesIn(text)).toEqual([])
})

/** An adopted section of one entry. */
function adopted(format: FormatName, lines: readonly string[], known: Entry) {
  const [heading, title] = format === 'markdown' ? ['## Open Source', '### '] : ['OPEN SOURCE', '']
  const words = [heading, '', `${title}Engine`, ...lines, ''].join('\n')
  const sections = [asked(section([known]))]
  const input = { file: 'resume', format: formats[format], bytes: bytesOf(words), sections }
  const done = adoptDocument({ ...input, sidecar: null })
  const first = runOver(format, textOf(done.bytes), done.sidecar, { entries: [known] })
  return { ...first, text: textOf(done.bytes), first }
}

describe.each(formatNames)('dates in their own style, adopted in %s', (format) => {
  const known = entry({ highlights: [], links: [] })
  const emphasis = format === 'markdown' ? ['*', '**', ''] : ['']

  test.each(styles)('%s', (text, _start, _end, expected) => {
    for (const mark of emphasis) {
      const { first } = adopted(format, [`${mark}${text}${mark}`, '', '- Turned it'], known)
      const next = (span: Dates) => ({ acceptDate: true, entries: [{ ...known, dates: span }] })
      const now = first.after((same) => same, next(dates('2024-06', 'present')))
      const alone = now.after((same) => same, next(dates('2024-06', '2024-06')))
      const again = alone.after((same) => same, next(dates('2024-06', 'present')))

      expect(now.text).toContain(`Engine\n${mark}${expected}${mark}\n\n- Turned it`)
      expect(alone.text).toMatch(/Engine\n\**(?!.*present)[^–\n]+\**\n/i)
      expect(again.text).toBe(now.text)
      expect(now.conflicts).toEqual([])
    }
  })
})

const [a, b] = [linkTo(64).url, linkTo(65).url]

/** A line of two links, and what is put behind them when another comes. */
const linkLines: Readonly<Record<FormatName, readonly (readonly [string, string])[]>> = {
  markdown: [
    [`**Links**: [MR #64](${a}) | [MR #65](${b})`, ` | [MR #66](`],
    [`**Links:** [!64](${a}), [!65](${b})`, `, [!66](`],
    [`_PRs_: [#64](${a}) · [#65](${b})`, ` · [#66](`],
    [`Merge requests: [acme/engine!64](${a}); [acme/engine!65](${b})`, `; [acme/engine!66](`],
    [`Links: ${a}, ${b}`, `, https://`],
    [`Links: <${a}> <${b}>`, ` <https://`],
    [`MRs: [!64](${a}) / [!65](${b}).`, ` / [!66](`],
    [`**Contributions**: [!64](${a}) and [!65](${b}) and more  `, ` and [!66](`],
  ],
  text: [
    [`Links: acme/engine!64 <${a}> | acme/engine!65 <${b}>`, ` | acme/engine!66 <`],
    [`Links: [MR #64](${a}) | [MR #65](${b})`, ` | [MR #66](`],
    [`Links: ${a}, ${b}`, `, https://`],
    [`MRs: <${a}> · <${b}>`, ` · <https://`],
    [`PRs: [!64](${a}) / [!65](${b}).`, ` / [!66](`],
  ],
}

describe.each(formatNames)('lines of links in their own style, adopted in %s', (format) => {
  test.each(linkLines[format])('%s', (line, behind) => {
    const known = entry({ highlights: [], links: [linkTo(64), linkTo(65)] })
    const { first } = adopted(format, ['', '- Turned it', '', line, '', 'Closing words.'], known)
    const more = { ...known, links: [linkTo(64), linkTo(65), linkTo(66)] }
    const { text, conflicts } = first.after((same) => same, { entries: [more] })
    const end = line.lastIndexOf(b) + b.length
    const closing = /^[)>]/.exec(line.slice(end))?.[0] ?? ''
    const [head, tail] = [line.slice(0, end) + closing, line.slice(end + closing.length)]

    expect(first.text).toContain(`\n${line}\n`)
    expect(text).toContain(`\n${head}${behind}`)
    expect(
      text
        .split('\n')
        .find((each) => each.startsWith(head))
        ?.endsWith(tail),
    ).toBe(true)
    expect(text).toContain(linkTo(66).url)
    expect(conflicts).toEqual([])
  })
})
