import { pullAt } from '../../../forge/references.ts'
import type { Span } from '../../formats/format.ts'
import type { PageLink } from '../../formats/page-links.ts'
import { type Period, periodsIn } from '../../stated/moments.ts'
import type { DateWords } from '../../style/date-words.ts'
import { isList } from '../deeds.ts'
import type { Page } from '../page.ts'

/** A date that a document gives one linked pull request. */
export interface LinkDate {
  readonly link: PageLink
  readonly period: Period
  /** What it says was done then; null where the date just stands there. */
  readonly done: 'merged' | 'opened' | 'reviewed' | 'approved' | null
}

/** Each link is one of these signs, over and over: what a link says dates nothing but itself. */
const sign = '\u0001'
const link = `${sign}+`
const verb =
  '(?<verb>merged|landed|accepted|opened|submitted|proposed|created|sent|reviewed|approved)'
const soft = '[\\s*_]*'
const dash = '[,:|·–—]|-(?=\\s)'

/** What stands before a date that the link before it has. */
const behindLink = [
  // `[!1](…), merged in March`, `[!1](…) (merged March`
  new RegExp(
    `${link}${soft}\\)?${soft}(?:${dash}|\\(|(?:was|got|and) )*${soft}${verb}${soft}[:,]?${soft}(?:(?:in|on) )?[*_(]*$`,
    'iu',
  ),
  // `Merged [!1](…) in March`
  new RegExp(
    `(?<![\\p{L}-])${verb} (?:(?:the|this|my) )?(?:[PM]R |(?:pull|merge) request )?[:*_(]*${link}${soft}\\)?${soft}(?:in|on) [*_]*$`,
    'iu',
  ),
  // `[!1](…) (March`, `([!1](…), March`
  new RegExp(`${link}${soft}\\)?${soft}(?:${dash}|\\()${soft}(?:(?:in|on) )?[*_]*$`, 'iu'),
  // `[!1](…) in March`, and nothing before it: "Presented [!1](…) in March" dates the talk.
  new RegExp(`^[\\s>*_+•-]*${link}${soft}(?:(?:in|on) )?[*_]*$`, 'iu'),
]
const endsThere = /^[\s*_]*(?:$|[).,;|\n])/

