import type { AccountTask } from '../../forge.ts'
import { dueAddresses } from '../linked.ts'
import { type Chain, type Expected, page, pullRequestRow } from './rounds.ts'

/** Each address is a question; a note is asked for by a request of its own (see `readNote`). */
export function expectLinked(task: AccountTask, host: string, now: number): Expected {
  const due = dueAddresses(task, host, now)
  const asks = due.map(
    (): Chain => ({ after: 0, asks: [{ ...page(pullRequestRow, 1), weight: 2.5 }] }),
  )
  const rest = due.filter(({ target }) => target.kind === 'pull-request' && target.note !== null)
  return { least: asks, most: asks, rest: rest.length }
}
