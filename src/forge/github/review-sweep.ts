import { z } from 'zod'
import type { Item } from '../forge.ts'
import { type Account, interrupted } from './account.ts'
import { assertReadable } from './connection.ts'
import { absence } from './lookup.ts'
import { adapting } from './page-size.ts'
import { ids, type Question, text } from './question.ts'
import type { ReviewState } from './review-state.ts'
import { completeReviews, ReviewedRow, reviewedFields } from './reviewed.ts'
import { parse } from './rows.ts'

/** Pull requests looked at in one question. */
const batch = 50

const Nodes = z.array(ReviewedRow.nullable())

/**
 * Looks at every pull request whose reviews are stored: neither windows nor search name what is no longer there, so a
 * deleted review, or a pull request deleted or made private, shows only when it is asked for.
 */
export async function sweepReviewed(
  account: Account,
  state: ReviewState,
  total: number,
): Promise<void> {
  const what = `reviewed pull requests ${account.name}`
  const stored = account.task.known
    .reviewed()
    .flatMap(({ id, handle }) => (handle === null ? [] : [{ id, handle }]))
  const size = account.size('review-sweep', batch)
  for (let from = 0; from < stored.length; ) {
    const { some, rows, reply } = await adapting(size, batch, async (most) => {
      const some = stored.slice(from, from + most)
      const handles = some.map(({ handle }) => handle)
      const reply = await account.ask(({ login }) => sweptQuestion(handles, login))
      assertReadable(reply.faults, what)
      return { some, reply, rows: parse(Nodes, reply.value, what) }
    })
    from += some.length
    const shown = rows.filter((row) => row !== null)
    const { items } = await completeReviews(account, shown)
    const vanished = some.flatMap<Item>(({ id }, index) => {
      const status = rows[index] == null ? absence(reply, index) : undefined
      return status === undefined ? [] : [{ kind: 'vanished', id, status }]
    })
    account.page('reviews', [...items, ...vanished], state, {
      hostTotal: total,
      gaps: [interrupted(state.watermark)],
      finished: false,
    })
  }
}

export function sweptQuestion(handles: readonly string[], login: string): Question {
  return {
    field: `nodes(ids: $ids) { ... on PullRequest { ${reviewedFields} } }`,
    variables: { ids: ids(handles), login: text(login) },
    weight: handles.length,
    shrinks: true,
  }
}
