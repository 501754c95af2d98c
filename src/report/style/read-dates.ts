import type { Dates, Month } from '../types.ts'
import { datesPattern, presentPattern, shared } from './dates.ts'
import { monthNumber, monthPattern } from './months.ts'

/** A month or a range of months as it stands in a text. */
export interface DatesInText {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly dates: Dates
}

const all = new RegExp(datesPattern, 'g')
const inWords = new RegExp(`^(${monthPattern}),? +(?:(\\d{4})|['’](\\d{2}))`)
const onlyPresent = new RegExp(`^${presentPattern}$`)
const sharedYear = new RegExp(`^${shared}`)
const present = new RegExp(`(?:^|[^A-Za-z])${presentPattern}$`)

/** Every month and range of months in `text`, in the styles that `detectDates` knows. */
export function datesIn(text: string): DatesInText[] {
  return [...text.matchAll(all)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
    dates: readDates(match[0]),
  }))
}

/** True for a word such as `Present` and nothing else. */
export function isPresent(text: string): boolean {
  return onlyPresent.test(text)
}

function readDates(text: string): Dates {
  const first = sharedYear.exec(text)?.[0]
  if (first !== undefined) return withSharedYear(first, readMonth(text.slice(first.length)).month)
  const start = readMonth(text)
  if (present.test(text)) return { start: start.month, end: 'present' }
  const rest = text.slice(start.length).replace(/^[^A-Za-z0-9]*(?:(?:to|until|till) +)?/, '')
  return { start: start.month, end: rest === '' ? start.month : readMonth(rest).month }
}

/** `Nov – Feb 2025` began the year before. */
function withSharedYear(first: string, end: Month): Dates {
  const year = Number(end.slice(0, 4))
  const start = toMonth(String(year), monthNumber(first))
  return { start: start <= end ? start : toMonth(String(year - 1), monthNumber(first)), end }
}

/** `text` begins with a moment of `datesPattern`. */
function readMonth(text: string): { month: Month; length: number } {
  const words = inWords.exec(text)
  if (words !== null) {
    const [whole, name = '', year, short] = words
    return { month: toMonth(year ?? `20${short}`, monthNumber(name)), length: whole.length }
  }
  const iso = /^(\d{4})-(\d{2})/.exec(text)
  if (iso !== null) return { month: toMonth(iso[1] ?? '', Number(iso[2])), length: iso[0].length }
  const [whole = '', number = '', year = ''] = /^(\d{1,2})\/(\d{4})/.exec(text) ?? []
  return { month: toMonth(year, Number(number)), length: whole.length }
}

function toMonth(year: string, number: number): Month {
  return `${year}-${String(number).padStart(2, '0')}` as Month
}

export function isSameDates(a: Dates, b: Dates): boolean {
  return a.start === b.start && a.end === b.end
}
