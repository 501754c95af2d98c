import type { Drop } from './drops.ts'
import { isBlank, lineNumberAt, linesOf } from './lines.ts'
import { bodyOf, type Region } from './region.ts'
import { countText } from './style/counts.ts'

/** Where a document and what is known disagree, and the document stays as it is. */
export interface Conflict {
  /** From 1. */
  readonly line: number
  readonly kind: 'edited' | 'count'
  /** What the document says. */
  readonly text: string
  /** What was written there, or what the data say; empty where there is nothing. */
  readonly value: string
}

/** The most conflicts one region is told with: a region written anew differs everywhere. */
const most = 20

/** Lines of a region that are not as they were written, compared from the top and, past the first edit, by content. */
export function editsIn(written: string, region: Region, text: string): Conflict[] {
  const before = written.split('\n').filter((line) => !isBlank(line))
  const firstLine = lineNumberAt(text, region.begin.next)
  const now = linesOf(bodyOf(text, region)).filter((line) => !isBlank(line.text))
  const present = new Set(now.map((line) => line.text))
  const missing = before.filter((line) => !present.has(line))
  const known = new Set(before)
  const foreign = now.filter((line) => !known.has(line.text))
  const changed = foreign.map((line, index) =>
    edit(firstLine + line.number - 1, line.text, missing[index] ?? ''),
  )
  const deleted = missing.slice(foreign.length).map((line) => edit(region.line, '', line))
  const all = [...changed, ...deleted]
  // Only order or blank lines differ.
  return all.length === 0 ? [edit(region.line, '', '')] : all.slice(0, most)
}

function edit(line: number, text: string, value: string): Conflict {
  return { line, kind: 'edited', text: text.trim(), value: value.trim() }
}

/** The count that fell, on the line that states it where one does. */
export function dropConflict(drop: Drop, region: Region, text: string): Conflict {
  const written = countText(drop.written, drop.word) ?? ''
  const firstLine = lineNumberAt(text, region.begin.next)
  const stating = linesOf(bodyOf(text, region)).find((line) => line.text.includes(written))
  return {
    line: stating === undefined ? region.line : firstLine + stating.number - 1,
    kind: 'count',
    text: written,
    value: countText(drop.now, drop.word) ?? `0 ${drop.word}`,
  }
}
