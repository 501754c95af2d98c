import type { StreamName } from '../../contribution/types.ts'

/** Where streams of one account wait for each other, so that what they ask next rides in the same request. */
export class Meeting {
  readonly #expected: Set<StreamName>
  readonly #complete = Promise.withResolvers<void>()

  constructor(streams: readonly StreamName[]) {
    this.#expected = new Set(streams)
  }

  /** Waits until every stream has come, or left. */
  async come(stream: StreamName): Promise<void> {
    this.leave(stream)
    await this.#complete.promise
  }

  /** The stream has ended, or has nothing to ask: nobody waits for it. */
  leave(stream: StreamName): void {
    this.#expected.delete(stream)
    if (this.#expected.size === 0) this.#complete.resolve()
  }
}
