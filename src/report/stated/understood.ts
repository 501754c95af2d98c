import { verbForm } from '../titles/verb-forms.ts'
import { withoutPeriods } from './moments.ts'
import { isHead, wordsOf } from './neutral-words.ts'

/** The words of a sentence around a count. */
export interface Wording {
  /** Before the count, or before the verb that states it. */
  readonly head: string
  /** The count itself with what it counts. */
  readonly claim: string
  /** Behind its noun. */
  readonly after: string
  /** What is reviewed is always others', and whoever reviews may be a maintainer: only who did it is asked. */
  readonly isReview: boolean
}

/**
 * True unless a count is understood to be the person's: its subject is the person, said or implied, and nothing was done with
 * what it counts but merging or reviewing it. Else somebody else may be its subject, or something else be told of the things
 * counted, and no number of the person's proves or disproves it.
 */
export function isObscure({ head, claim, after, isReview }: Wording): boolean {
  const subject = isReview ? head.replace(asMaintainer, '') : head
  const isVerb = startsWithVerb(claim)
  const isTold = isReview
    ? toldOfAll.test(after) || (!isVerb && passive.test(after))
    : isToldOf(after)
  return ofOthers.test(subject) || isTold || !isOwn(withoutPeriods(head), isVerb)
}

/** A tail that tells of certain ones: "that fix leaks", "fixing leaks", "touching the wick". */
export function isCertainOnes(after: string): boolean {
  const clause = after.split(/[.;:(|\0]/)[0] ?? ''
  if (/^[*_\s]*(?:that|who|where|whose)\b/i.test(clause)) return true
  if (acts.test(clause)) return !/,/.test(clause) && !fixesAll.test(clause)
  const [, first = ''] = /^[*_]*\s+[*_]*(\p{L}+)/u.exec(withoutPeriods(clause)) ?? []
  return first !== '' && !/ing$/i.test(first) && !goesOn.has(first.toLowerCase())
}

/** Acts on one thing each; what several are said to do in general ("improving reliability") praises all of them. */
const acts =
  /^[*_\s]*,?\s*(?:(?:fix|add|remov|resolv|correct|patch|implement|introduc|replac|renam|port|migrat|updat|bump|handl|touch|document|test)ing)\s/i

/** "Fixing critical issues in …": what every fix does. */
export const fixesAll =
  /ing +(?:(?:critical|crucial|important|key|long-?standing|major|many|multiple|numerous|production|real|serious|several|severe|significant|subtle|tricky|user-facing|various) +){0,2}(?:bugs|defects|issues|problems)(?![\p{L}-])/iu

/** What may stand behind the noun without leaving anything out; what follows some of them is looked at as a place. */
const goesOn: ReadonlySet<string> = new Set(
  `about across alone already and approved as at both but by combined during for from he here i in including into it landed merged more of
  on or overall over plus reviewed shipped since so spanning there though throughout to total upstream which while with within worldwide
  until till between yet than before after after when also ever now she they we`.split(/\s+/),
)

const maintaining =
  'as (?:an? |the )?(?:\\p{L}+[ -]){0,2}(?:maintainer|committer|reviewer|owner|lead|admin|mentor|manager)s?'
/** Who may have done it instead, and what nobody has done yet. */
const ofOthers = new RegExp(
  `(?<![\\p{L}\\p{N}-])(?:he|she|they|it|his|her|their|teams?|we|our|bots?|tools?|scripts?|queue|automat(?:ed|ion|ically)|systems?|pipelines?|goals?|target|aim(?:s|ed|ing)?|plan(?:s|ned|ning)?|hop(?:e|ing)|expect(?:ed|ing)?|pending|mentor(?:ed|ing)?|mentees?|students?|interns?|colleagues?|peers?|teammates?|newcomers?|(?:the \\p{L}+|projects?|repo|repository|library|codebase|package|tool) (?:has|had|with)|stars|forks|watchers|downloads|communit(?:y|ies) (?:has|had|of)|who|(?<!, of )which|that|whose|not|never|almost|would|will|could|should|if|until|${maintaining})(?![\\p{L}\\p{N}-])`,
  'iu',
)

const asMaintainer = new RegExp(`(?<![\\p{L}\\p{N}-])${maintaining}(?![\\p{L}\\p{N}-])`, 'iu')

const ofAll = [
  '(?:(?:that|which) )?(?:were|was|are|is|have|had|has|got|get|remain(?:ed|s)?|await(?:ed|s|ing)?|need(?:ed|s|ing)?|broke|caused|made)\\b(?! (?:merged|reviewed|landed|accepted|approved|shipped)\\b)',
  '(?:reverted|rolled back|rejected|closed|declined|abandoned|pending|open|planned|backported)\\b',
  'as a team',
  '(?:together )?(?:with|alongside) (?:[Mm]y )?(?:a team|the team|colleagues?|others?|team-?mates?|mentees?|students?)',
]
const ofMerged = [
  ...ofAll,
  '(?:(?:all|both|mostly|each) )?(?:written|authored|opened|submitted|created|raised|sent|done|made) (?:by|for|from)(?! me\\b)',
  'of (?!which|them|these|those|mine|my\\b)(?!20\\d\\d)\\p{L}',
  '(?:from|by|for|on behalf of) (?:(?:the|a|an|our|other|my|first-time|external|new|several|many|over|more|than|\\d+\\+?) )*(?:communit|contribut|people|others|developers|users|newcomers|teams?\\b|students?|mentees?|colleagues?|interns?|friends?|bots?|renovate|dependabot)',
  maintaining,
]
const startingWith = (told: readonly string[]) =>
  new RegExp(`^[*_)\\s]*(?:${told.join('|')})`, 'iu')
const toldOfAll = startingWith(ofAll)
const told = startingWith(ofMerged)
const month =
  '(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Spring|Summer|Autumn|Fall|Winter|Q[1-4])\\b'
const path = /(?<=^[*_)\s]*(?:for|in|into|to|at|on|of|from) )[\w.-]+\/[\w./-]+/u
const languages =
  '(?:Go|Golang|Rust|Python|Java|JavaScript|TypeScript|Ruby|Kotlin|Swift|Scala|PHP|Perl|Haskell|Elixir|Erlang|Lua|Zig|Nim|Dart|C|SQL|HTML|CSS|Bash|YAML|Markdown|English)\\b'
