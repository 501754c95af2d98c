import { behindSeam, type ConnectionPage, mostReadings, ownId, shrinking } from './connection.ts'

type Fetch<Row> = (
  after: string | null,
) => Promise<Pick<ConnectionPage<Row>, 'rows' | 'next' | 'seam'>>

/**
 * Reads a short list from its first row to its last; anew when it moved meanwhile.
 * @param fetch one page, from its beginning for null
 * @throws ForgeError `protocol` when the list never stands still
 */
export async function readWholeList<Row extends { readonly id: string }>(
  fetch: Fetch<Row>,
  what: string,
): Promise<(Row | null)[]> {
  for (let reading = 0; reading < mostReadings; reading++) {
    const rows = await readOnce(fetch)
    if (rows !== null) return rows
  }
  throw shrinking(what)
}

async function readOnce<Row extends { readonly id: string }>(
  fetch: Fetch<Row>,
): Promise<(Row | null)[] | null> {
  const rows: (Row | null)[] = []
  let next: string | null = null
  let seam: string | null = null
  do {
    const page: Awaited<ReturnType<Fetch<Row>>> = await fetch(next)
    const unread = behindSeam(page.rows, seam, ownId)
    if (unread === null) return null
    rows.push(...unread)
    next = page.next
    seam = page.seam
  } while (next !== null)
  return rows
}
