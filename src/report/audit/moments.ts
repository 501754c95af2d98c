import { presentPattern } from '../style/dates.ts'
import { monthNumber, monthPattern } from '../style/months.ts'

/** One end of a span of time as it stands in a text. */
export interface Moment {
  readonly start: number
  readonly end: number
  /** First and last day it may mean: of a month or of a year. Null for "Present". */
  readonly days: { readonly first: string; readonly last: string } | null
  /** A year alone. */
  readonly year: boolean
  /** It names a day; `days` are those of its month all the same. */
  readonly exact: boolean
  /** Where its days begin and end is a matter of taste: a season, "early 2026". */
  readonly loose: boolean
}

/** A span of time; of a lone moment `to` is null. */
export interface Period {
  readonly start: number
  readonly end: number
  readonly from: Moment
  readonly to: Moment | null
  /** "Since 2023": nothing is said of its end. */
  readonly open: boolean
}

const year = '(?:19|20)\\d{2}'
const day = '\\d{1,2}(?:st|nd|rd|th)?'
const named = `(?:${day}\\.? +)?${monthPattern}(?: +${day})?,? +`
const moment = `(?:${named}(?:\\d{4}|['’]\\d{2})|${year}-(?:0[1-9]|1[0-2])(?:-\\d{2})?|(?:0?[1-9]|1[0-2])/\\d{4}|${year})(?![\\p{L}\\d]|[.,]\\d|-\\d{1,2}(?!\\d))`
const dash = '[ \\t]*(?:-{1,3}|[–—−])[ \\t]*|[ \\t]+(?:to|until|till|through)[ \\t]+'
const periods = new RegExp(
  `(?<![\\p{L}\\d/.#!_-])(?<from>${moment}|${monthPattern}(?=(?:${dash})${named}\\d{4}))(?:(?<dash>${dash}|[ \\t]+(?=[Tt]o [Dd]ate))(?<to>${moment}|${presentPattern}(?![\\p{L}\\d])))?`,
  'gu',
)

/** Every month, year and span of them in `text`, from left to right. */
export function periodsIn(text: string): Period[] {
  return [...text.matchAll(periods)].map((match) => {
    const { from = '', dash: between = '', to } = match.groups ?? {}
    const start = match.index
    const end = start + match[0].length
    const second = start + from.length + between.length
    return {
      start,
      end,
      from: toMoment(from, start, to),
      to: to === undefined ? null : toMoment(to, second),
      open: to === undefined && /\b(?:since|from|starting)\s+$/i.test(text.slice(0, start)),
    }
  })
}

export function withoutPeriods(text: string): string {
  let rest = text
  for (const { start, end } of periodsIn(text).reverse())
    rest = rest.slice(0, start) + rest.slice(end)
  return rest
}

/** @param next what follows in a span: `February – April 2026` is of one year */
function toMoment(text: string, start: number, next = ''): Moment {
  const end = start + text.length
  const isMonthAlone = text !== '' && !/\d/.test(text) && /\d{4}$/.test(next)
  const month = monthOf(isMonthAlone ? `${text} ${next.slice(-4)}` : text)
  const exact = month !== null && isDay.test(text)
  if (month !== null) {
    const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0))
    const days = { first: `${month}-01`, last: last.toISOString().slice(0, 10) }
    return { start, end, days, year: false, exact, loose: false }
  }
  const alone = /^\d{4}$/.test(text) ? { first: `${text}-01-01`, last: `${text}-12-31` } : null
  return { start, end, days: alone, year: alone !== null, exact: false, loose: false }
}

const isDay =
  /^\d{4}-\d{2}-\d{2}$|^\d{1,2}(?:st|nd|rd|th)?\.? +\p{L}|\p{L}\.? +\d{1,2}(?:st|nd|rd|th)?,? +\d{4}$/u
const inWords = new RegExp(
  `^(?:${day}\\.? +)?(${monthPattern})(?: +${day})?,? +(?:(\\d{4})|['’](\\d{2}))$`,
)

/** `2026-02`; null for a year alone and for "Present". */
function monthOf(text: string): string | null {
  const [, name, long, short] = inWords.exec(text) ?? []
  const of = (fullYear: string, number: number) => `${fullYear}-${String(number).padStart(2, '0')}`
  if (name !== undefined) return of(long ?? `20${short}`, monthNumber(name))
  const iso = /^(\d{4})-(\d{2})/.exec(text)
  if (iso !== null) return of(iso[1] ?? '', Number(iso[2]))
  const slashed = /^(\d{1,2})\/(\d{4})$/.exec(text)
  return slashed === null ? null : of(slashed[2] ?? '', Number(slashed[1]))
}
