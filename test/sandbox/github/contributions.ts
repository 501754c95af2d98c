/** `contributionsCollection`: what a profile shows of one span of time. */
import { forgeError } from '../graphql/run.ts'
import { derive, group, mustGet, repositoryOf } from '../lookup.ts'
import { maySee } from '../tokens.ts'
import type { Review, User } from '../world.ts'
import { type GitHubContext, seconds } from './context.ts'
import { resourceLimits } from './guard.ts'

export interface Collection {
  readonly user: User
  readonly from: string
  readonly to: string
}

/** Omitted bounds: a year back from now; with `from` alone a year on from it, but not past now (GitHub docs). */
export function collection(
  context: GitHubContext,
  user: User,
  args: { readonly from?: string | null; readonly to?: string | null },
): Collection {
  if (++context.collections > context.tweaks.maxCollections) throw resourceLimits()
  const now = new Date(context.now)
  const from = args.from ? new Date(args.from) : addYears(args.to ? new Date(args.to) : now, -1)
  const to = args.to ? new Date(args.to) : new Date(Math.min(+addYears(from, 1), +now))
  if (Number.isNaN(+from) || Number.isNaN(+to))
    throw forgeError('Cannot read `from` or `to` as a time')
  if (+to > +addYears(from, 1)) {
    throw forgeError("The total time spanned by 'from' and 'to' must not exceed 1 year")
  }
  return { user, from: seconds(from.toISOString()), to: seconds(to.toISOString()) }
}

/** "The most recently submitted review for each PR" (GitHub schema) within the span. Blank for private profiles. */
export function reviewContributions(context: GitHubContext, span: Collection): Review[] {
  return inSpan(context, span, true)
}

/** Those in repositories the token may not read: a number only. */
export function restrictedCount(context: GitHubContext, span: Collection): number {
  return inSpan(context, span, false).length
}

/** Years with anything in them, newest first. */
export function contributionYears(context: GitHubContext, user: User): number[] {
  if (user.profilePrivate) return []
  const { forge } = context
  return derive(forge, `years ${user.id}`, () => {
    const times = [
      user.createdAt,
      ...(group(forge, 'reviews', 'authorId').get(user.id) ?? []).map((each) => each.submittedAt),
      ...(group(forge, 'pullRequests', 'authorId').get(user.id) ?? []).map(
        (each) => each.createdAt,
      ),
    ]
    const years = new Set(
      times.filter((time) => time !== null).map((time) => Number(time.slice(0, 4))),
    )
    return [...years].sort((a, b) => b - a)
  })
}

function inSpan(context: GitHubContext, span: Collection, visible: boolean): Review[] {
  const { forge, viewer, behaviour } = context
  const { user, from, to } = span
  if (user.profilePrivate) return []
  const key = `contributions ${user.id} ${from} ${to} ${visible} ${viewer?.seesPrivate}`
  return derive(forge, key, () => {
    const newest = new Map<number, Review>()
    for (const { review, at } of submittedBy(context, user)) {
      if (at < from || at > to) continue
      const pull = mustGet(forge.pullRequests, review.pullRequestId)
      if (pull.authorId === user.id && !behaviour.ownReviewsContribute) continue
      const repository = repositoryOf(forge, pull)
      if (repository.fork && !behaviour.forksContribute) continue
      if ((maySee(viewer, repository) && !repository.saml) !== visible) continue
      const known = newest.get(pull.id)?.submittedAt ?? ''
      if ((review.submittedAt ?? '') >= known) newest.set(pull.id, review)
    }
    return [...newest.values()]
  })
}

function submittedBy({ forge }: GitHubContext, user: User): { review: Review; at: string }[] {
  return derive(forge, `submitted ${user.id}`, () =>
    (group(forge, 'reviews', 'authorId').get(user.id) ?? []).flatMap((review) =>
      review.submittedAt === null ? [] : [{ review, at: seconds(review.submittedAt) }],
    ),
  )
}

function addYears(time: Date, years: number): Date {
  const moved = new Date(time)
  moved.setUTCFullYear(time.getUTCFullYear() + years)
  return moved
}