/** What stands before and after a date that the one link after it has. */
const beforeLink = [
  // `Merged in March: …`
  {
    ahead: new RegExp(`(?<![\\p{L}-])${verb} (?:(?:in|on) )?[*_(]*$`, 'iu'),
    after: new RegExp(`^[*_)]*(?:${soft}(?:${dash})|(?= ${sign})|(?=${soft}\\(${sign}))`, 'u'),
  },
  // `In March I merged …`
  {
    ahead: /^[\s>*_+•-]*(?:in|on) [*_]*$/i,
    after: new RegExp(`^[*_]*,? (?:I )?${verb}(?![\\p{L}-])`, 'iu'),
  },
  // `March: merged …`
  {
    ahead: /^[\s>*_+•|(-]*$/,
    after: new RegExp(`^[*_)]*${soft}(?:${dash})${soft}(?:(?:I )?${verb}(?![\\p{L}-]))?`, 'iu'),
  },
  // `… (March, [!1](…))`, `| March | [!1](…) |`; before a bracket it may be that of a release or a talk.
  {
    ahead: /[(|]\s*[*_]*$/,
    after: new RegExp(`^${soft}(?:${dash})${soft}${sign}`, 'u'),
  },
]

/** What has a date of its own and links a pull request all the same: it is the date of the talk. */
const anotherDeed =
  /(?<!\p{L})(?:talks?|present(?:ed|ing|ation)|spoke|speaker|conference|summit|meetup|webinar|podcast|blog(?:ged)?|posts?|articles?|follow-?ups?|backport(?:ed|s)?|revert(?:ed|s)?|joined)(?!\p{L})/iu

/** What stands farther from a date than that has another, or none. Characters. */
const reach = 400

/**
 * The dates in a line or paragraph that stand by one linked pull request alone, in the few ways that leave no doubt: a
 * month in a sentence may date anything the sentence tells.
 * @param links of the document, in order
 */
export function linkDatesIn(unit: Span, links: readonly PageLink[], page: Page): LinkDate[] {
  const own = links.filter(({ start }) => start >= unit.start && start < unit.end)
  if (!own.some(isPull)) return []
  return segmentsOf(unit, page).flatMap((segment) => {
    const inside = own.filter(({ start }) => start >= segment.start && start < segment.end)
    return inside.some(isPull) ? inSegment(segment, inside, page) : []
  })
}

/** Items of a list and rows of a table stand for themselves. */
function segmentsOf({ start, end }: Span, { said }: Page): Span[] {
  const segments: Span[] = []
  let from = start
  for (const { index } of said.slice(start, end).matchAll(/\n(?=[ \t]*(?:[-*+•|]|\d+[.)]))/g)) {
    segments.push({ start: from, end: start + index })
    from = start + index + 1
  }
  return [...segments, { start: from, end }]
}

function inSegment({ start, end }: Span, links: readonly PageLink[], page: Page): LinkDate[] {
  let text = page.said.slice(start, end)
  for (const each of links) {
    const [from, to] = [each.start - start, Math.min(each.end, end) - start]
    text = text.slice(0, from) + sign.repeat(to - from) + text.slice(to)
  }
  const labels = links.flatMap((each) => dateInLabel(each, page.dates))
  return [
    ...labels,
    ...periodsIn(text, page.dates)
      .filter(({ to, open, closed }) => to === null && !open && !closed)
      .flatMap((period) => ofPeriod(period, text, start, links)),
  ]
}

/** `Merged in [March 2025](…)` */
function dateInLabel(each: PageLink, words: DateWords): LinkDate[] {
  const [period] = periodsIn(each.text, words)
  if (period === undefined || period.to !== null || period.end - period.start < each.text.length)
    return []
  return isPull(each) ? [{ link: each, period: moved(period, each.at), done: null }] : []
}

function ofPeriod(
  period: Period,
  text: string,
  start: number,
  links: readonly PageLink[],
): LinkDate[] {
  const head = lastClause(text.slice(Math.max(0, period.start - reach), period.start))
  const tail = text.slice(period.end, period.end + reach)
  const isOther = anotherDeed.test(head) || anotherDeed.test(firstClause(tail))
  const told = (found: PageLink | null, done: string | undefined): LinkDate[] =>
    found === null || (done === undefined && isOther)
      ? []
      : [{ link: found, period: moved(period, start), done: doneBy(done) }]
  for (const pattern of endsThere.test(tail) ? behindLink : []) {
    const match = pattern.exec(head)
    if (match !== null)
      return told(lastBefore(start + period.start, links, text, start), match.groups?.['verb'])
  }
  if (head.includes(sign)) return []
  for (const { ahead, after } of beforeLink) {
    const [before, behind] = [ahead.exec(head), after.exec(tail)]
    if (before === null || behind === null) continue
    const done = before.groups?.['verb'] ?? behind.groups?.['verb']
    const end = start + period.end + firstClause(tail).length
    const rest = links.filter((each) => each.start >= start + period.end && each.start < end)
    return told(onlyPull(rest), done)
  }
  return []
}

/** Ends of sentences, but for those in abbreviations. */
const endOfSentence = `[\\p{L}\\d)*_${sign}]{2}[.!?]\\s+`
const boundary = new RegExp(`${endOfSentence}|;\\s`, 'u')
const boundaryAhead = new RegExp(`${endOfSentence}(?=\\p{Lu})|;\\s`, 'u')

function lastClause(text: string): string {
  return text.split(boundary).at(-1) ?? ''
}

function firstClause(text: string): string {
  return text.split(boundaryAhead)[0] ?? ''
}

/** The link right before; null where it is the last of a list: then the date may be of all. */
function lastBefore(
  at: number,
  links: readonly PageLink[],
  text: string,
  start: number,
): PageLink | null {
  const [last, before] = links.filter((each) => each.start < at).reverse()
  if (last === undefined || !isPull(last)) return null
  if (before === undefined || before.url === last.url) return last
  return isList(text.slice(before.end - start, last.start - start)) ? null : last
}

function onlyPull(links: readonly PageLink[]): PageLink | null {
  const pulls = links.filter(isPull)
  const [first] = pulls
  return first !== undefined && pulls.every(({ url }) => url === first.url) ? first : null
}

/** Of a note below a pull request its own time is meant. */
function isPull({ url }: PageLink): boolean {
  return !url.includes('#') && pullAt(URL.parse(url)?.pathname ?? '') !== null
}

function doneBy(word: string | undefined): LinkDate['done'] {
  if (word === undefined) return null
  if (/^(?:merged|landed|accepted)$/i.test(word)) return 'merged'
  if (/^reviewed$/i.test(word)) return 'reviewed'
  return /^approved$/i.test(word) ? 'approved' : 'opened'
}

function moved(period: Period, by: number): Period {
  const { start, end, from } = period
  const shifted = { ...from, start: from.start + by, end: from.end + by }
  return { ...period, start: start + by, end: end + by, from: shifted }
}
