import { depthBehind, depthWords, reviewsAhead } from '../style/depth-words.ts'
import { joined } from './count-period.ts'
import { isNeutral } from './neutral-words.ts'
import { bounds, type Numeral, spelled } from './numerals.ts'

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
  '(?=[*_`\\s]*(?:$|[.,;:!?()\\]|/•·–—<\\0]|(?:and|or|across|in|into|to|for|by|since|over|during|on|at|with|upstream|so|plus|of|&)(?![\\p{L}])))'

const behind = {
  things: new RegExp(
    `^[*_ ]*(?<mine>of my (?:own )?)?(?<adjectives>${adjectives})(?<thing>${thing})[*_]*(?: +of mine)? +${aux}(?<verb>${mergedWords}|${reviewedWords})(?![\\p{L}-])`,
    'iu',
  ),
  verb: new RegExp(
    `^[*_ ]*${aux}(?<adjectives>${adjectives})(?<verb>${mergedWords}|${reviewedWords})(?![\\p{L}-])(?:(?:,? +(?:and|or) +(?:\\d[\\d,]*\\+? +)?(?:${mergedWords}|${reviewedWords}))?[*_]* +(?<more>${adjectives})(?<thing>${thing})(?![\\p{L}-])|${endsThere})`,
    'iu',
  ),
  thing: new RegExp(`^[*_ ]*(?<adjectives>${adjectives})(?<thing>${thing})(?![\\p{L}-])`, 'iu'),
  reviews: new RegExp(`^[*_ ]*(?<adjectives>${adjectives})reviews(?![\\p{L}-])`, 'iu'),
  repositories:
    /^[*_ ]*(?:(?:different|distinct|separate|open[- ]source|upstream|public|GitHub|GitLab) +)*(?<thing>repos|repositories)(?![\p{L}-])/iu,
  /** The number stands alone: `Merged 3, reviewed 2`. Not `Merged 3, 4 and 5`. */
  nothing: new RegExp(
    `^[*_]*\\s*(?:$|[.;:!?)](?:\\s|$)|,(?! *(?:and +)?[#!]?\\d)|[/|<](?!\\d)|[*_]*(?:merged|reviewed|reviews)[*_]*:|(?:and|&|or|but) +(?!\\d|(?:${spelled})\\b)\\p{L})`,
    'iu',
  ),
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

const ahead = new RegExp(
  `(?<![\\p{L}\\p{N}-])(?<pair>[\\p{L}]+ed[*_]*,? *(?:and|&|/|,) *)?(?:peer-)?(?<verb>${Object.values(
    verbs,
  )
    .map(({ source }) => source.slice(1, -1))
    .join('|')})[*_]*[ :(]+(?:${bounds} +)*(?:(?:${spelled})(?: to| or|[-–]) *)?[*_(~≈>≥<≤=]*\\s*$`,
  'iu',
)
/** `Merged PRs: 29`, `PRs merged (30+)`, `Merged: 3`, `Code reviews: 14`, `PRs: 3`. */
const labelled = new RegExp(
  `(?<![\\p{L}\\p{N}-])(?:(?<first>${mergedWords}|${reviewedWords})(?: +(?:${hard}))?|${hard} +(?<last>${mergedWords}|${reviewedWords})|(?<reviews>(?:(?:code|peer|[PM]R|(?:pull|merge)[ -]request) +)?reviews?)|(?<things>(?:open(?:ed)? +|total +)?${hard}))[*_]*(?: *[:(–—=|]+ *| +- +|[ .]{3,}| {2,}|\\t+)[*_ ]*(?:${bounds} +)*[*_(~≈>≥<≤=]*\\s*$`,
  'iu',
)

/** What a heading or a label above says of the numbers below it. */
export type Subject = 'merged' | 'reviewed' | 'written'

/** What a count counts, and where that is said. */
export interface Stated {
  /** `written`: pull requests of any state, as far as the words tell. `commented`: reviewed ones with words left on them. */
  readonly counted: 'merged' | 'reviewed' | 'commented' | 'written' | 'repositories'
  /** Where the words that state it start and end. */
  readonly start: number
  readonly end: number
  /** It may count something else: it can be found true, and nothing worse than unprovable. */
  readonly loose: boolean
  /** Its noun is that of a count before it: only with a place or a time that is known does it count the same. */
  readonly elliptic?: true
}

/** A count as its words state it, without what they leave out. */
export interface Parts extends Stated {
  /** Where the noun ends. */
  readonly scopeFrom: number
  /** Before the noun, and not neutral. */
  readonly adjectives: readonly string[]
}

/** The words around a number. */
export interface Around {
  /** Before and behind it in its sentence. */
  readonly head: string
  readonly tail: string
  /** Before it in its line. */
  readonly line: string
  /** Another count stands before it. */
  readonly isSecond: boolean
  readonly above: Subject | null
  /** The last count of contributions before it in its sentence. */
  readonly earlier: Pick<Stated, 'counted' | 'loose'> | null
  /** What stands between the words of that one and the number. */
  readonly since: string
}

/** What `numeral` counts by the words around it in its sentence; null where it counts no contributions. */
export function claimOf(numeral: Numeral, around: Around): Parts | null {
  return (
    ofLabel(numeral, around) ??
    ofDepth(numeral, around) ??
    ofRepositories(numeral, around) ??
    ofWordsBehind(numeral, around) ??
    ofReviews(numeral, around) ??
    ofVerbAhead(numeral, around) ??
    ofNumberAlone(numeral, around) ??
    ofSecond(numeral, around)
  )
}

/** Without the noun of a number before it (`7 merged PRs: one of them …`), and with nothing but the number behind. */
function ofLabel({ start, end }: Numeral, { line, tail }: Around): Parts | null {
  const label = labelled.exec(line)
  if (label === null || !/^[*_]*\+?\s*(?:$|[.,;()|<\0])/.test(tail)) return null
  if (isCounted.test(line.slice(0, label.index))) return null
  const { first, last, reviews } = label.groups ?? {}
  const kind =
    reviews === undefined
      ? kindOf(first ?? last ?? 'written')
      : { counted: 'reviewed' as const, loose: true }
  const isOfTwo = twoAtOnce.test(line.slice(0, label.index))
  const isPlural = reviews === undefined || !/[\p{L}]+ed$/iu.test(reviews)
  const from = start - line.length + label.index
  const loose = kind.loose || isOfTwo || (isPlural && first === undefined && last === undefined)
  return { ...kind, loose, start: from, end, scopeFrom: end, adjectives: [] }
}

/** "Merged / reviewed: 5 / 2". */
const twoAtOnce = /(?:\/|&|,|\band)\s*[*_]*$/i

const isCounted = new RegExp(`(?:\\d\\+?|\\b(?:${spelled}))\\s*$`, 'iu')

/** The nine of `reviewed 14, 9 with comments`. */
function ofDepth({ start, end }: Numeral, { head, tail }: Around): Parts | null {
  const words = depth.words.exec(tail)
  if (words === null || !reviewsAhead.test(head)) return null
  const to = end + words[0].length
  return { counted: 'commented', start, end: to, scopeFrom: to, adjectives: [], loose: false }
}

/** Those of a count before it, `29 PRs merged across 12 repos`. Those contributed to may hold nothing that was merged. */
function ofRepositories({ start, end }: Numeral, { head, tail, isSecond }: Around): Parts | null {
  const match = behind.repositories.exec(tail)
  if (match === null) return null
  const isAcross = /\b(?:across|in|to|over|spanning|from)[*_ ]+(?:over |more than )?[*_]*$/i.test(
    head,
  )
  if (!isAcross || !(isSecond || /\bcontribut/i.test(head))) return null
  const to = end + match[0].length
  return {
    counted: 'repositories',
    start,
    end: to,
    scopeFrom: to,
    adjectives: [],
    loose: !isSecond,
  }
}

/** `3 merged MRs`, `3 MRs merged`, `3 merged`. */
function ofWordsBehind(
  { start, end }: Numeral,
  { head, tail, earlier, since }: Around,
): Parts | null {
  const match = behind.things.exec(tail) ?? behind.verb.exec(tail)
  if (match === null) return null
  // `Merged: 3 Reviewed: 2`: the verb is the next one's label.
  if (/[:|][*_\s]*$/.test(head) && /^[*_]*:/.test(tail.slice(match[0].length))) return null
  const { verb = '', thing: what, adjectives: words = '', more = '' } = match.groups ?? {}
  // Up to the verb: what follows it may belong to another count.
  const length = match[0].indexOf(verb, words.length) + verb.length
  const kind = kindOf(verb)
  return {
    ...kind,
    start,
    end: end + length,
    scopeFrom: end + match[0].length,
    adjectives: narrowingWords(`${words} ${more}`),
    loose:
      kind.loose ||
      (what !== undefined && isSoft(what)) ||
      (ofThose.test(head) && !(earlier?.counted === 'written' && onlyThings.test(since))),
  }
}

/** "Submitted 12 PRs, of which 9 were merged"; what else was done with them, or where, is no more the person's own. */
const ofThose = /,? of (?:which|them|these|those)\s+[*_]*$/i
const onlyThings = new RegExp(`^[*_]* ${hard}[*_]*${ofThose.source}`, 'i')

/** `14 code reviews`: there may be several of one pull request. */
function ofReviews({ start, end }: Numeral, { tail }: Around): Parts | null {
  const match = behind.reviews.exec(tail)
  if (match === null) return null
  const to = end + match[0].length
  return { counted: 'reviewed', start, end: to, scopeFrom: to, adjectives: [], loose: true }
}

/** `Merged 3 production MRs`, and `30 PRs` without any verb. */
function ofVerbAhead({ start, end }: Numeral, { head, tail, above }: Around): Parts | null {
  const things = behind.thing.exec(tail)
  if (things === null) return null
  const { thing: what = '', adjectives: words = '' } = things.groups ?? {}
  const scopeFrom = end + things[0].length
  const verb = ahead.exec(head)
  const base = { scopeFrom, adjectives: narrowingWords(words) }
  const word = verb?.groups?.['verb']
  if (verb === null || word === undefined) {
    if (isSoft(what) && !/^(?:contributions|commits)$/i.test(what)) return null
    const isTold = above !== null && above !== 'written'
    return { ...base, counted: above ?? 'written', start, end: scopeFrom, loose: !isTold }
  }
  const kind = kindOf(word)
  const pair = verb.groups?.['pair'] ?? ''
  const isPair = pair !== '' && !(kind.counted === 'merged' ? writing : reviewing).test(pair)
  // Most reviews approve, and not all: "approved 3" of 11 reviewed tells of some.
  const isSome = kind.loose && pair === ''
  return {
    ...base,
    ...kind,
    adjectives: isSome ? [...base.adjectives, word] : base.adjectives,
    start: fromVerb(start, head, verb),
    end,
    loose: isSoft(what) || isPair,
  }
}

/** Who wrote and merged some, merged them; who reviewed and approved some, reviewed them. */
const writing = /^(?:authored|opened|submitted|created|contributed|raised|developed|implemented)/i
const reviewing = /^(?:reviewed|approved)/i

function fromVerb(start: number, head: string, verb: RegExpExecArray): number {
  return start - head.length + verb.index + (verb.groups?.['pair']?.length ?? 0)
}

/** `Merged 3, reviewed 2`; under "Merged PRs" also `3`, and `Lantern: 3`. Sure where what is counted is named nearby. */
function ofNumberAlone({ start, end }: Numeral, { head, tail, above }: Around): Parts | null {
  const isDeep = depth.behind.test(tail)
  if (!isDeep && !behind.nothing.test(tail)) return null
  const base = { end, scopeFrom: end, adjectives: [] }
  const verb = ahead.exec(head)
  const word = verb?.groups?.['verb']
  if (verb === null || word === undefined) {
    const isAlone = above !== null && /^[\s*_>•-]*(?:[^:\d]{0,60}:[*_]*\s*)?[*_(~≈>≥]*$/.test(head)
    return isAlone ? { ...base, counted: above, start, loose: above === 'written' } : null
  }
  const kind = kindOf(word)
  if (kind.counted === 'written' || (isDeep && kind.counted !== 'reviewed')) return null
  const isNamed = isDeep || named.test(head + tail) || bothVerbs.test(head + tail)
  const isOfTwo = verb.groups?.['pair'] !== undefined
  return {
    ...base,
    ...kind,
    start: fromVerb(start, head, verb),
    loose: kind.loose || !isNamed || isOfTwo,
  }
}

/** `Merged 12 PRs in Lantern and 9 in Kite`, `Merged 5 PRs, 2 of which in 2026`, `reviewed 9 there`. */
function ofSecond({ start, end }: Numeral, { head, tail, earlier, since }: Around): Parts | null {
  const { some = '', rest } = elsewhere.exec(tail)?.groups ?? {}
  if (rest === undefined) return null
  const base = { end, scopeFrom: end + some.length, adjectives: [], elliptic: true } as const
  const isMore = goesOn.test(rest)
  const verb = ahead.exec(head)
  const word = verb?.groups?.['verb']
  if (verb !== null && word !== undefined) {
    const kind = kindOf(word)
    const isNamed = earlier !== null || named.test(head + tail)
    return {
      ...base,
      ...kind,
      start: fromVerb(start, head, verb),
      loose: kind.loose || !isNamed || isMore,
    }
  }
  if (earlier === null || !joined.test(head)) return null
  const isNext = onlyWhere.test(since.replace(joined, ''))
  return { ...base, counted: earlier.counted, start, loose: earlier.loose || isMore || !isNext }
}

const elsewhere =
  /^(?<some>[*_]*(?: +of (?:which|them|these|those)\b(?: +(?:were|was|are|is|got))?(?: +(?:merged|reviewed|landed|approved)\b)?)?)(?<rest>(?<=\p{L})[*_]*(?=[,.;:)]|\s|$)|[*_]* +(?:in|on|to|into|for|at|from|during|since|between|across|there|here|elsewhere|upstream)(?![\p{L}-])[^,.;:()|]*)/iu

/** Nothing else was done meanwhile: not "5 MRs, gave talks, 3 in 2025". */
const onlyWhere = new RegExp(
  `^[*_)\\s]*(?:${adjectives}${thing}[*_)\\s]*)?(?:(?:merged|reviewed|upstream|in total)\\s*)?(?:(?:in|on|to|into|for|at|from|during|since|between|across|of)\\s(?:(?!\\b(?:and|or|but|while)\\b)[^,;:()]){1,60})?[,;:\\s]*$`,
  'iu',
)

/** "3 in 2025 were reverted", "3 in review": what is said of them, they may be counted for. */
const goesOn =
  /\b(?:were|was|are|is|got|have|has|had|that|which|who|still|open|opened|pending|closed|rejected|reverted|review|progress|draft|waiting|awaiting)\b/i

const named = new RegExp(`(?<![\\p{L}\\p{N}-])${hard}(?![\\p{L}-])`, 'iu')
const bothVerbs = /\b(?:merged\b.*\breviewed|reviewed\b.*\bmerged)\b/i

function kindOf(verb: string): { counted: Stated['counted']; loose: boolean } {
  if (verbs.reviewed.test(verb)) return { counted: 'reviewed', loose: false }
  if (verbs.approved.test(verb)) return { counted: 'reviewed', loose: true }
  if (verbs.written.test(verb)) return { counted: 'written', loose: false }
  return { counted: 'merged', loose: false }
}

function isSoft(what: string): boolean {
  return new RegExp(`^${soft}$`, 'i').test(what)
}

function narrowingWords(text: string): string[] {
  return (text.match(/[\p{L}'’-]+/gu) ?? []).filter((word) => !isNeutral(word))
}
