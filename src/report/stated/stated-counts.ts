import { depthBehind, depthWords, reviewsAhead } from '../style/depth-words.ts'
import { type NumberInText, numbersIn } from './numbers.ts'

const things = '(?:MRs?|PRs?|(?:merge|pull)[ -]requests?|patch(?:es)?|contributions?|changes|fixes)'
/** Words are taken apart at one place only: else a row of dashes would be tried in every way there is. */
const words = '(?:[a-z]+(?:-[a-z]+)*\\W+){0,2}'
const before = {
  merged: new RegExp(
    `\\b(?:merged|landed|shipped|contributed|submitted|authored|got)\\W+${words}$`,
    'i',
  ),
  reviewed: new RegExp(`\\b(?:review(?:ed|s|ing)?|approved)\\W+${words}$`, 'i'),
} as const
const after = {
  merged: new RegExp(`^[*_]* (?:(?:[\\w-]+ ){0,2}${things} )?merged\\b`, 'i'),
  reviewed: new RegExp(`^[*_]* (?:(?:[\\w-]+ ){0,2}${things} )?reviewed\\b`, 'i'),
} as const
/** Where a sentence has named the things already, its second number needs no more: `Merged 4 PRs and reviewed 5, all small`. */
const named = new RegExp(`\\b${things}\\b`, 'i')
const alone = /^[*_]*(?: and\b|\s*(?:[,.;:)](?!\d)|\n|$))/i
const directly = {
  merged: new RegExp(`\\bmerged(?: ${things}:)? *[*_]*$`, 'i'),
  reviewed: new RegExp(`\\breviewed(?: ${things}:)? *[*_]*$`, 'i'),
} as const
const counted = new RegExp(`^[*_]* (?:[a-z][\\w-]* ){0,3}${things}\\b`, 'i')
const depth = {
  words: new RegExp(`^[*_]* ${depthWords}`, 'iu'),
  behind: new RegExp(`^${depthBehind}`, 'iu'),
}

/**
 * Counts of contributions that a person states: `Merged 3 production MRs`, `reviewed 200+ PRs`, `5 merged`, and how deep
 * the reviews went, `9 with comments`. By name; a sentence with two of a name says something else than how many there are.
 */
export function statedCounts(text: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  const numbers = numbersIn(text).map((number) => ({ number, name: nameOf(text, number) }))
  for (const name of names) {
    const [only, other] = numbers.filter((each) => each.name === name)
    if (only !== undefined && other === undefined) found[name] = only.number.text
  }
  return found
}

const names = ['merged', 'reviewed', 'commented'] as const
type Name = (typeof names)[number]

/** What a number of contributions counts by the words around it; undefined where they do not tell. */
export function countedBy(text: string, number: NumberInText): Name | 'other' | undefined {
  return nameOf(text, number) ?? (isOfOther(text, number) ? 'other' : undefined)
}

/** Behind a number that counts time or things that are no contributions: `5 days`, `5 % less`. */
const others = new RegExp(
  `^[*_]*(?: ?(?:%|×|x\\b|ms\\b|k\\b)| (?:[\\p{L}-]+ )?(?:${[
    'per ?cent|prozent|times?|fold',
    'seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?|decades?',
    'sekunden?|minuten?|stunden?|tagen?|wochen?|monaten?|jahren?',
    'secondes?|heures?|jours?|semaines?|mois|années?|ans?|segundos?|horas?|días?|dias?|semanas?|meses|años?|anos?',
    'people|persons?|engineers?|developers?|contributors?|maintainers?|users?|colleagues?|teams?|companies|customers?',
    'projects?|repositor(?:y|ies)|repos?|modules?|packages?|files?|lines?|commits?|issues?|bugs?|releases?|versions?',
    'stars?|downloads?|talks?|countries|languages?|platforms?|tests?|steps?|places?',
  ].join('|')})(?![\\p{L}-]))`,
  'iu',
)
/** Before a number that names a rank, a version or a sum of money. */
const ranks =
  /(?:\b(?:top|no\.?|number|version|level|phase|part|chapter|step|page|tier)\s*|[$€£])[*_]*$/i

function isOfOther(text: string, { text: digits, start }: NumberInText): boolean {
  return others.test(text.slice(start + digits.length)) || ranks.test(text.slice(0, start))
}

/** What a number counts: the word behind it says more than the one before. */
function nameOf(text: string, { text: digits, start }: NumberInText): Name | undefined {
  const rest = text.slice(start + digits.length)
  const head = text.slice(0, start)
  if (depth.words.test(rest)) return reviewsAhead.test(head) ? 'commented' : undefined
  const kinds = ['merged', 'reviewed'] as const
  const behind = kinds.find((name) => after[name].test(rest))
  // "Reviewed 5 merged MRs": neither all that were reviewed nor what this person merged.
  if (behind === 'merged' && directly.reviewed.test(head)) return undefined
  const isThings = counted.test(rest) || depth.behind.test(rest)
  const isSecond = alone.test(rest) && named.test(head)
  return (
    behind ??
    kinds.find(
      (name) => (isThings && before[name].test(head)) || (isSecond && directly[name].test(head)),
    )
  )
}
