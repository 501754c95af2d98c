import type { ReviewFact } from '../contribution/facts.ts'

/** How deep the reviews of some pull requests went. Of every one not counted here it is known that none holds words. */
export interface Depth {
  /** Pull requests on which at least one of the person's reviews holds words or comments on lines. */
  readonly commented: number
  /** Those on which none is known to, and of one of which it is not known. */
  readonly unknown: number
}

/**
 * Of each pull request that `reviews` are of, by its address, whether any of them holds comments; null where nobody knows.
 * A review from outside a section's dates speaks for the pull request too.
 */
export function commentedPulls(reviews: readonly ReviewFact[]): Map<string, boolean | null> {
  const pulls = new Map<string, boolean | null>()
  for (const { pullRequestUrl: url, hasComments } of reviews) {
    const known = pulls.get(url)
    if (known === true) continue
    pulls.set(url, hasComments === true || known !== null ? hasComments : null)
  }
  return pulls
}

export function depthOf(
  reviewed: readonly ReviewFact[],
  commented: ReadonlyMap<string, boolean | null>,
): Depth {
  const answers = reviewed.map(({ pullRequestUrl }) => commented.get(pullRequestUrl) ?? null)
  return {
    commented: answers.filter((answer) => answer === true).length,
    unknown: answers.filter((answer) => answer === null).length,
  }
}
