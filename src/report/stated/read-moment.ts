import type { DateWords } from '../style/date-words.ts'

/** First and last day. */
interface Days {
  readonly first: string
  readonly last: string
}

/** One end of a span of time as it stands in a text. */
export interface Moment {
  readonly start: number
  readonly end: number
  /** The days it means: one, or those of a month, a year, a quarter. Null for "Present". */
  readonly days: Days | null
  /** The days it may mean, where that is a matter of taste: all the year of "Spring 2026". Else as `days`. */
  readonly wide: Days | null
  /** A year alone. */
  readonly year: boolean
  /** It names a day. */
  readonly exact: boolean
  /** It means what no two people agree on: "Spring 2026", "early 2026". */
  readonly loose: boolean
}

export const year = '(?:19|20)\\d{2}'
const mm = '(?:0[1-9]|1[0-2])'
export const day = '\\d{1,2}(?:st|nd|rd|th|er|\\.)?'
const someYear = `(?:${year}|['’‘]\\d{2})`
const seasons = 'spring|summer|autumn|fall|winter'
const parts = 'early(?: in)?|mid(?:dle of)?|late(?: in)?|(?:the )?(?:start|beginning|middle|end) of'

/** One month, year, quarter, half, season or part of a year, as source of a regular expression. */
export function momentPattern({ month }: DateWords): string {
  const forms = [
    `\\d{1,2}\\.${mm}\\.${year}`,
    `(?:${day}(?: +(?:de +|of +)?|-))?${month}(?: +${day})?(?:,? +(?:of +|del? +)?|[-/]|(?=['’‘]))${someYear}`,
    `${year}-${mm}(?:-\\d{2})?`,
    `${year}/${mm}(?:/\\d{2})?`,
    `Q[1-4](?:,? *|[-/])${someYear}|${year}[ -/]?Q[1-4]`,
    `H[12](?:,? *|[-/])${someYear}|${year}[ -/]?H[12]`,
    `(?:${seasons})(?: of)?,? +${someYear}(?:/\\d{2,4})?`,
    `(?:${parts})[ -]${year}`,
    `(?:0?[1-9]|1[0-2])/${year}`,
    `${mm}\\.${year}`,
    `${mm}/\\d{2}`,
    year,
  ]
  return `(?:${forms.join('|')})(?![\\p{L}\\d]|[.,/]\\d|-\\d{1,2}(?!\\d))`
}

