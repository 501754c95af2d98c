import { isBlank, linesOf } from '../../document/lines.ts'
import { type DateLine, detectDateLine, fillsLine } from '../../style/date-line.ts'
import type { DateTerms } from '../../style/date-terms.ts'
import { type DateStyle, detectDates, mostFrequent } from '../../style/dates.ts'
import { datesIn } from '../../style/read-dates.ts'
import { detectSeparator } from '../../style/titles.ts'
import {
  detectLabels,
  detectLinksLine,
  isLinksLine,
  type LabelStyle,
  type LinksLine,
} from '../links.ts'

export type HeadingDepth = 1 | 2 | 3 | 4 | 5 | 6

/** How a Markdown document writes entries. */
export interface MarkdownStyle {
  readonly depth: HeadingDepth
  /** Titles of entries are bold lines, not headings. */
  readonly bold: boolean
  /** Titles of entries are links to the repository. */
  readonly linked: boolean
  readonly separator: string
  readonly dates: DateStyle
  readonly dateLine: DateLine
  readonly bullet: '-' | '*' | '+'
  readonly linksLine: LinksLine
  readonly labels: LabelStyle
}

const defaultDateLine: DateLine = { place: 'below', mark: '*', open: '', close: '' }
const defaultLinksLine: LinksLine = {
  label: 'Links',
  mark: '**',
  colonInside: false,
  separator: ' | ',
}

/** Each habit is taken from the nearest source that shows it; the sources begin with the section's own heading. */
export function detectStyle(sources: readonly string[], terms: DateTerms): MarkdownStyle {
  const prose = sources.map(withoutCode)
  const depth = entryDepth(prose)
  const bold = isBold(prose, terms)
  const titles = prose.flatMap((source) =>
    bold ? boldTitles(source, terms) : titlesAt(source, depth),
  )
  return {
    depth,
    bold,
    linked: titles.length > 0 && titles.every((title) => title.includes('](')),
    separator: detectSeparator(titles),
    dates: detectDates(prose, terms),
    dateLine: detectDateLine(
      prose,
      (line) => (bold ? boldLine.test(line) : headingOf(line)?.depth === depth),
      defaultDateLine,
      terms,
    ),
    bullet: bulletOf(prose),
    linksLine: detectLinksLine(prose, defaultLinksLine),
    labels: detectLabels(prose, { merge: '!', pull: '#' }),
  }
}

interface AtxHeading {
  readonly depth: number
  readonly text: string
}

function headingOf(line: string): AtxHeading | null {
  const match = /^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/.exec(line)
  return match === null ? null : { depth: match[1]?.length ?? 0, text: match[2] ?? '' }
}

function headingsOf(source: string): AtxHeading[] {
  return linesOf(source)
    .map(({ text }) => headingOf(text))
    .filter((heading) => heading !== null)
}

/** The level most used below the section's own, in the section, else anywhere; else one below the section's. */
function entryDepth(sources: readonly string[]): HeadingDepth {
  const lists = sources.map(headingsOf)
  const own = lists[0]?.[0]?.depth ?? 2
  for (const headings of lists) {
    const deeper = headings.filter(({ depth }) => depth > own).map(({ depth }) => String(depth))
    const depth = mostFrequent(deeper)
    if (depth !== undefined) return Number(depth) as HeadingDepth
  }
  return Math.min(6, own + 1) as HeadingDepth
}

function titlesAt(source: string, depth: number): string[] {
  return headingsOf(source)
    .filter((heading) => heading.depth === depth)
    .map(({ text }) => text)
}

const boldLine = /^ {0,3}(\*\*|__)(?=\S)(.+?)\1/

/** Where the section's own entries are headed by bold lines, and by no heading. */
function isBold([section = '']: readonly string[], terms: DateTerms): boolean {
  const [own, ...others] = headingsOf(section)
  const isHeaded = others.some(({ depth }) => depth > (own?.depth ?? 0))
  return !isHeaded && boldTitles(section, terms).length > 0
}

/** Bold lines over dates or with dates behind them. */
function boldTitles(source: string, terms: DateTerms): string[] {
  const lines = linesOf(source).map(({ text }) => text)
  return lines.flatMap((text, index) => {
    const title = boldLine.exec(text)?.[2]
    const [before = '', next = '', afterNext = ''] = [-1, 1, 2].map((by) => lines[index + by] ?? '')
    if (title === undefined || !isBlank(before) || isLinksLine(text)) return []
    const below = isBlank(next) ? afterNext : next
    return fillsLine(below, terms) || datesIn(text, terms).length > 0 ? [title] : []
  })
}

function bulletOf(sources: readonly string[]): '-' | '*' | '+' {
  for (const source of sources) {
    const bullet = mostFrequent([...source.matchAll(/^([-*+])[ \t]+\S/gm)].map((match) => match[1]))
    if (bullet === '-' || bullet === '*' || bullet === '+') return bullet
  }
  return '-'
}

/** Examples in code show no habit of the person's. */
function withoutCode(source: string): string {
  return source.replace(/^ {0,3}(`{3,}|~{3,})[\s\S]*?(?:^ {0,3}\1[`~]*[ \t]*$|$(?![\s\S]))/gm, '')
}
