import type { AccountTask } from '../../forge.ts'
import { dueAddresses, openHandles } from '../linked/linked.ts'
import { type Chain, type Expected, page, pullRequestRow } from './rounds.ts'

/**
 * Each address is a question, and all that is open another; a note is asked for by a request of its own (see `readNote`).
 */
export function expectLinked(
  task: AccountTask,
  host: string,
  crowded: boolean,
  now: number,
): Expected {
  const due = dueAddresses(task, host, now)
  const asks = due.map(
    (): Chain => ({ after: 0, asks: [{ ...page(pullRequestRow, 1), weight: 2.5 }] }),
  )
  const open = crowded ? [] : openHandles(task, host, due)
  if (open.length > 0) asks.push({ after: 0, asks: [page(pullRequestRow, open.length)] })
  const rest = due.filter(({ target }) => target.kind === 'pull-request' && target.note !== null)
  return { least: asks, most: asks, rest: rest.length }
}
