import { z } from 'zod'
import { shrinking } from './connection.ts'
import { Time } from './newest-first.ts'
import { usualRows } from './page-size.ts'

/** A stretch of time still to be read, by review time (windows) or by day of creation (search). */
export const Span = z.object({
  from: z.string(),
  /** Null: up to now. */
  until: z.string().nullable(),
  cursor: z.string().nullable(),
  /** Rows behind the cursor, as far as known. */
  left: z.number().nullable(),
  /** Rows in all on the page before. */
  total: z.number().nullable().default(null),
  /** How often it was begun anew since rows had left it while it was read. */
  again: z.number().default(0),
})
export type Span = z.infer<typeof Span>

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
  /** More was stored than counted, and a look at all that is stored could not bring them together: no reason for another. */
  surplus: Compared.nullable().default(null),
  /** Rows per page the server could last do. */
  size: z.number(),
  /** Search once counted something: nothing at all is doubtful from then on. */
  counted: z.boolean().default(false),
  /** Rows left a list while it was read: what is stored and not there any more may stand for what was passed over. */
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
    searched: null,
    touched: null,
    settled: null,
    compared: null,
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
  return { from, until, cursor: null, left: null, total: null, again: 0 }
}

/** A span that loses rows whenever it is read is given up for this run. */
const mostReadings = 3

interface ReadPage {
  readonly rows: number
  readonly total: number
  /** The cursor behind the page; null at the end. */
  readonly next: string | null
}

/**
 * Where the reading of a span goes on after a page: at its start, if rows have left it meanwhile. Null at its end.
 * @throws ForgeError `protocol` when that happens again and again
 */
export function restOf(
  span: Span,
  page: ReadPage,
  what: string,
  { seen }: { readonly seen: Set<string> },
  state: ReviewState,
): Span | null {
  const anew = begunAnew(span, page.total, what)
  if (anew === null) return rest(span, page)
  // Rows left a list that is being read: whatever was looked at before is to be looked at again.
  state.shrank = true
  seen.clear()
  return anew
}

function rest(span: Span, { rows, total, next }: ReadPage): Span | null {
  if (next === null) return null
  return { ...span, cursor: next, left: (span.left ?? total) - rows, total }
}

/** The span from its start, if rows have left it since the page before: the others moved up, and one of them past the cursor. */
function begunAnew(span: Span, total: number, what: string): Span | null {
  if (span.total === null || total >= span.total) return null
  if (span.again === mostReadings) throw shrinking(what)
  return { ...freshSpan(span.from, span.until), again: span.again + 1 }
}
