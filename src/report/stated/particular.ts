import { withoutPeriods } from './moments.ts'
import { isHead, wordsOf } from './neutral-words.ts'

/**
 * True where a count is about certain pieces of work, not about all there are: `Merged 1 MR fixing the cache`,
 * `Merged 2 MRs ([!1](…), [!2](…))`. One that is described or linked is always such; of several the words have to name one
 * thing ("fixing the cache"): what several are said to do in general ("fixing critical issues in a, b and c") praises them all.
 */
export function isParticular(
  { least, most }: { readonly least: number; readonly most: number },
  { head, after, rest, links }: Text,
): boolean {
  if (links > 0 && least === most && links === least) return true
  if (bySome.test(head) && !asPerson.test(head)) return true
  if (/^ of my\b/i.test(after) || isBracketed(after)) return true
  const isOne = least === 1 && most === 1
  return isOne
    ? described.test(withoutPeriods(rest).replace(/\(\s*\)/g, ''))
    : oneThing.test(after) && !isList(after)
}

interface Text {
  /** Before the count in its sentence. */
  readonly head: string
  /** What follows the count and its noun in its sentence. */
  readonly after: string
  /** What follows it in its paragraph. */
  readonly rest: string
  /** How many pull requests are linked there. */
  readonly links: number
}

/** "Fixed 12 bugs in 3 merged MRs", "closed five issues with 3 merged MRs". */
const bySome =
  /\b(?:for|in|via|through|by|across|with)\s+(?:(?:only|just|over|under|about)\s+)*[*_]*$/i
const asPerson =
  /\b(?:contribut(?:or|ed|ing)|engineer|developer|maintainer|member|author|committer|programmer|enthusiast|reviewer|responsible)s?\b[^,;]*$/i

/** `Merged 3 MRs (parser)`; not `(5 in total)`. */
function isBracketed(after: string): boolean {
  const words = /^[*_\s]*\(([^()]*)\)/.exec(after)?.[1]
  if (words === undefined) return false
  return !wordsOf(withoutPeriods(words)).every((word) => isHead(word) || /^\d+$/.test(word))
}

/** What says which one: a clause, a colon, a bracket. */
const described =
  /^[*_)\s\0]*(?:[:(–—]|-\s|,?\s*(?:\p{L}+ing|that|which|where|who|with|by|to (?:\p{L}+ )?(?:the|a|an)\b|so|about|titled|called|named|["“'‘])(?![\p{L}]))/iu

const oneThing =
  /^[*_)\s]*,?\s*(?:(?:both|all|each|mainly|mostly) )?(?!(?:including|during|following|regarding|being)\b)\p{L}+ing (?:(?!(?:across|throughout|in|for|of|on|at)\b)\p{L}+ ){0,2}?(?:the|a|an|its|their|how|`|\0)(?![\p{L}])/iu

function isList(after: string): boolean {
  const clause = after.split(/[.;:(]/)[0] ?? ''
  return /,[^,]+,| and [^,]*,/.test(clause) || /,\s+and\b/.test(clause)
}
