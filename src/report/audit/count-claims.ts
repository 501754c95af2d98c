import { masked, numbersIn, toNumber } from '../merge/values.ts'
import { depthBehind, depthWords, reviewsAhead } from '../style/depth-words.ts'
import { type Narrowing, narrowingOf } from './narrowing.ts'
import { isNeutral } from './neutral-words.ts'

/** A number of contributions that a sentence states. */
export interface CountClaim {
  /** `written`: pull requests of any state, as far as the words tell. `commented`: reviewed ones with words left on them. */
  readonly counted: 'merged' | 'reviewed' | 'commented' | 'written' | 'repositories'
  readonly value: number
  /** `least`: `42+`, `over 42`; `about`: `some 42`. */
  readonly bound: 'exact' | 'least' | 'about'
  /** Where the words that state it start and end. */
  readonly start: number
  readonly end: number
  /** It may count something else: it can be found true, and nothing worse than unprovable. */
  readonly loose: boolean
  readonly narrowing: Narrowing
}

const hard = '(?:[PM]Rs?|(?:pull|merge)[ -]requests?)'
const soft = '(?:patch(?:es)?|contributions?|changes|fixes|commits?|change requests?)'
const thing = `(?:${hard}|${soft})`
const adjectives =
  "(?:(?!(?:and|or|in|of|to|for|from|with|by|per|on|at|the)\\b)[\\p{L}][\\p{L}'’-]* +){0,3}?"
const mergedWords = 'merged|landed|accepted|shipped'
const reviewedWords = 'reviewed|approved'
const aux = '(?:(?:were|was|got|are|have been|has been) +)?'

/** What may follow `5 merged` without anything else being counted. */
const endsThere =
  '(?=[*_`\\s]*(?:$|[.,;:!?)\\]|/•·–—<]|(?:and|or|across|in|into|to|for|by|since|over|during|on|at|with|upstream|so|plus|of)\\b))'

const behind = {
  things: new RegExp(
    `^[*_ ]*(?<adjectives>${adjectives})(?<thing>${thing})[*_]* +${aux}(?<verb>${mergedWords}|${reviewedWords})(?![\\p{L}-])`,
    'iu',
  ),
  verb: new RegExp(
    `^[*_ ]*(?<adjectives>${adjectives})(?<verb>${mergedWords}|${reviewedWords})(?![\\p{L}-])(?:(?:,? +(?:and|or) +(?:\\d[\\d,]*\\+? +)?(?:${mergedWords}|${reviewedWords}))?[*_]* +(?<more>${adjectives})(?<thing>${thing})(?![\\p{L}-])|${endsThere})`,
    'iu',
  ),
  thing: new RegExp(`^[*_ ]*(?<adjectives>${adjectives})(?<thing>${thing})(?![\\p{L}-])`, 'iu'),
  repositories:
    /^[*_ ]*(?:(?:different|distinct|separate|open[- ]source|upstream|public|GitHub|GitLab) +)*(?<thing>repos|repositories)(?![\p{L}-])/iu,
} as const

const depth = {
  words: new RegExp(`^[*_ ]*${depthWords}`, 'iu'),
  behind: new RegExp(`^[*_]*${depthBehind}`, 'iu'),
} as const

const verbs = {
  merged: /^(?:merged|merging|landed|landing|shipped)$/i,
  reviewed: /^(?:reviewed|reviewing|reviews?)$/i,
  approved: /^approv(?:ed|ing)$/i,
  written:
    /^(?:submitted|submitting|opened|opening|authored|authoring|contributed|contributing|sent|raised|created|wrote|written|made)$/i,
} as const

const between =
  '(?:over|more|than|at|least|about|around|approximately|approx\\.?|nearly|almost|roughly|some|up|to|close|a|total|of|all|my|the|exactly|only|just)'
const ahead = new RegExp(
  `(?<![\\p{L}\\p{N}-])(?<pair>[\\p{L}]+ed[*_]*,? *(?:and|&|/|,) *)?(?<verb>${Object.values(verbs)
    .map(({ source }) => source.slice(1, -1))
    .join('|')})[*_]*[ :(]+(?:${between} +)*[*_(~≈>≥]*$`,
  'iu',
)
/** `Merged PRs: 29`, `PRs merged (30+)`. */
const labelled = new RegExp(
  `(?<![\\p{L}\\p{N}-])(?:(?<first>${mergedWords}|${reviewedWords}) +${hard}|${hard} +(?<last>${mergedWords}|${reviewedWords}))[*_]* *[:(–—=]+[*_ ]*$`,
  'iu',
)

