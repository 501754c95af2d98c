import type { Subject } from '../../stated/count-shapes.ts'
import { isHead, wordsOf } from '../../stated/neutral-words.ts'
import { readable } from '../../stated/readable.ts'
import type { Page } from '../page.ts'
import type { Unit } from '../passages.ts'

const others =
  /%|\b(?:average|avg|median|rate|ratio|per|days?|hours?|time|lines?|first|last|latest|date|since|on|at|by|open|closed|unmerged|not|issues?|commits?|additions|deletions|received)\b/i

/** What a label says of the numbers it stands over or before: `PRs merged`, `Reviews`, `MRs`. Null where it says something else. */
export function subjectOf(label: string): Subject | null {
  if (others.test(label) || !wordsOf(label).every(isHead)) return null
  if (/\b(?:merged|landed)\b/i.test(label)) return 'merged'
  if (/\breview(?:s|ed)\b/i.test(label)) return 'reviewed'
  return /\b(?:[PM]Rs|(?:pull|merge)[ -]requests)\b/i.test(label) ? 'written' : null
}

/** How far above a label is looked for. Characters. */
const reach = 4_000

/** What the heading, or the line that ends with a colon or is all bold, says of the bullets and the number below it. */
export function subjectAbove({ start }: Unit, { said, format }: Page): Subject | null {
  const lines = said.slice(Math.max(0, start - reach), start).split(/\r\n|[\r\n]/)
  const { bullet, heading } = format.syntax
  const above = lines.findLast((line) => line.trim() !== '' && bullet(line) === null)
  if (above === undefined) return null
  const isLabel =
    heading(above) !== null || /:[*_]*\s*$/.test(above) || /^\s*(\*\*|__)[^*_]+\1\s*$/.test(above)
  return isLabel ? subjectOf(readable(above)) : null
}
