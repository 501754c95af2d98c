import { z } from 'zod'
import { ForgeError, type Item } from '../../forge.ts'
import { type Account, settled } from '../account.ts'
import { TooHeavy } from '../graphql/client.ts'
import { adapting, type PageSize } from '../graphql/page-size.ts'
import { ids, type Question } from '../graphql/question.ts'

/** `nodes(ids)` takes 100 (GitHub docs, "Rate limits and query limits for the GraphQL API"). */
const batch = 100
/** Asked about side by side: their questions ride with one another and with those about repositories. */
const atOnce = 3000

interface InDoubt {
  readonly id: string
  readonly handle: string
}

/**
 * Asks of reviews without words whether they hold comments on lines. A review that comments or requests changes needs
 * a body when it is made by itself (GitHub docs, "REST API endpoints for pull request reviews"), so one without came with
 * comments; but those may have been deleted since, and an approval needs neither. Asked within the pages of reviews it
 * would make them eleven times as dear: ten reviews are paid for with each pull request, and most have a body.
 *
 * It is an extra: what the server refuses stays unknown, which is no lack of the stream and is not asked again before
 * the next full reading.
 * @param reviews settles once the reviews are stored
 */
export async function readDepth(account: Account, reviews: Promise<unknown>): Promise<void> {
  const [read] = await Promise.allSettled([reviews])
  if (read.status === 'rejected') return
  const again = account.task.full('reviews') !== 'no'
  const size = account.size('depth', batch)
  const untold = new Set<string>()
  for (;;) {
    const some = account.task.known
      .reviewsInDoubt(atOnce + untold.size, again)
      .filter(({ id }) => !untold.has(id))
      .slice(0, atOnce)
    if (some.length === 0) return
    const all = await settled(chunks(some).map((each) => askAbout(account, each, size)))
    if (all.includes(null)) return
    for (const id of all.flatMap((each) => each ?? [])) untold.add(id)
  }
}

function chunks(reviews: readonly InDoubt[]): InDoubt[][] {
  return Array.from({ length: Math.ceil(reviews.length / batch) }, (_, index) =>
    reviews.slice(index * batch, (index + 1) * batch),
  )
}

/** @returns the reviews of which the server did not tell; null when it cannot be asked now */
async function askAbout(
  account: Account,
  reviews: readonly InDoubt[],
  size: PageSize,
): Promise<string[] | null> {
  const untold: string[] = []
  for (let from = 0; from < reviews.length; ) {
    const answers = await fetchAnswers(account, reviews.slice(from), size)
    if (answers === null) return null
    const items = answers.map((hasComments, index): Item => {
      const id = reviews[from + index]?.id ?? ''
      if (hasComments === null) untold.push(id)
      return { kind: 'review-comments', id, source: 'review', hasComments }
    })
    account.amend('reviews', items)
    from += answers.length
  }
  return untold
}

/** Of the first of `reviews`, as many as the server can do at a time; null when it cannot be asked now. */
async function fetchAnswers(
  account: Account,
  reviews: readonly InDoubt[],
  size: PageSize,
): Promise<(boolean | null)[] | null> {
  try {
    return await adapting(size, reviews.length, async (most) => {
      const handles = reviews.slice(0, most).map(({ handle }) => handle)
      const { value } = await account.ask(() => depthQuestion(handles))
      const rows = Nodes.safeParse(value).data ?? []
      return handles.map((_, index) => hasComments(rows[index]))
    })
  } catch (error) {
    const isRefused = error instanceof TooHeavy || isNonsense(error)
    if (isRefused) return reviews.map(() => null)
    if (error instanceof ForgeError) return null
    throw error
  }
}

/** The server understood the question and will not answer it, however often it is asked. */
function isNonsense(error: unknown): boolean {
  return error instanceof ForgeError && error.kind === 'protocol'
}

const Nodes = z.array(z.unknown())
const Row = z.object({ comments: z.object({ totalCount: z.number() }) })

/** Null for a row that is kept from us, or of a server that does not know the field. */
function hasComments(row: unknown): boolean | null {
  const { data } = Row.safeParse(row)
  return data === undefined ? null : data.comments.totalCount > 0
}

export function depthQuestion(handles: readonly string[]): Question {
  return {
    field: 'nodes(ids: $ids) { ...ReviewComments }',
    variables: { ids: ids(handles) },
    weight: handles.length / 4,
    shrinks: true,
  }
}
