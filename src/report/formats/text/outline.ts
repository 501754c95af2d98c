import { isBlank, type Line, linesOf } from '../../document/lines.ts'
import { markerLike, readHtmlMarker, whyStray } from '../../document/markers.ts'
import type { Block, Heading, Marker, Outline, Stray } from '../format.ts'

/** Plain text knows two things: a line in capitals between blank lines is a heading, and markers fill their line. */
export function readOutline(text: string): Outline {
  const lines = linesOf(text)
  const markers: Marker[] = []
  const strays: Stray[] = []
  for (const line of lines) {
    const words = readHtmlMarker(line.text)
    if (words === null) strays.push(...straysIn(line))
    else markers.push({ ...words, line: line.number, start: line.start, next: line.next })
  }
  return { headings: headingsOf(lines), markers, strays, blocks: blocksOf(lines) }
}

/** Bullets are no headings, however loud. */
export const bulletPattern = /^\s*(?:[-*+•●○■□◆‣▪◦➢➤–·o]\s+)+/

function headingsOf(lines: readonly Line[]): Heading[] {
  return lines
    .filter(
      (line, index) => isHeading(line.text) && isOpen(lines[index - 1]) && isOpen(lines[index + 1]),
    )
    .map(({ text, number, start, end }) => ({
      text: text.trim(),
      level: 1,
      line: number,
      start,
      end,
    }))
}

/** All letters upper case, two at least: `C` alone is a language. */
function isHeading(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? []
  return (
    letters.length > 1 &&
    text === text.toUpperCase() &&
    !bulletPattern.test(text) &&
    !text.includes('<!--')
  )
}

/** A blank line, or the edge of the document. */
function isOpen(line: Line | undefined): boolean {
  return line === undefined || isBlank(line.text)
}

/** Every line that is not blank; joining paragraphs would tell nothing more. A blank line may make a heading of the next. */
function blocksOf(lines: readonly Line[]): Block[] {
  return lines
    .filter(({ text }) => !isBlank(text))
    .map(({ text, start, end }) => ({
      start,
      end,
      rule: /^\s*([-=_*~])\1{2,}\s*$/.test(text),
      closed: false,
    }))
}

function straysIn({ text, number }: Line): Stray[] {
  return [...text.matchAll(markerLike)].map(([marker]) => ({
    line: number,
    reason: whyStray(marker, 'among other text'),
  }))
}
