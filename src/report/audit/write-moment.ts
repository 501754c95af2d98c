import { monthOf } from '../build.ts'
import type { Writer } from '../formats/format.ts'
import type { DateWords } from '../style/date-words.ts'
import type { Dates, Month } from '../types.ts'
import type { Moment } from './read-moment.ts'

/** Writes days as a document writes moments. */
export interface MomentWriter {
  readonly writer: Writer
  readonly words: DateWords
  /** The document. */
  readonly text: string
}

/** `day` as `moment` is written: as a month, a year, a quarter. What is a matter of taste becomes a month. */
export function writtenLike(day: string, moment: Moment, like: string, by: MomentWriter): string {
  const { writer, words, text } = by
  const own = text.slice(moment.start, moment.end)
  const [year, month] = [day.slice(0, 4), Number(day.slice(5, 7))]
  if (moment.year) return year
  if (!moment.loose) {
    const numeric = inDigits(own, year, month)
    if (numeric !== null) return numeric
    const name = new RegExp(`(?<![\\p{L}])${words.month}(?![\\p{L}])`, 'iu').exec(own)?.[0]
    const local = name === undefined ? null : words.nameLike(month, name)
    if (name !== undefined && local !== null) return withYear(own.replace(name, local), year)
  }
  const only = monthOf(day as never)
  return writer.datesLike(like, { start: only, end: only })
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
  if (/^\d{1,2}\.\d{2}\.\d{4}$/.test(own)) return `${two}.${year}`
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
  {
    first,
    last,
    active,
  }: { readonly first: string; readonly last: string; readonly active: boolean },
  moment: Moment,
  like: string,
  by: MomentWriter,
): string {
  const isOne = first.slice(0, 7) === last.slice(0, 7)
  const start = writtenLike(first, moment, like, by)
  const ownStyle = !moment.year && start === by.writer.datesLike(like, oneMonth(first))
  if (ownStyle) {
    const dates: Dates = {
      start: monthOf(first as never),
      end: active && !isOne ? 'present' : monthOf(last as never),
    }
    return by.writer.datesLike(like, dates)
  }
  const end =
    active && !(isOne && !moment.year) ? presentLike(like, by) : writtenLike(last, moment, like, by)
  return start === end ? start : `${start} – ${end}`
}

function oneMonth(day: string): Dates {
  const month = monthOf(day as never)
  return { start: month, end: month }
}
