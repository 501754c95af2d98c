import { z } from 'zod'
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
})
export type Span = z.infer<typeof Span>

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
  whole: z.object({ years: z.number(), found: z.number() }).nullable().default(null),
  /** What search counted last. */
  counted: z.number().nullable().default(null),
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
  /** Counts that a reading of all slices could not bring together: no reason to read them again until one moves. */
  settled: z
    .object({
      count: z.number(),
      stored: z.number(),
      capped: z.array(z.string()),
      hidden: z.number(),
    })
    .nullable(),
  /** Rows per page the server could last do. */
  size: z.number(),
})
export type ReviewState = z.infer<typeof ReviewState>

export function noReviewsYet(): ReviewState {
  return {
    version: 1,
    watermark: null,
    windows: null,
    whole: null,
    counted: null,
    recent: null,
    search: null,
    searched: null,
    settled: null,
    size: usualRows,
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
  return { from, until, cursor: null, left: null }
}
