import { DocumentError } from '../document/document-error.ts'
import { decode } from '../document/encoding.ts'
import { type Line, linesOf } from '../document/lines.ts'
import { findRegions, type Region } from '../document/region.ts'
import {
  type DocumentFormat,
  formatFor,
  type Outline,
  type Span,
  type Writer,
} from '../formats/format.ts'
import { dateTermsOf, languageOf } from '../style/date-terms.ts'
import { type DateWords, dateWordsOf } from '../style/date-words.ts'
import { findValues, type ValueSlot } from '../values/slots.ts'

/** A document as an audit reads it. All offsets are into `text`. */
export interface Page {
  /** Without a byte order mark. */
  readonly text: string
  /**
   * `text` in the same length, with spaces for code, comments and front matter: nothing in those is a claim. Values between
   * comments are spaces too: they say what their comment asks, not what the sentence does.
   */
  readonly said: string
  readonly lines: readonly Line[]
  /** Where the second halves of characters stand that take two UTF-16 units, in order. */
  readonly halves: readonly number[]
  readonly outline: Outline
  readonly regions: readonly Region[]
  /** Values outside regions. */
  readonly values: readonly ValueSlot[]
  readonly format: DocumentFormat
  /** Writes as the document is written. */
  readonly writer: Writer
  /** What its dates are made of. */
  readonly dates: DateWords
}

/**
 * @param language of the document, as configured; without one its dates tell
 * @param named what its sections are called, as configured
 * @throws DocumentError when it is no text, or its markers are broken.
 */
export function readPage(
  bytes: Uint8Array,
  written: DocumentFormat,
  language?: string,
  named: readonly (string | null)[] = [],
): Page {
  const { text } = decode(bytes)
  const own = language ?? languageOf(text)
  const format = formatFor(written, dateTermsOf(own), named)
  const outline = format.read(text)
  const regions = findRegions(outline)
  const values = findValues(text, regions, format)
  const silent = [...format.silent(text), ...values].sort((a, b) => a.start - b.start)
  return {
    text,
    said: blotted(text, silent),
    lines: linesOf(text),
    halves: [...text.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g)].map(({ index }) => index + 1),
    outline,
    regions,
    values,
    format,
    writer: format.writer([text]),
    dates: dateWordsOf(own),
  }
}

/**
 * Line and column of `offset`, both from 1; columns in characters (Unicode code points), whatever their width in UTF-16.
 * A line may be as long as a document and hold thousands of findings, so it is not walked through for each.
 */
export function placeOf(
  { lines, halves }: Pick<Page, 'lines' | 'halves'>,
  offset: number,
): { line: number; column: number } {
  const line = lines[countUpTo(lines, offset, ({ start }) => start) - 1]
  if (line === undefined) throw new DocumentError('a finding stands outside of it')
  const before = (at: number) => countUpTo(halves, at - 1, (half) => half)
  const units = offset - line.start
  return { line: line.number, column: units - (before(offset) - before(line.start)) + 1 }
}

/** How many of `sorted` stand at `offset` or before it, by halving. */
function countUpTo<Item>(
  sorted: readonly Item[],
  offset: number,
  placeOfItem: (item: Item) => number,
): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const item = sorted[middle]
    if (item !== undefined && placeOfItem(item) <= offset) low = middle + 1
    else high = middle
  }
  return low
}

/** `text` with spaces for everything in `spans` but line ends. */
function blotted(text: string, spans: readonly Span[]): string {
  let result = ''
  let at = 0
  for (const { start, end } of spans) {
    if (end <= at) continue
    const from = Math.max(start, at)
    result += text.slice(at, from) + text.slice(from, end).replace(/[^\r\n]/g, ' ')
    at = end
  }
  return result + text.slice(at)
}
