import type { Count, Entry } from '../types.ts'

/**
 * `5 merged and 2 reviewed merge requests`, in the forge's own word where a reference tells it. Empty when both are
 * zero: a zero is not printed. Nothing stands between a number and its word.
 */
export function countsOf(entry: Entry): string {
  const parts = [countText(entry.merged, 'merged'), countText(entry.reviewed, 'reviewed')]
  const printed = parts.filter((part) => part !== null)
  if (printed.length === 0) return ''
  const noun = nounOf(entry)
  const what =
    noun === null ? '' : ` ${noun}${[entry.merged, entry.reviewed].every(isOneAtMost) ? '' : 's'}`
  return `${printed.join(noun === null ? ', ' : ' and ')}${what}`
}

/** `42 merged`, or `42+ merged` where more may be; null for zero. */
export function countText(count: Count, word: string): string | null {
  return count.value === 0 ? null : `${count.value}${count.atLeast ? '+' : ''} ${word}`
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
