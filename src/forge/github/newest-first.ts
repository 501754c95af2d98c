import { z } from 'zod'
import { later, plusSeconds, toTimestamp } from '../../contribution/timestamp.ts'
import type { Timestamp } from '../../contribution/types.ts'
import { TooHeavy } from './client.ts'
import { type ConnectionPage, LostCursor } from './connection.ts'
import { PageSize } from './page-size.ts'

export const Time = z.string().transform(toTimestamp)

/** Where reading a list ordered by update, newest first, stands. Kept in a checkpoint. */
export const Progress = z.object({
  /** Newest update known to be stored, with everything before it. */
  watermark: Time.nullable(),
  /** The pass under way; null between passes. */
  pass: z
    .object({
      cursor: z.string().nullable(),
      /** The watermark once this pass ends clean: what its first page began with, or the row below the last hidden one. */
      top: Time.nullable(),
      /** Rows that exist and may not be seen. */
      hidden: z.number(),
    })
    .nullable(),
  /** Rows per page the server could last do. */
  size: z.number(),
})
export type Progress = z.infer<typeof Progress>
type Pass = NonNullable<Progress['pass']>

export interface NewestFirst<Row> {
  /** Rows for the first page of a pass that only looks for news. */
  readonly head: number
  fetch(rows: number, cursor: string | null): Promise<ConnectionPage<Row>>
  updatedAt(row: Row): Timestamp
  /** Called for each page once `progress` has moved past it. */
  store(rows: readonly Row[], total: number): void
}

export interface PassEnd {
  /** The server's own count of the list. */
  readonly total: number
  readonly hidden: number
}

/** Each pass reads this far below the watermark again: rows may surface late and share a second. Seconds. */
const overlap = 3600

export function beginning(): Progress {
  return { watermark: null, pass: null, size: new PageSize(undefined).rows }
}

/**
 * Reads one pass, beginning or going on: from the newest row down to the watermark, or to the end if there is none.
 *
 * Nothing is missed: what changes during a pass moves to the front, above the new watermark, and the next pass sees it;
 * what does not change keeps its order. A row that leaves the list may shift it by one; totals show that.
 */
export async function readPass<Row>(list: NewestFirst<Row>, progress: Progress): Promise<PassEnd> {
  const size = new PageSize(progress.size)
  const stop = progress.watermark === null ? null : plusSeconds(progress.watermark, -overlap)
  for (;;) {
    const pass = progress.pass ?? { cursor: null, top: null, hidden: 0 }
    const page = await fetchPage(list, pass, size, stop !== null)
    if (page === null) {
      progress.pass = null
      continue
    }
    const seen = take(page, pass, list.updatedAt)
    const oldest = page.rows.findLast((row) => row !== null)
    const reached = stop !== null && oldest != null && list.updatedAt(oldest) < stop
    const ended = page.next === null || reached
    progress.size = size.rows
    progress.pass = ended ? null : { ...seen, cursor: page.next }
    if (ended) progress.watermark = watermarkAfter(progress.watermark, seen)
    list.store(
      page.rows.filter((row) => row !== null),
      page.total,
    )
    if (ended) return { total: page.total, hidden: seen.hidden }
  }
}

/** Null when the kept cursor is not known any more. */
async function fetchPage<Row>(
  list: NewestFirst<Row>,
  { cursor }: Pass,
  size: PageSize,
  news: boolean,
): Promise<ConnectionPage<Row> | null> {
  try {
    return await adapting(size, (rows) => {
      const first = news && cursor === null ? Math.min(rows, list.head) : rows
      return list.fetch(first, cursor)
    })
  } catch (error) {
    if (error instanceof LostCursor && cursor !== null) return null
    throw error
  }
}

/** Asks with fewer rows until the server can. @throws TooHeavy when it cannot do even the fewest */
export async function adapting<Answer>(
  size: PageSize,
  ask: (rows: number) => Promise<Answer>,
): Promise<Answer> {
  for (;;) {
    try {
      const answer = await ask(size.rows)
      size.clean()
      return answer
    } catch (error) {
      if (!(error instanceof TooHeavy) || !size.halve()) throw error
    }
  }
}

function take<Row>(
  page: ConnectionPage<Row>,
  pass: Pass,
  updatedAt: (row: Row) => Timestamp,
): Pass {
  let { top, hidden } = pass
  for (const row of page.rows) {
    if (row !== null) {
      top ??= updatedAt(row)
      continue
    }
    hidden += 1
    top = null
  }
  return { cursor: pass.cursor, top, hidden }
}

/** A watermark never passes a row that could not be seen. */
function watermarkAfter(before: Timestamp | null, { top, hidden }: Pass): Timestamp | null {
  if (hidden === 0) return later(before, top)
  return top ?? before
}
