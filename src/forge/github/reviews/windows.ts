import { z } from 'zod'
import { plusSeconds } from '../../../contribution/timestamp.ts'
import type { Timestamp } from '../../../contribution/types.ts'
import { type Account, interrupted, type Me, settled } from '../account.ts'
import { TooHeavy } from '../graphql/client.ts'
import { behindSeam, Connection, nextSeam, readUser } from '../graphql/connection.ts'
import { firstGlance, Time } from '../graphql/newest-first.ts'
import { adapting, type PageSize, remaining } from '../graphql/page-size.ts'
import { cursor, id, int, type Question, text, time } from '../graphql/question.ts'
import { ReviewRow } from '../graphql/rows.ts'
import { completeReviews, ReviewedRow, reviewedFields } from './reviewed.ts'
import { fetchBehind, lookBack, type ReviewState, replaceSpan, restOf, type Span } from './state.ts'
import type { Count } from './touched.ts'
import { quarters, splitWindow } from './window-spans.ts'

export type Windows = NonNullable<ReviewState['windows']>

/** With pages this small, what is too heavy is more likely so for the span of time. */
const fewRows = 12
/** The parts of the first year that was refused go before all else: they tell what the others are to do. */
const first = 10_000

/** What reading the windows showed of the account. */
export interface WindowsEnd {
  /** The newest contributions, as lines. */
  readonly recent: readonly string[]
  /** The profile shows contributions of no year at all. */
  readonly blank: boolean
}

/**
 * Reads all open windows side by side: a contributions collection spans at most a year, and windows do not depend on
 * each other.
 */
export async function readWindows(
  account: Account,
  state: ReviewState,
  windows: Windows,
  count: Count,
): Promise<WindowsEnd> {
  const seen = { recent: [], blank: false }
  const years = { refused: null, tooLong: false }
  const reader = { account, state, windows, count, proven: state.watermark, seen, years }
  await settled(windows.open.map((span) => readWindow(reader, span)))
  return seen
}

interface Reader {
  readonly account: Account
  readonly state: ReviewState
  readonly windows: Windows
  readonly count: Count
  readonly proven: Timestamp | null
  readonly seen: { readonly recent: string[]; blank: boolean }
  readonly years: {
    /** Rows of the first page of a year that was too heavy. */
    refused: number | null
    /** Less time was given as many rows. */
    tooLong: boolean
  }
}

async function readWindow(reader: Reader, window: Span): Promise<void> {
  const { account, state, windows } = reader
  const size = account.size('windows', state.size)
  for (let span = window; ; ) {
    const page = await fetchWindow(reader, span, size)
    if (page === null) {
      const parts = splitWindow(span, account.client.now())
      replaceSpan(windows.open, span, parts)
      account.cut('reviews', state)
      await settled(parts.map((part) => readWindow(reader, part)))
      return
    }
    state.size = size.rows
    const next = await storePage(reader, span, page)
    if (next === null) return
    span = next
  }
}

/** @returns what is left of the span, null at its end */
async function storePage(reader: Reader, span: Span, page: WindowPage): Promise<Span | null> {
  const { account, state, windows } = reader
  windows.startedAt ??= account.surely()
  const unread = behindSeam(page.rows, span.seam, contributionId)
  const rows = unread ?? page.rows
  const seen = rows.filter((row) => row !== null)
  const named = new Map(seen.map((row) => [row.pullRequest.id, row.pullRequestReview]))
  const reviewed = await completeReviews(
    account,
    seen.map((row) => row.pullRequest),
    named,
  )
  windows.hidden += rows.length - seen.length + reviewed.hidden
  windows.found += seen.length
  remember(reader, page.blank, seen)
  const read = { ...page, unread: unread?.length ?? null }
  const next = restOf(span, read, `the reviews ${account.name}`, account, state)
  replaceSpan(windows.open, span, next === null ? [] : [next])
  account.page('reviews', reviewed.items, state, {
    hostTotal: reader.count.total,
    gaps: [interrupted(reader.proven)],
    finished: false,
  })
  return next
}

/** Only the newest days are remembered, so that memory does not grow with history. */
function remember(
  { windows, account, seen }: Reader,
  blank: boolean,
  rows: readonly Recent[],
): void {
  seen.blank ||= blank
  const startedAt = windows.startedAt ?? account.surely()
  const from = plusSeconds(startedAt, -lookBack)
  for (const row of rows) if (row.occurredAt >= from) seen.recent.push(recentLine(row))
}

