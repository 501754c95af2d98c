import type { Dates, Month } from '../types.ts'
import {
  formOf,
  isOftenWrittenOut,
  type MonthForm,
  monthName,
  monthNumber,
  monthPattern,
} from './months.ts'

/** How a document writes the time somebody worked on something. */
export interface DateStyle {
  readonly form: MonthForm | 'year-month' | 'month/year'
  /** Between the name of the month and the year. */
  readonly gap: string
  /** What this document calls a month where it differs from `form`: `May.`, `July`, `Sept.`. By number of month. */
  readonly names: ReadonlyMap<number, string>
  /** Before a year of two digits: `'`; empty where years have four. */
  readonly yearSign: string
  /** Months in figures have two: `01/2025`. */
  readonly padded: boolean
  /** `JAN 2025` */
  readonly capitals: boolean
  /** Between start and end, spaces included. */
  readonly dash: string
  readonly present: string
}

export const presentPattern =
  '(?:[Pp]resent|PRESENT|[Cc]urrent|[Nn]ow|[Tt]oday|[Oo]ngoing|[Tt]o [Dd]ate)'
const named = `${monthPattern}(?:,? +)(?:\\d{4}|['’]\\d{2})`
const moment = `(?:${named}|\\d{4}-(?:0[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])/\\d{4})(?![A-Za-z0-9]|-\\d)`
const dashPattern = '(?: *(?:-{1,3}|[–—−]) *| +(?:to|until|till) +)'

/** The month of `Jan – Mar 2025` that shares the year of the next, and what stands between. */
export const shared = `${monthPattern}${dashPattern}(?=${named})`

/** One month or a range of months, as source of a regular expression. */
export const datesPattern = `(?<![A-Za-z0-9/-])(?:${shared}${moment}|${moment}(?:${dashPattern}(?:${moment}|${presentPattern}(?![A-Za-z])))?)`

const ranges = new RegExp(
  `(?<![A-Za-z0-9/-])(?<start>${moment}|${monthPattern}(?=${dashPattern}${named}))(?<dash>${dashPattern})(?:(?<end>${moment})|(?<present>${presentPattern})\\b)`,
  'g',
)
const moments = new RegExp(`(?<![A-Za-z0-9/-])${moment}`, 'g')

/** The date style of the first source that shows one; ranges say more than lone months and so are looked for first. */
export function detectDates(sources: readonly string[]): DateStyle {
  const found = sources.map((source) => [...source.matchAll(ranges)])
  // A range is one sample: its two months are no two habits.
  const samples = firstFilled([
    ...found.map((matches) => matches.map(({ groups }) => [groups?.['start'], groups?.['end']])),
    ...sources.map((source) => (source.match(moments) ?? []).map((text) => [text])),
  ]).map((sample) => sample.filter((text) => text !== undefined))
  const groups = found.flat().map((match) => match.groups ?? {})
  const most = <Habit extends string>(tell: (text: string) => Habit | undefined) =>
    mostFrequent(samples.map((sample) => firstOf(sample, tell)))
  const form = most(formOfMoment) ?? 'long'
  const capitals = most(caseOf) === 'capitals'
  return {
    form,
    gap: most(gapOf) ?? ' ',
    names:
      (form === 'dotted' || form === 'short') && !capitals
        ? irregularNames(sources, form)
        : new Map(),
    yearSign: most(yearSignOf) ?? '',
    padded: most(paddingOf) !== 'bare',
    capitals,
    dash: firstFilled(found.map((matches) => dashesOf(matches)))[0] ?? ' – ',
    present:
      mostFrequent(groups.map((group) => group['present'])) ?? (capitals ? 'PRESENT' : 'Present'),
  }
}

/** The style in which `text` itself writes months; what it does not show is as in the sources. */
export function detectDatesLike(text: string, sources: readonly string[]): DateStyle {
  const style = detectDates([text, ...sources])
  if (text.search(moments) === -1) return style
  const { dash: _, present: __, names, ...own } = detectDates([text])
  // The document's names for months go with its form.
  const isSame = own.form === style.form && own.capitals === style.capitals
  return { ...style, ...own, names: isSame ? style.names : names }
}

