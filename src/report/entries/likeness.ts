import { wordsOf } from './words.ts'

/** From here on a bullet counts as being about a pull request, if about no other nearly as much. */
const certain = 0.6
/** From here on it is worth asking. */
const possible = 0.4
/**
 * Less than this apart, one is as likely as the other. Wide, since fixes of one kind share most of their words and a wrong
 * link is a false claim.
 */
const margin = 0.3

const small = new Set(
  'a an and as at by for from in into is of on or that the to with when via using use'.split(' '),
)

/** How much of a title a bullet says in its own words, from 0 to 1. */
export function likeness(bullet: string, title: string): number {
  const said = stems(bullet)
  const meant = stems(title)
  if (meant.size < 2) return 0
  return [...meant].filter((word) => said.has(word)).length / meant.size
}

/** Words without their endings: `fixes`, `fixed` and `fixing` are one. */
function stems(text: string): Set<string> {
  const words = [...wordsOf(text)].filter((word) => !small.has(word))
  return new Set(words.map((word) => word.replace(/(?:ing|ed|es|s)$/, '')))
}

export interface Pair<Left, Right> {
  readonly left: Left
  readonly right: Right
  readonly rate: number
  /** Each is the other's best by far enough. */
  readonly sure: boolean
}

/** The best partner of each on the left, where it is worth asking about. Sure only where nothing else comes close. */
export function pairs<Left, Right>(
  lefts: readonly Left[],
  rights: readonly Right[],
  rateOf: (left: Left, right: Right) => number,
): Pair<Left, Right>[] {
  const rated = lefts.flatMap((left) =>
    rights.map((right) => ({ left, right, rate: rateOf(left, right) })),
  )
  return lefts.flatMap((left) => {
    const own = rated.filter((each) => each.left === left).sort((a, b) => b.rate - a.rate)
    const [best] = own
    if (best === undefined || best.rate < possible) return []
    const rivals = rated.filter(
      (each) => each !== best && (each.left === left || each.right === best.right),
    )
    const isAlone = rivals.every(({ rate }) => rate <= best.rate - margin)
    return [{ ...best, sure: best.rate >= certain && isAlone }]
  })
}
