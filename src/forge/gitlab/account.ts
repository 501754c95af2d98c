import type { Gap, GapReason, StreamName, Timestamp } from '../../contribution/types.ts'
import type { AccountTask, Coverage, Item, Json } from '../forge.ts'
import { ForgeError } from '../forge.ts'
import type { Api } from './api/api.ts'

/** An account whose number and login are certain. */
export interface Account {
  readonly task: AccountTask
  readonly api: Api
  readonly id: string
  /** What GitLab calls it now. */
  readonly login: string
  /** Null where the profile does not tell. */
  readonly createdAt: Timestamp | null
  /** Day of the last sign of life, `YYYY-MM-DD` in the server's zone; a hint, null where not told. */
  readonly lastActivityOn: string | null
  /** This machine's clock when reading began, milliseconds since 1970. */
  readonly began: number
  /** So many accounts are read in this run that those without a sign of life are asked nothing of their own. */
  readonly crowded: boolean
}

/** With more accounts than this a run is crowded. */
export const uncrowded = 4

/** What a stream holds and lacks after a page; `finished`: the pass has come to its end. */
export interface Reading extends Omit<Coverage, 'finishedAt'> {
  readonly finished: boolean
}

/** Hands the pages of one stream on, each with the checkpoint as it stands then. */
export class Writer<Checkpoint> {
  readonly #account: Account
  readonly #stream: StreamName
  /** Where the stream goes on; changed in place by its reader before each page. */
  readonly checkpoint: Checkpoint
  /** True once a page of this run said that the pass is over. */
  finished = false

  constructor(account: Account, stream: StreamName, checkpoint: Checkpoint) {
    this.#account = account
    this.#stream = stream
    this.checkpoint = checkpoint
  }

  page(items: readonly Item[], { finished, ...known }: Reading): void {
    const { api, began } = this.#account
    const begun = api.client.surely(began)
    this.#account.task.page({
      stream: this.#stream,
      items,
      checkpoint: structuredClone(this.checkpoint) as Json,
      coverage: { ...known, finishedAt: finished ? begun : null },
    })
    this.finished = finished
  }
}

export function gap(
  reason: GapReason,
  detail: string,
  from: Timestamp | null = null,
  until: Timestamp | null = null,
): Gap {
  return { reason, from, until, detail }
}

/** What a stream lacks after its reading failed; times before `from` stay proven. */
export function failureGap(error: ForgeError, from: Timestamp | null): Gap {
  const reasons = {
    'rate-limit': 'rate-limit',
    unavailable: 'unavailable',
    auth: 'forbidden',
  } as const
  const reason = error.kind in reasons ? reasons[error.kind as keyof typeof reasons] : 'interrupted'
  return gap(reason, error.message, from)
}

/**
 * Reads a stream; when that fails, leaves a page that says so, so that no count looks proven that is not.
 * @throws whatever `read` throws
 */
export async function sayingSo<Result>(
  read: () => Promise<Result>,
  close: (error: ForgeError) => void,
): Promise<Result> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof ForgeError) close(error)
    throw error
  }
}
