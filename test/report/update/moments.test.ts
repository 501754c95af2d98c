import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatNames } from '../../../src/report/formats/names.ts'
import type { Entry } from '../../../src/report/types.ts'
import { brake, type Ran, runOver, type Step, start } from '../support/edits.ts'
import { runs } from '../support/runs.ts'
import { count, entry, highlight, linkTo } from '../support/sections.ts'

/** What a person does to a document between two runs. */
const doings = fc.record({
  kind: fc.constantFrom('nothing', 'nothing', 'reword', 'delete', 'add', 'count', 'prefix'),
  at: fc.nat(9),
})
const days = fc.array(fc.record({ merged: fc.integer({ min: 1, max: 3 }), doing: doings }), {
  minLength: 2,
  maxLength: 7,
})

const max = { entries: 6, highlights: 4, links: 3 }

/** After `merged` more in the engine, the newest four shown; from the third on there is another project. */
function dataAfter(merged: number): Step {
  const numbers = [...Array(merged).keys()].map((each) => 100 + each).reverse()
  const fresh = numbers.map((number) => highlight(number, `Mended part ${number} of it`))
  const engine = entry({
    merged: count(merged),
    // Never as many: which of two equal numbers is meant may not be clear, so that the line would not change.
    reviewed: count(50),
    highlights: fresh.slice(0, max.highlights),
    links: numbers.slice(0, max.links).map((number) => linkTo(number)),
  })
  const entries: Entry[] = merged < 3 ? [engine] : [engine, { ...brake, merged: count(merged) }]
  return { entries, section: { max }, acceptDrop: false }
}

/** Digits would be read as counts. */
const letters = 'abcdefg'

const bullet = /^.*Mended part (\d+) of it.*$/gm

/** The text after it, and the number of the bullet that was deleted. */
function done(text: string, { kind, at }: { kind: string; at: number }, day: number) {
  const bullets = [...text.matchAll(bullet)]
  const chosen = bullets[at % Math.max(1, bullets.length)]
  if (chosen === undefined) return { text, deleted: null }
  const [line, number = ''] = chosen
  const texts: Readonly<Record<string, () => string>> = {
    reword: () =>
      text.replace(`Mended part ${number} of it`, `zebra ${letters[day]} in place of ${number}`),
    delete: () => text.replace(`${line}\n`, ''),
    add: () => text.replace(line, () => `${line}\n- zebra ${letters[day]} of my own`),
    count: () => text.replace(/(\d+) merged/, `$1 went in, zebra ${letters[day]}, merged`),
    prefix: () => text.replaceAll('\n- ', '\n* '),
  }
  return { text: texts[kind]?.() ?? text, deleted: kind === 'delete' ? Number(number) : null }
}

interface Moment {
  readonly text: string
  readonly sidecar: string | null
  /** In the document, by hand; the sidecar learns of the last of them from the next run. */
  readonly deleted: readonly number[]
}

