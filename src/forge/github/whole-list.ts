import { shrinking } from './connection.ts'

/** One page of a list of which the cursor of each row is known. */
export interface CursorPage<Row> {
  /** In the server's order; null stands for a row that exists and may not be seen. */
  readonly rows: readonly (Row | null)[]
  /** Of the row at the same place. */
  readonly cursors: readonly (string | undefined)[]
  /** Where the list goes on; null at its end. */
  readonly next: string | null
}

type Rows<Row> = (Row | null)[]

/** A list that moves whenever it is read is given up for this run. */
const mostReadings = 3

/**
 * Reads a list, whose order does not change, from its first row to its last. GitHub does not say what its cursors are: if
 * places, then what is taken out of the list meanwhile moves later rows past them, and no count tells once another row
 * has come in. So each page begins with the last row of the one before; where it does not, the list is read anew.
 * @param fetch one page, from its beginning for null
 * @throws ForgeError `protocol` when the list never stands still
 */
export async function readWholeList<Row extends { readonly id: string }>(
  fetch: (after: string | null) => Promise<CursorPage<Row>>,
  what: string,
): Promise<Rows<Row>> {
  for (let reading = 0; reading < mostReadings; reading++) {
    const rows = await readOnce(fetch)
    if (rows !== null) return rows
  }
  throw shrinking(what)
}

/** @returns null when the list moved meanwhile, so that rows may have been passed over */
async function readOnce<Row extends { readonly id: string }>(
  fetch: (after: string | null) => Promise<CursorPage<Row>>,
): Promise<Rows<Row> | null> {
  const rows: Rows<Row> = []
  let after: string | null = null
  for (let last: Row | null = null; ; ) {
    const page: CursorPage<Row> = await fetch(after)
    if (last !== null && page.rows[0]?.id !== last.id) return null
    const unread = last === null ? 0 : 1
    if (page.next === null) return [...rows, ...page.rows.slice(unread)]
    const seam = page.rows.findLastIndex((row, index) => row !== null && index > 0)
    const before = page.cursors[seam - 1]
    // Nothing to hold the next page against: where rows may not be seen, that is a gap already.
    const end = before === undefined ? page.rows.length : seam + 1
    rows.push(...page.rows.slice(unread, end))
    last = before === undefined ? null : (page.rows[seam] ?? null)
    after = before ?? page.next
  }
}
