import { describe, expect, test } from 'vitest'
import { readSidecar, type SectionMemory } from '../../../src/report/document/sidecar.ts'
import { formatNames } from '../../../src/report/formats/names.ts'
import { brake, type Ran, type Step, start } from '../support/edits.ts'
import { entry, linkTo } from '../support/sections.ts'

const engine = entry()
const both = [engine, brake]
const urls = engine.highlights.map(({ link }) => link.url)
const hidden = [engine.key, engine.url, ...urls, ...engine.links.map(({ url }) => url)]
/** The engine is private: its section waits, since its counts fell. */
const away: Step = { entries: [brake], hidden, others: [engine] }
const back: Step = { entries: both }
const taken: Step = { ...away, acceptDrop: true }

function memoryOf({ sidecar }: Ran): SectionMemory | undefined {
  const { sections } = readSidecar(sidecar, 'sidecar', () => {
    throw new Error('of this version')
  })
  return sections['oss']
}

const same = (text: string) => text
const without = (line: string) => (text: string) =>
  text
    .split('\n')
    .filter((each) => !each.includes(line))
    .join('\n')

describe.each(formatNames)(
  'a section in %s that waits while a project of it is private',
  (format) => {
    test('stays byte for byte, and its sidecar holds no name, word, date or link of the project', () => {
      const first = start(format, { entries: both })
      const left = first.after(same, away)

      expect(first.sidecar).toContain('acme/engine')
      expect(left).toMatchObject({ state: 'left', text: first.text })
      expect(left.sidecar).not.toMatch(/engine|merge_requests|clutch|gear|2026|2025/i)
      expect(left.sidecar).toContain('acme/brake')
    })

    test('knows everything again once it is public', () => {
      const first = start(format, { entries: both })
      const again = first.after(same, away).after(same, back)

      expect(again.sidecar).toBe(first.sidecar)
      expect(again).toMatchObject({ state: 'unchanged', conflicts: [], notes: [] })
    })

    test('lets go of what the tool wrote when the drop is accepted', () => {
      const { text, sidecar } = start(format, { entries: both })
        .after(same, away)
        .after(same, taken)

      expect(text).not.toMatch(/engine|clutch/)
      expect(text).toContain('acme/brake')
      expect(sidecar).not.toMatch(/engine|clutch/)
    })

    test('keeps words of the person’s, whatever happens', () => {
      const words = (text: string) => text.replace('Fixed the clutch', 'Mended the clutch for good')
      const edited = start(format, { entries: both }).after(words, back)
      const left = edited.after(same, away)

      expect(left.sidecar).not.toMatch(/engine|clutch/)
      expect(left.after(same, back)).toMatchObject({ text: edited.text, conflicts: [], notes: [] })
      expect(left.after(same, taken).text).toContain('Mended the clutch for good')
      expect(left.after(words, taken).text).toContain('Mended the clutch for good')
    })

    test('keeps words that are written meanwhile', () => {
      const left = start(format, { entries: both }).after(same, away)
      const words = (text: string) => text.replace('Fixed the clutch', 'Mended it')

      expect(left.after(words, back).text).toContain('Mended it')
      expect(left.after(words, taken).text).toContain('Mended it')
    })

    test('does not write again what was deleted, before or meanwhile', () => {
      const first = start(format, { entries: both })
      const before = first.after(without('clutch'), back)
      const left = before.after(same, away)
      const meanwhile = first.after(same, away).after(without('clutch'), away)

      expect(memoryOf(before)?.deleted).toContain(linkTo(61).url)
      expect(left.sidecar).not.toContain(linkTo(61).url)
      for (const each of [left, meanwhile]) {
        expect(each.after(same, back).text).not.toContain('clutch')
        const accepted = each.after(same, taken)
        expect(accepted.sidecar).not.toMatch(/engine|merge_requests/)
      }
      expect(left.after(same, taken).after(same, back).text).not.toContain('clutch')
    })

    test('does not write an entry again that was deleted', () => {
      const first = start(format, { entries: both })
      const from = first.text.indexOf(first.text.match(/.*acme\/engine.*/)?.[0] ?? '')
      const until = first.text.indexOf(first.text.match(/.*acme\/brake.*/)?.[0] ?? '')
      const cut = (text: string) => text.slice(0, from) + text.slice(until)
      const left = first.after(cut, back).after(same, away)

      expect(left.sidecar).not.toContain('engine')
      expect(left.after(same, back).text).not.toContain('engine')
      expect(left.after(same, taken).after(same, back).text).not.toContain('engine')
    })
  },
)