describe.each(formatNames)('%s and its sidecar are of different moments', (format) => {
  const deletedIn = (sidecar: string | null): string[] =>
    JSON.parse(sidecar ?? '').sections.oss.deleted

  test('whichever is older: words stay, nothing is doubled, no deletion is made up, none that both know is undone', () => {
    fc.assert(
      fc.property(days, fc.nat(6), fc.nat(6), fc.nat(2), (all, i, j, more) => {
        const moments: Moment[] = []
        let ran: Ran | null = null
        let merged = 0
        for (const [day, { merged: more, doing }] of all.entries()) {
          merged += more
          const last = moments.at(-1)
          ran =
            last === undefined
              ? start(format, dataAfter(merged))
              : runOver(format, last.text, last.sidecar, dataAfter(merged))
          const { text, deleted } = done(ran.text, doing, day)
          const known = last?.deleted ?? []
          moments.push({
            text,
            sidecar: ran.sidecar,
            deleted: deleted === null ? known : [...known, deleted],
          })
        }
        const [document, beside] = [moments[i % all.length], moments[j % all.length]]
        if (document === undefined || beside === undefined) throw new Error('no such moment')
        const now = runOver(format, document.text, beside.sidecar, dataAfter(merged + more))

        // Bullets that a person had a hand in, or that nobody is known to have written, stay and take the room.
        const isHeld = all.some(({ doing }) => ['reword', 'prefix', 'add'].includes(doing.kind))
        const isAhead = moments.indexOf(document) > moments.indexOf(beside)

        for (const words of document.text.match(/zebra \w/g) ?? [])
          expect(now.text).toContain(words)
        for (let number = 100; number < 100 + merged + more; number += 1) {
          const { url } = linkTo(number)
          const times = (text: string) => text.split(new RegExp(`${url}(?!\\d)`)).length - 1
          expect(times(now.text)).toBeLessThanOrEqual(Math.max(1, times(document.text)))
          const isByHand = moments.some(({ deleted }) => deleted.includes(number))
          const isDue = number >= 100 + merged + more - max.highlights
          if (isDue && !isByHand && !(isHeld && isAhead))
            expect(deletedIn(now.sidecar)).not.toContain(url)
          if (isDue && !isByHand && !isHeld && !isAhead) expect(times(now.text)).toBe(1)
          const isKnown = deletedIn(beside.sidecar).includes(url)
          if (isKnown && document.deleted.includes(number)) expect(times(now.text)).toBe(0)
        }
      }),
      // Each of them is many runs.
      { ...runs, numRuns: Math.ceil(runs.numRuns / 3) },
    )
  })

  const same = (text: string) => text
  const [first, second, third] = [dataAfter(2), dataAfter(3), dataAfter(5)]

  test('a sidecar that stayed behind: what later runs wrote is kept up to date, and it is told', () => {
    const older = start(format, first)
    const newer = older.after(same, second)
    const now = runOver(format, newer.text, older.sidecar, third)

    expect(now.text).toBe(newer.after(same, third).text)
    expect(now.conflicts).toEqual([])
    expect(now.told.filter((kind) => kind !== 'proposed')).toEqual(['ahead'])
    expect(now.after(same, third).told).toEqual([])
  })

  test('a sidecar that stayed behind: what it knows and a later run still had to write was deleted since', () => {
    const older = start(format, first)
    const without = (text: string) => text.replace(/.*Mended part 101.*\n/, '')
    const newer = older.after(without, first).after(same, second)
    const now = runOver(format, newer.text, older.sidecar, second)

    expect(now.text).not.toContain('Mended part 101')
    expect(deletedIn(now.sidecar)).toEqual([linkTo(101).url])
    expect(now.told).toEqual(['ahead', 'deleted'])
  })

  test("a sidecar that stayed behind: words since then are the person's", () => {
    const older = start(format, first)
    const reworded = (text: string) => text.replace('Mended part 101 of it', 'Made 101 whole')
    const newer = older.after(same, second).after(reworded, second)
    const now = runOver(format, newer.text, older.sidecar, third)

    expect(now.text).toContain('Made 101 whole')
    expect(now.text).not.toContain('Mended part 101')
    expect(now.text).toContain('5 merged and 50 reviewed')
  })

  test('a number raised by hand and a bullet deleted are a conflict and a deletion', () => {
    const edit = (text: string) =>
      text.replace('2 merged', '3 merged').replace(/.*Mended part 101.*\n/, '')
    const now = start(format, first).after(edit, third)

    expect(now.kinds).toEqual(['value-edited'])
    expect(now.told).toEqual(['deleted'])
    expect(deletedIn(now.sidecar)).toEqual([linkTo(101).url])
  })

  test('a bullet copied from a later version and another deleted are none of it', () => {
    const later = start(format, second)
      .text.split('\n')
      .find((line) => line.includes('part 102'))
    const swap = (text: string) => text.replace(/.*Mended part 101.*/, () => later ?? '')
    const now = start(format, first).after(swap, second)

    expect(now.told).toEqual(['deleted'])
    expect(deletedIn(now.sidecar)).toEqual([linkTo(101).url])
  })

  test('entries with the same dates are told apart', () => {
    const dates = entry().dates
    const both: Step = {
      ...second,
      entries: second.entries?.map((each) => ({ ...each, dates })) ?? [],
    }
    const older = start(format, first)
    const newer = older.after(same, both)
    const now = runOver(format, older.text, newer.sidecar, both)

    expect(now.text).toBe(newer.text)
    expect(deletedIn(now.sidecar)).toEqual([])
  })
})
