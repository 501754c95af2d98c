import type { CountClaim } from './count-claims.ts'
import { atLeast, exactly } from './stated-number.ts'
import { always } from './window.ts'

/** German, French, Spanish and Portuguese: before the noun, behind it, and before the number. */
const words = {
  merged: [
    'gemergte|zusammengeführte',
    'gemergt|zusammengeführt|fusionnée?s|mergée?s|fusionad[oa]s|mesclad[oa]s',
    'fusionné|mergé|fusioné|mesclei',
  ],
  reviewed: [
    'reviewte|gereviewte|geprüfte',
    'reviewt|gereviewt|geprüft|relue?s|revisad[oa]s',
    'relu|revisé|revisei',
  ],
} as const

const number = '(\\d{1,6}\\+?)'
const thing = '(?:[PM]Rs?|(?:pull|merge)[ -]requests?)'
const shapes = Object.entries(words).flatMap(([counted, [before, behind, verb]]) =>
  [
    `${number} (?:${before}) ${thing}`,
    `${number} ${thing} (?:${behind})`,
    `(?:${verb}) ${number} ${thing}`,
  ].map((shape) => ({
    counted: counted as keyof typeof words,
    pattern: new RegExp(`^${shape}$`, 'iu'),
  })),
)

/**
 * Counts of a line in one of these languages that holds nothing else: `9 MRs gemergt, 3 MRs geprüft`. Words beside them may
 * leave something out in more ways than are known.
 * @param text as `readable` gives it
 */
export function foreignCountsIn(text: string): CountClaim[] {
  if (text.length > longest) return []
  const found: CountClaim[] = []
  for (const { index, 0: piece } of text.replace(/^[\s*_•▪◦‣+-]+/u, blank).matchAll(pieces)) {
    const said = piece.replace(/[*_]/g, ' ').trim().replace(/\.$/, '').replace(/ +/g, ' ')
    if (said === '') continue
    const claim = claimOf(said)
    if (claim === null) return []
    const start = index + piece.search(/[\p{L}\d]/u)
    found.push({ ...claim, start, end: index + piece.trimEnd().length })
  }
  return found
}

/** Characters of a line that holds nothing but counts. */
const longest = 200
const pieces = /(?<=^|[,;·|]| (?:und|et|y|e) )(?:(?! (?:und|et|y|e) )[^,;·|])+/gu

function blank(marks: string): string {
  return ' '.repeat(marks.length)
}

function claimOf(said: string): Omit<CountClaim, 'start' | 'end'> | null {
  for (const { counted, pattern } of shapes) {
    const [, digits] = pattern.exec(said) ?? []
    if (digits === undefined) continue
    const value = Number.parseInt(digits, 10)
    const stated = digits.endsWith('+') ? atLeast(value) : exactly(value)
    return { counted, number: stated, loose: false, obscure: false, narrowing: nothing }
  }
  return null
}

const nothing: CountClaim['narrowing'] = {
  window: always,
  either: null,
  mayBeDated: false,
  places: [],
  names: [],
  before: '',
  unclear: false,
}
