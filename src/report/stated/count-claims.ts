import { addressesIn } from '../addresses.ts'
import { type AsOf, withoutAsOf } from './as-of.ts'
import { claimOf, type Parts, type Stated, type Subject } from './count-shapes.ts'
import { periodsIn, withoutPeriods } from './moments.ts'
import { type Narrowing, narrowingOf } from './narrowing.ts'
import { bounded, type Numeral, numeralsIn, spelled } from './numerals.ts'
import { isParticular } from './particular.ts'
import { isPullAddress, readable } from './readable.ts'
import type { StatedNumber } from './stated-number.ts'
import { asideBehind, isCertainOnes, isObscure, nameBehind } from './understood.ts'
import { always } from './window.ts'

/** A number of contributions that a sentence states. */
export interface CountClaim extends Stated {
  readonly number: StatedNumber
  readonly narrowing: Narrowing
  /** Whose it is, or what is told of the things it counts, is not understood: nothing proves or disproves it. */
  readonly obscure: boolean
  /** The days up to which it is told, where it says so: "as of April 2026". */
  readonly asOf?: AsOf
}

/** Every count of contributions in `raw`, a paragraph, bullet or title as it is written. */
export function countClaimsIn(raw: string, above: Subject | null = null): CountClaim[] {
  const { text, days } = withoutAsOf(readable(raw))
  const found: CountClaim[] = []
  for (const numeral of numeralsIn(text)) {
    const sentence = sentenceAround(text, numeral)
    const head = text.slice(sentence.start, numeral.start)
    const tail = text.slice(numeral.end, sentence.end)
    if (ofOthersAll.test(tail) || isName.test(head)) continue
    if (isMarker(text, numeral)) continue
    const isSecond = found.some(
      ({ counted, end }) => counted !== 'repositories' && end < numeral.end,
    )
    const line = text.slice(startOfLine(text, raw, numeral.start), numeral.start)
    const earlier = found.findLast(
      ({ counted, end }) =>
        end > sentence.start && counted !== 'repositories' && counted !== 'commented',
    )
    const since = earlier === undefined ? '' : text.slice(earlier.end, numeral.start)
    const around = { head, tail, line, isSecond, above, earlier: earlier ?? null, since }
    const claim = claimOf(numeral, around)
    if (claim === null) continue
    const told = days.find(({ start }) => start >= sentence.start && start <= sentence.end)
    const made = toldAsOf(toClaim(claim, numeral, sentence, text, raw), told)
    // "30 PRs reviewed by bots; 3 merged": it goes on about the same.
    const last = found.at(-1)
    const goesOn =
      last?.obscure === true && /^[^.!?\n]*;\s*$/.test(text.slice(last.end, made.start))
    found.push(goesOn ? { ...made, obscure: true, loose: true } : made)
  }
  return found
}

function toldAsOf(claim: CountClaim, asOf: AsOf | undefined): CountClaim {
  if (asOf === undefined) return claim
  return { ...claim, asOf, narrowing: { ...claim.narrowing, mayBeDated: true } }
}

/** `5 of 8 MRs`, but not `5 of them` and `5 of my MRs`. */
const ofOthersAll =
  /^ +(?:out +)?of +(?!(?:them|which|these|those)\b|my +(?:own +)?[PM]Rs\b|my +(?:own +)?(?:pull|merge)[ -]requests\b)/i

/** `1.` and `2)` before an item of a list. */
function isMarker(text: string, { start, end }: Numeral): boolean {
  return /^\s*$/.test(text.slice(0, start)) && /^[.)]\s/.test(text.slice(end))
}

/** Where its line, or the last sentence before it in that line, ends. */
function startOfLine(text: string, raw: string, at: number): number {
  const first = Math.max(0, at - reach)
  const line = first + raw.slice(first, at).lastIndexOf('\n') + 1
  const ends = [...text.slice(line, at).matchAll(/[.!?;]\s|<[^<>]*>/g)].at(-1)
  return ends === undefined || /^\s*\d+\.\s$/.test(text.slice(line, line + ends.index + 2))
    ? line
    : line + ends.index + ends[0].length
}

function toClaim(
  { scopeFrom, adjectives: words, loose, ...claim }: Parts,
  numeral: Numeral,
  { start, end }: Sentence,
  text: string,
  raw: string,
): CountClaim {
  const head = text.slice(start, numeral.start)
  const tail = text.slice(numeral.end, end)
  const from = Math.max(claim.end, scopeFrom)
  const isOthers =
    ofAll.test(head) ||
    (claim.counted !== 'reviewed' && byOthers.test(tail)) ||
    isQuoted(raw, numeral)
  const wording = {
    head: text.slice(start, claim.start),
    claim: text.slice(claim.start, claim.end),
    after: text.slice(from, end),
    isReview: claim.counted === 'reviewed',
  }
  const aside = asideBehind(text.slice(from, from + reach))
  const obscure = isOthers || isObscure(wording)
  const narrowing = narrowingOf({
    sentence: text.slice(start, end),
    head: text.slice(start, claim.start),
    after: text.slice(from, end),
    line: text.slice(startOfLine(text, raw, claim.start), claim.start),
    adjectives: words,
    elliptic: claim.elliptic === true,
  })
  const number = bounded(numeral, head, tail)
  const isPart =
    claim.counted !== 'repositories' &&
    isParticular(number, {
      head: text.slice(start, claim.start),
      after: text.slice(from, end),
      rest: text.slice(from, from + reach),
      links: pullsIn(raw.slice(from, from + 5 * reach)),
    })
  return {
    ...claim,
    number,
    obscure,
    loose: loose || obscure || (claim.elliptic === true && isUntold(narrowing)),
    narrowing: {
      ...narrowing,
      places: [...narrowing.places, aside.place].filter((place) => place !== ''),
      names: [narrowing.label, nameBehind(wording.after), aside.place].filter(
        (name) => name !== '',
      ),
      unclear:
        narrowing.unclear ||
        (isPart && aside.place === '') ||
        aside.isTopic ||
        (claim.counted !== 'repositories' && isCertainOnes(wording.after)) ||
        isDatedBeside(text, start, end),
    },
  }
}

