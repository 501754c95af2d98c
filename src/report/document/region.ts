import type { Marker, Outline } from '../formats/format.ts'
import { DocumentError } from './document-error.ts'

/** The text between two markers. */
export interface Region {
  readonly id: string
  /** Line of its begin marker, from 1. */
  readonly line: number
  readonly begin: Marker
  readonly end: Marker
}

/**
 * Every region of a document, in order. Markers pair up one after the other or not at all: nothing is guessed, and one
 * broken pair refuses the document, since what stands between its markers cannot be told from the person's own text.
 * @throws DocumentError naming the lines: a marker out of place, doubled, reversed, crossed, nested or without its pair.
 */
export function findRegions(outline: Outline): Region[] {
  const [stray] = outline.strays
  if (stray !== undefined)
    throw new DocumentError(`${stray.reason} (line ${stray.line})`, { line: stray.line })
  refuseDoubled(outline.markers)
  const regions: Region[] = []
  for (let index = 0; index < outline.markers.length; index += 2) {
    const [begin, end] = outline.markers.slice(index, index + 2)
    if (begin !== undefined) regions.push(paired(begin, end, outline.markers))
  }
  return regions
}

function refuseDoubled(markers: readonly Marker[]): void {
  const first = new Map<string, Marker>()
  for (const marker of markers) {
    const name = nameOf(marker)
    const earlier = first.get(name)
    if (earlier !== undefined) {
      throw new DocumentError(
        `\`${name}\` stands on lines ${earlier.line} and ${marker.line}; keep one`,
        { line: marker.line },
      )
    }
    first.set(name, marker)
  }
}

function paired(begin: Marker, end: Marker | undefined, all: readonly Marker[]): Region {
  if (begin.edge === 'begin' && end?.edge === 'end' && begin.id === end.id) {
    return { id: begin.id, line: begin.line, begin, end }
  }
  const partner = all.find((other) => other.id === begin.id && other.edge !== begin.edge)
  throw new DocumentError(whyUnpaired(begin, partner, end), { line: begin.line })
}

function whyUnpaired(first: Marker, partner: Marker | undefined, next: Marker | undefined): string {
  const name = `\`${nameOf(first)}\` on line ${first.line}`
  if (partner === undefined) {
    const missing = first.edge === 'begin' ? 'end' : 'begin'
    return `${name} has no \`tracker:${missing} ${first.id}\`; put it where the section ${missing}s, or take this one away`
  }
  if (first.edge === 'end') return `${name} stands before its beginning on line ${partner.line}`
  const between = next === undefined ? '' : `: \`${nameOf(next)}\` stands on line ${next.line}`
  return `${name} and its end on line ${partner.line} enclose another marker${between}; regions must not overlap`
}

function nameOf(marker: Marker): string {
  return `tracker:${marker.edge} ${marker.id}`
}

/** What stands between the markers of `region`, their lines left out. */
export function bodyOf(text: string, region: Region): string {
  return text.slice(region.begin.next, region.end.start)
}

/** `text` without what is generated: the style of a document is the person's. */
export function withoutRegions(
  text: string,
  regions: readonly Region[],
  from = 0,
  until = text.length,
): string {
  let rest = ''
  let at = from
  for (const { begin, end } of regions) {
    if (end.next <= from || begin.start >= until) continue
    rest += text.slice(at, Math.max(at, begin.start))
    at = end.next
  }
  return rest + text.slice(at, Math.max(at, until))
}