interface WindowPage {
  readonly total: number
  readonly blank: boolean
  readonly rows: readonly (z.infer<typeof Contribution> | null)[]
  readonly next: string | null
  readonly seam: string | null
}

const Contribution = z.object({
  occurredAt: Time,
  pullRequestReview: ReviewRow,
  pullRequest: ReviewedRow,
})

function contributionId(row: z.infer<typeof Contribution>): string {
  return row.pullRequestReview.id
}

const Contributed = z.object({
  contributionsCollection: z.object({
    contributionYears: z.array(z.number()),
    pullRequestReviewContributions: Connection(Contribution),
  }),
})

/** Null when the window is to be cut: years failed that passed as quarters, whatever the page size (forge-side, July 2026). */
async function fetchWindow(reader: Reader, span: Span, size: PageSize): Promise<WindowPage | null> {
  const { account } = reader
  const parts = splitWindow(span, account.client.now()).length
  try {
    return await fetchBehind(span, () =>
      adapting(
        size,
        mostRows(account, span),
        (rows) => askWindow(reader, span, rows, parts),
        (rows) => account.shrunk('reviews', rows),
      ),
    )
  } catch (error) {
    if (error instanceof TooLong || (error instanceof TooHeavy && parts > 1)) return null
    throw error
  }
}

/** A span to be cut, whatever the size of its pages. */
class TooLong extends Error {
  override readonly name = 'TooLong'
}

function mostRows(account: Account, span: Span): number {
  return account.crowded && span.cursor === null ? firstGlance : remaining(span.left)
}

async function askWindow(
  reader: Reader,
  span: Span,
  rows: number,
  parts: number,
): Promise<WindowPage> {
  const { account, years } = reader
  const what = `the reviews ${account.name}`
  const telling = parts < quarters && years.refused !== null && !years.tooLong
  const how = { ...(parts > 1 && { divisible: true as const }), ...(telling && { chain: first }) }
  try {
    const reply = await account.ask((me) => windowQuestion(me, span, rows, how))
    const list = readUser(reply, Contributed, what).contributionsCollection
    const connection = list.pullRequestReviewContributions
    if (telling && rows >= (years.refused ?? 0)) years.tooLong = true
    return {
      total: connection.total,
      blank: list.contributionYears.length === 0,
      rows: connection.rows,
      ...nextSeam(connection, span.cursor, what, contributionId),
    }
  } catch (error) {
    if (!(error instanceof TooHeavy && isTooLong(years, rows, parts))) throw error
    throw new TooLong(error.message, { cause: error })
  }
}

/**
 * Whether a span that was too heavy is to be cut rather than its page made smaller. The first year is cut at once, and
 * what becomes of its quarters tells about the others.
 */
function isTooLong(years: Reader['years'], rows: number, parts: number): boolean {
  if (parts === 1) return false
  if (rows <= fewRows) return true
  if (parts < quarters) return false
  const unknown = years.refused === null
  years.refused ??= rows
  return unknown || years.tooLong
}

/** Newest first: a review given meanwhile shifts rows back, so that some are read twice and none is skipped. */
export function windowQuestion(
  me: Me,
  span: Span,
  rows: number,
  how: Pick<Question, 'divisible' | 'chain'> = {},
): Question {
  return {
    field: `node(id: $user) { ... on User { contributionsCollection(from: $from, to: $to) { contributionYears pullRequestReviewContributions(first: $first, after: $after, orderBy: { direction: DESC }) { totalCount pageInfo { hasNextPage endCursor } edges { cursor } nodes { occurredAt pullRequestReview { ...ReviewRow } pullRequest { ${reviewedFields} } } } } } }`,
    variables: {
      user: id(me.handle),
      login: text(me.login),
      from: time(span.from),
      to: time(span.until),
      first: int(rows),
      after: cursor(span.cursor),
    },
    weight: rows,
    shrinks: true,
    chain: span.left ?? rows,
    ...how,
  }
}

interface Recent {
  readonly occurredAt: Timestamp
  readonly pullRequestReview: { readonly id: string; readonly updatedAt: Timestamp }
}

/** One contribution, fit for comparing: another line when a newer review or an edit took its place. */
export function recentLine(row: Recent): string {
  return `${row.occurredAt} ${row.pullRequestReview.id} ${row.pullRequestReview.updatedAt}`
}
