import type { SectionMemory } from '../document/sidecar.ts'
import { type CountWord, countWords } from '../style/counts.ts'
import type { Background, Count, Counts, Entry, Section } from '../types.ts'

/** A count that is lower than the one last written. */
export interface Drop {
  /** `gitlab.com/group/project`, or null for the section's total. */
  readonly key: string | null
  readonly word: CountWord
  readonly written: Count
  readonly now: Count
}

const words = ['merged', 'reviewed'] as const
const none: Counts = {
  merged: { value: 0, atLeast: false },
  reviewed: { value: 0, atLeast: false },
}

/**
 * Contributions do not vanish by themselves: a lower count is a repository that went or was closed to us, a fault, or a
 * changed rule. Counts are compared only when the same `select` chose them. Most telling first: entries before the total.
 */
export function dropsSince(
  memory: SectionMemory | undefined,
  section: Section,
  background: Background,
): Drop[] {
  if (memory === undefined || memory.selection !== section.selection) return []
  const ofEntries = Object.entries(memory.counts).flatMap(([former, written]) => {
    // A repository that was renamed is the same one.
    const key = background.present(former)
    return lower(key, written, section.counts[key] ?? none)
  })
  ofEntries.push(...shallower(memory, section, background))
  return ofEntries.length > 0 ? ofEntries : lower(null, memory.totals, section.totals)
}

function lower(key: string | null, written: Counts, now: Counts): Drop[] {
  return words
    .filter((word) => now[word].value < written[word].value)
    .map((word) => ({ key, word, written: written[word], now: now[word] }))
}

/** How deep reviews went is remembered where it is written: in lines that stand as the tool wrote them. */
function shallower(memory: SectionMemory, section: Section, background: Background): Drop[] {
  return section.entries.flatMap((entry) => {
    const written = writtenDepth(memory, entry.key, background)
    const now = entry.commented
    if (written === null || now.atLeast || now.value >= written.value) return []
    return [{ key: entry.key, word: countWords.commented, written, now }]
  })
}

function writtenDepth(memory: SectionMemory, key: string, background: Background): Count | null {
  const line = memory.items.find(
    ({ kind, entry, text, now }) =>
      kind === 'count' && text !== null && now === undefined && background.present(entry) === key,
  )
  const digits = line?.slots?.['commented']
  return digits === undefined ? null : { value: Number(digits), atLeast: false }
}

/**
 * The section as it would read if nothing but proof had changed: a `42+` that was written as `42` reads `42` again.
 * Rendered, it tells whether the only change would be `42` to `42+`.
 */
export function withWrittenProof(
  section: Section,
  memory: SectionMemory,
  background: Background,
): Section {
  return {
    ...section,
    entries: section.entries.map((entry) =>
      relaxed(entry, memory.counts[entry.key], writtenDepth(memory, entry.key, background)),
    ),
  }
}

function relaxed(entry: Entry, written: Counts | undefined, depth: Count | null): Entry {
  if (written === undefined) return entry
  const { merged, reviewed, commented } = entry
  return {
    ...entry,
    merged: proofOf(merged, written.merged),
    reviewed: proofOf(reviewed, written.reviewed),
    // It is left out where reviews may be missing; where only it is unknown, it is left out for good.
    commented: reviewed.atLeast && depth !== null ? depth : commented,
  }
}

function proofOf(now: Count, written: Count): Count {
  return now.value === written.value && !written.atLeast ? written : now
}
