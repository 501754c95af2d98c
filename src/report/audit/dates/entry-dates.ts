import { linksIn } from '../../formats/links.ts'
import { type Period, periodsIn, withoutPeriods } from '../../stated/moments.ts'
import type { Moment } from '../../stated/read-moment.ts'
import type { DateWords } from '../../style/date-words.ts'
import type { Page } from '../page.ts'
import type { Entry, Unit } from '../passages.ts'

interface EntryDates {
  readonly periods: readonly Period[]
  /** They say when all the work of the entry was done. */
  readonly isSure: boolean
}

/**
 * Those in the title, else on a line of their own, else in the first lines that are neither bullet nor links. Sure only
 * where there are no others (of several roles or spells none is the time of all the work), and where they stand apart: a
 * month in a sentence dates what the sentence tells.
 * @param taken where dates start that are those of one link
 */
export function datesOf(
  { title, units }: Entry,
  page: Page,
  taken: ReadonlySet<number>,
): EntryDates {
  const bullet = units.findIndex(({ kind }) => kind === 'bullet')
  const head = bullet < 0 ? units : units.slice(0, bullet)
  const dated = units.filter(({ kind }) => kind === 'dates')
  const lines = [
    ...(title === null ? [] : [title]),
    ...dated.slice(0, 1),
    ...head.filter(({ kind }) => kind === 'other').flatMap((unit) => linesOf(unit, page)),
  ]
  const found = lines
    .map((line) => ({
      ...line,
      periods: inLine(line, page).filter(({ start }) => !taken.has(start)),
    }))
    .filter(({ periods }) => periods.length > 0)
    .map((line) => ({ ...line, isApart: line.kind !== 'other' || standsApart(line, page) }))
  const [first] = found
  if (first === undefined) return { periods: [], isSure: false }
  const isOnly =
    dated.length + found.filter(({ kind, isApart }) => kind === 'other' && isApart).length <= 1
  const isSure = first.isApart && first.periods.length === 1 && (first.kind === 'title' || isOnly)
  return { periods: first.periods, isSure }
}

function linesOf(unit: Unit, { said }: Page): Unit[] {
  let at = unit.start
  return said
    .slice(unit.start, unit.end)
    .split('\n')
    .map((text) => {
      const line = { kind: unit.kind, start: at, end: at + text.length }
      at += text.length + 1
      return line
    })
}

function inLine({ start, end, kind }: Unit, { said, dates }: Page): Period[] {
  const text = said.slice(start, end)
  const links = linksIn(text)
  const found = periodsIn(text, dates)
    .filter((each) => !links.some((link) => each.start >= link.start && each.start < link.end))
    .filter((each) => !ofText.test(text.slice(0, each.start)))
    // A year in a sentence dates what the sentence tells, not the entry.
    .filter((each) => kind !== 'other' || each.to !== null || !each.from.year || fills(text, dates))
  const spans = found.filter(({ to }) => to !== null)
  return (spans.length > 0 ? spans : found).map((each) => moved(each, start))
}

/** Says of when the text is, not the work. */
const ofText = /\b(?:as of|updated|last (?:change|edit)(?:ed)?|stand)[\s:]*$/i

/** Nothing but dates, and words that say they are. */
function fills(text: string, words: DateWords): boolean {
  const rest = withoutPeriods(text, words).match(/\p{L}+/gu) ?? []
  const around = new RegExp(
    `^(?:${words.since}|${words.until}|active|contributing|contributor|contributions?|dates?|period|time)$`,
    'iu',
  )
  return rest.every((word) => around.test(word))
}

/** Not in a sentence; a lone month has to fill its line. */
function standsApart(
  { start, end, periods }: Unit & { readonly periods: readonly Period[] },
  { said, dates }: Page,
): boolean {
  const text = said.slice(start, end)
  if (fills(text, dates)) return true
  const isSentence =
    /\p{L}{2,}[.!?][*_]*\s*$/u.test(text) || (text.match(/\p{L}+/gu)?.length ?? 0) > 14
  const [period] = periods
  if (period === undefined || isSentence) return false
  if (period.to !== null) return true
  const isFirst = /^[\s*_(]*$/.test(said.slice(start, period.start))
  return isFirst && /^[\s*_]*(?:$|[(),;|·•–—])/.test(said.slice(period.end, end))
}

function moved(period: Period, by: number): Period {
  const shift = (moment: Moment) => ({ ...moment, start: moment.start + by, end: moment.end + by })
  return {
    ...period,
    start: period.start + by,
    end: period.end + by,
    from: shift(period.from),
    to: period.to === null ? null : shift(period.to),
  }
}
