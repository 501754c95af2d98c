import { DocumentError } from '../document/document-error.ts'
import { lineNumberAt } from '../document/lines.ts'
import type { Region } from '../document/region.ts'
import type { DocumentFormat, Span } from '../formats/format.ts'
import { keyOf, readQuery, type ValueQuery } from './query.ts'

/** A value outside regions, between its two comments. */
export interface ValueSlot {
  readonly query: ValueQuery
  /** Tells it from all others of the document: its query, and its place among those with the same. */
  readonly key: string
  /** From 1. */
  readonly line: number
  /** Where the value stands. */
  readonly start: number
  readonly end: number
  readonly text: string
  /** The two comments. */
  readonly open: Span
  readonly close: Span
}

interface Comment extends Span {
  readonly line: number
  /** What it says behind `tracker:value`; null for `tracker:/value`. */
  readonly words: string | null
}

const opening = /^<!--\s*tracker:value(?:\s+([\s\S]*?))?\s*-->$/
const closing = /^<!--\s*tracker:\/value\s*-->$/
const like = /^<!--+\s*\/?\s*tracker\s*:\s*\/?\s*value\b/i

/** False for nearly every document, and told without reading it. */
export function mayHoldValues(text: string): boolean {
  return /tracker\s*:\s*\/?\s*value/i.test(text)
}

/**
 * Every value of a document, in order. Nothing is guessed: a comment that was meant to begin or end one and does not
 * refuses the document.
 * @throws DocumentError naming the line
 */
export function findValues(
  text: string,
  regions: readonly Region[],
  format: DocumentFormat,
): ValueSlot[] {
  if (!mayHoldValues(text)) return []
  const comments = commentsOf(text, format)
  const slots: ValueSlot[] = []
  const seen = new Map<string, number>()
  for (let index = 0; index < comments.length; index += 2) {
    const [open, close] = comments.slice(index, index + 2)
    if (open === undefined) break
    const slot = paired(open, close, text)
    refuseInside(slot, regions)
    const times = (seen.get(slot.key) ?? 0) + 1
    seen.set(slot.key, times)
    slots.push(times === 1 ? slot : { ...slot, key: `${slot.key} #${times}` })
  }
  return slots
}

function commentsOf(text: string, format: DocumentFormat): Comment[] {
  return format.comments(text).flatMap(({ start, end }): Comment[] => {
    const comment = text.slice(start, end)
    if (!like.test(comment)) return []
    const line = lineNumberAt(text, start)
    if (closing.test(comment)) return [{ start, end, line, words: null }]
    const words = opening.exec(comment)
    if (words === null) throw refusal(`\`${comment.slice(0, 80)}\` begins or ends no value`, line)
    return [{ start, end, line, words: words[1] ?? '' }]
  })
}

function paired(open: Comment, close: Comment | undefined, text: string): ValueSlot {
  const { line, words } = open
  if (words === null) throw refusal('`tracker:/value` ends a value that never began', line)
  if (close === undefined || close.words !== null) {
    const why = close === undefined ? 'never ends' : `holds another one on line ${close.line}`
    throw refusal(`the value \`${words}\` ${why}; expected \`<!-- tracker:/value -->\``, line)
  }
  const query = readQuery(words)
  if (typeof query === 'string') throw refusal(query, line)
  const [start, end] = [open.end, close.start]
  const value = text.slice(start, end)
  if (/[\r\n]/.test(value)) throw refusal(`the value \`${words}\` must stand on one line`, line)
  return { query, key: keyOf(query), line, start, end, text: value, open, close }
}

function refuseInside(slot: ValueSlot, regions: readonly Region[]): void {
  const region = regions.find(
    ({ begin, end }) => slot.open.start >= begin.start && slot.open.start < end.next,
  )
  if (region !== undefined)
    throw refusal(
      `a value stands inside the section \`${region.id}\`, whose numbers are kept up to date anyway`,
      slot.line,
    )
}

function refusal(reason: string, line: number): DocumentError {
  return new DocumentError(`${reason} (line ${line})`, { line })
}
