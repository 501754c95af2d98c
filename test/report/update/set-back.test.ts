import { describe, expect, test } from 'vitest'
import { formatNames } from '../../../src/report/formats/names.ts'
import { brake, runOver, type Step, start as startOf } from '../support/edits.ts'
import { count, entry, highlight, linkTo } from '../support/sections.ts'

const wheel = highlight(70, 'Added a wheel')
const pedal = highlight(71, 'Bent the pedal')
const max = { entries: 6, highlights: 2, links: 5 }
const first: Step = { section: { max } }
const grown: Step = {
  entries: [
    brake,
    entry({
      merged: count(7),
      reviewed: count(3),
      highlights: [pedal, wheel],
      links: [linkTo(61), linkTo(63), linkTo(70), linkTo(71)],
    }),
  ],
  section: { max },
}
const same = (text: string) => text

describe.each(formatNames)('%s is set back to an older version, its sidecar is not', (format) => {
  const start = () => startOf(format, first)
  const deletedIn = (sidecar: string | null) => JSON.parse(sidecar ?? '').sections.oss.deleted

  test('it is brought up to date, and nothing is taken for deleted', () => {
    const older = start()
    const newer = older.after(same, grown)
    const back = runOver(format, older.text, newer.sidecar, grown)

    expect(newer.text).toContain('Bent the pedal')
    expect(back.text).toBe(newer.text)
    expect(deletedIn(back.sidecar)).toEqual([])
    expect(back.conflicts).toEqual([])
    expect(back.notes).toEqual([{ kind: 'set-back', text: 'oss' }])
  })

  test("words of the person's in it stay, with the values of today, and what they deleted stays away", () => {
    const older = start().after(
      (text) =>
        text
          .replace(/5 merged and 2 reviewed.*/, 'In all 5 merged, besides 2 reviewed')
          .replace('Fixed the clutch', 'Mended what slipped')
          .replace(/.*Added a gear.*\n/, ''),
      first,
    )
    const newer = older.after(same, grown)
    const back = runOver(format, older.text, newer.sidecar, grown)

    expect(back.text).toContain('In all 7 merged, besides 3 reviewed')
    expect(back.text).toContain('Mended what slipped')
    expect(back.text).toContain('Bent the pedal')
    expect(back.text).toContain('acme/brake')
    expect(deletedIn(back.sidecar)).toEqual([linkTo(63).url])
    expect(back.told).toEqual(['set-back'])
  })

  test('by two versions, and with an edit since', () => {
    const older = start()
    const sped = entry({
      merged: count(9),
      reviewed: count(3),
      highlights: [highlight(80, 'Sped up')],
    })
    const later = { entries: [brake, sped] }
    const newer = older.after(same, grown).after(same, later)
    const edit = older.text.replace('Added a gear', 'Cut a gear')
    const back = runOver(format, edit, newer.sidecar, later)

    expect(back.text).toContain('9 merged')
    expect(back.text).toContain('Sped up')
    expect(back.text).toContain('Cut a gear')
    expect(deletedIn(back.sidecar)).toEqual([])
  })

  test('a bullet that is deleted where an older one is put back is deleted', () => {
    const older = start()
    const old = older.text.split('\n').find((line) => line.includes('Added a gear')) ?? ''
    const swap = (text: string) => text.replace(/.*Bent the pedal.*/, () => old)
    const { text, sidecar, told } = older.after(same, grown).after(swap, grown)

    expect(text).toContain('Added a gear')
    expect(text).not.toContain('Bent the pedal')
    expect(deletedIn(sidecar)).toEqual([pedal.key])
    expect(told).toEqual(['deleted'])
  })

  test('a number that is set back alone is a conflict', () => {
    const lower = (text: string) => text.replace('7 merged and 3', '5 merged and 2')
    const { kinds, told } = start().after(same, grown).after(lower, grown)

    expect(kinds).toEqual(['value-edited', 'value-edited'])
    expect(told).toEqual([])
  })
})
