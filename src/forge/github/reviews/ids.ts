import { z } from 'zod'
import { type Account, interrupted, type Me, settled } from '../account.ts'
import { behindSeam, Connection, nextSeam, ownId, readUser } from '../graphql/connection.ts'
import { adapting, type PageSize, remaining } from '../graphql/page-size.ts'
import { cursor, int, type Question, text } from '../graphql/question.ts'
import { PullRequestRow } from '../graphql/rows.ts'
import { cap, reviewedBy } from './search.ts'
import { idSlices, isDay, pagewise } from './search-slices.ts'
import {
  fetchBehind,
  type Listing,
  type ReviewState,
  replaceSpan,
  restOf,
  type Span,
} from './state.ts'
import { lookAt } from './sweep.ts'

/** "`first` is 1 to 100" (GitHub docs, "Rate limits and query limits for the GraphQL API"). */
const mostRows = 100
const IdRow = z.object({ id: z.string(), fullDatabaseId: PullRequestRow.shape.fullDatabaseId })
type IdRow = z.infer<typeof IdRow>

/** First pages that were read ahead, by their slices. */
export type Ahead = ReadonlyMap<Span, IdPage>

/**
 * Reads the first page of each slice while the windows are read: mostly the only one. Nothing is concluded before the windows
 * have told what they know.
 */
export async function lookAhead(
  account: Account,
  state: ReviewState,
  total: number,
): Promise<Ahead> {
  const listing = await beginListing(account, state, total)
  const size = account.size('review-ids', listing.size)
  const fresh = listing.open.filter(({ cursor }) => cursor === null)
  const pages = await settled(
    fresh.map(async (span): Promise<[Span, IdPage]> => [span, await fetchIds(account, span, size)]),
  )
  return new Map(pages)
}

/**
 * Goes through the ids of all that search knows, and reads what nothing has told of so far: the contribution windows may hold
 * as many pull requests and other ones, so that the counts do not tell what is missing.
 * @returns whether some of it is kept from us, or above the cap of a day
 */
export async function compareIds(
  account: Account,
  state: ReviewState,
  total: number,
  ahead: Ahead = new Map(),
): Promise<boolean> {
  const listing = await beginListing(account, state, total)
  const days = account.task.known.reviewedByDay()
  const comparison = { account, state, listing, total, ahead, days }
  await settled([...listing.open].map((span) => compareSlice(comparison, span)))
  state.listing = null
  return listing.short
}

/** Goes on with a listing that was broken off. */
async function beginListing(account: Account, state: ReviewState, total: number): Promise<Listing> {
  if (state.listing === null) {
    const now = account.client.now()
    const open = total === 0 ? [] : idSlices(total, await account.firstYear(), now)
    state.listing = { open, short: false, size: mostRows }
  }
  return state.listing
}

interface Comparison {
  readonly account: Account
  readonly state: ReviewState
  readonly listing: Listing
  readonly total: number
  readonly ahead: Ahead
  /** How many of what is stored were opened on each. */
  readonly days: ReadonlyMap<string, number>
}

/** @returns how many search counts in it */
async function compareSlice(comparison: Comparison, slice: Span): Promise<number> {
  const { account, state, listing, total, ahead, days } = comparison
  const size = account.size('review-ids', listing.size)
  for (let span = slice; ; ) {
    const page = ahead.get(span) ?? (await fetchIds(account, span, size))
    const parts = span.cursor === null && page.next !== null ? pagewise(span, page.count, days) : []
    if (parts.length > 0) {
      replaceSpan(listing.open, span, parts)
      const counts = await settled(parts.map((part) => compareSlice(comparison, part)))
      listing.short ||= isDay(span) && sum(counts) < page.count
      return page.count
    }
    if (page.count > cap) {
      // What it shows of them proves nothing.
      listing.short = true
      replaceSpan(listing.open, span, [])
      return page.count
    }
    const unread = behindSeam(page.rows, span.seam, ownId)
    const read = { ...page, unread: unread?.length ?? null, total: page.count }
    const next = restOf(span, read, `the search for reviews ${account.name}`, account, state)
    const isShort = await readUnknown(comparison, unread ?? page.rows)
    listing.short ||= isShort
    listing.size = size.rows
    replaceSpan(listing.open, span, next === null ? [] : [next])
    const gaps = [interrupted(state.watermark)]
    account.page('reviews', [], state, { hostTotal: total, gaps, finished: false })
    if (next === null) return page.count
    span = next
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0)
}

/** @returns whether some of it is kept from us */
async function readUnknown(
  { account, state, total }: Comparison,
  rows: IdPage['rows'],
): Promise<boolean> {
  const { known } = account.task
  const seen = rows.filter((row) => row !== null)
  const unknown = seen.filter(
    ({ fullDatabaseId: id }) => !account.seen.has(id) && known.reviewsOf(id).length === 0,
  )
  const named = unknown.map(({ id, fullDatabaseId }) => ({ id: fullDatabaseId, handle: id }))
  const hidden = await lookAt(account, state, total, named)
  return seen.length < rows.length || hidden > 0
}

interface IdPage {
  readonly count: number
  readonly rows: readonly (IdRow | null)[]
  readonly next: string | null
  readonly seam: string | null
}

const Found = z.object({ issueCount: z.number() }).and(Connection(IdRow))

async function fetchIds(account: Account, span: Span, size: PageSize): Promise<IdPage> {
  return await fetchBehind(span, async () => await fetchPage(account, span, size))
}

async function fetchPage(account: Account, span: Span, size: PageSize): Promise<IdPage> {
  const { cursor: after } = span
  const what = `the search for reviews ${account.name}`
  const most = after === null ? mostRows : remaining(span.left)
  return await adapting(size, most, async (rows) => {
    const reply = await account.ask((me) => reviewIdsQuestion(me, span, rows, after))
    const found = readUser(reply, Found, what)
    const { issueCount: count, rows: listed } = found
    return { count, rows: listed, ...nextSeam(found, after, what, ownId) }
  })
}

export function reviewIdsQuestion(
  me: Me,
  { from, until }: Span,
  rows: number,
  after: string | null,
): Question {
  return {
    field: `search(query: $q, type: ISSUE, first: $first, after: $after) { issueCount pageInfo { hasNextPage endCursor } edges { cursor } nodes { ...PullRequestId } }`,
    variables: {
      q: text(`${reviewedBy(me.login)} created:${from}..${until} sort:created-asc`),
      first: int(rows),
      after: cursor(after),
    },
    weight: rows / 10,
    shrinks: true,
    // Light as it is, it rides with the windows it is beside.
    chain: mostRows,
  }
}
