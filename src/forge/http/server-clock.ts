import { fromMilliseconds, type Timestamp } from '../../contribution/timestamp.ts'

/** What time it is on a server, as far as its answers tell. Either clock may be wrong, ours or the one behind `Date`. */
export class ServerClock {
  readonly #ours: () => number
  /** Server time minus our time, in milliseconds: as the last answer told, and the least that any told. */
  #skew = 0
  #leastSkew = 0

  /** @param ours our own clock, milliseconds since 1970 */
  constructor(ours: () => number) {
    this.#ours = ours
  }

  /** Milliseconds since 1970 by the server's clock. */
  now(): number {
    return this.#ours() + this.#skew
  }

  /** @param headers of an answer that has just come; one without a date says nothing */
  heard(headers: Headers): void {
    const served = Date.parse(headers.get('date') ?? '')
    if (Number.isNaN(served)) return
    this.#skew = served - this.#ours()
    this.#leastSkew = Math.min(this.#leastSkew, this.#skew)
  }

  /**
   * What was dated before then had happened when our clock showed `ours`: the earlier of both clocks' times, since a time
   * too late would pass for proof of what nobody has seen.
   */
  surely(ours: number): Timestamp {
    return fromMilliseconds(ours + this.#leastSkew)
  }
}
