import { type CountClaim, countClaimsIn } from './count-claims.ts'
import { periodsIn } from './moments.ts'
import { isHead, wordsOf } from './neutral-words.ts'
import { toNumber } from './numbers.ts'
import { readable } from './readable.ts'
import { scopeOf } from './scope.ts'
import { statedCounts } from './stated-counts.ts'
import { holds } from './stated-number.ts'
import { fixesAll } from './understood.ts'

/**
 * Counts that a person states of a whole project, by name. Those of a year or other days are left out, since the ones of the
 * whole project would be written over them, and so is what stands in somebody else's words, is somebody else's, or leaves
 * something out: "per week", "to the docs", "fixing the wick". And the 40 of "over 40": with the number itself in its place
 * the words would not hold.
 * @param key of the project
 */
export function countsOfAllTime(text: string, key: string): Readonly<Record<string, string>> {
  if (isQuoted(text) || !isPlain(text, key)) return {}
  const stated = Object.entries(statedCounts(text))
  if (stated.length === 0) return {}
  const claims = countClaimsIn(text)
  const isDeep = stated.some(([name]) => name === 'commented')
  const place = { key, title: '', unclear: false }
  const isPart = ({ counted, loose, narrowing }: CountClaim) =>
    scopeOf(narrowing, place, [key]).unclear ||
    // "120 of them with comments" leaves nothing out of the reviews before it.
    loose ||
    (narrowing.unclear && !(isDeep && counted === 'reviewed'))
  const isOther = (name: string, value: string) =>
    claims.some((claim) => claim.counted === name && (isPart(claim) || isBound(claim, value)))
  return Object.fromEntries(stated.filter(([name, value]) => !isOther(name, value)))
}

/** A count of other days, or what may be one, or one whose words would not hold with another number. */
export function isBound({ number, narrowing }: CountClaim, value: string): boolean {
  const { window, mayBeDated } = narrowing
  const isDated = window.since !== null || window.until !== null || mayBeDated
  return isDated || !holds(number, toNumber(value))
}

/** Words beside a count that neither leave anything out nor say whose it is. */
const plain: ReadonlySet<string> = new Set(
  `a also an approved approving as authored both by comment comments contributed contributing fixes for from got have i into its
  landed merging more of on other others patch patches people plus request reviewing reviews submitted submitting
  than that them these this those through to too vast which with written`.split(/\s+/),
)

/** Behind the noun, what all of them were about: several things are the whole, one is a part of it. */
const tail =
  /(?<=\b(?:[PM]Rs|requests|patches|contributions|changes)[*_]*) \p{L}+ing [^;|•·–—@/():\d]*$/u
const several = /, .*\band /

function withoutPraise(words: string): string {
  return words.replace(tail, (said) => (several.test(said) || fixesAll.test(said) ? '' : said))
}

/**
 * Every other word may tell of a part, of somebody else or of other days, in more ways than can be listed: what is not
 * understood to its end is nobody's to write into.
 */
function isPlain(text: string, key: string): boolean {
  const words = withoutPraise(readable(text))
  if (periodsIn(words).length > 0) return false
  const own = new Set(wordsOf(key))
  return wordsOf(words).every(
    (word) => /^\p{N}+$/u.test(word) || plain.has(word) || own.has(word) || isHead(word),
  )
}

function isQuoted(text: string): boolean {
  return /^\s*>/.test(text)
}
