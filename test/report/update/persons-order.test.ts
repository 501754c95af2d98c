import { describe, expect, test } from 'vitest'
import { formatNames } from '../../../src/report/formats/names.ts'
import type { Section } from '../../../src/report/types.ts'
import { brake, type Ran, type Step, start as startOf } from '../support/edits.ts'
import { count, entry, highlight, linkTo } from '../support/sections.ts'

const clutch = highlight(61, 'Fixed the clutch')
const gear = highlight(63, 'Added a gear')
const wheel = highlight(70, 'Added a wheel')
const pedal = highlight(71, 'Bent the pedal')
const max: Section['max'] = { entries: 6, highlights: 2, links: 5 }

const pads = [5, 6].map((number) => {
  const link = {
    url: `https://gitlab.com/acme/brake/-/merge_requests/${number}`,
    reference: `acme/brake!${number}`,
    state: null,
  }
  return { key: link.url, text: `Pressed pad ${number}`, confidence: 'high' as const, link }
})
const braking = {
  ...brake,
  merged: count(3),
  reviewed: count(4),
  highlights: pads,
  links: [{ ...pads[0]?.link, url: `${brake.url}/-/merge_requests/4`, reference: 'acme/brake!4' }],
} as typeof brake

describe.each(formatNames)('what a person put where it stands, in %s', (format) => {
  const start = (step: Step = {}): Ran =>
    startOf(format, { entries: [entry(), braking], section: { max }, ...step })
  const grown = {
    entries: [entry({ merged: count(7), highlights: [pedal, wheel] }), braking],
    section: { max },
  }
  const lineWith = (text: string, words: string) =>
    text.split('\n').find((line) => line.includes(words)) ?? ''
  const under = (words: string, added: string) => (text: string) =>
    text.replace(lineWith(text, words), (line) => `${line}\n${added}`)
  const lineAfter = (text: string, words: string) => {
    const lines = text.split('\n')
    return lines[lines.findIndex((line) => line.includes(words)) + 1]
  }

  test.each([
    ['a nested bullet', '  - which cut start-up by 30 %'],
    ['a paragraph', '\n  It took a year.\n'],
    ['code', '\n      make clutch: it holds.\n'],
  ])('a bullet with %s below it stays when newer ones come', (_, remark) => {
    const { text, notes } = start().after(under('Fixed the clutch', remark), grown)

    expect(text).toContain(`${lineWith(text, 'Fixed the clutch')}\n${remark}`)
    expect(text).toContain('7 merged')
    expect(text).toContain('Bent the pedal')
    expect(text).not.toContain('Added a gear')
    expect(notes).toEqual([])
  })

  test('a remark stays with counts that are zero now', () => {
    const none = { entries: [entry({ merged: count(0), reviewed: count(0) })], acceptDrop: true }
    const { text } = startOf(format).after(under('5 merged', '  - all in one spring'), none)

    expect(lineAfter(text, '0 merged')).toBe('  - all in one spring')
  })

  test('what became private stays with the words below it, and is told', () => {
    const { text, kinds } = start().after(under('Fixed the clutch', '  - by 30 %'), {
      ...grown,
      hidden: [clutch.key],
    })

    expect(lineAfter(text, 'Fixed the clutch')).toBe('  - by 30 %')
    expect(kinds).toEqual(['private'])
  })

  test('a bullet that was moved to another entry stays there, and does not come back', () => {
    const move = (text: string) => {
      const line = lineWith(text, 'Fixed the clutch')
      return text
        .replace(`${line}\n`, '')
        .replace(lineWith(text, 'Pressed pad 5'), (pad) => `${pad}\n${line}`)
    }
    const moved = start().after(move, { entries: [entry(), braking], section: { max } })
    const later = moved.after((text) => text, grown)

    for (const { text, notes } of [moved, later]) {
      expect(lineAfter(text, 'Pressed pad 5')).toContain('Fixed the clutch')
      expect(text.split(clutch.key)).toHaveLength(2)
      expect(text).toContain('Pressed pad 6')
      expect(notes).toEqual([])
    }
    expect(later.text).toContain('Bent the pedal')
  })

  test('lines of an entry whose heading was taken out stay as they are', () => {
    const words = start({ entries: [entry(), braking], section: { max } }).text
    const title = lineWith(words, 'acme/brake (')
    const merge = (text: string) => text.replace(`${title}\n\n`, '').replace(`${title}\n`, '')
    const now = { ...grown, entries: [entry(), { ...braking, merged: count(9) }] }
    const { text, notes } = start().after(merge, now)

    expect(title).not.toBe('')
    expect(text).not.toContain(title)
    for (const kept of ['3 merged', '4 reviewed', 'Pressed pad 5', 'Pressed pad 6', '5 merged'])
      expect(text).toContain(kept)
    expect(text).toContain(`${brake.url}/-/merge_requests/4`)
    expect(text).toContain(linkTo(64).url)
    expect(notes).toEqual([{ kind: 'deleted', text: brake.key }])
  })

  test('the same counts in another entry are not taken for those of one that is gone', () => {
    const twin = { ...braking, merged: count(5), reviewed: count(2) }
    const before = start({ entries: [entry(), twin], section: { max } })
    const drop = (text: string) => {
      const from = text.indexOf(lineWith(text, 'acme/engine (Go)'))
      const until = text.indexOf(lineWith(text, 'acme/brake ('))
      const counts = lineWith(text, '5 merged')
      return `${text.slice(0, from)}${text.slice(until)}`.replace(counts, `${counts}\n${counts}`)
    }
    const { text } = before.after(drop, {
      entries: [entry({ merged: count(8) }), twin],
      section: { max },
    })

    expect(text).not.toContain('8 merged')
  })

  test('of a bullet that was doubled both stay; once one has other words the other leaves, and that is told', () => {
    const same = { entries: [entry(), braking], section: { max } }
    const twice = (text: string) =>
      text.replace(lineWith(text, 'Added a gear'), (line) => `${line}\n${line}`)
    const doubled = start().after(twice, same)
    const reworded = doubled.after((text) => text.replace('Added a gear', 'Cut a gear'), same)

    expect(doubled.text.split('Added a gear')).toHaveLength(3)
    expect(doubled.notes).toEqual([])
    expect(reworded.text).toContain('Cut a gear')
    expect(reworded.text.split(gear.key)).toHaveLength(2)
    expect(reworded.notes).toEqual([{ kind: 'said', text: gear.key }])
  })

  test('a pull request that was put into another bullet is not told as deleted', () => {
    const join = (text: string) => {
      const line = lineWith(text, 'Added a gear')
      const rest = line.replace(/^- /, '')
      return text.replace(`${line}\n`, '').replace(/(Fixed the clutch.*)/, `$1 and ${rest}`)
    }
    const { text, notes } = start().after(join, { entries: [entry(), braking], section: { max } })

    expect(text).toMatch(/Fixed the clutch.*Added a gear/)
    expect(notes).toEqual([])
  })

  test('blank lines that were put between bullets stay', () => {
    const apart = (text: string) => text.replace(/\n- /g, '\n\n- ')
    const { text: before } = start()
    const { text } = start().after(apart, { entries: [entry(), braking], section: { max } })

    expect(text).toBe(apart(before))
  })

  test('of a sentence that was split, what is not kept up to date any more is told', () => {
    const split = (text: string) => text.replace(/5 merged and 2 .*/, '5 merged\n- 2 reviewed')
    const { notes } = startOf(format).after(split)
    const told = notes.map(({ text }) => text)

    expect(notes.map(({ kind }) => kind)).toEqual(['value-dropped'])
    expect(['5 merged, of "- 2 reviewed"', '2 reviewed, of "- 5 merged"']).toContain(told[0])
  })

  test('dates with words behind them where the dates stood are theirs: what differs is a conflict', () => {
    const reword = (text: string) =>
      text.replace(/\*?February 2026 – April 2026\*?/, 'Feb. 2024 – Apr. 2026 (part time)')
    const { text, kinds, told } = startOf(format).after(reword)

    expect(text).toContain('Feb. 2024 – Apr. 2026 (part time)')
    expect(kinds).toEqual(['date'])
    expect(told).toEqual([])
  })
})
