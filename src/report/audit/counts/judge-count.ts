import type { CountClaim } from '../../stated/count-claims.ts'
import { type CountPlace, only, scopeOf } from '../../stated/scope.ts'
import { always, type Counted, type Scope } from '../../stated/window.ts'
import { wordOf } from '../../style/counts.ts'
import type { Count } from '../../types.ts'
import { together, unlessHidden, type Verdict } from '../finding.ts'
import { countIn, type Reading, type Readings } from '../readings.ts'
import { compareCount } from './compare.ts'

export interface Judgement {
  readonly verdict: Verdict
  /** The number it should be. */
  readonly expected: string | null
  readonly advice: string
  /** Of the repository it is about. */
  readonly path: string | null
}

const open = { verdict: 'unprovable', expected: null, advice: '' } as const

/**
 * Holds a count against every sensible reading of what it counts. Under a heading of a year it may be of that year or of all:
 * wrong it is only if it is so, and in the same way, in both.
 */
export function judgeCount(claim: CountClaim, place: CountPlace, readings: Readings): Judgement {
  const { window, either } = claim.narrowing
  const days = either ?? place.days
  const overall = judgeWithin(claim, place, readings)
  if (claim.asOf !== undefined)
    return days === null && window === always
      ? judgeAsOf(claim, claim.asOf, overall, place, readings)
      : { ...overall, ...open }
  if (days === null || window !== always) return overall
  const dated = { ...claim, narrowing: { ...claim.narrowing, window: days } }
  const within = judgeWithin(dated, place, readings)
  const isSame = within.verdict === overall.verdict && within.expected === overall.expected
  if (within.verdict === 'true' || isSame) return within
  if (within.verdict === 'false' && overall.verdict === 'false') return overall
  return { ...overall, ...open, advice: 'may be of the days beside or above it, or of all' }
}

/** Right is what was so on one of those days, whatever came later; less than before them is stale. */
function judgeAsOf(
  claim: CountClaim,
  { before, last }: NonNullable<CountClaim['asOf']>,
  overall: Judgement,
  place: CountPlace,
  readings: Readings,
): Judgement {
  const until = (day: string) => {
    const window = { since: null, until: day }
    return judgeWithin({ ...claim, narrowing: { ...claim.narrowing, window } }, place, readings)
  }
  const [start, end] = [until(before), until(last)]
  const wasSo = [start, end].some(({ verdict }) => verdict === 'true')
  if (wasSo || (start.verdict === 'false' && end.verdict === 'stale'))
    return { ...overall, verdict: 'true', expected: null, advice: '' }
  const isSettled = start.verdict === 'stale' && end.verdict === 'stale'
  return isSettled || overall.verdict === 'false' ? overall : { ...overall, ...open }
}

function judgeWithin(claim: CountClaim, place: CountPlace, readings: Readings): Judgement {
  const { narrowing } = claim
  const { elliptic = false } = claim
  // What its sentence names before it is the place of the count before it.
  const said = elliptic ? { ...narrowing, before: '' } : narrowing
  const keys = readings.keysOf(place.section)
  const where = scopeOf(said, place, keys)
  const inScope = (scope: Scope, window = narrowing.window) =>
    readings.of(place.section, window).flatMap((reading) => countsOf(claim, reading, scope))
  const whole = inScope(where.scope)
  const [main] = whole
  const path = where.key === null ? null : where.key.slice(where.key.indexOf('/') + 1)
  if (main === undefined) return { ...open, path }
  if (claim.obscure)
    return { ...open, path, advice: 'may count what others did, or something else' }
  const isUnknown = narrowing.names.some(
    (name) => scopeOf({ places: [name], before: '' }, { ...place, unclear: false }, keys).unclear,
  )
  if (isUnknown) return { ...open, path, advice: 'names what is no known project' }
  // "5 in 3 repositories" in the entry of one of them looks beyond it.
  const isBeyond = claim.counted === 'repositories' && place.key !== null
  const isNarrowed = narrowing.unclear || where.unclear || place.isShared
  // Of a place that is no project we know, nobody may have been asked.
  const isElsewhere = where.unclear && place.key === null
  const employed = place.employed || isBeyond || isElsewhere
  const loose = claim.loose || (elliptic && isNarrowed)
  const verdicts = whole.map((count) => compareCount(claim.number, count))
  const everything = place.key === null ? null : only(place.key)
  const found =
    isNarrowed || loose || employed
      ? cautious(
          { number: claim.number, loose },
          verdicts,
          inScope(where.unclear ? everything : where.scope, always),
          isNarrowed,
          employed,
        )
      : together(verdicts)
  const all = countsOf(claim, readings.hidden(narrowing.window), where.scope)
  const verdict = unlessHidden(
    found,
    all.map((count) => compareCount(claim.number, count)),
  )
  return { verdict, path, ...saying(verdict, claim, main) }
}

/** What report would write in its place: a lower bound where something may be missing. */
function saying(
  verdict: Verdict,
  { counted, number }: CountClaim,
  { value, isBound }: Known,
): Pick<Judgement, 'expected' | 'advice'> {
  if (verdict !== 'stale' && verdict !== 'false') return { expected: null, advice: '' }
  const expected = `${value}${isBound ? '+' : ''}`
  const words = `${expected} ${wordOf(counted === 'written' ? 'merged' : counted)}`
  // "Over 20 merged" of 20: the number is right, the word before it is not.
  const isOver = number.least === value + 1 && number.most === Number.POSITIVE_INFINITY
  return { expected, advice: `should say ${words}${isOver ? ', not more than that' : ''}` }
}

/** Of a count that may mean something narrower: never stale, and false only if it is more than everything. */
function cautious(
  { number, loose }: Pick<CountClaim, 'number' | 'loose'>,
  verdicts: readonly Verdict[],
  whole: readonly Count[],
  isNarrowed: boolean,
  employed: boolean,
): Verdict {
  if (!isNarrowed && verdicts.includes('true')) return 'true'
  if (employed || loose || !isNarrowed) return 'unprovable'
  return whole.length > 0 && whole.every((count) => compareCount(number, count) === 'false')
    ? 'false'
    : 'unprovable'
}

/** What a claim is held against. */
interface Known extends Count {
  /** Report would print it with a plus. */
  readonly isBound: boolean
}

function countsOf({ counted }: CountClaim, reading: Reading, scope: Scope): Known[] {
  const name: Counted = counted === 'written' ? 'merged' : counted
  const count = countIn(reading, name, scope)
  if (count === null) return []
  // Pull requests that were not merged are written too, and not all of them are stored.
  const isOpen = counted === 'written' || count.atLeast
  return [{ value: count.value, atLeast: isOpen, isBound: count.atLeast }]
}
