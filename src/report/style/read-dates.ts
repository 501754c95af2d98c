import type { Dates, Month } from '../types.ts'
import { type DateTerms, dateTermsOf } from './date-terms.ts'

/** A month or a range of months as it stands in a text. */
export interface DatesInText {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly dates: Dates
}

const english = dateTermsOf()

/** Every month and range of months in `text`, in the styles that `detectDates` knows with the same terms. */
export function datesIn(text: string, terms: DateTerms = english): DatesInText[] {
  return [...text.matchAll(terms.all)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
    dates: readDates(match[0], terms),
  }))
}

/** True for a word such as `Present` and nothing else. */
export function isPresent(text: string, { onlyPresent }: DateTerms = english): boolean {
  return onlyPresent.test(text)
}

function readDates(text: string, terms: DateTerms): Dates {
  const first = terms.sharedYear.exec(text)?.[0]
  if (first !== undefined)
    return withSharedYear(first, readMonth(text.slice(first.length), terms).month, terms)
  const start = readMonth(text, terms)
  if (terms.endsInPresent.test(text)) return { start: start.month, end: 'present' }
  const rest = text.slice(start.length).replace(terms.dash, '')
  return { start: start.month, end: rest === '' ? start.month : readMonth(rest, terms).month }
}

/** `Nov – Feb 2025` began the year before. */
function withSharedYear(first: string, end: Month, { numberOf }: DateTerms): Dates {
  const number = numberOf(/^\p{L}+/u.exec(first)?.[0] ?? '')
  const year = Number(end.slice(0, 4))
  const start = toMonth(String(year), number)
  return { start: start <= end ? start : toMonth(String(year - 1), number), end }
}

/** `text` begins with a moment of `datesPattern`. */
function readMonth(
  text: string,
  { inWords, numberOf }: DateTerms,
): { month: Month; length: number } {
  const words = inWords.exec(text)
  if (words !== null) {
    const [whole, name = '', year, short] = words
    return { month: toMonth(year ?? `20${short}`, numberOf(name)), length: whole.length }
  }
  const iso = /^(\d{4})-(\d{2})/.exec(text)
  if (iso !== null) return { month: toMonth(iso[1] ?? '', Number(iso[2])), length: iso[0].length }
  const [whole = '', number = '', year = ''] = /^(\d{1,2})[/.](\d{4})/.exec(text) ?? []
  return { month: toMonth(year, Number(number)), length: whole.length }
}

function toMonth(year: string, number: number): Month {
  return `${year}-${String(number).padStart(2, '0')}` as Month
}

export function isSameDates(a: Dates, b: Dates): boolean {
  return a.start === b.start && a.end === b.end
}
