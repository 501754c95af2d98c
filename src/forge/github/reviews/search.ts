import { z } from 'zod'
import { plusSeconds } from '../../../contribution/timestamp.ts'
import type { Timestamp } from '../../../contribution/types.ts'
import { type Account, interrupted, type Me, settled } from '../account.ts'
import { behindSeam, Connection, nextSeam, ownId, readUser } from '../graphql/connection.ts'
import { adapting, type PageSize, remaining } from '../graphql/page-size.ts'
import { cursor, int, type Question, text } from '../graphql/question.ts'
import { completeReviews, ReviewedRow, reviewedFields } from './reviewed.ts'
import { comfortable, pagewise } from './search-slices.ts'
import { fetchBehind, lookBack, type ReviewState, replaceSpan, restOf, type Span } from './state.ts'

/** "The GitHub Search API provides up to 1,000 results for each search" (GitHub docs, "REST API endpoints for search"). */
export const cap = 1000
/** Pages of the newest results to look at before all slices are read. */
const hintPages = 5
type Search = NonNullable<ReviewState['search']>

export function reviewedBy(login: string): string {
  return `is:pr reviewed-by:${login} -author:${login}`
}

/**
 * Reads the most recently updated results until nothing is missing any more: a few reviews that the contribution windows
 * do not tell are mostly there.
 * @param since when nothing was missing the last time
 * @returns how many rows may not be seen
 */
export async function readHint(
  account: Account,
  state: ReviewState,
  count: number,
  since: Timestamp,
): Promise<number> {
  const stop = plusSeconds(since, -lookBack)
  const size = account.size('search', state.size)
  let after: string | null = null
  let hidden = 0
  for (let read = 0; read < hintPages; read++) {
    const words = 'sort:updated-desc'
    const page: SearchPage = await fetchSearch(account, words, after, size)
    hidden += await storePage(account, state, page.rows, count)
    const oldest = page.rows.findLast((row) => row !== null)
    const stored = account.task.known.stored('reviews')
    if (stored >= count || page.next === null || (oldest?.updatedAt ?? stop) < stop) break
    after = page.next
  }
  return hidden
}

/** Reads all open slices side by side. */
export async function readSlices(
  account: Account,
  state: ReviewState,
  search: Search,
  count: number,
): Promise<void> {
  const days = account.task.known.reviewedByDay()
  const reader = { account, state, search, count, days }
  await settled([...search.open].map((span) => readSlice(reader, span)))
}

interface Reader {
  readonly account: Account
  readonly state: ReviewState
  readonly search: Search
  readonly count: number
  /** How many of what is stored were opened on each. */
  readonly days: ReadonlyMap<string, number>
}

async function readSlice(reader: Reader, slice: Span): Promise<void> {
  const { account, state, search, count, days } = reader
  const size = account.size('search', state.size)
  for (let span = slice; ; ) {
    const page = await fetchSlice(account, span, size)
    const parts =
      span.cursor === null && page.count > comfortable ? pagewise(span, page.count, days) : []
    if (parts.length > 0) {
      replaceSpan(search.open, span, parts)
      await settled(parts.map((part) => readSlice(reader, part)))
      return
    }
    if (span.cursor === null && page.count > cap) {
      const day = span.from.slice(0, 10)
      if (!search.capped.includes(day)) search.capped.push(day)
    }
    const unread = behindSeam(page.rows, span.seam, ownId)
    const read = { ...page, unread: unread?.length ?? null, total: page.count }
    const next = restOf(span, read, `the search for reviews ${account.name}`, account, state)
    await storePage(account, state, unread ?? page.rows, count, () => {
      replaceSpan(search.open, span, next === null ? [] : [next])
    })
    if (next === null) return
    span = next
  }
}

async function fetchSlice(account: Account, span: Span, size: PageSize): Promise<SearchPage> {
  const words = `created:${span.from}..${span.until} sort:created-asc`
  return await fetchBehind(
    span,
    async () => await fetchSearch(account, words, span.cursor, size, remaining(span.left)),
  )
}

/** @returns how many of its rows may not be seen */
async function storePage(
  account: Account,
  state: ReviewState,
  rows: SearchPage['rows'],
  count: number,
  moveOn: () => void = () => {},
): Promise<number> {
  const seen = rows.filter((row) => row !== null)
  const reviewed = await completeReviews(account, seen)
  const hidden = rows.length - seen.length + reviewed.hidden
  if (state.search !== null) state.search.hidden += hidden
  moveOn()
  account.page('reviews', reviewed.items, state, {
    hostTotal: count,
    gaps: [interrupted(state.watermark)],
    finished: false,
  })
  return hidden
}

export interface SearchPage {
  readonly count: number
  readonly rows: readonly (ReviewedRow | null)[]
  readonly next: string | null
  readonly seam: string | null
}

const Found = z.object({ issueCount: z.number() }).and(Connection(ReviewedRow))

export async function fetchSearch(
  account: Account,
  words: string,
  after: string | null,
  size: PageSize,
  most: number = Number.POSITIVE_INFINITY,
): Promise<SearchPage> {
  const what = `the search for reviews ${account.name}`
  return await adapting(size, most, async (rows) => {
    const reply = await account.ask((me) => searchQuestion(me, words, rows, after))
    const found = readUser(reply, Found, what)
    const { issueCount: count, rows: listed } = found
    return { count, rows: listed, ...nextSeam(found, after, what, ownId) }
  })
}

export function searchQuestion(
  me: Me,
  words: string,
  rows: number,
  after: string | null,
): Question {
  return {
    field: `search(query: $q, type: ISSUE, first: $first, after: $after) { issueCount pageInfo { hasNextPage endCursor } edges { cursor } nodes { ... on PullRequest { ${reviewedFields} } } }`,
    variables: {
      q: text(`${reviewedBy(me.login)} ${words}`),
      login: text(me.login),
      first: int(rows),
      after: cursor(after),
    },
    weight: rows,
    shrinks: true,
  }
}
