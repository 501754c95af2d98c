import type { Timestamp } from '../../../contribution/types.ts'
import type { AccountTask, Item } from '../../forge.ts'
import { before } from '../pull-requests/authored-checkpoint.ts'
import { openCheckpoint } from '../reviews/checkpoint.ts'

/**
 * Merge requests that come to light long after they were merged: their project was hidden when the events were read, and
 * what the account reviewed in it was passed over. Shared by the streams of one account.
 */
export class Emergence {
  /** When something last came to light; null: never. Only whether it is another time matters. */
  at: Timestamp | null = null
  readonly #task: AccountTask
  /** Older merges should have been seen with the events; null before events were read. */
  readonly #horizon: Timestamp | null
  #known: ReadonlySet<string> | undefined

  constructor(task: AccountTask) {
    this.#task = task
    const { watermark } = openCheckpoint(task)
    this.#horizon = watermark === null ? null : before(watermark)
  }

  /** Whether one of these should have been seen before. To be asked before they are stored. */
  isAmong(items: readonly Item[]): boolean {
    const horizon = this.#horizon
    if (horizon === null) return false
    const old = items.flatMap((item) =>
      item.kind === 'pull-request' && item.mergedAt !== null && item.mergedAt < horizon
        ? [item.id]
        : [],
    )
    if (old.length === 0) return false
    this.#known ??= new Set(this.#task.known.merged().keys())
    const known = this.#known
    return old.some((id) => !known.has(id))
  }
}
