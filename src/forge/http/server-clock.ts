import { fromMilliseconds, type Timestamp } from '../../contribution/timestamp.ts'

/** No server of a forge shows a time outside these; a `Date` that does is nobody's clock. Milliseconds since 1970. */
const oldest = Date.UTC(2008)
const newest = Date.UTC(2200)

/** By the clock that is behind and by the one that is ahead, milliseconds since 1970. */
export interface Between {
  readonly earliest: number
  readonly latest: number
}

/** What time it is on a server, as far as its answers tell. Either clock may be wrong, ours or the one behind `Date`. */
export class ServerClock {
  readonly #ours: () => number
  /** Server time minus our time, in milliseconds: as the last answer told, and the least and most that any told. */
  #skew = 0
  #leastSkew = 0
  #mostSkew = 0

  /** @param ours our own clock, milliseconds since 1970 */
  constructor(ours: () => number) {
    this.#ours = ours
  }

  /** Milliseconds since 1970 by the server's clock. */
  now(): number {
    return this.#ours() + this.#skew
  }

  /** What time it is when any of the clocks may be the wrong one. */
  between(): Between {
    const ours = this.#ours()
    return { earliest: ours + this.#leastSkew, latest: ours + this.#mostSkew }
  }

  /** @param headers of an answer that has just come; one without a date says nothing */
  heard(headers: Headers): void {
    const served = Date.parse(headers.get('date') ?? '')
    if (!(served >= oldest && served < newest)) return
    this.#skew = served - this.#ours()
    this.#leastSkew = Math.min(this.#leastSkew, this.#skew)
    this.#mostSkew = Math.max(this.#mostSkew, this.#skew)
  }

  /**
   * What was dated before then had happened when our clock showed `ours`: the earlier of both clocks' times, since a time
   * too late would pass for proof of what nobody has seen.
   */
  surely(ours: number): Timestamp {
    return fromMilliseconds(ours + this.#leastSkew)
  }
}
