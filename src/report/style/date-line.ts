import { isBlank, linesOf } from '../document/lines.ts'
import { type DateTerms, dateTermsOf } from './date-terms.ts'

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
