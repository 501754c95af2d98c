import type { SectionRules } from '../rules.ts'
import { wordOf } from '../style/counts.ts'
import type { Count } from '../types.ts'
import { compareCount } from './compare.ts'
import { type CountClaim, countClaimsIn } from './count-claims.ts'
import { type Draft, together, unlessHidden, type Verdict } from './finding.ts'
import { periodsIn } from './moments.ts'
import { isNeutral } from './neutral-words.ts'
import type { Page } from './page.ts'
import type { Entry, Unit } from './passages.ts'
import {
  always,
  type Counted,
  countIn,
  type Reading,
  type Readings,
  type Scope,
} from './readings.ts'

/** Where a count stands, as far as that decides what it counts. */
export interface CountPlace {
  readonly section: SectionRules | null
  /** Key of the project whose entry it stands in. */
  readonly key: string | null
  /** Words of that entry's title. */
  readonly title: string
  /** Among what an employer paid for: other numbers than those of the forges may be meant. */
  readonly employed: boolean
}

/** Every count a unit states. */
export function checkCounts(
  unit: Unit,
  page: Page,
  place: CountPlace,
  readings: Readings,
): Draft[] {
  const text = page.said
    .slice(unit.start, unit.end)
    .replace(/\r\n/g, '  ')
    .replace(/[\r\n\u00a0\u2007\u202f]/g, ' ')
    .replace(inlineMarkup, (markup) => ' '.repeat(markup.length))
  return countClaimsIn(text).map((claim) => {
    const { start, end } = claim
    const { verdict, expected, advice, path } = judge(claim, place, readings)
    const from = unit.start + start
    return {
      at: from,
      kind: 'count',
      text: plain(page.text.slice(from, unit.start + end)),
      verdict,
      expected,
      reference: path,
      advice,
    }
  })
}

/** What stands around a number and says nothing: the plain words are read. */
const inlineMarkup =
  /<\/?(?:b|strong|em|i|u|span|mark|small|sup)(?:\s[^<>]*)?>|&nbsp;|(?<![\p{L}\p{N}_])_{1,2}(?=\d)|(?<=\d\+?)_{1,2}(?![\p{L}\p{N}_])/giu

function plain(text: string): string {
  return text
    .replace(inlineMarkup, (markup) => (markup === '&nbsp;' ? ' ' : ''))
    .replace(/[*_`]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

interface Judgement {
  readonly verdict: Verdict
  readonly expected: string | null
  readonly advice: string
  readonly path: string | null
}

function judge(claim: CountClaim, place: CountPlace, readings: Readings): Judgement {
  const { narrowing } = claim
  const where = scopeOf(claim, place, readings)
  const inScope = (scope: Scope, window = narrowing.window) =>
    readings.of(place.section, window).flatMap((reading) => countsOf(claim, reading, scope))
  const whole = inScope(where.scope)
  const [main] = whole
  const path = where.key === null ? null : where.key.slice(where.key.indexOf('/') + 1)
  if (main === undefined) return { verdict: 'unprovable', expected: null, advice: '', path }
  const verdicts = whole.map((count) => compareCount(claim, count))
  // "5 in 3 repositories" in the entry of one of them looks beyond it.
  const isBeyond = claim.counted === 'repositories' && place.key !== null
  const isSure =
    !isBeyond && !claim.loose && !narrowing.unclear && !where.unclear && !place.employed
  const found = isSure
    ? together(verdicts)
    : cautious(
        claim,
        verdicts,
        inScope(
          where.unclear ? (place.key === null ? null : only(place.key)) : where.scope,
          always,
        ),
        narrowing.unclear || where.unclear,
        { ...place, employed: place.employed || isBeyond },
      )
  const all = countsOf(claim, readings.hidden(narrowing.window), where.scope)
  const verdict = unlessHidden(
    found,
    all.map((count) => compareCount(claim, count)),
  )
  const wrong = verdict === 'stale' || verdict === 'false'
  const number = `${main.value}${claim.bound === 'least' && main.atLeast ? '+' : ''}`
  return {
    verdict,
    expected: wrong ? number : null,
    advice: wrong
      ? `should say ${number} ${wordOf(claim.counted === 'written' ? 'merged' : claim.counted)}`
      : '',
    path,
  }
}

/** Of a count that may mean something narrower: never stale, and false only if it is more than everything. */
function cautious(
  claim: CountClaim,
  verdicts: readonly Verdict[],
  whole: readonly Count[],
  isNarrowed: boolean,
  { employed }: CountPlace,
): Verdict {
  if (!isNarrowed && verdicts.includes('true')) return 'true'
  if (employed || claim.loose || !isNarrowed) return 'unprovable'
  return whole.length > 0 && whole.every((count) => compareCount(claim, count) === 'false')
    ? 'false'
    : 'unprovable'
}

function countsOf({ counted }: CountClaim, reading: Reading, scope: Scope): Count[] {
  const name: Counted = counted === 'written' ? 'merged' : counted
  const count = countIn(reading, name, scope)
  if (count === null) return []
  // Pull requests that were not merged are written too, and not all of them are stored.
  return [counted === 'written' ? { ...count, atLeast: true } : count]
}

interface Where {
  readonly scope: Scope
  /** Of the one project it is about. */
  readonly key: string | null
  /** It says where, and that is no place we know. */
  readonly unclear: boolean
}

function only(key: string): Scope {
  return (each) => each === key
}

/** The entry's project; else the project or owner the sentence names; else everything. */
function scopeOf({ narrowing }: CountClaim, place: CountPlace, readings: Readings): Where {
  const here = {
    scope: place.key === null ? null : only(place.key),
    key: place.key,
    unclear: false,
  }
  const said = wordsOf(withoutDates(narrowing.place)).filter((word) => !articles.has(word))
  const words = said.filter((word) => !empty.has(word) && !isNeutral(word))
  if (words.length === 0) return here
  if (place.key !== null) {
    const own = new Set([...wordsOf(place.key), ...wordsOf(place.title)])
    return { ...here, unclear: !words.some((word) => own.has(word)) }
  }
  const keys = [
    ...new Set(readings.of(place.section).flatMap(({ section }) => Object.keys(section.counts))),
  ]
  const named = keys.filter((key) => {
    const path = wordsOf(key.slice(key.indexOf('/') + 1))
    const name = wordsOf(key.slice(key.lastIndexOf('/') + 1))
    return [said, words].some((each) => isSame(each, path) || isSame(each, name))
  })
  const [key] = named
  if (key !== undefined && named.length === 1) return { scope: only(key), key, unclear: false }
  const owner = said.join(' ')
  const isOwned = (each: string) => wordsOf(each.split('/')[1] ?? '').join(' ') === owner
  if (key === undefined && keys.some(isOwned)) return { scope: isOwned, key: null, unclear: false }
  return { ...here, unclear: true }
}

const articles: ReadonlySet<string> = new Set(['the', 'a', 'an'])

/** Words that name no place of their own. */
const empty = new Set(
  'project projects repository repositories repo repos total all upstream open source date community ecosystem github gitlab production main'.split(
    ' ',
  ),
)

function withoutDates(place: string): string {
  let rest = place
  for (const { start, end } of periodsIn(place).reverse())
    rest = rest.slice(0, start) + rest.slice(end)
  return rest
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.join(' ') === b.join(' ')
}

/** Title of an entry as plain words, for its counts. */
export function titleWords({ title }: Entry, page: Page): string {
  return title === null ? '' : page.said.slice(title.start, title.end)
}
