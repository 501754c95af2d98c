/**
 * The candidate that was most likely meant: one that begins with `word`, else the one that takes the fewest changed letters
 * to reach from it, letter case ignored, else one that `word` shortens, as `repos` does `repositories`. Undefined when none
 * is near enough. Of equally near ones the first. Of a candidate with dots the last part is what is shortened.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const lastPart = (candidate: string) => candidate.split('.').at(-1)?.toLowerCase() ?? ''
  const typed = word.toLowerCase()
  const shortens = (candidate: string) => word.length >= 3 && isShortFor(typed, lastPart(candidate))
  const begun = (candidate: string) => shortens(candidate) && lastPart(candidate).startsWith(typed)
  return candidates.find(begun) ?? nearestSpelt(typed, candidates) ?? candidates.find(shortens)
}

/** Its first letter and some of the others, in their order. */
function isShortFor(short: string, word: string): boolean {
  if (short[0] !== word[0] || short.length >= word.length) return false
  let at = 0
  for (const letter of word) if (letter === short[at]) at += 1
  return at === short.length
}

function nearestSpelt(word: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.floor(word.length / 3))
  let best: { readonly candidate: string; readonly distance: number } | undefined
  for (const candidate of candidates) {
    const distance = levenshtein(word, candidate.toLowerCase())
    if (distance > limit || distance >= candidate.length) continue
    if (best === undefined || distance < best.distance) best = { candidate, distance }
  }
  return best?.candidate
}

/** Letters to insert, delete or replace to make `b` of `a`. */
function levenshtein(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
