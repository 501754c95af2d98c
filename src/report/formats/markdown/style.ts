import { linesOf } from '../../lines.ts'
import { type DateLine, detectDateLine } from '../../style/date-line.ts'
import type { DateTerms } from '../../style/date-terms.ts'
import { type DateStyle, detectDates, mostFrequent } from '../../style/dates.ts'
import { detectSeparator } from '../../style/titles.ts'
import { detectLabels, detectLinksLine, type LabelStyle, type LinksLine } from '../links.ts'

export type HeadingDepth = 1 | 2 | 3 | 4 | 5 | 6

/** How a Markdown document writes entries. */
export interface MarkdownStyle {
  readonly depth: HeadingDepth
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
  const titles = prose.flatMap((source) => titlesAt(source, depth))
  return {
    depth,
    linked: titles.length > 0 && titles.every((title) => title.includes('](')),
    separator: detectSeparator(titles),
    dates: detectDates(prose, terms),
    dateLine: detectDateLine(
      prose,
      (line) => headingOf(line)?.depth === depth,
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