const named = new RegExp(
  `^[*_)\\s]*(?:(?:together )?with|alongside|by|for|from|in|into|to|at|on|of) (?:the )?(?!${month}|${languages})(?<name>(?:@[\\w-]+|\\p{Lu}[\\p{L}\\d./-]*)(?: \\p{Lu}[\\p{L}\\d./-]*)*)`,
  'u',
)

/** "12 PRs reviewed and merged", "reviewed by Bob": the person's own, which others reviewed. */
const passive = startingWith(['and (?:merged|landed)\\b', `by (?!me\\b|my|\\d|${month})\\p{L}`])

/** What is said of the things counted, but whose they were or what else became of them. */
function isToldOf(after: string): boolean {
  return told.test(after) || /\b(?:contributors?|users?|others?)['’] [PM]Rs/i.test(after)
}

/** "For Bob", "in Reef", "in a/b": a person or a place, which somebody has to know before anything is proven. Empty where there is none. */
export function nameBehind(after: string): string {
  return named.exec(after)?.groups?.['name'] ?? path.exec(after)?.[0] ?? ''
}

function startsWithVerb(claim: string): boolean {
  return (
    /^[*_(]*(?:peer-)?\p{L}+(?:ed|ing|nt|de|te|ten)\b/iu.test(claim) &&
    !/^[*_]*\p{L}+[*_]*\s*:/u.test(claim)
  )
}

const separate = /[,;:()|•·–—&+/>[\]\0]|\s-\s|\b(?:and|or|but|then|while|plus|with)\b/iu

/** Is the person the subject, said or implied? */
function isOwn(head: string, isVerb: boolean): boolean {
  const plain = head
    .replace(/^[\s*_>•▪◦‣+-]+|^\s*\d+[.)]\s+/u, '')
    .replace(/^\[x\]\s/i, '')
    // What else of these there is, their own count says.
    .replace(/, of (?:which|them|these|those)\s[*_]*$/i, '')
  if (/^\[\s\]/.test(plain)) return false
  // What a maintainer merged, others may have written.
  if (/^(?:maintainer[\s*_:,–—-]*|responsible for[\s*_]*)$/iu.test(plain)) return !isVerb
  if (wordsOf(plain).every(isSilent)) return true
  // A label is looked at as a place.
  if (/[:(|–—=>\0]\s*[*_~≈>≥<]*\s*$/.test(plain)) return true
  if (
    /^(?:after|as|at|before|in|for|on|when|while|within|across|inside|during|since|from|to)\b/i.test(
      plain,
    )
  ) {
    return (
      /(?:,|\b(?:I|I['’]ve|have|had))[\s*_]*(?:\p{L}+ly\s+)?$/u.test(plain) || opening.test(plain)
    )
  }
  const clause = plain.slice(plain.search(/[^:–—|]*$/))
  if (clause !== plain) return isOwn(clause, isVerb)
  const pieces = plain.split(separate)
  const last = pieces.at(-1) ?? ''
  const [first = ''] = wordsOf(plain)
  const isBegun = isSilent(first) || isDoing(first) || roles.test(plain)
  if (!isBegun) return false
  if (wordsOf(last).every(isSilent))
    return isVerb || !onOthers.has(baseOf(first)) || /[,;]/.test(plain)
  // "Fixed 12 bugs in 3 merged MRs", "Author of 5 merged MRs".
  return (
    !isVerb &&
    (roles.test(plain) ||
      (isDoing(first) &&
        /\b(?:in|via|through|across|by|of)\s+[*_~(]*(?:\p{L}+ ){0,2}$/iu.test(plain) &&
        !onOthers.has(baseOf(first))))
  )
}

const opening = /^(?:at|in|for|on|within|across|inside|during|to)\s+[^,]{1,40}$/iu
const roles =
  /^(?:(?:an?|the|active|regular|top|core|frequent|occasional|long-?time|prolific|open|source|software|senior|first-time|\p{L}+) ){0,4}(?:contribut(?:or|ed|ing)|author|engineer|developer|member|programmer|enthusiast|committer|freelancer|consultant)s?\b/iu

function isDoing(word: string): boolean {
  return verbForm(word) !== null || /(?:ed|ing)$/i.test(word)
}

function baseOf(word: string): string {
  return verbForm(word)?.base ?? word.replace(/(?:ed|ing)$/i, '')
}

/** What is done to, or with, pull requests of anybody. */
const onOthers: ReadonlySet<string> = new Set(
  `release manage lead mentor triage shepherd coordinate revert document test backport cherry-pick track oversee run host support guide
  supervise analyze analyse audit count list label rebase verify describe summarize present benchmark study maintain monitor process
  handle close schedule plan co coauthor teach onboard follow read write deploy sponsor fund announce`.split(
    /\s+/,
  ),
)

/** Words that say neither who nor what: the person is meant. */
const silent: ReadonlySet<string> = new Set(
  `i ve m me my mine am have has had having got get getting also already then now so far successfully personally additionally
  actively consistently independently proudly quickly regularly steadily thoroughly currently to date till of a an and or plus as well both with over more than about around nearly almost some only just at least up approximately roughly
  see view across spanning least most under fewer less close between exactly another alone in for on single handedly
  authored contributed contributing submitted opened delivered landed achieved reached accumulated earned made wrote created sent raised
  written author record portfolio count tally sum track s t`.split(/\s+/),
)

function isSilent(word: string): boolean {
  return silent.has(word) || isHead(word) || /^\p{N}+$/u.test(word)
}

/** Words set apart behind a count: `Reviewed 4 MRs · harbor/runner`, `Merged 4 PRs – swivels`. */
export interface Aside {
  /** Where it may have been; empty where that is not said. */
  readonly place: string
  /** It tells which ones are counted. */
  readonly isTopic: boolean
}

/** @param behind what follows the count's noun, to the end of its paragraph */
export function asideBehind(behind: string): Aside {
  const { sign = '', words = '' } = apart.exec(behind)?.groups ?? {}
  const plain = withoutPeriods(words).trim()
  const said = wordsOf(plain)
  const none = { place: '', isTopic: false }
  if (said.every(isHead) || /\d/.test(plain.replace(/\S*\/\S*/g, '')) || isDoing(said[0] ?? ''))
    return none
  const isName = said.length <= 4 && /^(?:[^\p{L}]*\p{Lu}[^\s]*\s*)+$/u.test(plain)
  const isPlace = /[|·•@]/.test(sign) || plain.includes('/') || isName
  return isPlace ? { place: plain, isTopic: false } : { ...none, isTopic: true }
}

const apart =
  /^[^.;|•·–—@\n]{0,80}?\s(?<sign>[|•·–—@]|-(?=\s))\s?(?<words>[^;,()|<•·–—\n\0]{1,60})/u
