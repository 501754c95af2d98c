import { fromMilliseconds } from '../../contribution/timestamp.ts'
import { ForgeError, type Session } from '../forge.ts'
import { type Answer, NetworkFault } from './exchange.ts'
import { type Lane, Lanes, type Resting, rest } from './lanes.ts'
import { type Owner, Seats } from './seats.ts'

/** What a forge's client makes of an answer. */
export type Judgement =
  | { readonly verdict: 'fine' }
  /**
   * The forge asks for patience. `until` in milliseconds since 1970. `secondary`: it also asks for fewer at a time.
   * `away`: it is not that too much was asked, nobody is served.
   */
  | {
      readonly verdict: 'wait'
      readonly until: number
      readonly secondary: boolean
      readonly away?: true
      readonly why: string
    }
  /** The forge stumbled (5xx, cut or foreign body): the same request may do better. */
  | { readonly verdict: 'again'; readonly why: string }
  | { readonly verdict: 'refused'; readonly error: ForgeError }

/** A request that stumbled is sent at most this often in all. */
const maxTries = 3
/** Seconds before the second and third try. */
const backOff = [1, 3] as const
/** A wait that the forge asked for is obeyed at most this often for one request. */
const maxWaits = 3
/**
 * No forge's limit lasts longer. A header that says more is wrong, in milliseconds where seconds are meant perhaps; as it
 * stands it might be no time at all.
 */
const longestWait = 24 * 3_600_000

/** What came of one turn. `crowded`: nothing was sent, since the token was told to wait, or refused, meanwhile. */
type Outcome =
  | { readonly verdict: 'fine'; readonly answer: Answer }
  | { readonly verdict: 'crowded' }
  | Exclude<Judgement, { verdict: 'fine' }>

/** Sends requests over the forge's tokens, in turn, with one policy for pacing, waiting and trying again. */
export class Policy {
  readonly #lanes: Lanes
  readonly #seats: Seats
  readonly #session: Session
  readonly #host: string
  readonly #refused: (place: number) => void
  /** The wait that all requests share while no token is rested: asked for once, however many wait. */
  #resting: Promise<void> | undefined

  /**
   * @param refused called once with the place of each token that the forge refuses
   * @param names of the tokens, which owners are told; left out: they are told nothing
   */
  constructor(
    host: string,
    tokens: readonly string[],
    session: Session,
    refused: (place: number) => void = () => {},
    names: readonly string[] = [],
  ) {
    this.#host = host
    this.#session = session
    this.#refused = refused
    this.#lanes = new Lanes(tokens, names, () => session.now())
    this.#seats = new Seats(this.#lanes)
  }

  /** How many of the tokens the forge has not refused. */
  get tokens(): number {
    return this.#lanes.taken.length
  }

  /** Deals the tokens out, before anything is asked. */
  seat(owners: readonly Owner[]): void {
    this.#seats.deal(owners)
  }

  /** The place of the token that the owner's next request goes over; null while none may be used. */
  placeOf(owner: string): number | null {
    return this.#seats.laneOf([owner])?.place ?? null
  }

  /**
   * @param send sends the request once with the token it is given
   * @param judge says what the answer means
   * @param owners whose requests are to stay on one token; empty: nobody's, they take the least busy one
   * @throws ForgeError `rate-limit`, or `unavailable` where nobody is served, with `retryAt` when the wait asked for
   * is longer than the run may wait, `unavailable` when the forge stumbled too often, or the error that `judge` refused with; `auth` only when no token is left
   */
  async ask(
    send: (token: string) => Promise<Answer>,
    judge: (answer: Answer) => Judgement,
    owners: readonly string[] = [],
  ): Promise<Answer> {
    let tries = 0
    let waits = 0
    for (;;) {
      const lane = this.#seats.laneOf(owners)
      if (lane === undefined) {
        await this.#untilRested()
        continue
      }
      const outcome = await lane.queue.add(() => this.#once(lane, send, judge))
      if (outcome.verdict === 'fine') {
        this.#seats.answered(owners)
        return outcome.answer
      }
      if (outcome.verdict === 'refused') this.#refuse(lane, outcome.error)
      if (outcome.verdict === 'wait') {
        rest(lane, outcome, this.#session.now() + longestWait)
        if (outcome.secondary) lane.queue.concurrency = 1
        waits += 1
        // Each token may be told to wait before one of them has to.
        if (waits > maxWaits * this.tokens) throw this.#toCome(outcome.why, this.#lanes.earliest())
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
    if (!this.#lanes.mayUse(lane)) return { verdict: 'crowded' }
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

  /** @throws `error` when it is not the token's fault, or when no other token is left to go on with */
  #refuse(lane: Lane, error: ForgeError): void {
    if (error.kind !== 'auth') throw error
    const known = lane.refusal !== undefined
    lane.refusal ??= error
    if (!known) this.#refused(lane.place)
    if (this.tokens === 0) throw error
  }

  /**
   * Waits for the first token to be rested.
   * @throws the refusal of the first token when all are refused; ForgeError `rate-limit` when that would take too long
   */
  async #untilRested(): Promise<void> {
    const [first] = this.#lanes.all
    if (this.tokens === 0 && first?.refusal !== undefined) throw first.refusal
    this.#resting ??= this.#rest().finally(() => {
      this.#resting = undefined
    })
    await this.#resting
  }

  async #rest(): Promise<void> {
    const first = this.#lanes.earliest()
    const wait = first.restsUntil - this.#session.now()
    const why = first.away
      ? `${this.#host} is not available`
      : `the rate limit of ${this.#host} is used up`
    if (wait > 0 && !this.#session.mayWait(wait, why)) throw this.#toCome(why, first)
    if (wait > 0) await this.#session.sleep(wait)
  }

  #toCome(why: string, { restsUntil, away }: Resting): ForgeError {
    const retryAt = fromMilliseconds(restsUntil + 999)
    return new ForgeError(
      away ? 'unavailable' : 'rate-limit',
      `Cannot go on with ${this.#host} before ${retryAt}: ${why}`,
      { retryAt },
    )
  }
}
