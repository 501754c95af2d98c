import { type Moment, type Period, periodsIn } from './moments.ts'
import { always, type Window } from './readings.ts'

/** What a sentence leaves out of a count. */
export interface Narrowing {
  /** Whole years and months it names. */
  readonly window: Window
  /** Where it says the work went: `to GitLab Runner`. Empty where it says nothing. */
  readonly place: string
  /** Words that leave something out which cannot be told apart: `documentation`, "this year". */
  readonly unclear: boolean
}

const vague = [
  /\b(?:this|last|past|next|each|every|per|previous)\s+(?:\w+\s+){0,2}(?:years?|months?|weeks?|quarters?|days?|sprints?|releases?|cycles?|internships?)\b/i,
  /\b(?:annually|monthly|weekly|daily|yearly)\b|\bQ[1-4]\b|\bH[12]\b|\/(?:month|week|year|day)\b/i,
  /\b(?:a|an|my|the)\s+(?:first\s+)?(?:year|month|week|day|quarter)\b/i,
  /\b(?:in|within|over|during|after)\s+(?:the\s+|my\s+|only\s+|just\s+|under\s+)*(?:first\s+|last\s+|past\s+)?(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s*\+?\s*(?:years?|months?|weeks?|days?|hours?|minutes?)\b/i,
  /\b(?:labell?ed|tagged|internal|private|in-house|company)\b/i,
]

/** Right behind the noun, what leaves others out: `2 more`, `before joining`. A clause with "that" mostly praises all of them. */
const restricted = /^[*_\s]*(?:more|before|after|during|when|while|as an?)\b/i

/** Months that are named as a border lie on one side of it or the other: "by March", "after March". */
function isBorder({ start }: Moment, sentence: string): boolean {
  return /\b(?:before|after|by|until|till|up to|through|as of)\s+(?:the\s+(?:end|start)\s+of\s+)?$/i.test(
    sentence.slice(0, start),
  )
}

/**
 * @param sentence with the count
 * @param after what follows the count and its noun
 * @param adjectives words before the noun that are not neutral
 */
export function narrowingOf(
  sentence: string,
  after: string,
  adjectives: readonly string[],
): Narrowing {
  const periods = periodsIn(sentence)
  const [period] = periods
  const isVague =
    vague.some((pattern) => pattern.test(sentence)) ||
    restricted.test(after) ||
    periods.length > 1 ||
    periods.some(({ from, to }) => from.exact || to?.exact === true || isBorder(from, sentence))
  return {
    window: period === undefined || isVague ? always : windowOf(period),
    place: placeIn(after),
    unclear: isVague || adjectives.length > 0,
  }
}

function windowOf({ from, to, open }: Period): Window {
  const since = from.days?.first ?? null
  if (to !== null) return { since, until: to.days?.last ?? null }
  const until = from.days?.last ?? null
  if (open) return { since, until: null }
  return { since, until }
}

/** The words right behind a count that say where: up to the next sign, or verb of another clause. */
function placeIn(after: string): string {
  const match =
    /^[*_\s]*\(?(?:in|into|to|for|on|at|with|about|of|from)\s+(?<place>[^,.;:()|]+)/iu.exec(after)
  const place = match?.groups?.['place'] ?? ''
  return place
    .replace(/\s+(?:and|while|which|that|by|with|fixing|improving|adding|since|during)\s.*$/i, '')
    .trim()
}
