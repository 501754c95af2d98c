import { z } from 'zod'
import type { Timestamp } from '../../../contribution/types.ts'
import type { Account, Me } from '../account.ts'
import { TooHeavy } from '../graphql/client.ts'
import { readUser } from '../graphql/connection.ts'
import { Time } from '../graphql/newest-first.ts'
import { adapting } from '../graphql/page-size.ts'
import { id, int, type Question, time } from '../graphql/question.ts'
import type { ReviewState } from './state.ts'
import { newestWindows } from './window-spans.ts'
import { recentLine } from './windows.ts'

/** As many as are remembered at most, and one more to see that there are more. */
const mostRows = 31

const Newest = z.object({
  contributionsCollection: z.object({
    contributionYears: z.array(z.number()),
    pullRequestReviewContributions: z.object({
      nodes: z
        .array(
          z
            .object({
              occurredAt: Time,
              pullRequestReview: z.object({ id: z.string(), updatedAt: Time }),
            })
            .nullable(),
        )
        .nullable(),
    }),
  }),
})

/**
 * Asks, for one of many accounts, only for ids and times of the newest contributions and compares them with those
 * remembered from the last pass.
 * @returns null when something is new, changed or unclear
 */
export async function nothingNew(
  account: Account,
  state: ReviewState,
): Promise<{ readonly startedAt: Timestamp; readonly recent: readonly string[] } | null> {
  const { watermark, recent } = state
  if (!account.crowded || watermark === null || recent === null) return null
  const [window, ...older] = newestWindows(watermark, account.client.now())
  if (window === undefined || older.length > 0) return null
  const newest = await fetchNewest(account, window.from, recent.length + 1)
  if (newest === null) return null
  const { rows, years, nodes } = newest
  if (years === 0 || nodes.length >= rows || nodes.includes(null)) return null
  const lines = nodes.flatMap((row) => (row === null ? [] : recentLine(row)))
  const now = lines
    .filter((line) => line >= window.from)
    .sort()
    .reverse()
  if (now.join('\n') !== recent.join('\n')) return null
  return { startedAt: account.surely(), recent: now }
}

/** @returns null when the server cannot do even the smallest page: the windows may still be cut */
async function fetchNewest(account: Account, from: string, most: number) {
  const size = account.size('probe', mostRows)
  try {
    return await adapting(size, most, async (rows) => {
      const reply = await account.ask((me) => probeQuestion(me, from, rows))
      const what = `the newest reviews ${account.name}`
      const found = readUser(reply, Newest, what).contributionsCollection
      const nodes = found.pullRequestReviewContributions.nodes ?? []
      return { rows, years: found.contributionYears.length, nodes }
    })
  } catch (error) {
    if (error instanceof TooHeavy) return null
    throw error
  }
}

export function probeQuestion(me: Me, from: string, rows: number): Question {
  return {
    field: `node(id: $user) { ... on User { contributionsCollection(from: $from) { contributionYears pullRequestReviewContributions(first: $first, orderBy: { direction: DESC }) { nodes { occurredAt pullRequestReview { id updatedAt } } } } } }`,
    variables: { user: id(me.handle), from: time(from), first: int(rows) },
    weight: Math.max(1, rows / 10),
    shrinks: true,
  }
}
