/** Pull requests and what stands on them. */
import { commentUrl, pullUrl, reviewUrl } from '../../addresses.ts'
import { page, pageByPosition } from '../../graphql/connection.ts'
import type { FieldTable } from '../../graphql/run.ts'
import { group, mustGet, repositoryOf } from '../../lookup.ts'
import type { Comment, PullRequest, Repository, Review, ReviewComment } from '../../world.ts'
import { actor, type GitHubContext, seconds } from '../context.ts'
import { int32, nodeId } from '../ids.ts'
import { listReviews } from '../pulls.ts'

type Fields = FieldTable<GitHubContext>

const pullFields: Fields = {
  id: (pull: PullRequest) => nodeId('PR', pull.id),
  databaseId: (pull: PullRequest) => int32(pull.id),
  fullDatabaseId: (pull: PullRequest) => String(pull.id),
  number: (pull: PullRequest) => pull.number,
  title: (pull: PullRequest) => pull.title,
  body: (pull: PullRequest) => pull.body,
  bodyText: (pull: PullRequest) => pull.body,
  url: (pull: PullRequest, _, { forge }) => pullUrl(forge, pull),
  permalink: (pull: PullRequest, _, { forge }) => pullUrl(forge, pull),
  resourcePath: (pull: PullRequest, _, { forge }) => pullUrl(forge, pull).slice(forge.url.length),
  state: (pull: PullRequest) => pull.state.toUpperCase(),
  isDraft: (pull: PullRequest) => pull.draft,
  merged: (pull: PullRequest) => pull.state === 'merged',
  closed: (pull: PullRequest) => pull.state !== 'open',
  locked: () => false,
  createdAt: (pull: PullRequest) => seconds(pull.createdAt),
  publishedAt: (pull: PullRequest) => seconds(pull.createdAt),
  updatedAt: (pull: PullRequest) => seconds(pull.updatedAt),
  lastEditedAt: () => null,
  mergedAt: (pull: PullRequest) => seconds(pull.mergedAt),
  closedAt: (pull: PullRequest) => seconds(pull.closedAt),
  additions: (pull: PullRequest) => pull.additions,
  deletions: (pull: PullRequest) => pull.deletions,
  changedFiles: (pull: PullRequest) => pull.changedFiles,
  authorAssociation: () => 'CONTRIBUTOR',
  viewerDidAuthor: () => false,
  baseRefName: () => 'main',
  headRefName: (pull: PullRequest) => `change-${pull.number}`,
  headRepository: () => null,
  isCrossRepository: () => true,
  author: (pull: PullRequest, _, context) => actor(context, pull.authorId),
  mergedBy: (pull: PullRequest, _, context) => actor(context, pull.mergedById),
  mergeCommit: (pull: PullRequest) =>
    pull.state === 'merged' ? { oid: pull.id.toString(16).padStart(40, '0') } : null,
  repository: (pull: PullRequest, _, { forge }) => repositoryOf(forge, pull),
  commits: (pull: PullRequest) => ({ totalCount: pull.commits }),
  files: (pull: PullRequest) => ({ totalCount: pull.changedFiles }),
  comments: (pull: PullRequest, args, { forge }) =>
    pageByPosition(group(forge, 'comments', 'pullRequestId').get(pull.id) ?? [], args),
  totalCommentsCount: (pull: PullRequest, _, { forge }) =>
    (group(forge, 'comments', 'pullRequestId').get(pull.id) ?? []).length,
  labels: (pull: PullRequest, args) =>
    pageByPosition(
      pull.labels.map((name) => ({ name, color: 'ededed' })),
      args,
    ),
  closingIssuesReferences: (pull: PullRequest, args, { forge }) =>
    pageByPosition(
      pull.closes.map((issue) => ({ ...issue, repository: repositoryOf(forge, pull) })),
      args,
    ),
  reviews(pull: PullRequest, args, context) {
    const { items, order } = listReviews(context, pull, args)
    return page(items, order, args, context.tweaks)
  },
}

const reviewFields: Fields = {
  id: (review: Review) => nodeId('PRR', review.id),
  databaseId: (review: Review) => int32(review.id),
  fullDatabaseId: (review: Review) => String(review.id),
  state: (review: Review) => review.state,
  body: (review: Review) => review.body,
  bodyText: (review: Review) => review.body,
  url: (review: Review, _, { forge }) => reviewUrl(forge, review),
  resourcePath: (review: Review, _, { forge }) => reviewUrl(forge, review).slice(forge.url.length),
  createdAt: (review: Review) => seconds(review.createdAt),
  publishedAt: (review: Review) => seconds(review.submittedAt),
  submittedAt: (review: Review) => seconds(review.submittedAt),
  updatedAt: (review: Review) => seconds(review.updatedAt),
  lastEditedAt: (review: Review) =>
    review.updatedAt === review.createdAt ? null : seconds(review.updatedAt),
  isMinimized: () => false,
  authorAssociation: () => 'MEMBER',
  author: (review: Review, _, context) => actor(context, review.authorId),
  pullRequest: (review: Review, _, { forge }) => mustGet(forge.pullRequests, review.pullRequestId),
  repository: (review: Review, _, { forge }) =>
    repositoryOf(forge, mustGet(forge.pullRequests, review.pullRequestId)),
  comments: (review: Review, args, { forge }) =>
    pageByPosition(group(forge, 'reviewComments', 'reviewId').get(review.id) ?? [], args),
}

const reviewCommentFields: Fields = {
  id: (comment: ReviewComment) => nodeId('PRRC', comment.id),
  databaseId: (comment: ReviewComment) => int32(comment.id),
  fullDatabaseId: (comment: ReviewComment) => String(comment.id),
  body: (comment: ReviewComment) => comment.body,
  createdAt: (comment: ReviewComment) => seconds(comment.createdAt),
  updatedAt: (comment: ReviewComment) => seconds(comment.createdAt),
  author: (comment: ReviewComment, _, context) => actor(context, comment.authorId),
}

const commentFields: Fields = {
  id: (comment: Comment) => nodeId('IC', comment.id),
  databaseId: (comment: Comment) => int32(comment.id),
  fullDatabaseId: (comment: Comment) => String(comment.id),
  body: (comment: Comment) => comment.body,
  bodyText: (comment: Comment) => comment.body,
  url: (comment: Comment, _, { forge }) => commentUrl(forge, comment),
  createdAt: (comment: Comment) => seconds(comment.createdAt),
  updatedAt: (comment: Comment) => seconds(comment.updatedAt),
  authorAssociation: () => 'MEMBER',
  author: (comment: Comment, _, context) => actor(context, comment.authorId),
  repository: (comment: Comment, _, { forge }) => repositoryOf(forge, comment),
  pullRequest: (comment: Comment, _, { forge }) =>
    comment.pullRequestId === null ? null : mustGet(forge.pullRequests, comment.pullRequestId),
}

type IssueReference = PullRequest['closes'][number] & { readonly repository: Repository }

const issueFields: Fields = {
  id: (issue: IssueReference) => `I_kwDO${issue.repository.id}x${issue.number}`,
  number: (issue: IssueReference) => issue.number,
  title: (issue: IssueReference) => issue.title,
  url: (issue, _, { forge }) => `${forge.url}/${issue.repository.path}/issues/${issue.number}`,
  repository: (issue: IssueReference) => issue.repository,
}

export const pullTables: Record<string, Fields> = {
  PullRequest: pullFields,
  PullRequestReview: reviewFields,
  PullRequestReviewComment: reviewCommentFields,
  IssueComment: commentFields,
  Issue: issueFields,
}
