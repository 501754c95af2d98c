import { DocumentError } from './document-error.ts'
import { linesOf } from './lines.ts'
import type { Region } from './region.ts'

/** Number of the line where a conflict begins that git left in a text, and where it ends; what never ends goes to the end. */
function conflictsIn(text: string): { line: number; start: number; end: number }[] {
  const lines = linesOf(text)
  const isClosing = (each: string) => /^>{7}(?: |$)/.test(each)
  return lines.flatMap(({ text: line, number, start }) => {
    if (!/^<{7}(?: |$)/.test(line)) return []
    const last = lines.slice(number).find((each) => isClosing(each.text))
    return [{ line: number, start, end: last?.next ?? text.length }]
  })
}

/** Number of the line where the first conflict begins in a text that is the tool's; null where none does. */
export function firstConflict(text: string): number | null {
  return conflictsIn(text)[0]?.line ?? null
}

/**
 * What a person wrote, and what was written over by whom, cannot be told in a region that git could not merge.
 * @throws DocumentError on the line where the conflict begins
 */
export function refuseUnmerged(text: string, regions: readonly Region[]): void {
  if (!text.includes('<<<<<<<')) return
  const conflict = conflictsIn(text).find(({ start, end }) =>
    regions.some((region) => region.begin.start < end && start < region.end.next),
  )
  if (conflict === undefined) return
  throw new DocumentError(
    `line ${conflict.line} begins a conflict that git left in a section of tracker; resolve it first`,
    { line: conflict.line },
  )
}
