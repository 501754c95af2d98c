import type { Day } from '../../contribution/zone.ts'
import { monthOf } from '../build.ts'
import type { Writer } from '../formats/format.ts'
import type { DateWords } from '../style/date-words.ts'
import { formOf, monthName } from '../style/months.ts'
import type { Dates, Month } from '../types.ts'
import type { Moment } from './read-moment.ts'

/** Writes days as a document writes moments. */
export interface MomentWriter {
  readonly writer: Writer
  readonly words: DateWords
  /** The document. */
  readonly text: string
}

/** `day` as `moment` is written: as a day, a month, a year, a quarter. What is a matter of taste becomes a month. */
export function writtenLike(day: Day, moment: Moment, like: string, by: MomentWriter): string {
  const { writer, words, text } = by
  const own = text.slice(moment.start, moment.end)
  const [year, month] = [day.slice(0, 4), Number(day.slice(5, 7))]
  if (moment.year) return withYear(own, year)
  if (moment.exact) return dayLike(own, day, like, by)
  if (!moment.loose) {
    const numeric = inDigits(own, year, month)
    if (numeric !== null) return numeric
    const name = new RegExp(`(?<![\\p{L}])${words.month}(?![\\p{L}])`, 'iu').exec(own)?.[0]
    const local = name === undefined ? null : words.nameLike(month, name)
    if (name !== undefined && local !== null) return withYear(own.replace(name, local), year)
  }
  const only = monthOf(day)
  return writer.datesLike(like, { start: only, end: only })
}

/** `3 March 2025`, `March 3rd, 2025`, `03.03.2025`, `2025-03-03`: whichever `own` is, of another day. */
function dayLike(own: string, day: Day, like: string, { writer, words }: MomentWriter): string {
  const [year = '', month = '', number = ''] = day.split('-')
  const inDigits = /^(\d{4})([-/])\d{2}\2\d{2}$/.exec(own)
  if (inDigits !== null) return [year, month, number].join(inDigits[2])
  if (/^\d{1,2}\.\d{2}\.\d{4}$/.test(own))
    return `${/^\d\./.test(own) ? Number(number) : number}.${month}.${year}`
  const named = new RegExp(`(?<![\\p{L}])${words.month}(?![\\p{L}])`, 'iu')
  const only = monthOf(day)
  const whole = writer.datesLike(like, { start: only, end: only })
  const name = named.exec(own)?.[0]
  if (name === undefined) return `${Number(number)} ${whole}`
  const local =
    words.nameLike(Number(month), name) ??
    inEnglish(Number(month), name) ??
    named.exec(whole)?.[0] ??
    name
  // The name is put in last: no number of its own may be taken for the day.
  const [before = '', after = ''] = own.split(name)
  const [first, second] = [before, after].map((part) =>
    withDay(withYear(part, year), Number(number)),
  )
  const isWhole = withYear(own, '0000') !== own
  return `${first}${local}${second}${isWhole ? '' : `${before === '' ? ',' : ''} ${year}`}`
}

/** Null where `like` shows no form: `May` is long and short at once. */
function inEnglish(month: number, like: string): string | null {
  const form = formOf(like)
  if (form === null) return null
  const name = monthName(month, form)
  return like === like.toUpperCase() ? name.toUpperCase() : name
}

function withDay(text: string, day: number): string {
  return text.replace(
    /(?<!\d|['’‘])\d{1,2}(st|nd|rd|th|er|\.)?(?!\d)/i,
    (_, ending: string | undefined) => `${day}${endingOf(day, ending)}`,
  )
}

/** `2nd` for `3rd`. In French only the first has an ending, in German all have a dot. */
function endingOf(day: number, like: string | undefined): string {
  if (like === undefined || like === '.') return like ?? ''
  if (like.toLowerCase() === 'er') return day === 1 ? 'er' : ''
  const isTeen = day > 10 && day < 20
  return (isTeen ? undefined : ({ 1: 'st', 2: 'nd', 3: 'rd' } as const)[day % 10]) ?? 'th'
}

/** In the forms that the style of a document does not know; null for every other. */
function inDigits(own: string, year: string, month: number): string | null {
  const two = String(month).padStart(2, '0')
  if (/Q[1-4]/i.test(own))
    return withYear(own.replace(/(?<=Q)[1-4]/i, String(Math.ceil(month / 3))), year)
  if (/H[12]/i.test(own))
    return withYear(own.replace(/(?<=H)[12]/i, String(Math.ceil(month / 6))), year)
  if (/^\d{4}\/\d{2}$/.test(own)) return `${year}/${two}`
  if (/^\d{2}\.\d{4}$/.test(own)) return `${two}.${year}`
  if (/^\d{2}\/\d{2}$/.test(own)) return `${two}/${year.slice(2)}`
  return null
}

function withYear(text: string, year: string): string {
  return text.replace(/(?:19|20)\d{2}|(?<=['’‘])\d{2}/, (old) => year.slice(-old.length))
}

/** The document's own word for "Present". */
export function presentLike(like: string, { writer, words }: MomentWriter): string {
  const own = new RegExp(`(?<![\\p{L}])(?:${words.present})(?![\\p{L}])`, 'iu').exec(like)?.[0]
  if (own !== undefined) return own
  if (words.now !== null) return words.now
  const month = '2000-01' as Month
  const [alone, span] = [{ start: month, end: month }, { start: month, end: 'present' } as const]
  const start = writer.datesLike(like, alone)
  return writer
    .datesLike(like, span)
    .slice(start.length)
    .replace(/^[^\p{L}]+/u, '')
}

/** From `first` to `last`, or to "Present", as a lone moment is written. */
export function spanLike(
  { first, last, active }: { readonly first: Day; readonly last: Day; readonly active: boolean },
  moment: Moment,
  like: string,
  by: MomentWriter,
): string {
  const isOne = first.slice(0, 7) === last.slice(0, 7)
  const start = writtenLike(first, moment, like, by)
  const ownStyle = !moment.year && start === by.writer.datesLike(like, oneMonth(first))
  if (ownStyle) {
    const dates: Dates = {
      start: monthOf(first),
      end: active && !isOne ? 'present' : monthOf(last),
    }
    return by.writer.datesLike(like, dates)
  }
  const end =
    active && !(isOne && !moment.year) ? presentLike(like, by) : writtenLike(last, moment, like, by)
  return start === end ? start : `${start} – ${end}`
}

function oneMonth(day: Day): Dates {
  const month = monthOf(day)
  return { start: month, end: month }
}
