import type { Confidence } from '../types.ts'
import { cleanTitle } from './clean.ts'
import { type Prefixed, splitPrefix } from './prefix.ts'
import { isNounLike, isVerbAfterAnd, type VerbForm, verbForm } from './verb-forms.ts'

export { isRoutine } from './routine.ts'
export { originalTitle } from './same-work.ts'

export interface Wording {
  readonly text: string
  /** Low: the cleaned title, unchanged. */
  readonly confidence: Confidence
}

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

function inPast(text: string): Wording | null {
  const [first = '', second = ''] = text.split(' ')
  const verb = verbForm(first)
  if (verb === null && isAdverb(first)) return withAdverb(first, text.slice(first.length + 1))
  if (verb === null || !isCertain(verb, second)) return null
  const rest = text.slice(first.length)
  return {
    text: `${capitalised(pastOf(verb, first))}${coordinated(rest, first)}`,
    confidence: 'high',
  }
}

function isAdverb(word: string): boolean {
  return /^[a-z]+ly$/i.test(word) && !bareAdverbs.test(word)
}

/** Moved into the past these say something else: `Only use X` is not `Only used X`. */
const bareAdverbs = /^(?:only|really|early|daily|weekly|monthly|nightly|currently)$/i

/** `Properly handle X` is sure of its verb, less so of the adverb's place. */
function withAdverb(adverb: string, text: string): Wording | null {
  const [first = ''] = text.split(' ')
  const verb = verbForm(first)
  if (verb?.form !== 'base') return null
  const rest = coordinated(text.slice(first.length), first)
  return { text: `${capitalised(adverb)} ${verb.past}${rest}`, confidence: 'medium' }
}

/** Already past stays in the person's spelling. */
function pastOf(verb: VerbForm, word: string): string {
  return verb.form === 'past' ? word : verb.past
}

const articles = new Set(
  'the a an all any each every some this these that its their both more up'.split(' '),
)
const afterNoun = new Set(
  'for of is are was were be has have can should must may will not : - –'.split(' '),
)
/** After these `Updates`, `Fixes` and `Changes` are nouns. */
const afterPlural = new Set('to for of in on from with and or around regarding'.split(' '))

function isCertain(verb: VerbForm, next: string): boolean {
  const following = next.toLowerCase()
  if (following === '' || afterNoun.has(following)) return false
  if (isNounLike(verb)) return articles.has(following)
  return verb.form !== 'third' || !afterPlural.has(following)
}

/** `Rotate a and add b`: a second verb follows the first into the past. Not in a list of verbs, `create and delete`. */
function coordinated(text: string, head: string): string {
  return text.replace(
    /(\S*?)(,? and| &|[,;]) ([a-z-]+)(?= [\w`'"*])/g,
    (whole, before: string, joint: string, word: string) => {
      const verb = isVerbAfterAnd(word)
      const inList = before !== '' && before !== head && verbForm(before) !== null
      return verb === null || inList ? whole : `${before}${joint} ${verb.past}`
    },
  )
}

/** What follows `fix:` is either the thing repaired or a sentence that says what was wrong. */
function repaired({ type, rest }: Prefixed): Wording | null {
  const isFix = type === 'fix' || type === 'bugfix' || type === 'bug' || type === 'hotfix'
  const [first = ''] = rest.split(' ')
  // A word that may be a verb, `point` or `log`, leaves open what was done.
  if (!isFix || rest === '' || verbForm(first) !== null || bareAdverbs.test(first)) return null
  const text = finite.test(rest) ? `Fixed: "${rest}"` : `Fixed ${rest}`
  return { text, confidence: 'medium' }
}

/** A word that only a sentence has. */
const finite =
  /\b(?:is|are|was|were|be|been|does|do|did|has|had|can|cannot|could|should|shall|must|may|might|will|would|not|never|needs?|fails?|failed|crashes|crashed|breaks|broke|hangs|hung|leaks|panics|appears?|happens?|gets?|got|isn't|aren't|doesn't|don't|won't|can't)\b/i

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
