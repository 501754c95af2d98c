/** Dates in the language of a document, configured or seen: months, the word for the present, and what stands between. */
import { describe, expect, test } from 'vitest'
import { type FormatName, formatNames } from '../../src/report/formats/names.ts'
import { languageOf } from '../../src/report/style/date-terms.ts'
import { ada } from './audit/support.ts'
import { trio } from './support/trio.ts'

/** How a document writes the dates of some work, and how it then writes February 2026 to now. */
const written = [
  ['fr', 'mars 2024 – présent', 'février 2026 – présent'],
  ['fr', 'Mars 2024 - Présent', 'Février 2026 - Présent'],
  ['fr', 'janv. 2024 – en cours', 'févr. 2026 – en cours'],
  ['fr', 'mars 2024 à aujourd’hui', 'février 2026 à aujourd’hui'],
  ['de', 'März 2024 – heute', 'Februar 2026 – heute'],
  ['de', '03/2024 – heute', '02/2026 – heute'],
  ['de', '03.2024 – heute', '02.2026 – heute'],
  ['de', 'Dezember 2024 bis heute', 'Februar 2026 bis heute'],
  ['es', 'enero de 2024 – actualidad', 'febrero de 2026 – actualidad'],
  ['pt', 'março 2024 – atual', 'fevereiro 2026 – atual'],
  ['it', 'gennaio 2024 – in corso', 'febbraio 2026 – in corso'],
  ['nl', 'maart 2024 – heden', 'februari 2026 – heden'],
  ['en', 'March 2024 – Present', 'February 2026 – Present'],
] as const

/** Of these a document alone is not certain enough. */
const configured = [
  ['pl', 'marzec 2024 – dzisiaj', 'luty 2026 – dzisiaj'],
  ['sv', 'mars 2024 – i dag', 'februari 2026 – i dag'],
  ['en', '2024-03 - Present', '2026-02 - Present'],
  ['fr', '2024-03 – présent', '2026-02 – présent'],
] as const

function resume(format: FormatName, dates: string, entry = ''): string {
  const mark = format === 'markdown' ? '*' : ''
  const [work, title, section] =
    format === 'markdown'
      ? ['## Elsewhere', '### Lamp Works', '## Open Source']
      : ['ELSEWHERE', 'Lamp Works', 'OPEN SOURCE']
  return `${work}\n\n${title}\n${mark}${dates}${mark}\n\n- Trimmed wicks\n\n${section}\n${entry}`
}

describe.each(formatNames)('in %s', (format) => {
  test.each([
    ...written,
    ...written.map(([, ...rest]) => [undefined, ...rest] as const),
    ...configured,
  ])('language %s, written like %s', (language, like, expected) => {
    const { text, checked, untrue } = trio(format, resume(format, like), ada(), language)

    expect(text).toMatch(new RegExp(`antern.*\\n\\*?${expected}\\*?\\n`))
    expect(checked.state).toBe('unchanged')
    expect(untrue).toEqual([])
  })

  test.each([
    ['fr', 'février 2026 – aujourd’hui'],
    ['de', 'Februar 2026 – heute'],
    ['es', 'febrero 2026 – actualidad'],
    ['en', 'February 2026 – Present'],
    [undefined, 'February 2026 – Present'],
  ])('where a document shows no dates, language %s has words: %s', (language, expected) => {
    const document = format === 'markdown' ? '## Open Source\n' : 'OPEN SOURCE\n'
    const { text, checked, untrue } = trio(format, document, ada(), language)

    expect(text).toContain(expected)
    expect(checked.state).toBe('unchanged')
    expect(untrue).toEqual([])
  })

  test.each(['fr', undefined])(
    'dates of an own entry are read and kept up to date: %s',
    (language) => {
      const [title, mark] =
        format === 'markdown' ? ['### Lantern | works', '*'] : ['Lantern | works', '']
      const entry = `\n${title}\n${mark}janvier 2025 – mars 2026${mark}\n\n- 5 merged and 2 reviewed\n`
      const document = resume(format, 'mars 2024 – présent', entry)
      const { adopted, text, checked, untrue } = trio(format, document, ada(), language)

      expect(adopted.recognised).toContainEqual(expect.objectContaining({ kind: 'dates' }))
      expect(text).toContain(`${title}\n${mark}février 2026 – présent${mark}\n`)
      expect(checked.state).toBe('unchanged')
      expect(untrue).toEqual([])
    },
  )

  test('values outside regions are months of that language', () => {
    const value = (text: string) => `<!-- tracker:value last -->${text}<!-- tracker:/value -->`
    const document = `Depuis ${value('mars 2024')}.\n\n${resume(format, 'mars 2024 – présent')}`
    const { text, checked, untrue } = trio(format, document, ada(), 'fr')

    expect(text).toContain(value('avril 2026'))
    expect(checked.state).toBe('unchanged')
    expect(untrue).toEqual([])
  })
})

test.each([
  ['mars 2024 – présent', 'fr'],
  ['März 2024 – heute and April 2023 – August 2023', 'de'],
  ['January 2024 – Present', undefined],
  ['marzo 2024 – presente', undefined],
  ['I set 2024 records and reached out 2 times - actual work', undefined],
  ['', undefined],
])('the language of %j is certain or left alone', (text, expected) => {
  expect(languageOf(text)).toBe(expected)
})
