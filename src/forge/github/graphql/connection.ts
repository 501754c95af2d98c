import { z } from 'zod'
import { ForgeError } from '../../forge.ts'
import type { Fault, Reply } from './question.ts'
import { parse } from './rows.ts'

/** One page of a GraphQL connection. */
export interface ConnectionPage<Row> {
  readonly total: number
  /** In the server's order; null stands for a row that exists and may not be seen. */
  readonly rows: readonly (Row | null)[]
  /** Where the connection goes on; null at its end. */
  readonly next: string | null
  /** The row the next page has to begin with, read already; null where it begins behind the last. */
  readonly seam: string | null
}

const PageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() })

export function Connection<Row extends z.ZodType>(row: Row) {
  return z
    .object({
      totalCount: z.number().default(0),
      pageInfo: PageInfo,
      nodes: z.array(row.nullable()).nullable(),
      /** Asked for beside the rows where each row's own cursor is wanted. */
      edges: z.array(z.object({ cursor: z.string() }).nullable()).nullish(),
    })
    .transform((connection) => ({
      total: connection.totalCount,
      rows: connection.nodes ?? [],
      cursors: (connection.edges ?? []).map((edge) => edge?.cursor),
      hasNext: connection.pageInfo.hasNextPage,
      end: connection.pageInfo.endCursor,
    }))
}

/** @throws ForgeError `protocol` when a further page is promised and the cursor did not move: it would never end. */
export function nextCursor(
  connection: { readonly hasNext: boolean; readonly end: string | null },
  asked: string | null,
  what: string,
): string | null {
  if (!connection.hasNext) return null
  if (connection.end === null || connection.end === asked) {
    throw new ForgeError(
      'protocol',
      `Cannot read ${what}: there is more, but the cursor does not move`,
    )
  }
  return connection.end
}

interface Cursors<Row> {
  readonly rows: readonly (Row | null)[]
  /** Of the row at the same place, where asked for. */
  readonly cursors: readonly (string | undefined)[]
  readonly hasNext: boolean
  readonly end: string | null
}

/**
 * Where a list goes on whose order does not change: with the last row of this page. GitHub does not say what its cursors
 * are; if places, then what is taken out of a list that is being read moves later rows past them, and no count tells once
 * another row has come in. Behind that row where it may not be seen, which is a gap already.
 * @throws ForgeError as `nextCursor`
 */
export function nextSeam<Row>(
  list: Cursors<Row>,
  asked: string | null,
  what: string,
  idOf: (row: Row) => string,
): { readonly next: string | null; readonly seam: string | null } {
  const next = nextCursor(list, asked, what)
  const last = next === null ? null : list.rows.at(-1)
  const before = list.cursors[list.rows.length - 2]
  if (last == null || before === undefined) return { next, seam: null }
  return { next: before, seam: idOf(last) }
}

/**
 * The rows behind the seam; null when the list moved since the page before, so that rows may have been passed over. What came in
 * before it was read already, or comes into sight late, as elsewhere on pages already read: the total tells, or the next run finds it.
 */
export function behindSeam<Row>(
  rows: readonly (Row | null)[],
  seam: string | null,
  idOf: (row: Row) => string,
): readonly (Row | null)[] | null {
  if (seam === null) return rows
  const place = rows.findIndex((row) => row !== null && idOf(row) === seam)
  return place < 0 ? null : rows.slice(place + 1)
}

/** Most rows name themselves. */
export function ownId(row: { readonly id: string }): string {
  return row.id
}

/** A list that moves whenever it is read is given up for this run: after so many readings, */
export const mostReadings = 3
/** or, where what was read before is stored already, so many more than the first. */
export const mostAgain = 3

/** A list loses rows each time it is read, so that nobody can say what was passed over. */
export function shrinking(what: string): ForgeError {
  return new ForgeError('protocol', `Cannot read ${what}: rows vanish whenever they are listed`)
}

const hiding: ReadonlySet<string> = new Set(['FORBIDDEN', 'INSUFFICIENT_SCOPES', 'NOT_FOUND'])

/** Nulls left by rows that may not be seen are part of an answer; any other fault is not. */
export function assertReadable(faults: readonly Fault[], what: string): void {
  const fault = faults.find(({ type }) => !hiding.has(type))
  if (fault === undefined) return
  if (fault.type === 'INVALID_CURSOR_ARGUMENTS') throw new LostCursor(what, fault)
  throw new ForgeError('unavailable', `Cannot read ${what}: ${fault.why}`)
}

/** The server no longer knows a cursor, as one kept from an earlier run: the pass has to begin anew. */
export class LostCursor extends ForgeError {
  constructor(what: string, { why }: Fault) {
    super('protocol', `Cannot read ${what}: ${why}`)
  }
}

/**
 * The part of a user's answer that `shape` describes.
 * @throws ForgeError `protocol` when it has another shape, `unavailable` when it was kept from us; LostCursor
 */
export function readUser<Shape extends z.ZodType>(
  reply: Reply,
  shape: Shape,
  what: string,
): z.output<Shape> {
  assertReadable(reply.faults, what)
  if (reply.value == null) {
    const why = reply.faults[0]?.why ?? 'the answer is empty'
    throw new ForgeError('unavailable', `Cannot read ${what}: ${why}`)
  }
  return parse(shape, reply.value, what)
}
