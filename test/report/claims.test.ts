import { describe, expect, test } from 'vitest'
import type { Day } from '../../src/contribution/zone.ts'
import { formatNames } from '../../src/report/formats/names.ts'
import type { Ownership } from '../../src/report/rules.ts'
import { isStale } from '../../src/report/stale.ts'
import type { Claim, Entry } from '../../src/report/types.ts'
import { textOf, update } from './support/documents.ts'
import { asked, background, entry, section } from './support/sections.ts'

const ranked: Claim = { text: 'Ranked third of all contributors', staleSince: null }
const old: Claim = { text: 'Keeps the gear_box working', staleSince: '2025-01' }

describe.each(formatNames)('what a person vouches for, in %s', (format) => {
  const document = format === 'markdown' ? '# Ada\n\n## Open Source\n' : '\nOPEN SOURCE\n'

  function run(
    text: string,
    sidecar: string | null,
    claims: readonly Claim[],
    ownership: Ownership,
  ) {
    const value = section([entry({ claims }) satisfies Entry])
    const sections = [asked(value, { ownership, background: background(value) })]
    const done = update(text, { format, sidecar, sections })
    const again = update(done.bytes, { format, sidecar: done.sidecar, sections })
    expect(textOf(again.bytes)).toBe(textOf(done.bytes))
    expect(again.sidecar).toBe(done.sidecar)
    expect(again.conflicts).toEqual(done.conflicts)
    return { ...done, text: textOf(done.bytes) }
  }

  test.each(['bullets', 'full'] as const)('is a bullet after all others: %s', (ownership) => {
    const { text } = run(document, null, [ranked], ownership)

    expect(text).toMatch(/Added a gear .*\n- Ranked third of all contributors\n/)
  })

  test('comes into an entry that is there, and leaves it with the configuration', () => {
    const first = run(document, null, [], 'bullets')
    const second = run(first.text, first.sidecar, [ranked], 'bullets')
    const third = run(second.text, second.sidecar, [], 'bullets')

    expect(second.text).toMatch(/Added a gear .*\n- Ranked third of all contributors\n/)
    expect(third.text).toBe(first.text)
  })

  test('comes into one that was edited, behind the bullets that stand there', () => {
    const first = run(document, null, [], 'bullets')
    const edited = first.text.replace('Added a gear', 'Put in a gear')
    const second = run(edited, first.sidecar, [ranked], 'bullets')

    expect(second.text).toMatch(/Put in a gear .*\n- Ranked third of all contributors\n/)
  })

  test('is not added where facts alone are kept', () => {
    const first = run(document, null, [], 'bullets')

    expect(run(first.text, first.sidecar, [ranked], 'facts').text).not.toContain('Ranked')
  })

  test('stays deleted, and stays reworded', () => {
    const first = run(document, null, [ranked, old], 'bullets')
    const deleted = first.text.replace('- Ranked third of all contributors\n', '')
    const reworded = deleted.replace('working', 'in working order')
    const second = run(reworded, first.sidecar, [ranked, old], 'bullets')

    expect(second.text).toBe(reworded)
  })

  test('is not said twice where the person wrote it too', () => {
    const first = run(document, null, [], 'bullets')
    const own = first.text.replace(/(Added a gear .*\n)/, '$1- Ranked third of all contributors\n')
    const second = run(own, first.sidecar, [ranked], 'bullets')

    expect(second.text).toBe(own)
  })

  test('is a conflict on its line once nobody looked it up for too long', () => {
    const first = run(document, null, [ranked, old], 'bullets')
    const line = first.text.split('\n').findIndex((each) => each.includes('Keeps')) + 1
    const conflict = { line, kind: 'stale-claim', text: old.text, value: '2025-01' }

    expect(first.conflicts).toEqual([conflict])
    const edited = first.text.replace('working', 'in working order')
    expect(run(edited, first.sidecar, [ranked, old], 'bullets').conflicts).toEqual([conflict])
  })
})

test('a claim is stale after 180 days, counted from the first of a month', () => {
  const stale = (asOf: string, today: string) => isStale(asOf, today as Day)

  expect(stale('2026-01-01', '2026-06-30')).toBe(false)
  expect(stale('2026-01-01', '2026-07-01')).toBe(true)
  expect(stale('2026-01', '2026-07-01')).toBe(true)
  expect(stale('2026-02', '2026-07-01')).toBe(false)
})
