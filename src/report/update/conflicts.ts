import { isBlank, lineNumberAt, linesOf } from '../document/lines.ts'
import { bodyOf, type Region } from '../document/region.ts'
import type { Finding } from '../merge/findings.ts'
import type { FindingAt } from '../merge/merge.ts'
import { countText } from '../style/counts.ts'
import type { Drop } from './drops.ts'

/** Where a document and what is known disagree, and the document stays as it is. */
export interface Conflict {
  /** From 1. */
  readonly line: number
  readonly kind: Finding['kind']
  /** What the document says. */
  readonly text: string
  /** What the data say; empty where they say nothing any more. */
  readonly value: string
}

/** The findings of a region that holds its new text, with their lines in the document. */
export function conflictsIn(
  region: Region,
  text: string,
  findings: readonly FindingAt[],
): Conflict[] {
  const body = linesOf(bodyOf(text, region))
  const first = body.find((line) => !isBlank(line.text))?.number ?? 1
  return findings.map(({ at, kind, text: stated, value }) => ({
    line: region.line + first + at,
    kind,
    text: stated.trim(),
    value: value.trim(),
  }))
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
