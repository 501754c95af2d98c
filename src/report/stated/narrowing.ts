import { verbForm } from '../titles/verb-forms.ts'
import { datedBy } from './count-period.ts'
import { type Period, withoutPeriods } from './moments.ts'
import { isHead, wordsOf } from './neutral-words.ts'
import { numeralsIn } from './numerals.ts'
import { always, type Window } from './window.ts'

/** What a sentence leaves out of a count. */
export interface Narrowing {
  /** Whole years and months it names. */
  readonly window: Window
  /** Days of the count behind it, which may be its own as well. */
  readonly either: Window | null
  /** A date stands by it that may be its own. */
  readonly mayBeDated: boolean
  /** Where it says the work went: `to GitLab Runner`. Empty where it says nothing. */
  readonly places: readonly string[]
  /** What it names for a place, and may be anything else that nobody knows: `Reef: 3 merged`, "for Bob". */
  readonly names: readonly string[]
  /** What stands before the count in its sentence: it may name a project. */
  readonly before: string
  /** Words that leave something out which cannot be told apart: `documentation`, "this year". */
  readonly unclear: boolean
}

const vague = [
  /\b(?:this|last|past|next|each|every|per|previous)\s+(?:\w+\s+){0,2}(?:years?|months?|weeks?|quarters?|days?|sprints?|releases?|cycles?|internships?)\b/i,
  /\b(?:annually|monthly|weekly|daily|yearly)\b|\/(?:month|week|year|day)\b/i,
  /\b(?:a|an|my|the)\s+(?:first\s+)?(?:year|month|week|day|quarter)\b/i,
  /\b(?:in|within|over|during|after)\s+(?:the\s+|my\s+|only\s+|just\s+|under\s+)*(?:first\s+|last\s+|past\s+)?(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s*\+?\s*(?:years?|months?|weeks?|days?|hours?|minutes?)\b/i,
  /\b(?:labell?ed|tagged|internal|private|in-house|company)\b/i,
  /\bQ[1-4]\b|\bH[12]\b|\belsewhere\b/,
]

/** Right behind the noun, what leaves others out: `2 more`, `before joining`. A clause with "that" mostly praises all of them. */
const restricted = /^[*_\s]*(?:more|before|after|during|when|while|as an?)\b/i

/** Behind the noun, whose work it was besides or instead: `with Bob`, `by Alice`. */
const besides =
  /^[*_\s]*(?:together +)?(?:with|by|alongside) +(?:[Mm]y +)?(?:\p{Lu}\p{Ll}+|colleagues?|others?|team-?mates?|mentees?|students?)(?![\p{L}-])/u

/** A place that is written as code, and so is none of the words. */
const cutOff = /^[*_\s]*\(?(?:in|into|to|for|on|at|of|from)\s*(?:$|[.,;:()|\0])/i

export interface Surroundings {
  /** With the count. */
  readonly sentence: string
  /** What is before the count in it. */
  readonly head: string
  /** What follows the count and its noun in it. */
  readonly after: string
  /** What stands before the count in its line. */
  readonly line: string
  /** Words before the noun that are not neutral. */
  readonly adjectives: readonly string[]
  /** Its noun is that of a count before it, which is no label of it. */
  readonly elliptic: boolean
}

export function narrowingOf({
  sentence,
  head,
  after,
  line,
  adjectives,
  elliptic,
}: Surroundings): Omit<Narrowing, 'names'> & { readonly label: string } {
  const before = leadIn(line)
  const lead = elliptic && numeralsIn(before).length > 0 ? '' : before
  const said = head.includes(lead) ? sentence : `${lead} ${sentence}`
  const label = placeOfLead(lead)
  const { period, shared: either, unclear } = datedBy({ head, after, lead })
  const rest = withoutPeriods(said)
  const isVague =
    vague.some((pattern) => pattern.test(rest)) ||
    restricted.test(after) ||
    restricted.test(lead) ||
    besides.test(after) ||
    cutOff.test(after) ||
    /\b(?:more|then|another|others)\b/i.test(after) ||
    unclear
  return {
    window: period === null || isVague ? always : windowOf(period),
    either: either === null || isVague ? null : windowOf(either),
    mayBeDated: unclear || either !== null,
    places: [placeBehind(after), placeAhead(head), label].filter((each) => each !== ''),
    label,
    before: head,
    unclear: isVague || adjectives.length > 0,
  }
}

export function windowOf({ from, to, open }: Period): Window {
  const since = from.days?.first ?? null
  if (to !== null) return { since, until: to.days?.last ?? null }
  const until = from.days?.last ?? null
  if (open) return { since, until: null }
  return { since, until }
}

/** The words right behind a count that say where: up to the next sign, or verb of another clause. */
function placeBehind(after: string): string {
  const match =
    /^[*_\s]*\(?(?:in|into|to|for|on|at|with|about|of|from)\s+(?<place>[^,.;:()|]+)/iu.exec(after)
  const place = match?.groups?.['place'] ?? ''
  return place
    .replace(/\s+(?:and|while|which|that|by|with|fixing|improving|adding|since|during)\s.*$/i, '')
    .trim()
}

/** The words a sentence begins with that say where: "For the docs team, I merged", "At Lantern I merged". */
function placeAhead(head: string): string {
  const match =
    /^[\s*_>•-]*(?:at|in|for|on|within|across|inside)\s+(?<place>[^,.;:()|]+?)(?:,|\s+(?:I|I've|we|have|has|had|merged|reviewed|landed|shipped|opened|submitted)\b|\s*$)/iu.exec(
      head,
    )
  return match?.groups?.['place']?.trim() ?? ''
}

/** Longest label before a count, in characters. */
const longestLead = 60

/** What a line puts before a count, the nearest: `Lantern: 3 merged`, `Lantern — 3 merged`, `| Lantern | 3 merged`, `Lantern (3 merged`. */
function leadIn(line: string): string {
  const plain = line
    .replace(/^[\s>|*+•-]+|^\s*\d+[.)]\s+/, (mark) => ' '.repeat(mark.length))
    .replace(/\([^()]*\)/g, (aside) => ' '.repeat(aside.length))
  const lead = [...plain.matchAll(leads)].at(-1)?.groups?.['lead']?.trim() ?? ''
  return lead.length > longestLead ? '' : lead
}

/** Each place is looked at from its first letter on alone: what is looked at in two ways takes time by the square. */
const leads =
  /(?:^|[,;|•·]|\s[–—-]\s|\band\b)(?<lead>[^,;:|–—·•()\p{L}]*\p{L}[^,;:|–—·•()]*?)[*_]*\s*(?::|\s[–—|·•-](?=\s)|\(|,(?=\s*$))/gu

const noPlace =
  /^(?:(?:to date|in my (?:free|own|spare) time)\b|(?:maintainer|(?:an? |my )?(?:\p{L}+ )?track record)$)/iu

/** Nothing where the label only says what is counted, or under what heading. */
function placeOfLead(lead: string): string {
  const rest = withoutPeriods(lead)
  // "Fixed leaks, merged 5 MRs": what else was done is no label.
  if (verbForm(wordsOf(rest)[0] ?? '')?.form === 'past') return ''
  if (noPlace.test(rest.trim()) || restricted.test(rest)) return ''
  return wordsOf(rest).every((word) => isHead(word) || /^\d+$/.test(word)) ? '' : rest.trim()
}
