import type { SectionMemory } from './sidecar.ts'
import type { Background, Count, Counts, Entry, Section } from './types.ts'

/** A count that is lower than the one last written. */
export interface Drop {
  /** `gitlab.com/group/project`, or null for the section's total. */
  readonly key: string | null
  readonly word: 'merged' | 'reviewed'
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
  return ofEntries.length > 0 ? ofEntries : lower(null, memory.totals, section.totals)
}

function lower(key: string | null, written: Counts, now: Counts): Drop[] {
  return words
    .filter((word) => now[word].value < written[word].value)
    .map((word) => ({ key, word, written: written[word], now: now[word] }))
}

/**
 * The section as it would read if nothing but proof had changed: a `42+` that was written as `42` reads `42` again.
 * Rendered, it tells whether the only change would be `42` to `42+`.
 */
export function withWrittenProof(section: Section, memory: SectionMemory): Section {
  return {
    ...section,
    entries: section.entries.map((entry) => relaxed(entry, memory.counts[entry.key])),
  }
}

function relaxed(entry: Entry, written: Counts | undefined): Entry {
  if (written === undefined) return entry
  const { merged, reviewed } = entry
  return {
    ...entry,
    merged: proofOf(merged, written.merged),
    reviewed: proofOf(reviewed, written.reviewed),
  }
}

function proofOf(now: Count, written: Count): Count {
  return now.value === written.value && !written.atLeast ? written : now
}
