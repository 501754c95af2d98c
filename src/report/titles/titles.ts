import { cleanTitle } from './clean.ts'
import { hasPurpose, inPast, isBareAdverb } from './past.ts'
import { type Prefixed, splitPrefix } from './prefix.ts'
import { verbForm } from './verb-forms.ts'
import type { Wording } from './wording.ts'

export { isRoutine } from './routine.ts'
export { originalTitle, withoutBackports } from './same-work.ts'

/**
 * Says what somebody did from the title of their pull request: `cacher: fix watch` becomes `Fixed watch (cacher)`.
 * Rules and a table of verbs, no guessing at language: what they do not know stays as it was.
 */
export function toHighlight(title: string): Wording {
  const { text, proposals } = cleanTitle(title)
  const prefixed = splitPrefix(text)
  const done = quoted(prefixed.rest) ?? inPast(prefixed.rest) ?? repaired(prefixed)
  if (done === null) return { text, confidence: 'low' }
  const scopes = [...proposals, ...scopesOf(prefixed)]
  const news = scopes.filter((scope) => !done.text.toLowerCase().includes(scope.toLowerCase()))
  return { ...done, text: news.length === 0 ? done.text : `${done.text} (${news.join(', ')})` }
}

/** A change of documents should not read as one of code. */
function scopesOf({ type, scopes }: Prefixed): readonly string[] {
  const isDocs = type === 'docs' || type === 'doc' || type === 'documentation'
  return scopes.length === 0 && isDocs ? ['docs'] : scopes
}

/** `Revert "X"`, `Resolve "X"`: the title in quotes is somebody else's or an issue's, and stays as it is. */
function quoted(text: string): Wording | null {
  const match = /^(revert|resolve)s?:?\s+(["“'].+)$/i.exec(text)
  if (match === null) return null
  const verb = match[1]?.toLowerCase() === 'revert' ? 'Reverted' : 'Resolved'
  return { text: `${verb} ${match[2]}`, confidence: 'high' }
}

/** What follows `fix:` is either the thing repaired or a sentence that says what was wrong. */
function repaired({ type, rest }: Prefixed): Wording | null {
  const isFix = type === 'fix' || type === 'bugfix' || type === 'bug' || type === 'hotfix'
  const [first = ''] = rest.split(' ')
  // A word that may be a verb, `point` or `log`, leaves open what was done.
  if (!isFix || rest === '' || verbForm(first) !== null || isBareAdverb(first)) return null
  const text = finite.test(rest) || hasPurpose(rest) ? `Fixed: "${rest}"` : `Fixed ${rest}`
  return { text, confidence: 'medium' }
}

/** A word that only a sentence has. */
const finite =
  /\b(?:is|are|was|were|be|been|does|do|did|has|had|can|cannot|could|should|shall|must|may|might|will|would|not|never|needs?|fails?|failed|crashes|crashed|breaks|broke|hangs|hung|leaks|panics|appears?|happens?|gets?|got|isn't|aren't|doesn't|don't|won't|can't)\b/i
