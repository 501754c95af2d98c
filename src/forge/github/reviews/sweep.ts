import { z } from 'zod'
import type { Item } from '../../forge.ts'
import { type Account, interrupted } from '../account.ts'
import { assertReadable } from '../graphql/connection.ts'
import { adapting } from '../graphql/page-size.ts'
import { ids, type Question, text } from '../graphql/question.ts'
import { parse } from '../graphql/rows.ts'
import { absence } from '../lookup.ts'
import { completeReviews, ReviewedRow, reviewedFields } from './reviewed.ts'
import type { ReviewState } from './state.ts'
import { isSurplus, noteSurplus } from './surplus.ts'

/** Pull requests looked at in one question. */
const batch = 50

const Nodes = z.array(ReviewedRow.nullable())

type Vanished = Extract<Item, { kind: 'vanished' }>

interface Stored {
  readonly id: string
  readonly handle: string
}

/**
 * Looks at pull requests whose reviews are stored and that no source named in this run: neither windows nor search name
 * what is no longer there, so a deleted review, or a pull request deleted or made private, shows only when it is asked
 * for. Counts alone do not tell: one row too many stands for one that lacks.
 *
 * A full reading looks at all of them, and so does one whose lists lost rows, or whose host counts fewer than are stored;
 * any other at those that are in doubt.
 * @returns whether there was anything to look at
 */
export async function sweepReviewed(
  account: Account,
  state: ReviewState,
  total: number,
): Promise<boolean> {
  const { known } = account.task
  const full =
    account.task.full('reviews') !== 'no' || state.shrank || isSurplus(account, state, total)
  const stored = unseen(account, full ? known.reviewed() : [])
  await lookAt(account, state, total, stored)
  if (full) noteSurplus(account, state, total)
  for (let swept = stored.length > 0; ; swept = true) {
    const doubtful = unseen(account, account.task.known.stubs(account.seen.size + batch))
    if (doubtful.length === 0) return swept
    await lookAt(account, state, total, doubtful)
  }
}

function unseen(
  { seen }: Account,
  rows: readonly { readonly id: string; readonly handle: string | null }[],
): Stored[] {
  return rows.flatMap(({ id, handle }) => (handle === null || seen.has(id) ? [] : [{ id, handle }]))
}

/**
 * Asks for the reviews on pull requests that are known by their ids.
 * @returns how many of either may not be seen
 */
export async function lookAt(
  account: Account,
  state: ReviewState,
  total: number,
  stored: readonly Stored[],
): Promise<number> {
  const what = `reviewed pull requests ${account.name}`
  const size = account.size('review-sweep', batch)
  let hidden = 0
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
    const reviewed = await completeReviews(account, shown)
    const vanished = some.flatMap<Vanished>(({ id }, index) => {
      const status = rows[index] == null ? absence(reply, index) : undefined
      return status === undefined ? [] : [{ kind: 'vanished', id, status }]
    })
    hidden += reviewed.hidden + vanished.filter(({ status }) => status === 'hidden').length
    for (const { id } of some) account.seen.add(id)
    account.page('reviews', [...reviewed.items, ...vanished], state, {
      hostTotal: total,
      gaps: [interrupted(state.watermark)],
      finished: false,
    })
  }
  return hidden
}

export function sweptQuestion(handles: readonly string[], login: string): Question {
  return {
    field: `nodes(ids: $ids) { ... on PullRequest { ${reviewedFields} } }`,
    variables: { ids: ids(handles), login: text(login) },
    weight: handles.length,
    shrinks: true,
  }
}
