import { z } from 'zod'
import { later, plusSeconds, toTimestamp } from '../../../contribution/timestamp.ts'
import type { Timestamp } from '../../../contribution/types.ts'
import { behindSeam, type ConnectionPage, LostCursor, ownId } from './connection.ts'
import { adapting, type PageSize, remaining, usualRows } from './page-size.ts'

export const Time = z.string().transform(toTimestamp)

/** Where reading a list ordered by update, newest first, stands. Kept in a checkpoint. */
export const Progress = z.object({
  /** Newest update known to be stored, with everything before it. */
  watermark: Time.nullable(),
  /** The pass under way; null between passes. */
  pass: z
    .object({
      cursor: z.string().nullable(),
      /** The row the page behind it has to begin with (`ConnectionPage.seam`). */
      seam: z.string().nullable().default(null),
      /** The watermark once this pass ends clean: what its first page began with, or the row below the last hidden one. */
      top: Time.nullable(),
      /** Rows that exist and may not be seen. */
      hidden: z.number(),
      /** Rows of the list behind the cursor. */
      left: z.number(),
    })
    .nullable(),
  /** Rows of the list when it was last read. */
  total: z.number().nullable(),
  /** The list moved while a pass read it: a row may have got past the cursor unread, whatever the totals say. */
  shrank: z.boolean().default(false),
  /** Rows per page the server could last do. */
  size: z.number(),
})
export type Progress = z.infer<typeof Progress>
type Pass = NonNullable<Progress['pass']>

interface Named {
  readonly id: string
}

/** Which page of a list to ask for. */
export interface Place {
  readonly rows: number
  /** The cursor before it; null for the first page. */
  readonly after: string | null
  /** Rows still to come, page after page. */
  readonly chain: number
}

export interface NewestFirst<Row extends Named> {
  /** Many accounts are read at once: ask for little first. */
  readonly crowded: boolean
  /** @param remembered rows per page the server could last do */
  size(remembered: number): PageSize
  fetch(place: Place): Promise<ConnectionPage<Row>>
  /** The server could only do so many rows after all: worth keeping before the next page is stored. */
  shrunk(rows: number): void
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

/** Rows of the first page when looking for news: of one account, and of one among many. */
export const heads = { alone: 20, crowded: 5 } as const
/** Most people have few of anything: rows of the first page for one of many accounts never read before. */
export const firstGlance = 20
/** Rows of a list never read before. */
const unknownChain = 1000

export function beginning(): Progress {
  return { watermark: null, pass: null, total: null, shrank: false, size: usualRows }
}

/**
 * Reads one pass, beginning or going on: from the newest row down to the watermark, or to the end if there is none.
 *
 * Nothing is missed: what changes during a pass moves to the front, above the new watermark, and the next pass sees it;
 * what does not change keeps its order. A row that leaves the list, or comes in far behind, may shift it: `shrank` tells.
 */
export async function readPass<Row extends Named>(
  list: NewestFirst<Row>,
  progress: Progress,
): Promise<PassEnd> {
  const size = list.size(progress.size)
  const stop = progress.watermark === null ? null : plusSeconds(progress.watermark, -overlap)
  for (;;) {
    const { pass } = progress
    const fetched = await fetchPage(list, progress, size, stop !== null)
    if (fetched === null) {
      progress.pass = null
      continue
    }
    const unread = behindSeam(fetched.rows, pass?.seam ?? null, ownId)
    const page = { ...fetched, rows: unread ?? fetched.rows }
    const seen = take(page, pass, list.updatedAt)
    const oldest = page.rows.findLast((row) => row !== null)
    const reached = stop !== null && oldest != null && list.updatedAt(oldest) < stop
    const ended = page.next === null || reached
    progress.size = size.rows
    const isLess = pass !== null && page.total < (progress.total ?? 0)
    progress.shrank ||= isLess || unread === null
    progress.total = page.total
    progress.pass = ended ? null : seen
    if (ended) progress.watermark = watermarkAfter(progress.watermark, seen)
    list.store(
      page.rows.filter((row) => row !== null),
      page.total,
    )
    if (ended) return { total: page.total, hidden: seen.hidden }
  }
}

/**
 * Reads a pass, and another one where it was begun in an earlier run, so that it knows nothing of what changed since.
 * @param list for the pass that begins now, with the watermark as it stands
 */
export async function readNews<Row extends Named>(
  list: () => NewestFirst<Row>,
  progress: Progress,
): Promise<PassEnd> {
  const resumed = progress.pass !== null
  const end = await readPass(list(), progress)
  return resumed ? await readPass(list(), progress) : end
}

/** Null when the kept cursor is not known any more. */
async function fetchPage<Row extends Named>(
  list: NewestFirst<Row>,
  { pass, total }: Progress,
  size: PageSize,
  news: boolean,
): Promise<ConnectionPage<Row> | null> {
  const cursor = pass?.cursor ?? null
  const left = pass === null ? total : pass.left
  const chain = news ? 0 : (left ?? unknownChain)
  try {
    const first = pass === null ? firstPage(list.crowded, news, total) : Number.POSITIVE_INFINITY
    const most = Math.min(first, remaining(left))
    return await adapting(
      size,
      most,
      (rows) => list.fetch({ rows, after: cursor, chain }),
      (rows) => list.shrunk(rows),
    )
  } catch (error) {
    if (error instanceof LostCursor && cursor !== null) return null
    throw error
  }
}

function firstPage(crowded: boolean, news: boolean, total: number | null): number {
  if (news) return crowded ? heads.crowded : heads.alone
  return crowded && total === null ? firstGlance : Number.POSITIVE_INFINITY
}

function take<Row extends Named>(
  page: ConnectionPage<Row>,
  pass: Pass | null,
  updatedAt: (row: Row) => Timestamp,
): Pass {
  let { top, hidden } = pass ?? { top: null, hidden: 0 }
  for (const row of page.rows) {
    if (row !== null) {
      top ??= updatedAt(row)
      continue
    }
    hidden += 1
    top = null
  }
  const left = (pass?.left ?? page.total) - page.rows.length
  return { cursor: page.next, seam: page.seam, top, hidden, left }
}

/** A watermark never passes a row that could not be seen. */
function watermarkAfter(before: Timestamp | null, { top, hidden }: Pass): Timestamp | null {
  if (hidden === 0) return later(before, top)
  return top ?? before
}
