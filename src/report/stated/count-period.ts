import { type Period, periodsIn } from './moments.ts'
import { bounds, numeralsIn } from './numerals.ts'

/** The text around a count, as far as dates in it may be its own. */
interface Around {
  /** Before the count in its sentence. */
  readonly head: string
  /** What follows the count and its noun in its sentence. */
  readonly after: string
  /** A label before it; it may be part of `head`. */
  readonly lead: string
}

/** When a count says that the work was done. */
export interface Dated {
  /** Null where it says nothing. */
  readonly period: Period | null
  /** That of the count behind it, which may be said of both; null where there is none, or several. */
  readonly shared: Period | null
  /** A date stands near that may be of it or of something else, or that leaves out nobody can tell what. */
  readonly unclear: boolean
}

interface Found extends Period {
  /** What stands before it, up to where its part of the sentence begins. */
  readonly before: string
}

/**
 * The date of a count is right behind it and its noun, or opens its sentence, or labels it. Every other one in the sentence
 * dates what else the sentence tells: "5 merged PRs, speaker at TideConf 2025".
 */
export function datedBy({ head, after, lead }: Around): Dated {
  const { own, rest, isPart } = untilNextCount(after)
  const behind = datesIn(own).filter(({ before }) => !ofSome.test(before))
  const direct = behind
    .filter(
      (each) => rightBehind.test(each.before) || (each.to !== null && comma.test(each.before)),
    )
    .slice(0, 1)
  const opening = datesIn(head).filter((each) => opens(each, head))
  const labels = head.includes(lead) ? [] : datesIn(lead)
  const found = [...labels, ...opening, ...direct]
  // "Merged 3 and reviewed 2 in 2025" may say it of both.
  const others = direct.length === 0 && !isPart ? datesIn(rest) : []
  const [next = null] = others.length === 1 ? others : []
  const mayShare = others.length > 0 && (next === null || isVague(next) || found.length > 0)
  const unclear =
    found.length > 1 ||
    direct.some(({ end }) => goesOn.test(after.slice(end))) ||
    found.some(isVague) ||
    behind.length > direct.length ||
    mayShare ||
    datesIn(head).some((each) => !opens(each, head) && !(direct.length > 0 && isCounted(each)))
  return { period: unclear ? null : (found[0] ?? null), shared: unclear ? null : next, unclear }
}

function datesIn(text: string): Found[] {
  return periodsIn(text).map((period) => ({ ...period, before: text.slice(0, period.start) }))
}

/** It is that of another count before it. */
function isCounted({ before }: Found): boolean {
  return numeralsIn(before).length > 0
}

/** Months that are named as a border lie on one side of it or the other: "by March", "after March". */
function isVague({ before, from, to }: Found): boolean {
  const isOpen = to === null && /\bbetween\s+$/i.test(before)
  return from.exact || from.loose || to?.exact === true || border.test(before) || isOpen
}

const border =
  /\b(?:before|after|by|until|till|up to|through|as of)\s+(?:the\s+(?:end|start)\s+of\s+)?$/i

const when = '(?:(?:in|within|during|over|throughout|since|from|between|for|of)\\s+(?:the\\s+)?)?'
/** A few words that say where; the word of a clause ends them. */
const place =
  "(?:(?!(?:and|or|that|which|who|with|before|after|at|while|by|released|including)\\b)[\\p{L}\\p{N}./_&’'`-]+\\s+){1,5}?"
const rightBehind = new RegExp(
  `^[*_\\s]*\\(?(?:(?:there|upstream|only|alone|total|overall|in total)\\s+)*(?:(?:in|into|to|for|on|at|across|of)\\s+${place})?\\(?(?:(?:both|just|only)\\s+)?${when}[*_]*$`,
  'iu',
)

/** `5 merged, Feb 2025 – Present` */
const comma = /^[*_\s]*,\s*\(?[*_]*$/

/** "In 2025 and before", `(2024: 3, 2025: 2)`. */
const goesOn =
  /^[*_)\s]*(?::\s*\d|(?:and|or|&|,)\s*(?:before|after|earlier|later|beyond|since|onwards?)\b)/i

/** The first, the last or most of them were then: all the count says is untouched. */
const ofSome =
  /[,(–—-]\s*(?:with\s+)?(?:the\s+|my\s+)?(?:(?:very\s+)?(?:first|last|latest|newest|most recent)(?:\s+(?:one|of (?:them|which|these)))?|mostly|(?:most|many|some|half|several|a few|the majority)(?:\s+of (?:them|which|these))?)(?:\s+(?:was|were|being|merged|landed|reviewed))*\s+(?:(?:in|since|during|from)\s+)?[*_]*$/i

/** "In 2025 I merged", "2025: merged", "Lantern (2025) — merged". */
function opens({ before, end }: Found, head: string): boolean {
  const behind = head.slice(end)
  const isFirst = /^[\s*_>|•+-]*(?:(?:in|during|since|from|between|throughout)\s+)?[*_(]*$/i
  const isLabel = /^[^.;:|]{0,60}[\s(]$/
  return (
    (isFirst.test(before) && pronoun.test(behind)) ||
    (isLabel.test(before) && /^[*_)\s]*(?::|\s[–—|-]\s)[*_\s]*$/.test(behind))
  )
}

const pronoun =
  /^[*_)]*\s*[,:–—|-]?\s*(?:(?:I|I['’]ve|we)\s+)?(?:(?:also|have|had|has|were|was)\s+)*[*_]*$/i

interface Parted {
  readonly own: string
  readonly rest: string
  /** What is counted next is part of it: `5 PRs, 2 of which in 2026`. */
  readonly isPart: boolean
}

/** What is said of a count ends where the next one begins. */
function untilNextCount(after: string): Parted {
  const dates = periodsIn(after)
  const found = numeralsIn(after).find(
    ({ start, end }) =>
      next.test(after.slice(0, start)) &&
      !dates.some((date) => start < date.end && end > date.start),
  )
  if (found === undefined) return { own: after, rest: '', isPart: false }
  const own = after.slice(0, found.start)
  const isPart = parts.test(own) || ofThese.test(after.slice(found.end))
  return { own, rest: after.slice(found.start), isPart }
}

const linking =
  '(?:[,(:;&+/–—]|\\b(?:and|or|but|plus|including|incl\\.?|with|of which|among (?:them|which)))\\s*'
const number = `(?:${bounds}\\s+)*[*_~≈>≥<(]*$`
/** What stands before a count that has no noun but that of another before it. */
export const joined = new RegExp(linking + number, 'iu')
const next = new RegExp(`${linking}(?:\\p{L}+ed\\s+)?${number}`, 'iu')
const parts = new RegExp(
  `^[*_)\\s]*(?:[,–—]\\s*)?(?:[:(]|including\\b|incl\\.|of which\\b|among (?:them|which)\\b)\\s*(?:${bounds}\\s+)*[*_~≈>≥<]*$`,
  'iu',
)
const ofThese = /^[*_]*\s+of (?:which|them|these|those)\b/i
