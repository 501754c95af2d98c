import { isBlank, type Line } from '../../document/lines.ts'
import { fillsLine } from '../../style/date-line.ts'
import type { Heading } from '../format.ts'
import { bulletPattern } from './bullets.ts'
import { sectionName } from './section-names.ts'

interface Candidate extends Heading {
  /** Nothing stands right above it. */
  readonly apart: boolean
}

/**
 * Headings of plain text, where nothing marks them for certain: underlined lines, lines in capitals between blank ones, and
 * lines that are the name of a section and nothing else. Where some stand below a gap, all do: without one, such a line is
 * the end of a sentence or one of a list.
 * @param named Names of sections that are known otherwise.
 */
export function headingsOf(lines: readonly Line[], named: readonly string[]): Heading[] {
  const names = new Set(named.map(comparable))
  const found = lines.flatMap((line, index): Candidate[] => {
    const around = aroundOf(lines, index)
    const level = levelOf(line.text, around, names)
    if (level === null) return []
    const { start, end, number } = line
    const last = around.rule === null ? end : (lines[index + 1]?.end ?? end)
    const text = withoutColon(line.text)
    return [{ text, level, line: number, start, end: last, apart: around.above }]
  })
  const isSpaced = found.filter(({ apart, line }) => apart && line > 1).length > 1
  return found.filter(({ apart }) => apart || !isSpaced).map(({ apart: _, ...heading }) => heading)
}

/** What stands around a line. */
interface Around {
  /** Nothing is right above, or nothing that says something. */
  readonly above: boolean
  readonly below: boolean
  /** A line of signs right below. */
  readonly rule: string | null
  readonly before: string
  readonly next: string
}

function aroundOf(lines: readonly Line[], index: number): Around {
  const [line, previous, next] = [lines[index], lines[index - 1], lines[index + 1]]
  const rule = next !== undefined && isRule(next.text) ? next.text.trim() : null
  const startsPage = line?.text.startsWith('\f') === true
  return {
    above: startsPage || previous === undefined || saysNothing(previous.text, lines[index - 2]),
    below: next === undefined || saysNothing(next.text),
    rule,
    before: previous?.text ?? '',
    next: next?.text ?? '',
  }
}

/** What underlines the line before belongs to that one. */
function saysNothing(text: string, before?: Line): boolean {
  if (isRule(text)) return before === undefined || isBlank(before.text)
  return isBlank(text) || /^\s*<!--.*-->\s*$/.test(text)
}

/** A line that only divides, or underlines. */
export function isRule(text: string): boolean {
  return /^\s*([-=_*~–—─═])\1{2,}\s*$/.test(text)
}

/** 1 is the highest. Underlined lines stand above others, as those who use both have it; a colon may end a mere label. */
function levelOf(text: string, around: Around, names: ReadonlySet<string>): number | null {
  if (!mayHead(text)) return null
  const words = withoutColon(text)
  if (isUnderlined(words, around)) return around.rule?.startsWith('=') ? 1 : 2
  const isNamed = names.has(comparable(words))
  const name = isNamed ? 'whole' : sectionName(words)
  if (isCapitals(words)) return isLoudHeading(text, name, around) ? 3 : null
  if (name !== 'whole' || !/^\p{Lu}/u.test(words) || isDateLine(around.next)) return null
  if (!around.above && (/^\s/.test(text) || /[,–—-]\s*$/.test(around.before))) return null
  return words === text.trim() ? 3 : 4
}

/** Bullets are no headings, however loud; and one letter is a language: `C`. */
function mayHead(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  return letters > 1 && text.length <= 80 && !bulletPattern.test(text) && !text.includes('<!--')
}

/** As far as the words reach, about: a line across the page may divide as well. */
function isUnderlined(words: string, { above, rule }: Around): boolean {
  if (rule === null || !above || /[.,;!?]$/.test(words)) return false
  return Math.abs(rule.length - words.length) <= 3
}

function isLoudHeading(
  text: string,
  name: ReturnType<typeof sectionName>,
  around: Around,
): boolean {
  if (around.above && around.below) return true
  if (name === 'whole') return around.above || !/^\s/.test(text)
  // The title of an entry may be in capitals too.
  return name === 'partly' && around.above && !/[\d|/@]/.test(text) && !isDateLine(around.next)
}

function isCapitals(text: string): boolean {
  return text === text.toUpperCase()
}

function isDateLine(text: string): boolean {
  return fillsLine(text.trim()) || /^\W*(?:19|20)\d\d\W*(?:(?:19|20)\d\d|\p{L}+)?\W*$/u.test(text)
}

function withoutColon(text: string): string {
  return text.trim().replace(/\s*:$/, '')
}

function comparable(text: string): string {
  return withoutColon(text.normalize('NFC')).replace(/\s+/gu, ' ').toUpperCase()
}

/** Writes a heading as its model is: in capitals, underlined, with a colon. */
export function writeHeading(
  title: string,
  { start, end, level }: Heading,
  { text }: { readonly text: string },
): string {
  const [line = '', rule] = text.slice(start, end).split(/\r\n|\n|\r/)
  const words = isCapitals(line) ? title.toUpperCase() : title
  const heading = /:\s*$/.test(line) ? `${words}:` : words
  if (rule === undefined) return heading
  const signs = rule.trim()
  const sign = level > 1 && signs.startsWith('=') ? '-' : signs.slice(0, 1)
  const isAsLong = Math.abs(signs.length - line.trim().length) <= 3
  return `${heading}\n${sign.repeat(Math.max(3, isAsLong ? heading.length : signs.length))}`
}
