import { z } from 'zod'
import type { Item } from '../../forge.ts'
import { type Account, type Me, settled } from '../account.ts'
import { reviewItems } from '../commands/comments.ts'
import { Connection, nextCursor, nextSeam, ownId, readUser } from '../graphql/connection.ts'
import { adapting } from '../graphql/page-size.ts'
import { cursor, id, int, type Question, text } from '../graphql/question.ts'
import { PullRequestRow, ReviewRow } from '../graphql/rows.ts'
import { readWholeList } from '../graphql/whole-list.ts'

/** States of reviews others can see. A draft (`PENDING`) never counts. */
const states = '[APPROVED, CHANGES_REQUESTED, COMMENTED, DISMISSED]'

/**
 * What to ask of a reviewed pull request. Sources name only the newest review or none at all, so the reviews themselves
 * are listed. Needs the variable `$login`.
 */
export const reviewedFields = `...PullRequestRow reviews(first: 10, author: $login, states: ${states}) { pageInfo { hasNextPage endCursor } nodes { ...ReviewRow } }`

export const ReviewedRow = PullRequestRow.extend({ reviews: Connection(ReviewRow) })
export type ReviewedRow = z.infer<typeof ReviewedRow>

export interface Reviewed {
  readonly items: readonly Item[]
  /** Reviews that exist and may not be seen. */
  readonly hidden: number
}

/**
 * The reviews on each pull request, further pages included, after the pull request; and which of those once stored are
 * not there any more.
 * @param extra reviews the source itself named, by pull request
 */
export async function completeReviews(
  account: Account,
  rows: readonly ReviewedRow[],
  extra: ReadonlyMap<string, ReviewRow> = new Map(),
): Promise<Reviewed> {
  const lists = await settled(rows.map((row) => allReviews(account, row)))
  const withCommands = account.task.commands !== false
  let hidden = 0
  const items = rows.flatMap((row, index) => {
    account.seen.add(row.fullDatabaseId)
    const reviews = new Map<string, ReviewRow>()
    const named = extra.get(row.id)
    if (named !== undefined) reviews.set(named.fullDatabaseId, named)
    for (const review of lists[index] ?? []) {
      if (review === null) hidden += 1
      else reviews.set(review.fullDatabaseId, review)
    }
    // A list with rows kept from us proves nothing of what it does not hold.
    const vanished = lists[index]?.includes(null)
      ? []
      : account.task.known.reviewsOf(row.fullDatabaseId).filter((each) => !reviews.has(each))
    return [
      ...(reviews.size === 0 ? [] : reviewItems(row, [...reviews.values()], withCommands)),
      ...vanished.map((each) => ({ kind: 'vanished-review', id: each, source: 'review' }) as const),
    ]
  })
  return { items, hidden }
}

/**
 * Mostly they come with the pull request. Where there are more they are all listed anew, a hundred a page: of two lists
 * read one after the other nobody could say that they fit.
 */
async function allReviews(account: Account, row: ReviewedRow): Promise<(ReviewRow | null)[]> {
  // Not which: it may be private.
  const what = `the reviews of a pull request ${account.name}`
  if (nextCursor(row.reviews, null, what) === null) return row.reviews.rows
  const size = account.size('more-reviews', mostReviews)
  return await readWholeList(async (after) => {
    const { reviews } = await adapting(size, mostReviews, async (rows) => {
      const reply = await account.ask((me) => allReviewsQuestion(me, row.id, after, rows))
      return readUser(reply, AllReviews, what)
    })
    return { ...reviews, ...nextSeam(reviews, after, what, ownId) }
  }, what)
}

/** GitHub docs, "Rate limits and query limits for the GraphQL API". */
const mostReviews = 100

const AllReviews = z.object({ reviews: Connection(ReviewRow) })

export function allReviewsQuestion(
  me: Me,
  pull: string,
  after: string | null,
  rows: number,
): Question {
  return {
    field: `node(id: $pull) { ... on PullRequest { reviews(first: $first, after: $after, author: $login, states: ${states}) { pageInfo { hasNextPage endCursor } edges { cursor } nodes { ...ReviewRow } } } }`,
    variables: { pull: id(pull), first: int(rows), after: cursor(after), login: text(me.login) },
    weight: rows / 10,
    shrinks: true,
  }
}
