import type { StreamName } from '../contribution/types.ts'
import type { AccountTask, Page } from '../forge/forge.ts'
import type { Account } from '../store/accounts.ts'
import type { FullReading } from '../store/coverage.ts'
import type { Store } from '../store/store.ts'

const nothing: FullReading = { begun: new Set(), ended: new Set() }

/** How far one run has come with an account's streams, and which of them it reads from their first item to their last. */
export class Progress {
  checkpoints: AccountTask['checkpoints']
  readonly #store: Store
  readonly #account: number
  readonly #run: number
  readonly #finished = new Set<StreamName>()
  /** The run that began the full reading this run goes on with; null when only news are read. */
  #fullRun: number | null
  #fullReading: FullReading

  /** @param begins a full reading begins with this run */
  constructor(store: Store, account: Account, run: number, begins: boolean) {
    this.#store = store
    this.#account = account.id
    this.#run = run
    if (begins) store.accounts.beginFull(account.id, run)
    this.#fullRun = begins ? run : account.fullRun
    this.#fullReading =
      this.#fullRun === null ? nothing : store.coverages.ofFullReading(account.id, this.#fullRun)
    this.checkpoints = store.coverages.checkpoints(account.id)
  }

  get isFull(): boolean {
    return this.#fullRun !== null
  }

  full(stream: StreamName): 'begin' | 'resume' | 'no' {
    if (this.#fullRun === null || this.#fullReading.ended.has(stream)) return 'no'
    return this.#fullReading.begun.has(stream) ? 'resume' : 'begin'
  }

  /** The full reading that a page of the stream belongs to. */
  fullRunOf(stream: StreamName): number | null {
    return this.full(stream) === 'no' ? null : this.#fullRun
  }

  came({ stream, coverage }: Page): void {
    if (coverage.finishedAt !== null) this.#finished.add(stream)
    else this.#finished.delete(stream)
  }

  /** Whether this run has read the stream to its end. */
  isFinished(stream: StreamName): boolean {
    return this.#finished.has(stream)
  }

  /** Whether it, or an earlier run of the full reading it goes on with, has. @param before where there is none: what is known of earlier ones */
  isRead(stream: StreamName, before: (stream: StreamName) => boolean): boolean {
    if (this.#finished.has(stream)) return true
    return this.#fullRun === null ? before(stream) : this.#fullReading.ended.has(stream)
  }

  /** The next run reads everything, whatever this one has read so far. */
  beginNextTime(): void {
    this.#store.accounts.beginFull(this.#account, this.#run)
    this.#store.coverages.forgetFullReading(this.#account)
  }

  /** This run reads everything, from now on. */
  beginNow(): void {
    this.beginNextTime()
    this.#fullRun = this.#run
    this.#fullReading = nothing
    this.checkpoints = this.#store.coverages.checkpoints(this.#account)
    this.#finished.clear()
  }
}