/** `January 2025 – Present`; a start and end in one month are printed once. */
export function writeDates(dates: Dates, style: DateStyle): string {
  const start = writeMonth(dates.start, style)
  if (dates.end === dates.start) return start
  return `${start}${style.dash}${dates.end === 'present' ? style.present : writeMonth(dates.end, style)}`
}

function writeMonth(month: Month, style: DateStyle): string {
  const { form, gap, names, padded, capitals, yearSign } = style
  const [year = '', number = ''] = month.split('-')
  if (form === 'year-month') return `${year}-${number}`
  if (form === 'month/year') return `${padded ? number : Number(number)}/${year}`
  const name = names.get(Number(number)) ?? monthName(Number(number), form)
  const shown = yearSign === '' ? year : `${yearSign}${year.slice(2)}`
  return `${capitals ? name.toUpperCase() : name}${gap}${shown}`
}

function formOfMoment(text: string): DateStyle['form'] | undefined {
  if (/^\d{4}-/.test(text)) return 'year-month'
  if (/^\d+\//.test(text)) return 'month/year'
  return formOf(text.split(/[ ,]/)[0] ?? '') ?? undefined
}

function yearSignOf(text: string): string | undefined {
  return /(['’]?)\d+$/.exec(text)?.[1]
}

/** Of October nothing tells. */
function paddingOf(text: string): 'padded' | 'bare' | undefined {
  if (/^0\d\//.test(text)) return 'padded'
  return /^\d\//.test(text) ? 'bare' : undefined
}

function caseOf(text: string): 'capitals' | 'usual' | undefined {
  const letters = /^\p{L}+/u.exec(text)?.[0]
  if (letters === undefined) return undefined
  return letters === letters.toUpperCase() ? 'capitals' : 'usual'
}

function gapOf(text: string): string | undefined {
  return / *,? +/.exec(text)?.[0]
}

/** What the first one tells that tells anything: `May` has no form. */
function firstOf<Value>(
  texts: readonly string[],
  tell: (text: string) => Value | undefined,
): Value | undefined {
  return texts.map(tell).find((value) => value !== undefined)
}

function dashesOf(matches: readonly RegExpExecArray[]): string[] {
  const dash = mostFrequent(matches.map(({ groups }) => groups?.['dash']))
  return dash === undefined ? [] : [dash]
}

/**
 * Months that the document never writes in `form`: `May.` with a dot it does not need, `July` in full among
 * abbreviations, `Sept.`. A long month in full is somebody's prose, not a habit.
 */
function irregularNames(sources: readonly string[], form: MonthForm): Map<number, string> {
  const written = new Map<number, string[]>()
  const named = new RegExp(`(?<![A-Za-z0-9/-])(${monthPattern})(?=,? +\\d{4})`, 'g')
  for (const [, name = ''] of sources.flatMap((source) => [...source.matchAll(named)])) {
    const number = monthNumber(name)
    written.set(number, [...(written.get(number) ?? []), name])
  }
  const names = new Map<number, string>()
  for (const [number, forms] of written) {
    const regular = monthName(number, form)
    const habit = mostFrequent(
      forms.filter((name) => formOf(name) !== 'long' || isOftenWrittenOut(name)),
    )
    if (habit !== undefined && !forms.includes(regular)) names.set(number, habit)
  }
  return names
}

/** The value that stands most often, the first of equals; undefined values do not count. */
export function mostFrequent<Value extends string>(
  values: readonly (Value | undefined)[],
): Value | undefined {
  const counts = new Map<Value, number>()
  for (const value of values)
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].reduce<[Value | undefined, number]>(
    (best, [value, count]) => (count > best[1] ? [value, count] : best),
    [undefined, 0],
  )[0]
}

function firstFilled<Value>(lists: readonly (readonly Value[])[]): readonly Value[] {
  return lists.find((list) => list.length > 0) ?? []
}
