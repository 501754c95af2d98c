import { isBlank, linesOf } from '../document/lines.ts'
import { type DateTerms, dateTermsOf } from './date-terms.ts'
import { dateWordsOf } from './date-words.ts'
import { datesIn } from './read-dates.ts'

/** Where an entry's dates stand and in what emphasis. */
export interface DateLine {
  /** `below`: on the line after the title; `apart`: a blank line between; `beside`: on the title's own line. */
  readonly place: 'below' | 'apart' | 'beside'
  /** Around the dates, as written: `*`, `_`, `**`, or nothing. */
  readonly mark: string
  /** Of `beside`: what stands between title and dates, and after them. */
  readonly open: string
  readonly close: string
}

interface Lines {
  readonly alone: RegExp
  readonly beside: RegExp
}

const compiled = new Map<DateTerms, Lines>()

function linesWith(terms: DateTerms): Lines {
  const known = compiled.get(terms)
  if (known !== undefined) return known
  const { dates, flags } = terms
  const made = {
    alone: new RegExp(`^[ \\t]*(\\*\\*|__|\\*|_|)(?:${dates})\\1 *$`, flags),
    beside: new RegExp(
      `^.*?[^\\s|,·(–—-](\\s*[|,·–—] |\\s+- |\\s+\\()(\\*\\*|__|\\*|_|)(?:${dates})\\2(\\)?)\\s*$`,
      flags,
    ),
  }
  compiled.set(terms, made)
  return made
}

const english = dateTermsOf()

/** True for a line of nothing but a month or a range of months, in emphasis or not. */
export function fillsLine(line: string, terms: DateTerms = english): boolean {
  return linesWith(terms).alone.test(line)
}

/** What a line says beside the only time it tells; null for other lines, and where that is no span or stands in a sentence. */
export function besideDates(
  line: string,
  terms: DateTerms = english,
): { readonly before: string; readonly after: string } | null {
  // Most lines hold no year, and a sentence is longer.
  if (line.length > 200 || !/\d{2}/.test(line)) return null
  const [found, other] = datesIn(line, terms)
  if (found === undefined || other !== undefined) return null
  const [before, after] = [line.slice(0, found.start), line.slice(found.end)]
  const isSpan = found.dates.start !== found.dates.end || sinceIn(terms).test(before)
  const isApart = /^[\s*_(]*$|[|·•–—\t(] *[*_]*$| {2}[*_]*$/.test(
    before.replace(sinceIn(terms), ''),
  )
  const isSetOff = /^[\s*_)]*$|^[*_)]*(?:\s*[|·•–—;(\t]|,\s+\p{Lu}|\s+- |\s{2})/u.test(after)
  if (!isSpan || !isApart || !isSetOff || isProse(before) || isProse(after)) return null
  return { before, after }
}

/** A line of dates and a few words: `*Mar 2025 – Apr 2026* | Go`, `Since May 2025`. A length of time goes with its dates alone. */
export function tellsDates(line: string, terms: DateTerms = english): boolean {
  const beside = besideDates(line, terms)
  return beside !== null && !/\d[\d.,]* *\p{L}/u.test(beside.before + beside.after)
}

const since = new Map<DateTerms, RegExp>()

/** At the end of what stands before a date. */
function sinceIn(terms: DateTerms): RegExp {
  const words = (terms.words ?? dateWordsOf()).since
  const made = since.get(terms) ?? new RegExp(`(?<!\\p{L})(?:${words})\\s+[*_]*$`, 'iu')
  since.set(terms, made)
  return made
}

function isProse(text: string): boolean {
  return /\p{Ll}{3,} \p{Ll}{3,}/u.test(text) || /\p{L}{2,}[.:][*_]*\s*$/u.test(text)
}

/** Which end of a span a lone month is by the words around it: "since May 2025", "May 2025 –", "until May 2025". */
export function endMeant(
  before: string,
  after: string,
  terms: DateTerms = english,
): 'start' | 'end' | null {
  const { until } = terms.words ?? dateWordsOf()
  if (new RegExp(`(?<!\\p{L})(?:${until})\\s+[*_]*$`, 'iu').test(before)) return 'end'
  const isOpen = /^[ \t]*(?:-{1,3}|[–—])[ \t]*(?:$|[*_)\]|\r\n])/.test(after)
  return isOpen || sinceIn(terms).test(before) ? 'start' : null
}

/**
 * Follows the first dates that fill a line in the nearest source that has one, else dates that end a title's line.
 * `isTitle` says whether a line is the title of an entry.
 */
export function detectDateLine(
  sources: readonly string[],
  isTitle: (line: string) => boolean,
  fallback: DateLine,
  terms: DateTerms = english,
): DateLine {
  const { alone, beside } = linesWith(terms)
  for (const source of sources) {
    const found = onOwnLine(source, alone) ?? besideTitle(source, beside, isTitle)
    if (found !== null) return found
  }
  return fallback
}

function onOwnLine(source: string, alone: RegExp): DateLine | null {
  const lines = linesOf(source)
  for (const [index, { text }] of lines.entries()) {
    const match = alone.exec(text)
    const before = lines[index - 1]
    if (match === null || before === undefined) continue
    return {
      place: isBlank(before.text) ? 'apart' : 'below',
      mark: match[1] ?? '',
      open: '',
      close: '',
    }
  }
  return null
}

function besideTitle(
  source: string,
  beside: RegExp,
  isTitle: (line: string) => boolean,
): DateLine | null {
  for (const { text } of linesOf(source)) {
    const match = isTitle(text) ? beside.exec(text) : null
    if (match === null) continue
    const [, open = '', mark = '', close = ''] = match
    return { place: 'beside', mark, open, close }
  }
  return null
}
