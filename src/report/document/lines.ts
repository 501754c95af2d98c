/** Lines of a text, whatever ends them: `\n`, `\r\n` or `\r`. */

export interface Line {
  /** From 1. */
  readonly number: number
  /** Without its end. */
  readonly text: string
  readonly start: number
  /** Where its text ends. */
  readonly end: number
  /** Where the next line starts. */
  readonly next: number
}

export type LineEnd = '\n' | '\r\n' | '\r'

/** Every line; a text that ends in a line end has no empty line after it. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = []
  let start = 0
  for (const match of text.matchAll(/\r\n|\n|\r/g)) {
    const next = match.index + match[0].length
    lines.push(line(text, lines.length + 1, start, match.index, next))
    start = next
  }
  if (start < text.length) lines.push(line(text, lines.length + 1, start, text.length, text.length))
  return lines
}

function line(text: string, number: number, start: number, end: number, next: number): Line {
  return { number, text: text.slice(start, end), start, end, next }
}

/** Number of the line that holds `offset`, from 1. */
export function lineNumberAt(text: string, offset: number): number {
  return (text.slice(0, offset).match(/\r\n|\n|\r/g)?.length ?? 0) + 1
}

/** The line end used most; `\n` in a text of one line. */
export function lineEndOf(text: string): LineEnd {
  const counts = { '\n': 0, '\r\n': 0, '\r': 0 }
  for (const [end] of text.matchAll(/\r\n|\n|\r/g)) counts[end as LineEnd] += 1
  if (counts['\r\n'] > counts['\n']) return '\r\n'
  return counts['\r'] > counts['\n'] ? '\r' : '\n'
}

/** With `\n` alone: how texts are compared and remembered, since git may change line ends on the way. */
function withoutReturns(text: string): string {
  return text.replace(/\r\n|\r/g, '\n')
}

export function withLineEnd(text: string, end: LineEnd): string {
  return end === '\n' ? text : text.replaceAll('\n', end)
}

export function isBlank(text: string): boolean {
  return text.trim() === ''
}

/** With `\n` alone, and neither blank lines at the start nor white space at the end. */
export function trimmed(text: string): string {
  return withoutReturns(text)
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd()
}
