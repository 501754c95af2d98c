import type { Comment, Review } from '../../../contribution/types.ts'
import { hasWords } from '../../../contribution/words.ts'
import type { Item } from '../../forge.ts'
import {
  type CommentRow,
  type PullRequestRow,
  type ReviewRow,
  toPullRequest,
  toReview,
} from '../graphql/rows.ts'
import { parseCommands } from './prow.ts'

/** A comment, after the pull request it stands on. */
export function commentItems(row: CommentRow): Item[] {
  const pullRequest = row.pullRequest === null ? null : toPullRequest(row.pullRequest)
  const comment: Comment = {
    id: `comment:${row.fullDatabaseId}`,
    pullRequestId: pullRequest?.id ?? null,
    at: row.createdAt,
    updatedAt: row.updatedAt,
    url: row.url,
    commands: parseCommands(row.body),
    hasWords: hasWords(row.body),
  }
  const item: Item = { kind: 'comment', ...comment }
  return pullRequest === null ? [item] : [{ kind: 'pull-request', ...pullRequest }, item]
}

/**
 * Reviews of one pull request, after the pull request. Prow reads review bodies like comments, so a body with commands
 * is a comment too, unless the commands stream is not wanted.
 */
export function reviewItems(
  row: PullRequestRow,
  reviews: readonly ReviewRow[],
  withCommands: boolean,
): Item[] {
  const pullRequest = toPullRequest(row)
  const items: Item[] = [{ kind: 'pull-request', ...pullRequest }]
  for (const each of reviews) {
    const review = toReview(each, pullRequest.id)
    if (review === null) continue
    items.push({ kind: 'review', ...review })
    const comment = withCommands ? commandsOf(each, review) : null
    if (comment !== null) items.push({ kind: 'comment', ...comment })
  }
  return items
}

function commandsOf(row: ReviewRow, review: Review): Comment | null {
  const commands = parseCommands(row.body)
  if (commands.length === 0) return null
  return {
    id: `review:${review.id}`,
    pullRequestId: review.pullRequestId,
    at: review.at,
    updatedAt: review.updatedAt,
    url: row.url,
    commands,
    hasWords: hasWords(row.body),
  }
}