/** `Merged 6 PRs · 2023`, `2023 | Merged 6 PRs`: whether the date is that of the count, nothing tells. */
function isDatedBeside(text: string, start: number, end: number): boolean {
  const [, behind = ''] = /^\s*[;|•·–—]\s+([^;|•·–—\n]*)/.exec(text.slice(end, end + reach)) ?? []
  const [, ahead = ''] =
    /([^;|•·–—\n]*)\s[|•·–—]\s*$/.exec(text.slice(Math.max(0, start - reach), start)) ?? []
  return [ahead, behind].some((aside) => periodsIn(aside).length > 0)
}

/** `12 in Lantern and 2 in 2026`, `12 MRs, 3 in production`: nobody can tell of what. */
function isUntold({
  places,
  before,
  window,
}: Pick<Narrowing, 'places' | 'before' | 'window'>): boolean {
  if (places.some((place) => withoutPeriods(place).trim() !== '')) return false
  return window === always || isLabelled.test(before) || somewhere.test(withoutPeriods(before))
}

/** `Kite: 5 merged, 2 of which in 2026` */
const isLabelled = /^\P{N}*\p{L}\P{N}*[:|–—]/u
const somewhere =
  /\b(?:in|into|to|for|on|at|across|with|about|of)\s+(?!(?:which|them|these|and|or)\b)[\p{L}\d]/iu

function pullsIn(raw: string): number {
  return addressesIn(raw).filter(({ address }) => isPullAddress(address)).length
}

/** What somebody else said: a quoted block, or between quotation marks. */
function isQuoted(raw: string, { start, end }: Numeral): boolean {
  if (/^[ \t]{0,3}>/.test(raw)) return true
  const before = raw.slice(Math.max(0, start - reach), start)
  const after = raw.slice(end, end + reach)
  const isOpen = (before.match(/"/g)?.length ?? 0) % 2 === 1 && after.includes('"')
  return isOpen || (before.lastIndexOf('“') > before.lastIndexOf('”') && after.includes('”'))
}

/** A price, a version, or the number of one thing: `MR 3 merged`, `PRs 3 and 4 merged`. */
const isName =
  /[$€£#v]$|\b(?:[PM]R|(?:pull|merge) request|issue|Java|Python|version) $|\b(?:[PM]Rs|(?:pull|merge) requests|issues|numbers) (?:[#!]?\d+(?:,| and|,? &|,? or) )*$/i
/** What others merged. */
const byOthers =
  /\b(?:as a team|as (?:an? |the )?(?:\p{L}+ )?(?:maintainer|committer|reviewer|owner|lead|admin)|from (?:(?:the|a|our|other|external|new|first-time) )*(?:communit|contribut|people|others|developers|users|newcomers|teams?|\d+ )|by (?:over |more than )?\d+\+? (?:people|contributors|developers|others|users)|(?:contributors?|users?|others?)['’]? [PM]Rs|by (?!me\b|myself\b|20\d\d|\d|January|February|March|April|May|June|July|August|September|October|November|December)\p{L}+)/iu
/** The eight of `5 of 8 MRs merged`, the verb of which is about the five. */
const ofAll = new RegExp(
  `(?:\\d\\+?|\\b(?:${spelled})) +(?:out +)?of +(?:(?:my|the|all|our) +)*$`,
  'iu',
)

/** Ends of sentences and of what is set apart in one. */
const boundary =
  /(?<!\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|approx|incl|ca))[.!?;](?=\s|$)|\s[|•·–—]\s|\n/g
/** What stands farther from a number than that says nothing of it. Characters. */
const reach = 400

interface Sentence {
  readonly start: number
  readonly end: number
}

function sentenceAround(text: string, { start, end }: Numeral): Sentence {
  const first = Math.max(0, start - reach)
  const near = text.slice(first, end + reach)
  const spans = periodsIn(near)
  let from = first
  for (const match of near.matchAll(boundary)) {
    // "Feb 2025 – Present" is one thing.
    if (spans.some((span) => span.start <= match.index && match.index < span.end)) continue
    const at = first + match.index
    if (at >= end) return { start: from, end: at }
    if (at + match[0].length <= start) from = at + match[0].length
  }
  return { start: from, end: first + near.length }
}
