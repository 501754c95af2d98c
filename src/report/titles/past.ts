import { isNounLike, isVerbAfterAnd, type VerbForm, verbForm } from './verb-forms.ts'
import type { Wording } from './wording.ts'

/** Puts a title that begins with a verb into the past; null where no verb is recognised. */
export function inPast(text: string): Wording | null {
  const [first = ''] = text.split(' ')
  const verb = verbForm(first)
  const rest = text.slice(first.length)
  if (verb === null) return isAdverb(first) ? withAdverb(first, rest.slice(1)) : null
  const confidence = certaintyOf(verb, rest.slice(1))
  if (confidence === null) return null
  // What is past already stays in the person's spelling.
  const past = verb.form === 'past' ? first : verb.past
  return { text: `${capitalised(past)}${coordinated(rest, first)}`, confidence }
}

/** After these a noun-like word is a verb: `Log the error`, `Phase out leads`. */
const afterVerb = wordSet(
  'the a an all any each every some this these that its their both more up out',
)
const afterNoun = wordSet('for of is are was were be has have can should must may will not : - –')
/** After these `Updates`, `Fixes` and `Changes` are nouns. */
const afterPlural = wordSet('to for of in on from with and or around regarding')
/** Past forms that are hardly ever adjectives: `Added x`, but `Standardized API`. */
const plainPast = wordSet(
  'added changed cleaned clarified corrected created disabled documented edited enabled fixed implemented improved introduced made migrated moved refactored removed renamed replaced updated',
)

function certaintyOf(verb: VerbForm, rest: string): Wording['confidence'] | null {
  const [next = ''] = rest.toLowerCase().split(' ')
  if (next === '' || afterNoun.has(next)) return null
  if (isNounLike(verb)) {
    if (afterVerb.has(next)) return 'high'
    // Who does something in order to do another acts: `buffer errCh to avoid a leak`.
    return verb.form === 'base' && hasPurpose(rest) ? 'medium' : null
  }
  if (verb.form === 'third' && afterPlural.has(next)) return null
  return verb.form === 'past' && !plainPast.has(verb.past) ? null : 'high'
}

/** `… to avoid …` */
export function hasPurpose(text: string): boolean {
  return [...text.matchAll(/ to ([a-z-]+) /g)].some(
    ([, word = '']) => isVerbAfterAnd(word) !== null,
  )
}

function isAdverb(word: string): boolean {
  return /^[a-z]+ly$/i.test(word) && !isBareAdverb(word)
}

/** Moved into the past these say something else: `Only use X` is not `Only used X`. */
export function isBareAdverb(word: string): boolean {
  return /^(?:only|really|early|daily|weekly|monthly|nightly|currently)$/i.test(word)
}

/** `Properly handle X` is sure of its verb, less so of the adverb's place. */
function withAdverb(adverb: string, text: string): Wording | null {
  const [first = ''] = text.split(' ')
  const verb = verbForm(first)
  if (verb?.form !== 'base') return null
  const rest = coordinated(text.slice(first.length), first)
  return { text: `${capitalised(adverb)} ${verb.past}${rest}`, confidence: 'medium' }
}

/**
 * `Rotate a and add b`: a second verb follows the first into the past. Not in a list of verbs, `create and delete`, and
 * not after `to`, where the second belongs to what is intended.
 */
function coordinated(text: string, head: string): string {
  return text.replace(
    /(\S*?)(,? and| &|[,;]) ([a-z-]+)(?= [\w`'"*])/g,
    (whole, before: string, joint: string, word: string, offset: number) => {
      const verb = isVerbAfterAnd(word)
      const inList = before !== head && isVerbAfterAnd(before) !== null
      const intended = hasPurpose(text.slice(0, offset + before.length + 1))
      return verb === null || inList || intended ? whole : `${before}${joint} ${verb.past}`
    },
  )
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function wordSet(list: string): ReadonlySet<string> {
  return new Set(list.split(' '))
}
