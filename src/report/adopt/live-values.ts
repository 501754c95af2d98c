import { linesOf } from '../document/lines.ts'
import type { Naming } from '../entries/naming.ts'
import type { DocumentFormat, Span } from '../formats/format.ts'
import { countClaimsIn } from '../stated/count-claims.ts'
import { numbersIn, toNumber } from '../stated/numbers.ts'
import { type CountPlace, scopeOf, type Where } from '../stated/scope.ts'
import { holds } from '../stated/stated-number.ts'
import { keyOf } from '../values/query.ts'
import { mayHoldValues } from '../values/slots.ts'
import { placesIn } from './value-places.ts'

/** A count outside sections that can be kept up to date where it stands. */
export interface StatedValue extends Span {
  readonly name: 'merged' | 'reviewed' | 'repositories'
  /** Pattern over the paths of the repositories it counts in; null for all but the person's own. */
  readonly repository: string | null
  /** `3`, `120+` */
  readonly text: string
  /** The words that state it. */
  readonly words: string
  /** From 1. */
  readonly line: number
}

/** What a sentence may name. */
export interface Projects {
  /** Of every repository known. */
  readonly keys: readonly string[]
  /** Those that are not public are counted nowhere. */
  readonly isHidden: (key: string) => boolean
  /** Null where no project is known. */
  readonly naming: Naming | null
}

/**
 * Counts of all that a person did, `120+ PRs merged`, or did for one project or owner, read as audit reads them. One of a
 * year, a kind of work or a place that is not known is another number, and would be replaced by this one, so those stay words.
 * @param taken Parts of the text that are sections' own.
 */
export function statedValues(
  text: string,
  taken: readonly Span[],
  format: DocumentFormat,
  projects: Projects,
): StatedValue[] {
  const { headings } = format.read(text)
  const placeAt = placesIn(text, taken, format, projects.naming)
  const closed = [...taken, ...headings, ...format.silent(text)]
  return linesOf(text)
    .filter((line) => !closed.some(({ start, end }) => start < line.end && end > line.start))
    .filter((line) => !mayHoldValues(line.text))
    .flatMap((line) =>
      valuesIn(line.text, placeAt(line.start), projects).map(({ start, end, ...value }) => ({
        ...value,
        line: line.number,
        start: line.start + start,
        end: line.start + end,
      })),
    )
}

function valuesIn(
  text: string,
  place: Pick<CountPlace, 'key' | 'title' | 'unclear'>,
  projects: Projects,
): Omit<StatedValue, 'line'>[] {
  return countClaimsIn(text).flatMap(({ counted, number: stated, loose, narrowing, ...claim }) => {
    const { window, unclear } = narrowing
    const isEver = !unclear && window.since === null && window.until === null
    const where = scopeOf(narrowing, place, projects.keys)
    const repository = patternOf(where, projects)
    const isKnown = counted !== 'repositories' || repository === null
    const isPlain = stated.least === stated.most || stated.most === Number.POSITIVE_INFINITY
    if (counted === 'written' || counted === 'commented' || !isPlain || loose) return []
    if (!isEver || repository === undefined || !isKnown) return []
    const [number, other] = numbersIn(text).filter(
      ({ start, text: digits }) => start >= claim.start && start + digits.length <= claim.end,
    )
    if (number === undefined || other !== undefined) return []
    const { text: digits, start } = number
    // "Over 40" would not hold with the number itself in place of 40.
    if (!holds(stated, toNumber(digits))) return []
    const words = text.slice(claim.start, claim.end)
    return [{ name: counted, repository, text: digits, words, start, end: start + digits.length }]
  })
}

/** What a value asks for to count there; null for everywhere, undefined where no value can ask for it. */
function patternOf(
  { scope, key, owner, unclear }: Where,
  { keys, isHidden }: Projects,
): string | null | undefined {
  if (unclear || (key !== null && isHidden(key))) return undefined
  const pathOf = (each: string) => each.slice(each.indexOf('/') + 1)
  if (key !== null) {
    // A pattern says nothing of hosts.
    const isOnly = !keys.some((each) => each !== key && pathOf(each) === pathOf(key))
    return isOnly ? pathOf(key) : undefined
  }
  if (scope === null) return null
  return owner === null ? undefined : `${owner}/**`
}

/** `text` with comments around the values, which themselves stay as they are. */
export function withValues(text: string, values: readonly StatedValue[]): string {
  let result = text
  for (const each of [...values].sort((a, b) => b.start - a.start)) {
    const { name, repository, start, end, text: value } = each
    const query = keyOf({ name, repository, since: null, until: null })
    result = `${result.slice(0, start)}<!-- tracker:value ${query} -->${value}<!-- tracker:/value -->${result.slice(end)}`
  }
  return result
}