/** @param other what stands at the other end: `February – April 2026` and `2024–26` are of one year, or century */
export function readMoment(text: string, start: number, words: DateWords, other = ''): Moment {
  const end = start + text.length
  const full = whole(text, other, words)
  const found = daysOf(full, words)
  if (found === null)
    return { start, end, days: null, wide: null, year: false, exact: false, loose: false }
  const { days, wide = days, exact = false } = found
  return {
    start,
    end,
    days,
    wide,
    year: !exact && /^['’‘]?\d{2}(?:\d{2})?$/.test(text),
    exact,
    loose: wide !== days,
  }
}

function whole(text: string, other: string, { month }: DateWords): string {
  if (/^\d{2}$/.test(text) && /^\d{4}$/.test(other)) return other.slice(0, 2) + text
  const last = /(?:\d{4}|['’‘]\d{2})$/.exec(other)?.[0]
  if (last === undefined) return text
  // `3 – 9 April 2026`
  if (/^\d{1,2}\D*$/.test(text)) {
    const rest = new RegExp(`^${day}(?= *(?:de +|of +)?${month})`, 'iu').exec(other)?.[0]
    if (rest !== undefined) return text + other.slice(rest.length)
  }
  const isWithoutYear = new RegExp(`^(?:${day} +(?:de +|of +)?)?${month}(?: +${day})?$`, 'iu')
  return isWithoutYear.test(text) ? `${text} ${last}` : text
}

interface Found {
  readonly days: Days
  readonly wide?: Days
  readonly exact?: boolean
}

function daysOf(text: string, words: DateWords): Found | null {
  const own = monthIn(text, words)
  if (own !== null) {
    const days = months(own.year, own.month, own.month)
    const number = dayIn(text, words)
    const date = iso(own.year, own.month, number ?? 0)
    const isThere = date >= days.first && date <= days.last
    return isThere ? { days: { first: date, last: date }, exact: true } : { days }
  }
  const said = yearIn(text)
  if (said === null) return null
  const quarter = /Q([1-4])/i.exec(text)?.[1]
  if (quarter !== undefined)
    return { days: months(said, Number(quarter) * 3 - 2, Number(quarter) * 3) }
  const half = /H([12])/i.exec(text)?.[1]
  if (half !== undefined) return { days: months(said, Number(half) * 6 - 5, Number(half) * 6) }
  const season = new RegExp(`^(?:${seasons})`, 'i').exec(text)?.[0].toLowerCase()
  if (season !== undefined) return ofSeason(season, said, text)
  return ofPart(text, said)
}

/** Where the seasons begin depends on the hemisphere and the school: all of the year may be meant. */
function ofSeason(season: string, said: number, text: string): Found {
  if (season === 'winter') {
    const isSplit = /\/\d{2,4}$/.test(text)
    const core = { first: months(said, 12, 12).first, last: months(said + 1, 2, 2).last }
    const wide = { first: months(said - 1, 12, 12).first, last: months(said + 1, 3, 3).last }
    return { days: isSplit ? core : months(said, 1, 2), wide }
  }
  const first = { spring: 3, summer: 6, autumn: 9, fall: 9 }[season] ?? 1
  return { days: months(said, first, first + 2), wide: months(said, 1, 12) }
}

function ofPart(text: string, said: number): Found {
  if (/^(?:early|(?:the )?(?:start|beginning))/i.test(text))
    return { days: months(said, 1, 4), wide: months(said, 1, 6) }
  if (/^(?:mid|(?:the )?middle)/i.test(text))
    return { days: months(said, 5, 8), wide: months(said, 4, 9) }
  if (/^(?:late|(?:the )?end)/i.test(text))
    return { days: months(said, 9, 12), wide: months(said, 7, 12) }
  return { days: months(said, 1, 12) }
}

function months(ofYear: number, from: number, to: number): Days {
  return { first: iso(ofYear, from, 1), last: iso(ofYear, to + 1, 0) }
}

/** `month` from 1; the day before its first is the last of the month before. */
function iso(ofYear: number, month: number, number: number): string {
  return new Date(Date.UTC(ofYear, month - 1, number)).toISOString().slice(0, 10)
}

function yearIn(text: string): number | null {
  const [, long, short] = /((?:19|20)\d{2})|['’‘](\d{2})/.exec(text) ?? []
  return long === undefined && short === undefined ? null : Number(long ?? `20${short}`)
}

function monthIn(text: string, words: DateWords): { year: number; month: number } | null {
  const named = new RegExp(`(?<![\\p{L}])${words.month}(?![\\p{L}])`, 'iu').exec(text)?.[0]
  const said = yearIn(text)
  if (named !== undefined && said !== null) return { year: said, month: words.numberOf(named) }
  const [, begins, number] = /^(\d{4})[-/](\d{2})/.exec(text) ?? []
  if (begins !== undefined) return { year: Number(begins), month: Number(number) }
  const [, month, after] = /^(?:\d{1,2}\.)?(\d{1,2})[/.](\d{4}|\d{2})$/.exec(text) ?? []
  if (month === undefined) return null
  return { year: Number((after ?? '').padStart(4, '20')), month: Number(month) }
}

/** The day of the month that is named; null where none is. */
function dayIn(text: string, { month }: DateWords): number | null {
  const inDigits =
    /^\d{4}([-/])\d{2}\1(\d{2})$/.exec(text)?.[2] ?? /^(\d{1,2})\.\d{2}\.\d{4}$/.exec(text)?.[1]
  const inWords = new RegExp(
    `^(\\d{1,2})(?:st|nd|rd|th|er|\\.)?(?: *(?:de +|of +)?|-)${month}|${month} +(\\d{1,2})(?:st|nd|rd|th|er|\\.)?,? +(?:del? +)?(?:\\d{4}|['’‘]\\d{2})$`,
    'iu',
  ).exec(text)
  const number = Number(inDigits ?? inWords?.[1] ?? inWords?.[2] ?? 0)
  return number >= 1 && number <= 31 ? number : null
}
