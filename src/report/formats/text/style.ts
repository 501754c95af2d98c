import { bulletSigns } from '../../style/bullet-signs.ts'
import { type DateLine, detectDateLine } from '../../style/date-line.ts'
import type { DateTerms } from '../../style/date-terms.ts'
import { type DateStyle, detectDates, mostFrequent } from '../../style/dates.ts'
import {
  detectLabels,
  detectLinksLine,
  inlineLink,
  type LabelStyle,
  type LinksLine,
} from '../links.ts'
import { bulletAt } from './bullets.ts'

/** How a plain-text document writes entries. */
export interface TextStyle {
  readonly dates: DateStyle
  readonly dateLine: DateLine
  /** With the white space before and after: `- `, ` * `. */
  readonly bullet: string
  /** Links stand as `[label](address)`; else as `reference <address>`. */
  readonly brackets: boolean
  readonly linksLine: LinksLine
  readonly labels: LabelStyle
}

const defaultDateLine: DateLine = { place: 'below', mark: '', open: '', close: '' }
const defaultLinksLine: LinksLine = {
  label: 'Links',
  mark: '',
  colonInside: false,
  separator: ' | ',
}

export function detectStyle(sources: readonly string[], terms: DateTerms): TextStyle {
  return {
    dates: detectDates(sources, terms),
    dateLine: detectDateLine(sources, isTitle, defaultDateLine, terms),
    bullet: bulletOf(sources),
    brackets: sources.some((source) => source.search(inlineLink) !== -1),
    linksLine: detectLinksLine(sources, defaultLinksLine),
    labels: detectLabels(sources, { merge: 'reference', pull: 'reference' }),
  }
}

/** In text nothing marks a title; a short line that is no bullet and no sentence may be one. */
function isTitle(line: string): boolean {
  return line.length <= 100 && bulletAt(line) === null && !line.trimEnd().endsWith('.')
}

/** A dash of this length divides more often than it begins a bullet. */
const bulletsIn = new RegExp(`^( *(?!–)[${bulletSigns}] +)\\S`, 'gm')

function bulletOf(sources: readonly string[]): string {
  for (const source of sources) {
    const bullets = [...source.matchAll(bulletsIn)].map((match) => match[1])
    const least = Math.min(...bullets.map((bullet) => indentOf(bullet ?? '')))
    const top = mostFrequent(bullets.filter((bullet) => indentOf(bullet ?? '') === least))
    if (top !== undefined) return top
  }
  return '- '
}

function indentOf(bullet: string): number {
  return bullet.length - bullet.trimStart().length
}
