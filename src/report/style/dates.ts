import type { Dates, Month } from '../types.ts'
import { type DateTerms, dateTermsOf } from './date-terms.ts'
import type { DateWords } from './date-words.ts'
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
  readonly form: MonthForm | 'year-month' | 'month/year' | 'month.year'
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
  /** Writes months by their names in another language; null in English. */
  readonly nameOf: ((month: number) => string) | null
}

const english = dateTermsOf()

/** The date style of the first source that shows one; ranges say more than lone months and so are looked for first. */
export function detectDates(sources: readonly string[], terms: DateTerms = english): DateStyle {
  const found = sources.map((source) => [...source.matchAll(terms.ranges)])
  // A range is one sample: its two months are no two habits.
  const samples = firstFilled([
    ...found.map((matches) => matches.map(({ groups }) => [groups?.['start'], groups?.['end']])),
    ...sources.map((source) => (source.match(terms.moments) ?? []).map((text) => [text])),
  ]).map((sample) => sample.filter((text) => text !== undefined))
  const groups = found.flat().map((match) => match.groups ?? {})
  const most = <Habit extends string>(tell: (text: string) => Habit | undefined) =>
    mostFrequent(samples.map((sample) => firstOf(sample, tell)))
  const form = most(formOfMoment) ?? 'long'
  const nameOf = namesIn(samples, terms)
  const capitals = most(caseOf) === 'capitals'
  return {
    form,
    gap: most(gapOf) ?? ' ',
    names:
      (form === 'dotted' || form === 'short') && !capitals && nameOf === null
        ? irregularNames(sources, form)
        : new Map(),
    yearSign: most(yearSignOf) ?? '',
    padded: most(paddingOf) !== 'bare',
    capitals,
    dash: firstFilled(found.map((matches) => dashesOf(matches)))[0] ?? ' – ',
    present:
      mostFrequent(groups.map((group) => group['present'])) ?? presentIn(terms, nameOf, capitals),
    nameOf,
  }
}

/** How months are called where they are not in English: as in the samples, else in full. */
function namesIn(
  samples: readonly (readonly string[])[],
  { words, inWords }: DateTerms,
): DateStyle['nameOf'] {
  if (words === null) return null
  const names = samples.flat().flatMap((text) => inWords.exec(text)?.[1] ?? [])
  const isOwn = (name: string) => words.nameLike(1, name) !== null
  if (names.length > 0 && !names.some(isOwn)) return null
  const form = mostFrequent(names.map((name) => formIn(name, words)))
  const model = names.find((name) => isOwn(name) && formIn(name, words) === form)
  return (month) => words.nameLike(month, model ?? words.whole(month)) ?? words.whole(month)
}

/** A name that is never cut says nothing, as `mai` does. */
function formIn(name: string, words: DateWords): MonthForm | undefined {
  if (name.endsWith('.')) return 'dotted'
  const whole = words.whole(words.numberOf(name)).toLowerCase()
  if (name.toLowerCase() !== whole) return 'short'
  return whole.length > 4 ? 'long' : undefined
}

function presentIn({ words }: DateTerms, nameOf: DateStyle['nameOf'], capitals: boolean): string {
  const word = nameOf === null ? 'Present' : (words?.now ?? 'Present')
  return capitals ? word.toUpperCase() : word
}

/** The style in which `text` itself writes months; what it does not show is as in the sources. */
export function detectDatesLike(
  text: string,
  sources: readonly string[],
  terms: DateTerms = english,
): DateStyle {
  const style = detectDates([text, ...sources], terms)
  if (text.search(terms.moments) === -1) return style
  const { dash: _, present: __, names, ...own } = detectDates([text], terms)
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
  const { form, gap, names, padded, capitals, yearSign, nameOf } = style
  const [year = '', number = ''] = month.split('-')
  if (form === 'year-month') return `${year}-${number}`
  const figures = padded ? number : Number(number)
  if (form === 'month/year') return `${figures}/${year}`
  if (form === 'month.year') return `${figures}.${year}`
  const own = names.get(Number(number)) ?? nameOf?.(Number(number))
  const name = own ?? monthName(Number(number), form)
  const shown = yearSign === '' ? year : `${yearSign}${year.slice(2)}`
  return `${capitals ? name.toUpperCase() : name}${gap}${shown}`
}

function formOfMoment(text: string): DateStyle['form'] | undefined {
  if (/^\d{4}-/.test(text)) return 'year-month'
  if (/^\d+\//.test(text)) return 'month/year'
  if (/^\d+\./.test(text)) return 'month.year'
  return formOf(text.split(/[ ,]/)[0] ?? '') ?? undefined
}

function yearSignOf(text: string): string | undefined {
  return /(['’]?)\d+$/.exec(text)?.[1]
}

/** Of October nothing tells. */
function paddingOf(text: string): 'padded' | 'bare' | undefined {
  if (/^0\d[/.]/.test(text)) return 'padded'
  return /^\d[/.]/.test(text) ? 'bare' : undefined
}

function caseOf(text: string): 'capitals' | 'usual' | undefined {
  const letters = /^\p{L}+/u.exec(text)?.[0]
  if (letters === undefined) return undefined
  return letters === letters.toUpperCase() ? 'capitals' : 'usual'
}

function gapOf(text: string): string | undefined {
  return / *,? +(?:del? +)?/i.exec(text)?.[0]
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
