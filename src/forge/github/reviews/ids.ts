import { z } from 'zod'
import { type Account, type Me, settled } from '../account.ts'
import {
  behindSeam,
  Connection,
  LostCursor,
  nextSeam,
  ownId,
  readUser,
  shrinking,
} from '../graphql/connection.ts'
import { adapting, remaining } from '../graphql/page-size.ts'
import { cursor, int, type Question, text } from '../graphql/question.ts'
import { PullRequestRow } from '../graphql/rows.ts'
import { cap, reviewedBy } from './search.ts'
import { comfortable, halves, idSlices } from './search-slices.ts'
import type { ReviewState, Span } from './state.ts'
import { lookAt } from './sweep.ts'

/** "`first` is 1 to 100" (GitHub docs, "Rate limits and query limits for the GraphQL API"). */
const mostRows = 100
/** A slice that moves whenever it is gone through is given up for this run. */
const mostReadings = 3

const IdRow = z.object({ id: z.string(), fullDatabaseId: PullRequestRow.shape.fullDatabaseId })
type IdRow = z.infer<typeof IdRow>

/** The pull requests search lists. */
export interface Listed {
  readonly rows: readonly IdRow[]
  /** Some are kept from us, or above the cap of a day. */
  readonly short: boolean
}

/**
 * Lists the ids of all that search knows: the contribution windows may hold as many pull requests and other ones, so that
 * the counts do not tell what is missing.
 */
export async function listIds(account: Account, total: number): Promise<Listed> {
  if (total === 0) return { rows: [], short: false }
  const slices = idSlices(total, await account.firstYear(), account.client.now())
  return join(await settled(slices.map((slice) => listSlice(account, slice))))
}

/**
 * Reads what search lists and nothing has told of so far.
 * @returns whether some of it is kept from us
 */
export async function readUnknown(
  account: Account,
  state: ReviewState,
  total: number,
  { rows, short }: Listed,
): Promise<boolean> {
  const { known } = account.task
  const unknown = rows.filter(
    ({ fullDatabaseId: id }) => !account.seen.has(id) && known.reviewsOf(id).length === 0,
  )
  const named = unknown.map(({ id, fullDatabaseId }) => ({ id: fullDatabaseId, handle: id }))
  const hidden = await lookAt(account, state, total, named)
  return short || hidden > 0
}

async function listSlice(account: Account, slice: Span): Promise<Listed> {
  for (let reading = 0; reading < mostReadings; reading++) {
    const listed = await listOnce(account, slice)
    if (listed !== null) return listed
  }
  throw shrinking(`the search for reviews ${account.name}`)
}

/** @returns null when the slice moved meanwhile, so that rows may have been passed over */
async function listOnce(account: Account, slice: Span): Promise<Listed | null> {
  const rows: (IdRow | null)[] = []
  let most = 0
  let seam: string | null = null
  for (let after: string | null = null; ; ) {
    const page: IdPage | null = await fetchIds(account, slice, after, most - rows.length)
    const unread = page === null ? null : behindSeam(page.rows, seam, ownId)
    if (page === null || unread === null || page.count < most) return null
    const parts = after === null && page.count > comfortable ? halves(slice) : []
    if (parts.length > 0) {
      return join(await settled(parts.map((part) => listSlice(account, part))))
    }
    most = page.count
    rows.push(...unread)
    after = page.next
    seam = page.seam
    if (after !== null) continue
    const seen = rows.filter((row) => row !== null)
    return { rows: seen, short: seen.length < rows.length || most > cap }
  }
}

interface IdPage {
  readonly count: number
  readonly rows: readonly (IdRow | null)[]
  readonly next: string | null
  readonly seam: string | null
}

const Found = z.object({ issueCount: z.number() }).and(Connection(IdRow))

/** @returns null when the server no longer knows the cursor */
async function fetchIds(
  account: Account,
  slice: Span,
  after: string | null,
  left: number,
): Promise<IdPage | null> {
  const what = `the search for reviews ${account.name}`
  const size = account.size('review-ids', mostRows)
  try {
    return await adapting(size, after === null ? mostRows : remaining(left), async (rows) => {
      const reply = await account.ask((me) => reviewIdsQuestion(me, slice, rows, after))
      const found = readUser(reply, Found, what)
      const { issueCount: count, rows: listed } = found
      return { count, rows: listed, ...nextSeam(found, after, what, ownId) }
    })
  } catch (error) {
    if (error instanceof LostCursor && after !== null) return null
    throw error
  }
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

function join(parts: readonly Listed[]): Listed {
  return { rows: parts.flatMap(({ rows }) => rows), short: parts.some(({ short }) => short) }
}
