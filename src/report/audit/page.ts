import { DocumentError } from '../document-error.ts'
import { decode } from '../encoding.ts'
import {
  type DocumentFormat,
  inLanguage,
  type Outline,
  type Span,
  type Writer,
} from '../formats/format.ts'
import { type Line, linesOf } from '../lines.ts'
import { findRegions, type Region } from '../region.ts'
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
 * @throws DocumentError when it is no text, or its markers are broken.
 */
export function readPage(bytes: Uint8Array, written: DocumentFormat, language?: string): Page {
  const { text } = decode(bytes)
  const own = language ?? languageOf(text)
  const format = inLanguage(written, dateTermsOf(own))
  const outline = format.read(text)
  const regions = findRegions(outline)
  const values = findValues(text, regions, format)
  const silent = [...format.silent(text), ...values].sort((a, b) => a.start - b.start)
  return {
    text,
    said: blotted(text, silent),
    lines: linesOf(text),
    outline,
    regions,
    values,
    format,
    writer: format.writer([text]),
    dates: dateWordsOf(own),
  }
}

/** Line and column of `offset`, both from 1; columns in characters (Unicode code points), whatever their width in UTF-16. */
export function placeOf({ lines, text }: Page, offset: number): { line: number; column: number } {
  const index = indexAt(lines, offset)
  const line = lines[index]
  if (line === undefined) throw new DocumentError('a finding stands outside of it')
  return { line: line.number, column: [...text.slice(line.start, offset)].length + 1 }
}

/** Of the line that holds `offset`, by halving. */
function indexAt(lines: readonly Line[], offset: number): number {
  let low = 0
  let high = lines.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((lines[middle]?.start ?? 0) <= offset) low = middle
    else high = middle - 1
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
