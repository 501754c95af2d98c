import { countClaimsIn } from '../audit/count-claims.ts'
import { holds } from '../audit/stated-number.ts'
import type { DocumentFormat, Span } from '../formats/format.ts'
import { linesOf } from '../lines.ts'
import { numbersIn, toNumber } from '../merge/values.ts'
import { mayHoldValues } from '../values/slots.ts'

/** A count outside sections that can be kept up to date where it stands. */
export interface StatedValue extends Span {
  readonly name: 'merged' | 'reviewed' | 'repositories'
  /** `3`, `120+` */
  readonly text: string
  /** The words that state it. */
  readonly words: string
  /** From 1. */
  readonly line: number
}

/**
 * Counts of all that a person did: `120+ PRs merged`. One of a project, a year or a kind of work is another number, and
 * would be replaced by this one, so those stay words.
 * @param taken Parts of the text that are sections' own.
 */
export function statedValues(
  text: string,
  taken: readonly Span[],
  format: DocumentFormat,
): StatedValue[] {
  const { headings } = format.read(text)
  const closed = [...taken, ...headings, ...format.silent(text)]
  return linesOf(text)
    .filter((line) => !closed.some(({ start, end }) => start < line.end && end > line.start))
    .filter((line) => !mayHoldValues(line.text))
    .flatMap((line) =>
      valuesIn(line.text).map(({ start, end, ...value }) => ({
        ...value,
        line: line.number,
        start: line.start + start,
        end: line.start + end,
      })),
    )
}

function valuesIn(text: string): Omit<StatedValue, 'line'>[] {
  return countClaimsIn(text).flatMap(({ counted, number: stated, loose, narrowing, ...claim }) => {
    const { window, places, unclear } = narrowing
    const isAll = places.length === 0 && !unclear && window.since === null && window.until === null
    const isPlain = stated.least === stated.most || stated.most === Number.POSITIVE_INFINITY
    if (counted === 'written' || counted === 'commented' || !isPlain || loose || !isAll) return []
    const [number, other] = numbersIn(text).filter(
      ({ start, text: digits }) => start >= claim.start && start + digits.length <= claim.end,
    )
    if (number === undefined || other !== undefined) return []
    const { text: digits, start } = number
    // "Over 40" would not hold with the number itself in place of 40.
    if (!holds(stated, toNumber(digits))) return []
    const words = text.slice(claim.start, claim.end)
    return [{ name: counted, text: digits, words, start, end: start + digits.length }]
  })
}

/** `text` with comments around the values, which themselves stay as they are. */
export function withValues(text: string, values: readonly StatedValue[]): string {
  let result = text
  for (const { name, start, end, text: value } of [...values].sort((a, b) => b.start - a.start))
    result = `${result.slice(0, start)}<!-- tracker:value ${name} -->${value}<!-- tracker:/value -->${result.slice(end)}`
  return result
}