interface FoundNumber {
  readonly value: number
  readonly plus: boolean
  readonly start: number
  readonly end: number
}

/** Every count of contributions in `text`, a unit whose line ends are spaces. */
export function countClaimsIn(text: string): CountClaim[] {
  const found: CountClaim[] = []
  for (const number of allNumbers(text)) {
    const sentence = sentenceAround(text, number)
    const head = text.slice(sentence.start, number.start)
    const tail = text.slice(number.end, sentence.end)
    if (/^ +(?:out +)?of +(?!them\b)/i.test(tail) || isName.test(head)) continue
    const claim = claimOf(number, head, tail, found.length > 0)
    if (claim === null) continue
    const isOthers = ofOthers.test(head) || byOthers.test(tail) || ofAll.test(head)
    const whole = text.slice(sentence.start, sentence.end)
    const after = text.slice(Math.max(claim.end, claim.scopeFrom), sentence.end)
    const narrowing = narrowingOf(whole, after, claim.adjectives)
    const { scopeFrom: _scope, adjectives: _adjectives, ...rest } = claim
    const loose = rest.loose || isOthers
    found.push({
      ...rest,
      loose,
      value: number.value,
      bound: boundOf(number, head, tail),
      narrowing,
    })
  }
  return found
}

/** A price, a version, or the number of one thing: `MR 3 merged`. */
const isName = /[$€£#v]$|\b(?:[PM]R|(?:pull|merge) request|issue|Java|Python|version) $/i
/** What others merged, a machine did, or nobody has yet. */
const ofOthers =
  /\b(?:teams?|we|our|bots?|tools?|scripts?|queue|automat(?:ed|ion|ically)|systems?|pipelines?|goal|target|aim(?:ed|ing)?|plan(?:s|ned)?|mentor(?:ed|ing)?|mentees?|students?|interns?|newcomers?|projects? (?:has|had|with)|communit(?:y|ies) (?:has|had|of)|who|which|that|whose)\b/i
const byOthers =
  /\b(?:as a team|by (?!me\b|myself\b|20\d\d|\d|January|February|March|April|May|June|July|August|September|October|November|December)\p{L}+)/iu
/** The eight of `5 of 8 MRs merged`, the verb of which is about the five. */
const ofAll =
  /(?:\d\+?|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)) +(?:out +)?of +(?:(?:my|the|all|our) +)*$/i

type Parts = Omit<CountClaim, 'value' | 'bound' | 'narrowing'> & {
  readonly scopeFrom: number
  readonly adjectives: readonly string[]
}

function claimOf(number: FoundNumber, head: string, tail: string, isSecond: boolean): Parts | null {
  const { start, end } = number
  const label = labelled.exec(head)
  const asLabel = label?.groups?.['first'] ?? label?.groups?.['last']
  if (label !== null && asLabel !== undefined && isLabel(head.slice(0, label.index), tail)) {
    const from = start - head.length + label.index
    return { ...kindOf(asLabel), start: from, end, scopeFrom: end, adjectives: [], loose: false }
  }
  const deep = depth.words.exec(tail)
  if (deep !== null) {
    const to = end + deep[0].length
    return reviewsAhead.test(head)
      ? { counted: 'commented', start, end: to, scopeFrom: to, adjectives: [], loose: false }
      : null
  }
  const repositories = behind.repositories.exec(tail)
  if (repositories !== null) {
    const isAcross = /\b(?:across|in|to|over|spanning|from)[*_ ]+(?:over |more than )?[*_]*$/i.test(
      head,
    )
    if (!isAcross || !isSecond) return null
    const to = end + repositories[0].length
    return { counted: 'repositories', start, end: to, scopeFrom: to, adjectives: [], loose: false }
  }
  const match = behind.things.exec(tail) ?? behind.verb.exec(tail)
  if (match !== null) {
    const { verb = '', thing: what, adjectives: words = '', more = '' } = match.groups ?? {}
    // Up to the verb: what follows it may belong to another count.
    const length = match[0].indexOf(verb, words.length) + verb.length
    const to = end + length
    const isSoft = what !== undefined && new RegExp(`^${soft}$`, 'i').test(what)
    const kind = kindOf(verb)
    const adjectivesFound = wordsOf(`${words} ${more}`)
    return {
      ...kind,
      start,
      end: to,
      scopeFrom: end + match[0].length,
      adjectives: adjectivesFound,
      loose: kind.loose || isSoft,
    }
  }
  return ofVerbAhead(number, head, tail)
}

