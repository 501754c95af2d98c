import { isBlank, type Line, linesOf } from '../../document/lines.ts'
import { markerLike, readHtmlMarker, whyStray } from '../../document/markers.ts'
import type { Block, Heading, Marker, Outline, Stray } from '../format.ts'
import { headingsOf, isRule } from './headings.ts'

/** @param named Names of sections that are known otherwise. */
export function readOutline(text: string, named: readonly string[] = []): Outline {
  const lines = linesOf(text)
  const markers: Marker[] = []
  const strays: Stray[] = []
  for (const line of lines) {
    const words = readHtmlMarker(line.text)
    if (words === null) strays.push(...straysIn(line))
    else markers.push({ ...words, line: line.number, start: line.start, next: line.next })
  }
  const headings = headingsOf(lines, named)
  return { headings, markers, strays, blocks: blocksOf(lines, headings) }
}

/** Every line that is not blank; joining paragraphs would tell nothing more. A blank line may make a heading of the next. */
function blocksOf(lines: readonly Line[], headings: readonly Heading[]): Block[] {
  const ends = new Map(headings.map(({ start, end }) => [start, end]))
  let reached = 0
  return lines
    .filter(({ text }) => !isBlank(text))
    .flatMap(({ text, start, end }) => {
      // What underlines a heading is part of it.
      if (start < reached) return []
      reached = ends.get(start) ?? end
      return [{ start, end: reached, rule: isRule(text), closed: false }]
    })
}

function straysIn({ text, number }: Line): Stray[] {
  return [...text.matchAll(markerLike)].map(([marker]) => ({
    line: number,
    reason: whyStray(marker, 'among other text'),
  }))
}
