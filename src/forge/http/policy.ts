import PQueue from 'p-queue'
import { fromMilliseconds } from '../../contribution/timestamp.ts'
import { ForgeError, type Session } from '../forge.ts'
import { type Answer, NetworkFault } from './exchange.ts'

/** What a forge's client makes of an answer. */
export type Judgement =
  | { readonly verdict: 'fine' }
  /** The forge asks for patience. `until` in milliseconds since 1970. `secondary`: it also asks for fewer at a time. */
  | {
      readonly verdict: 'wait'
      readonly until: number
      readonly secondary: boolean
      readonly why: string
    }
  /** The forge stumbled (5xx, cut or foreign body): the same request may do better. */
  | { readonly verdict: 'again'; readonly why: string }
  | { readonly verdict: 'refused'; readonly error: ForgeError }

/** Requests one token may have in flight (docs/design.md "How the data flows"). */
const inFlight = 3
/** A request that stumbled is sent at most this often in all. */
const maxTries = 3
/** Seconds before the second and third try. */
const backOff = [1, 3] as const
/** A wait that the forge asked for is obeyed at most this often for one request. */
const maxWaits = 3

interface Lane {
  readonly token: string
  readonly queue: PQueue
  /** Milliseconds since 1970; 0 when the token may be used now. */
  restsUntil: number
}

/** What came of one turn. `crowded`: nothing was sent, since another request was told to wait meanwhile. */
type Outcome =
  | { readonly verdict: 'fine'; readonly answer: Answer }
  | { readonly verdict: 'crowded' }
  | Exclude<Judgement, { verdict: 'fine' }>

/** Sends requests over the forge's tokens, in turn, with one policy for pacing, waiting and trying again. */
export class Policy {
  readonly #lanes: Lane[]
  readonly #session: Session
  readonly #host: string
  #next = 0
  /** The wait that all requests share while no token is rested: asked for once, however many wait. */
  #resting: Promise<void> | undefined

  constructor(host: string, tokens: readonly string[], session: Session) {
    this.#host = host
    this.#session = session
    this.#lanes = tokens.map((token) => ({
      token,
      queue: new PQueue({ concurrency: inFlight }),
      restsUntil: 0,
    }))
  }

  /**
   * @param send sends the request once with the token it is given
   * @param judge says what the answer means
   * @throws ForgeError `rate-limit` with `retryAt` when the wait asked for is longer than the run may wait,
   * `unavailable` when the forge stumbled too often, or the error that `judge` refused with
   */
  async ask(
    send: (token: string) => Promise<Answer>,
    judge: (answer: Answer) => Judgement,
  ): Promise<Answer> {
    let tries = 0
    let waits = 0
    for (;;) {
      const lane = await this.#rested()
      const outcome = await lane.queue.add(() => this.#once(lane, send, judge))
      if (outcome.verdict === 'fine') return outcome.answer
      if (outcome.verdict === 'refused') throw outcome.error
      if (outcome.verdict === 'wait') {
        lane.restsUntil = Math.max(lane.restsUntil, outcome.until)
        if (outcome.secondary) lane.queue.concurrency = 1
        waits += 1
        if (waits > maxWaits) throw this.#limited(outcome.why, outcome.until)
      }
      if (outcome.verdict === 'again') {
        tries += 1
        await this.#backOff(tries, outcome.why)
      }
    }
  }

  async #once(
    lane: Lane,
    send: (token: string) => Promise<Answer>,
    judge: (answer: Answer) => Judgement,
  ): Promise<Outcome> {
    if (lane.restsUntil > this.#session.now()) return { verdict: 'crowded' }
    try {
      const answer = await send(lane.token)
      const judgement = judge(answer)
      return judgement.verdict === 'fine' ? { verdict: 'fine', answer } : judgement
    } catch (error) {
      if (error instanceof NetworkFault) return { verdict: 'again', why: error.message }
      throw error
    }
  }

  async #backOff(tries: number, why: string): Promise<void> {
    const pause = backOff[tries - 1]
    if (tries >= maxTries || pause === undefined || !this.#session.mayWait(pause * 1000, why)) {
      throw new ForgeError('unavailable', `Cannot reach ${this.#host}: ${why}`)
    }
    await this.#session.sleep(pause * 1000)
  }

  /** The next token that may be used now; waits for the first to be rested when none is. */
  async #rested(): Promise<Lane> {
    for (;;) {
      const lane = this.#nextRested()
      if (lane !== undefined) return lane
      this.#resting ??= this.#rest().finally(() => {
        this.#resting = undefined
      })
      await this.#resting
    }
  }

  #nextRested(): Lane | undefined {
    const now = this.#session.now()
    for (let step = 0; step < this.#lanes.length; step++) {
      const lane = this.#lanes[(this.#next + step) % this.#lanes.length]
      if (lane !== undefined && lane.restsUntil <= now) {
        this.#next = (this.#next + step + 1) % this.#lanes.length
        return lane
      }
    }
    return undefined
  }

  async #rest(): Promise<void> {
    const until = Math.min(...this.#lanes.map((lane) => lane.restsUntil))
    const wait = until - this.#session.now()
    const why = `the rate limit of ${this.#host} is used up`
    if (wait > 0 && !this.#session.mayWait(wait, why)) throw this.#limited(why, until)
    if (wait > 0) await this.#session.sleep(wait)
  }

  #limited(why: string, until: number): ForgeError {
    const retryAt = fromMilliseconds(until + 999)
    return new ForgeError(
      'rate-limit',
      `Cannot go on with ${this.#host} before ${retryAt}: ${why}`,
      { retryAt },
    )
  }
}
