import type { DocumentFormat, Outline } from '../formats/format.ts'
import { isBlank, lineEndOf, lineNumberAt, linesOf, withLineEnd } from './lines.ts'

/** Lines that go into a text, and where. */
export interface Insertion {
  /** Where a line begins, or where the text ends. */
  readonly at: number
  /** As they are put in. */
  readonly lines: string
}

/** Puts `block` after the line that holds `offset`, a blank line on either side, and touches nothing else. */
export function insert(text: string, offset: number, block: string): string {
  return inserted(text, insertionOf(text, offset, block))
}

/** What `insert` puts in. */
export function insertionOf(text: string, offset: number, block: string): Insertion {
  const rest = /^[^\r\n]*(\r\n|\n|\r)?/.exec(text.slice(offset))
  const at = offset + (rest?.[0].length ?? 0)
  const before = rest?.[1] === undefined ? '\n\n' : '\n'
  const after = at < text.length ? text.slice(at) : null
  const gap = after !== null && !/^[^\S\r\n]*(?:\r\n|\n|\r)/.test(after) ? '\n' : ''
  // A document without a final line end stays one.
  const ending = rest?.[1] === undefined ? '' : `\n${gap}`
  return { at, lines: withLineEnd(`${before}${block}${ending}`, lineEndOf(text)) }
}

export function inserted(text: string, { at, lines }: Insertion): string {
  return text.slice(0, at) + lines + text.slice(at)
}

/** The markers of an empty region. */
export function emptyRegion(id: string, format: DocumentFormat): string {
  return `${format.marker('begin', id)}\n${format.marker('end', id)}`
}

/**
 * What a document is read as once an empty region was put in behind a closed block: what it was, moved, and two markers.
 * Whoever writes something into the region reads the whole anew.
 */
export function withEmptyRegion(
  { headings, markers, blocks, strays }: Outline,
  text: string,
  { at, lines }: Insertion,
  id: string,
): Outline {
  const far = lines.length
  const down = lineNumberAt(lines, far) - 1
  const first = lineNumberAt(text, at)
  const made = linesOf(lines).filter((line) => !isBlank(line.text))
  return {
    headings: around(at, headings, [], (heading) => ({
      ...heading,
      line: heading.line + down,
      start: heading.start + far,
      end: heading.end + far,
    })),
    markers: around(
      at,
      markers,
      made.map(({ number, start, next }, index) => ({
        edge: index === 0 ? 'begin' : 'end',
        id,
        line: first + number - 1,
        start: at + start,
        next: at + next,
      })),
      (marker) => ({
        ...marker,
        line: marker.line + down,
        start: marker.start + far,
        next: marker.next + far,
      }),
    ),
    blocks: around(
      at,
      blocks,
      made.map(({ start, end }) => ({
        start: at + start,
        end: at + end,
        rule: false,
        closed: false,
      })),
      (block) => ({ ...block, start: block.start + far, end: block.end + far }),
    ),
    strays,
  }
}

/** What stands before `at`, what was put in there, and what stood behind it, moved. */
function around<Found extends { readonly start: number }>(
  at: number,
  found: readonly Found[],
  made: readonly Found[],
  moved: (each: Found) => Found,
): Found[] {
  return [
    ...found.filter(({ start }) => start < at),
    ...made,
    ...found.filter(({ start }) => start >= at).map(moved),
  ]
}
