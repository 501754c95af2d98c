import type { Count, Entry } from '../types.ts'

/** What a sentence calls each count. */
export const countWords = {
  merged: 'merged',
  reviewed: 'reviewed',
  commented: 'with comments',
} as const
type CountName = keyof typeof countWords
export type CountWord = (typeof countWords)[CountName]

/** What a sentence calls the count of that name. */
export function wordOf(name: string): string {
  return name === 'commented' ? countWords.commented : name
}

/**
 * `5 merged and 2 reviewed merge requests`, in the forge's own word where a reference tells it; where it is known how deep
 * the reviews went, `5 merged merge requests and 14 reviewed, 9 with comments`. Empty when both are zero: a zero is not
 * printed. Nothing stands between a number and its word.
 */
export function countsOf(entry: Entry): string {
  const merged = countText(entry.merged, countWords.merged)
  const reviewed = countText(entry.reviewed, countWords.reviewed)
  const depth = isDeep(entry) ? countText(entry.commented, countWords.commented) : null
  const noun = nounOf(entry)
  const and = noun === null ? ', ' : ' and '
  if (depth === null) {
    const printed = [merged, reviewed].filter((part) => part !== null)
    const counted = [entry.merged, entry.reviewed]
    return printed.length === 0 ? '' : `${printed.join(and)}${things(noun, counted)}`
  }
  const first = merged === null ? [] : [`${merged}${things(noun, [entry.merged])}`]
  return `${[...first, reviewed].join(and)}, ${depth}`
}

/** The values of counts as they are printed, by name, zeros left out. */
export function countSlots(entry: Entry): Record<string, string> {
  const { merged, reviewed, commented } = entry
  const printed = { merged, reviewed, ...(isDeep(entry) ? { commented } : {}) }
  return Object.fromEntries(
    Object.entries(printed)
      .filter(([, { value }]) => value > 0)
      .map(([name, count]) => [name, digitsOf(count)]),
  )
}

/** How deep reviews went is told only where it is proven of every one. */
function isDeep({ reviewed, commented }: Entry): boolean {
  return reviewed.value > 0 && !commented.atLeast
}

/** `42 merged`, or `42+ merged` where more may be; null for zero. */
export function countText(count: Count, word: string): string | null {
  return count.value === 0 ? null : `${digitsOf(count)} ${word}`
}

export function digitsOf({ value, atLeast }: Count): string {
  return `${value}${atLeast ? '+' : ''}`
}

function things(noun: string | null, counts: readonly Count[]): string {
  return noun === null ? '' : ` ${noun}${counts.every(isOneAtMost) ? '' : 's'}`
}

function isOneAtMost(count: Count): boolean {
  return count.value <= 1 && !count.atLeast
}

/** GitLab writes `g/p!12` and calls it a merge request. Null when the entry links nothing to tell by. */
function nounOf(entry: Entry): 'pull request' | 'merge request' | null {
  const link = entry.highlights[0]?.link ?? entry.links[0]
  if (link === undefined) return null
  return link.reference.includes('!') ? 'merge request' : 'pull request'
}
