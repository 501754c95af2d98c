import { z } from 'zod'
import { LostCursor, mostAgain, shrinking } from '../graphql/connection.ts'
import { Time } from '../graphql/newest-first.ts'
import { usualRows } from '../graphql/page-size.ts'

/** A stretch of time still to be read, by review time (windows) or by day of creation (search). */
export const Span = z.object({
  from: z.string(),
  /** Null: up to now. */
  until: z.string().nullable(),
  cursor: z.string().nullable(),
  /** The row the page behind it has to begin with (`ConnectionPage.seam`). */
  seam: z.string().nullable().default(null),
  /** Rows behind the cursor, as far as known. */
  left: z.number().nullable(),
  /** Rows in all on the page before. */
  total: z.number().nullable().default(null),
  /** How often it was begun anew since it had moved while it was read. */
  again: z.number().default(0),
})
export type Span = z.infer<typeof Span>

/** The ids that search lists, being compared with what is stored. */
const Listing = z.object({
  open: z.array(Span),
  /** Some are kept from us, or above the cap of a day. */
  short: z.boolean(),
  /** Rows per page the server could last do. */
  size: z.number(),
})
export type Listing = z.infer<typeof Listing>

const Compared = z.object({ count: z.number(), stored: z.number() })

/** Checkpoint of the reviews stream. */
export const ReviewState = z.object({
  version: z.literal(1),
  /** Reviews until then are read from the contribution windows. */
  watermark: Time.nullable(),
  /** Contribution windows being read. */
  windows: z
    .object({
      /** Server time of the first answer. */
      startedAt: Time.nullable(),
      /** All years are read, not only the newest days. */
      all: z.boolean(),
      open: z.array(Span),
      /** Contributions seen. */
      found: z.number(),
      /** Rows that exist and may not be seen. */
      hidden: z.number(),
      /** Years with contributions, where all are read. */
      years: z.number().default(0),
    })
    .nullable(),
  /** What the last reading of all years showed: what the next one will ask. */
  whole: z
    .object({
      years: z.number(),
      found: z.number(),
      /** Pull requests among them. */
      met: z.number().default(0),
    })
    .nullable()
    .default(null),
  /** The newest contributions, for telling an idle account by one small question; null when they were too many. */
  recent: z.array(z.string()).nullable(),
  /** Search slices being read. */
  search: z
    .object({
      open: z.array(Span),
      hidden: z.number(),
      /** Days of which search shows only a part. */
      capped: z.array(z.string()),
    })
    .nullable(),
  listing: Listing.nullable().default(null),
  /** When search last held nothing that was not stored. */
  searched: Time.nullable(),
  /** The last look at what changed among the pull requests reviewed: when, and the newest of them as it was then. */
  touched: z.object({ at: Time, mark: z.string().nullable() }).nullable().default(null),
  /** Counts that a reading of all slices could not bring together: no reason to read them again until one moves. */
  settled: z
    .object({
      count: z.number(),
      stored: z.number(),
      capped: z.array(z.string()),
      hidden: z.number(),
    })
    .nullable(),
  /** What the host counted and what was stored when the stream was last read, and since when both are so. */
  compared: Compared.extend({ since: Time }).nullable().default(null),
  /** What was counted and stored when all that search lists was last looked for among what is stored. */
  matched: Compared.nullable().default(null),
  /** More was stored than counted, and a look at all that is stored could not bring them together: no reason for another. */
  surplus: Compared.nullable().default(null),
  /** Rows per page the server could last do. */
  size: z.number(),
  /** Search once counted something: nothing at all is doubtful from then on. */
  counted: z.boolean().default(false),
  /** A list moved while it was read: what is stored and not there any more may stand for what was passed over. */
  shrank: z.boolean().default(false),
})
export type ReviewState = z.infer<typeof ReviewState>

export function noReviewsYet(): ReviewState {
  return {
    version: 1,
    watermark: null,
    windows: null,
    whole: null,
    recent: null,
    search: null,
    listing: null,
    searched: null,
    touched: null,
    settled: null,
    compared: null,
    matched: null,
    surplus: null,
    size: usualRows,
    counted: false,
    shrank: false,
  }
}

/** Late contributions: "up to 24 hours" for commits (GitHub docs), and reviews are backdated to their draft. Seconds. */
export const lookBack = 14 * 24 * 3600

/** Replaces a span by the rest of it, by its parts, or by nothing. */
export function replaceSpan(open: Span[], span: Span, parts: readonly Span[]): void {
  const index = open.indexOf(span)
  if (index >= 0) open.splice(index, 1, ...parts)
}

export function freshSpan(from: string, until: string | null): Span {
  return { from, until, cursor: null, seam: null, left: null, total: null, again: 0 }
}

interface ReadPage {
  /** How many of its rows the page before had not; null when the span moved since. */
  readonly unread: number | null
  readonly total: number
  /** The cursor behind the page; null at the end. */
  readonly next: string | null
  readonly seam: string | null
}

/**
 * Where the reading of a span goes on after a page: at its start, if it moved meanwhile, or rows have left it. Null at its
 * end.
 * @throws ForgeError `protocol` when that happens again and again
 */
export function restOf(
  span: Span,
  page: ReadPage,
  what: string,
  { seen }: { readonly seen: Set<string> },
  state: ReviewState,
): Span | null {
  if (!hasMoved(span, page)) return rest(span, page)
  if (span.again === mostAgain) throw shrinking(what)
  // Whatever was looked at before is to be looked at again.
  state.shrank = true
  seen.clear()
  return { ...freshSpan(span.from, span.until), again: span.again + 1 }
}

/** One row may have got past the cursor unread. */
function hasMoved(span: Span, { unread, total }: ReadPage): boolean {
  return unread === null || (span.total !== null && total < span.total)
}

function rest(span: Span, { unread, total, next, seam }: ReadPage): Span | null {
  if (next === null) return null
  return { ...span, cursor: next, seam, left: (span.left ?? total) - (unread ?? 0), total }
}

/** Reads a page of a span, its first one where the server no longer knows the cursor. */
export async function fetchBehind<Page>(span: Span, fetch: () => Promise<Page>): Promise<Page> {
  try {
    return await fetch()
  } catch (error) {
    if (!(error instanceof LostCursor) || span.cursor === null) throw error
    Object.assign(span, { cursor: null, seam: null, left: null, total: null })
    return await fetch()
  }
}