/** Not the noun of a number before it (`7 merged PRs: one of them …`), and with nothing but the number behind. */
function isLabel(before: string, tail: string): boolean {
  const isCounted =
    /(?:\d\+?|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))\s*$/i
  return !isCounted.test(before) && /^[*_]*\s*(?:$|[.,;)|])/.test(tail)
}

/** `Merged 3 production MRs`, and `30 PRs` without any verb. */
function ofVerbAhead({ start, end }: FoundNumber, head: string, tail: string): Parts | null {
  const things = behind.thing.exec(tail)
  if (things === null && !depth.behind.test(tail)) return null
  const { thing: what = '', adjectives: words = '' } = things?.groups ?? {}
  const isSoft = new RegExp(`^${soft}$`, 'i').test(what)
  const scopeFrom = end + (things?.[0].length ?? 0)
  const verb = ahead.exec(head)
  const base = { scopeFrom, adjectives: wordsOf(words) }
  const word = verb?.groups?.['verb']
  if (things === null && !verbs.reviewed.test(word ?? '')) return null
  if (verb === null || word === undefined) {
    return isSoft ? null : { ...base, counted: 'written', start, end: scopeFrom, loose: true }
  }
  const kind = kindOf(word)
  const isPair = verb.groups?.['pair'] !== undefined
  const from = start - head.length + verb.index + (verb.groups?.['pair']?.length ?? 0)
  return { ...base, ...kind, start: from, end, loose: kind.loose || isSoft || isPair }
}

function kindOf(verb: string): { counted: CountClaim['counted']; loose: boolean } {
  if (verbs.reviewed.test(verb)) return { counted: 'reviewed', loose: false }
  if (verbs.approved.test(verb)) return { counted: 'reviewed', loose: true }
  if (verbs.written.test(verb)) return { counted: 'written', loose: false }
  return { counted: 'merged', loose: false }
}

function wordsOf(text: string): string[] {
  return (text.match(/[\p{L}'’-]+/gu) ?? []).filter((word) => !isNeutral(word))
}

function boundOf({ plus }: FoundNumber, head: string, tail: string): CountClaim['bound'] {
  if (plus || /(?:\b(?:over|more than|at least)\s*|(?:^|[\s(])[>≥]\s*)[*_]*$/i.test(head))
    return 'least'
  if (/^ or more\b/i.test(tail)) return 'least'
  const isAbout =
    /(?:\b(?:about|around|approximately|approx\.?|nearly|almost|roughly|some|up to|close to)\s*|[~≈]\s*)[*_]*$/i.test(
      head,
    )
  return isAbout ? 'about' : 'exact'
}

const words = 'one two three four five six seven eight nine ten eleven twelve'.split(' ')
const inWords = new RegExp(`(?<![\\p{L}\\p{N}_-])(?:${words.join('|')})(?![\\p{L}\\p{N}_-])`, 'giu')

function allNumbers(text: string): FoundNumber[] {
  const digits = numbersIn(text).map(({ text: number, start }) => ({
    value: toNumber(number),
    plus: number.endsWith('+'),
    start,
    end: start + number.length,
  }))
  const spelt = [...masked(text).matchAll(inWords)].map((match) => ({
    value: words.indexOf(match[0].toLowerCase()) + 1,
    plus: false,
    start: match.index,
    end: match.index + match[0].length,
  }))
  return [...digits, ...spelt].sort((a, b) => a.start - b.start)
}

/** Ends of sentences and of what is set apart in one. */
const boundary =
  /(?<!\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|approx|incl))[.!?;](?=\s|$)|\s[|•·–—]\s|\n/g
/** What stands farther from a number than that says nothing of it. Characters. */
const reach = 400

function sentenceAround(text: string, { start, end }: FoundNumber): { start: number; end: number } {
  const first = Math.max(0, start - reach)
  const near = text.slice(first, end + reach)
  let from = first
  for (const match of near.matchAll(boundary)) {
    const at = first + match.index
    if (at >= end) return { start: from, end: at }
    if (at + match[0].length <= start) from = at + match[0].length
  }
  return { start: from, end: first + near.length }
}
