import PQueue from 'p-queue'
import type { ForgeError } from '../forge.ts'

/** Requests one token may have in flight (docs/design.md "How the data flows"). */
const inFlight = 3

/** One token, and what waits for it. */
export interface Lane {
  readonly token: string
  readonly name: string | undefined
  /** Among the tokens, from 0. */
  readonly place: number
  readonly queue: PQueue
  /** Milliseconds since 1970; 0 when the token may be used now. */
  restsUntil: number
  /** It rests since the forge serves nobody. */
  away: boolean
  /** Why the forge takes this token no more; it is left out from then on. */
  refusal: ForgeError | undefined
}

export type Resting = Pick<Lane, 'restsUntil' | 'away'>

/** The tokens of one forge, in the order configured. */
export class Lanes {
  readonly all: readonly Lane[]
  readonly #now: () => number
  #next = 0

  constructor(tokens: readonly string[], names: readonly string[], now: () => number) {
    this.#now = now
    this.all = tokens.map((token, place) => ({
      token,
      name: names[place],
      place,
      queue: new PQueue({ concurrency: inFlight }),
      restsUntil: 0,
      away: false,
      refusal: undefined,
    }))
  }

  /** Those that the forge has not refused. */
  get taken(): readonly Lane[] {
    return this.all.filter(({ refusal }) => refusal === undefined)
  }

  mayUse({ refusal, restsUntil }: Lane): boolean {
    return refusal === undefined && restsUntil <= this.#now()
  }

  /** Of those that may be used now the least busy, in turn where they are alike. */
  next(): Lane | undefined {
    const inTurn = [...this.all.slice(this.#next), ...this.all.slice(0, this.#next)]
    const [lane] = inTurn.filter((each) => this.mayUse(each)).toSorted((a, b) => load(a) - load(b))
    if (lane !== undefined) this.#next = (lane.place + 1) % this.all.length
    return lane
  }

  /** That of the tokens which may be used again first. */
  earliest(): Resting {
    const [first] = this.taken.toSorted((a, b) => a.restsUntil - b.restsUntil)
    return first ?? { restsUntil: this.#now(), away: false }
  }
}

/** The longest wait it was told counts. @param latest no wait is believed that ends later */
export function rest(
  lane: Lane,
  { until, away = false }: { until: number; away?: boolean },
  latest: number,
): void {
  const end = Math.min(until, latest)
  if (end < lane.restsUntil) return
  lane.restsUntil = end
  lane.away = away
}

/** Requests that a token has under way and waiting, for each that it may have under way. */
function load({ queue }: Lane): number {
  return (queue.size + queue.pending) / queue.concurrency
}
