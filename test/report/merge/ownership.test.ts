import { describe, expect, test } from 'vitest'
import { formatNames } from '../../../src/report/formats/names.ts'
import { brake, type Step, start as startOf } from '../support/edits.ts'
import { count, entry, highlight, linkTo } from '../support/sections.ts'

const ownerships = ['facts', 'bullets', 'full'] as const

describe.each(formatNames)('what the tool may change in %s', (format) => {
  const start = (step: Step = {}) => startOf(format, step)
  const same = (text: string) => text
  const six = { entries: [entry({ merged: count(6) })] }

  describe.each(ownerships)('%s', (ownership) => {
    const later = {
      ownership,
      entries: [
        entry({
          merged: count(6),
          dates: { start: '2026-02' as never, end: 'present' },
          links: [linkTo(61), linkTo(63), linkTo(64), linkTo(65)],
        }),
      ],
    }

    test('counts, dates and links of entries that are there are kept up to date', () => {
      const { text, conflicts } = start().after(same, later)

      expect(text).toContain('6 merged and 2 reviewed')
      expect(text).toContain('February 2026 – Present')
      expect(text).toContain(linkTo(65).url)
      expect(conflicts).toEqual([])
    })

    test('dates a person typed change only when that is accepted', () => {
      const edit = (text: string) => text.replace('February 2026', 'January 2025')
      const kept = start().after(edit, later)

      expect(kept.text).toContain('January 2025 – April 2026')
      expect(kept.kinds).toEqual(['date'])
      expect(kept.after(same, { ...later, acceptDate: true }).text).toContain(
        'February 2026 – Present',
      )
    })

    test('counts go down only when that is accepted', () => {
      const fewer = { ownership, entries: [entry({ merged: count(3) })] }
      const kept = start().after(same, fewer)

      expect(kept.state).toBe('left')
      expect(kept.text).toContain('5 merged')
      expect(kept.after(same, { ...fewer, acceptDrop: true }).text).toContain('3 merged')
    })

    test('a number the person changed stays, unless the words are the tool’s', () => {
      const edit = (text: string) => text.replace('5 merged', '7 merged')
      const { text, kinds } = start().after(edit, later)

      expect(text).toContain(ownership === 'full' ? '6 merged' : '7 merged')
      expect(kinds).toEqual(ownership === 'full' ? [] : ['value-edited'])
    })

    test('what the person deleted stays deleted, what they added stays', () => {
      const edit = (text: string) =>
        text
          .replace(/^.*Fixed the clutch.*\n/m, '')
          .replace(/^(.*Added a gear.*\n)/m, '$1- My own words\n')
      const { text } = start().after(edit, later)

      expect(text).not.toContain('Fixed the clutch')
      expect(text).toContain('- My own words')
    })

    test('a label stays the person’s, in a bullet and in a line of links', () => {
      const edit = (text: string) =>
        text
          .replace(/\(.*61[>)]*/, `([clutch work](${linkTo(61).url}))`)
          .replace(/^.*requests\/64.*$/m, `Links: [the best](${linkTo(64).url})`)
      const { text } = start().after(edit, later)

      expect(text).toContain(`[clutch work](${linkTo(61).url})`)
      expect(text).toContain(`[the best](${linkTo(64).url})`)
    })

    test('new bullets and entries come in, of facts none', () => {
      const { text } = start().after(same, {
        ownership,
        entries: [
          entry({
            highlights: [highlight(70, 'Added a wheel'), highlight(61, 'Fixed the clutch')],
          }),
          brake,
        ],
      })

      expect(text.includes('Added a wheel')).toBe(ownership !== 'facts')
      expect(text.includes('acme/brake')).toBe(ownership !== 'facts')
    })

    test('a zero is not printed, and nothing stands between a number and its word', () => {
      const { text } = start().after(same, {
        ownership,
        entries: [entry({ merged: count(1240, true), reviewed: count(2) })],
      })

      expect(text).toContain('1240+ merged and 2 reviewed merge requests')
      const none = start().after(same, {
        ownership,
        acceptDrop: true,
        entries: [entry({ merged: count(6), reviewed: count(0) })],
      })
      expect(none.text).toContain('6 merged merge requests')
      expect(none.text).not.toContain('reviewed')
    })
  })

  test.each(['facts', 'bullets', 'full'] as const)(
    'a linked pull request that is not merged has its state after the link: %s',
    (ownership) => {
      const add = (text: string) =>
        text.replace('<!-- tracker:end', `Also [my draft](${linkTo(80).url}).\n\n<!-- tracker:end`)
      const open = start().after(add, {
        ownership,
        pulls: { [linkTo(80).url]: { state: 'draft' } },
      })
      const merged = open.after((text) => text, { ownership })

      expect(open.text).toContain(`[my draft](${linkTo(80).url}) (draft).`)
      expect(merged.text).toContain(`[my draft](${linkTo(80).url}).`)
    },
  )

  describe('facts', () => {
    test('changes values, and adds and takes out nothing', () => {
      const { text } = start().after((text) => text, {
        ownership: 'facts',
        entries: [
          entry({
            merged: count(6),
            dates: { start: '2026-02' as never, end: 'present' },
            highlights: [highlight(70, 'Added a wheel')],
          }),
          brake,
        ],
      })

      expect(text).toContain('6 merged')
      expect(text).toContain('Present')
      expect(text).toContain('Fixed the clutch')
      expect(text).not.toMatch(/wheel|brake/)
    })

    test('writes nothing where no entry is', () => {
      expect(start({ ownership: 'facts' }).text).not.toContain('acme')
    })
  })

  describe('full', () => {
    test('writes its own words over edited ones, and deletes nothing that was added', () => {
      const edit = (text: string) =>
        text
          .replace('5 merged', 'a proud 5 merged')
          .replace('Fixed the clutch', 'Mended it')
          .replace(/^(.*Added a gear.*\n)/m, '$1- My own words\n')
      const { text } = start({ ownership: 'full' }).after(edit, { ...six, ownership: 'full' })

      expect(text).toContain('6 merged')
      expect(text).not.toContain('proud')
      expect(text).toContain('Fixed the clutch')
      expect(text).toContain('- My own words')
    })

    test('keeps deleted what was deleted, and labels of links', () => {
      const edit = (text: string) =>
        text
          .replace(/^.*Added a gear.*\n/m, '')
          .replace(/(Fixed the clutch).*/, `$1 ([my label](${linkTo(61).url}))`)
      const { text } = start({ ownership: 'full' }).after(edit, { ...six, ownership: 'full' })

      expect(text).not.toContain('Added a gear')
      expect(text).toContain(`Fixed the clutch ([my label](${linkTo(61).url}))`)
    })
  })
})
