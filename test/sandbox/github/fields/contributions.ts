/** The contributions collection and what hangs on it. */
import { page, sorted } from '../../graphql/connection.ts'
import type { FieldTable } from '../../graphql/run.ts'
import { derive, group, mustGet, repositoryOf } from '../../lookup.ts'
import type { Review } from '../../world.ts'
import { type GitHubContext, seconds } from '../context.ts'
import type { Collection } from '../contributions.ts'
import { contributionYears, restrictedCount, reviewContributions } from '../contributions.ts'

type Fields = FieldTable<GitHubContext>

const collectionFields: Fields = {
  user: (span: Collection) => span.user,
  startedAt: (span: Collection) => span.from,
  endedAt: (span: Collection) => span.to,
  contributionYears: (span: Collection, _, context) => contributionYears(context, span.user),
  hasAnyContributions: (span: Collection, _, context) =>
    reviewContributions(context, span).length > 0 || openedPulls(context, span) > 0,
  restrictedContributionsCount: (span: Collection, _, context) => restrictedCount(context, span),
  totalPullRequestContributions: (span: Collection, _, context) => openedPulls(context, span),
  totalPullRequestReviewContributions: (span: Collection, _, context) =>
    reviewContributions(context, span).length,

  pullRequestReviewContributions(span: Collection, args, context) {
    const order = {
      key: (review: Review) => seconds(review.submittedAt) ?? '',
      id: (review: Review) => review.id,
      descending: args.orderBy?.direction !== 'ASC',
    }
    const all = reviewContributions(context, span)
    const { user, from, to } = span
    const what = `sorted contributions ${user.id} ${from} ${to} ${order.descending} ${context.viewer?.seesPrivate}`
    const items = derive(context.forge, what, () => sorted(all, order))
    return page(items, order, args, context.tweaks)
  },
}

const contributionFields: Fields = {
  isRestricted: () => false,
  occurredAt: (review: Review) => seconds(review.submittedAt),
  pullRequestReview: (review: Review) => review,
  pullRequest: (review: Review, _, { forge }) => mustGet(forge.pullRequests, review.pullRequestId),
  repository: (review: Review, _, { forge }) =>
    repositoryOf(forge, mustGet(forge.pullRequests, review.pullRequestId)),
  user: (review: Review, _, { forge }) => mustGet(forge.users, review.authorId ?? 0),
}

/** Contributions count what was opened in the span, not what was merged (GitHub docs). */
function openedPulls({ forge }: GitHubContext, { user, from, to }: Collection): number {
  if (user.profilePrivate) return 0
  const pulls = group(forge, 'pullRequests', 'authorId').get(user.id) ?? []
  return pulls.filter(({ createdAt }) => seconds(createdAt) >= from && seconds(createdAt) <= to)
    .length
}

export const contributionTables: Record<string, Fields> = {
  ContributionsCollection: collectionFields,
  CreatedPullRequestReviewContribution: contributionFields,
}
