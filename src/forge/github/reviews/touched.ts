import { z } from 'zod'
import { plusSeconds } from '../../../contribution/timestamp.ts'
import type { Timestamp } from '../../../contribution/types.ts'
import { type Account, interrupted, type Me } from '../account.ts'
import { TooHeavy } from '../graphql/client.ts'
import { behindSeam, ownId, readUser } from '../graphql/connection.ts'
import { heads, Time } from '../graphql/newest-first.ts'
import { type Question, text } from '../graphql/question.ts'
import { completeReviews } from './reviewed.ts'
import { fetchSearch, reviewedBy, type SearchPage } from './search.ts'
import type { ReviewState } from './state.ts'

/** Changes this long before the last look are looked at again: the index of search "can take hours" to follow. Seconds. */
const lag = 24 * 3600
/** More is left to the next full reading, which is never far. */
const mostPages = 5
const newestFirst = 'sort:updated-desc'

/** The count of search, once it is known. */
export interface Count {
  total: number | null
}

/**
 * How many pull requests of others search says the account reviewed; `count` learns it, too. What changed among them since
 * the last look is read along: a review that is dismissed or edited, however old, is in no contribution window, but its
 * pull request moves to the front (a dismissal is written into its conversation: GitHub docs, "Dismissing a pull request
 * review"). What does not move it is found by the next full reading.
 */
export async function countReviewed(
  account: Account,
  state: ReviewState,
  count: Count,
): Promise<number> {
  const { touched } = state
  const page = touched === null || account.crowded ? null : await firstPage(account)
  if (page === null) {
    const { total, mark } = await look(account)
    count.total = total
    if (touched?.mark === mark) return total
    // A reading of everything may have been broken off: what changed since it began is still to be looked at.
    if (touched === null) state.touched = { at: account.surely(), mark }
    else await readTouched(account, state, touched.at, count, await firstPage(account))
    return total
  }
  count.total = page.count
  await readTouched(account, state, touched?.at ?? account.surely(), count, page)
  return page.count
}

/** The count alone, as search gives it now. */
export async function countAgain(account: Account): Promise<number> {
  return (await look(account)).total
}

const Look = z.object({
  issueCount: z.number(),
  nodes: z.array(z.object({ id: z.string(), updatedAt: Time }).nullable()).nullish(),
})

/** Only the count, and whether the newest is another one, or has changed. */
async function look(account: Account): Promise<{ total: number; mark: string | null }> {
  const reply = await account.ask(countQuestion)
  const { issueCount, nodes } = readUser(reply, Look, `the review count ${account.name}`)
  return { total: issueCount, mark: markOf(nodes?.[0]) }
}

export function countQuestion(me: Me): Question {
  return {
    field:
      'search(query: $q, type: ISSUE, first: 1) { issueCount nodes { ... on PullRequest { id updatedAt } } }',
    variables: { q: text(`${reviewedBy(me.login)} ${newestFirst}`) },
    weight: 1,
  }
}

/** Null when even a small page is too much: what changed is then left to the next full reading. */
async function firstPage(account: Account): Promise<SearchPage | null> {
  const size = account.size('touched', heads.alone)
  try {
    return await fetchSearch(account, newestFirst, null, size, heads.alone)
  } catch (error) {
    if (error instanceof TooHeavy) return null
    throw error
  }
}

async function readTouched(
  account: Account,
  state: ReviewState,
  since: Timestamp,
  count: Count,
  first: SearchPage | null,
): Promise<void> {
  const stop = plusSeconds(since, -lag)
  const at = account.surely()
  const size = account.size('search', state.size)
  let page = first
  let seam: string | null = null
  for (let read = 1; page !== null; read++) {
    // What got past the cursor is looked for again by the next run.
    if (behindSeam(page.rows, seam, ownId) === null) return
    const rows = page.rows.filter((row) => row !== null)
    const changed = rows.filter(({ updatedAt }) => updatedAt >= stop)
    if (changed.length > 0) {
      const { items } = await completeReviews(account, changed)
      const gaps = [interrupted(state.watermark)]
      account.page('reviews', items, state, { hostTotal: count.total, gaps, finished: false })
    }
    seam = page.seam
    const over = changed.length < rows.length || page.next === null || read === mostPages
    page = over ? null : await fetchSearch(account, newestFirst, page.next, size)
  }
  state.touched = { at, mark: markOf(first?.rows[0]) }
}

function markOf(row: { readonly id: string; readonly updatedAt: Timestamp } | null | undefined) {
  return row == null ? null : `${row.id}@${row.updatedAt}`
}
