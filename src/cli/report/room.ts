/** Places that are free, and who waits for one; first come, first served. */
export class Room<Place> {
  readonly #free: Place[] = []
  readonly #waiting: PromiseWithResolvers<Place>[] = []
  #failure: { readonly reason: unknown } | null = null

  /** @throws what `fail` was given */
  async take(): Promise<Place> {
    if (this.#failure !== null) throw this.#failure.reason
    const free = this.#free.shift()
    if (free !== undefined) return free
    const waiter = Promise.withResolvers<Place>()
    this.#waiting.push(waiter)
    return waiter.promise
  }

  /** A place is free, for the first time or again. */
  give(place: Place): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#free.push(place)
    else next.resolve(place)
  }

  /** There is no going on: whoever waits or comes is told. */
  fail(reason: unknown): void {
    this.#failure ??= { reason }
    for (const waiter of this.#waiting.splice(0)) waiter.reject(reason)
  }
}
