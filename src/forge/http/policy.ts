import PQueue from 'p-queue'
import { fromMilliseconds } from '../../contribution/timestamp.ts'
import { ForgeError, type Session } from '../forge.ts'
import { type Answer, NetworkFault } from './exchange.ts'

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

/** Requests one token may have in flight (docs/design.md "How the data flows"). */
const inFlight = 3
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

/** Whose requests are to stay on one token. */
export interface Owner {
  readonly login: string
  /** The name of the token it was last read with. */
  readonly seat: string | null
  readonly known: { private(): number }
  /** Called with the name of the token it now goes on with; `heard`: its last one has answered in this run. */
  seated(name: string, heard: boolean): void
}

/** What was to be asked for several at once cannot be any more: they do not go on with the same token. */
export class Parted extends ForgeError {
  constructor(host: string) {
    super('rate-limit', `Cannot go on with ${host} in one request: a token has to rest`)
  }
}

interface Seat {
  readonly owner: Owner | undefined
  readonly lane: Lane
  /** The token has answered. */
  heard: boolean
}

interface Lane {
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

type Resting = Pick<Lane, 'restsUntil' | 'away'>

/** What came of one turn. `crowded`: nothing was sent, since the token was told to wait, or refused, meanwhile. */
type Outcome =
  | { readonly verdict: 'fine'; readonly answer: Answer }
  | { readonly verdict: 'crowded' }
  | Exclude<Judgement, { verdict: 'fine' }>

/** Sends requests over the forge's tokens, in turn, with one policy for pacing, waiting and trying again. */
export class Policy {
  readonly #lanes: Lane[]
  readonly #session: Session
  readonly #host: string
  readonly #refused: (place: number) => void
  /** Whose requests go over which token: tokens may see different things, and pages of two lists are no list. */
  readonly #seats = new Map<string, Seat>()
  #next = 0
  /** The wait that all requests share while no token is rested: asked for once, however many wait. */
  #resting: Promise<void> | undefined

  /**
   * @param refused called once with the place of each token that the forge refuses
   * @param names of the tokens, and behind them of those that are configured and missing
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
    const lane = (token: string, place: number, refusal?: ForgeError) => ({
      token,
      name: names[place],
      place,
      queue: new PQueue({ concurrency: inFlight }),
      restsUntil: 0,
      away: false,
      refusal,
    })
    const missing = names.slice(tokens.length).map((name, index) => {
      const why = `Cannot go on with ${host}: there is no token from ${name}, which showed private work; set it`
      return lane('', tokens.length + index, new ForgeError('auth', why))
    })
    this.#lanes = [...tokens.map((token, place) => lane(token, place)), ...missing]
  }

  /** How many of the tokens the forge has not refused. */
  get tokens(): number {
    return this.#lanes.filter(({ refusal }) => refusal === undefined).length
  }

  /** True when nobody can be asked anything now: each token rests or is refused. */
  get over(): boolean {
    return this.#lanes.length === 1 || !this.#lanes.some((lane) => this.#mayUse(lane))
  }

  /** Deals the tokens out, before anything is asked: each owner has the one it had before, the others take turns. */
  seat(owners: readonly Owner[]): void {
    const had = (owner: Owner) =>
      this.#lanes.find(({ name }) => name !== undefined && name === owner.seat)
    const staying = owners.filter((owner) => {
      const lane = had(owner)
      return lane !== undefined && (lane.refusal === undefined || owner.known.private() > 0)
    })
    for (const owner of staying) this.#sit(owner, had(owner))
    for (const owner of owners) if (!staying.includes(owner)) this.#sit(owner, this.#emptiest())
  }

  #sit(owner: Owner, lane: Lane | undefined): void {
    if (lane === undefined) return
    this.#seats.set(owner.login, { owner, lane, heard: false })
    if (lane.name !== undefined) owner.seated(lane.name, false)
  }

  /** The first of those that fewest have. */
  #emptiest(): Lane | undefined {
    const taken = Map.groupBy(this.#seats.values(), ({ lane }) => lane)
    const crowd = (lane: Lane) => taken.get(lane)?.length ?? 0
    const usable = this.#lanes.filter(({ refusal }) => refusal === undefined)
    return usable.toSorted((a, b) => crowd(a) - crowd(b))[0]
  }

  /** The place of the token that the owner's next request goes over; null while none may be used. */
  placeOf(owner: string): number | null {
    return this.#laneOf(owner)?.place ?? null
  }

  /**
   * @param send sends the request once with the token it is given
   * @param judge says what the answer means
   * @param owners whose requests are to stay on one token; empty: nobody's, they take the least busy one
   * @throws ForgeError `rate-limit`, or `unavailable` where nobody is served, with `retryAt` when the wait asked for
   * is longer than the run may wait, Parted where the owners no longer have the same token, `unavailable` when the forge stumbled too often, or the error that `judge` refused with; `auth` only when no token is left
   */
  async ask(
    send: (token: string) => Promise<Answer>,
    judge: (answer: Answer) => Judgement,
    owners: readonly string[] = [],
  ): Promise<Answer> {
    let tries = 0
    let waits = 0
    for (;;) {
      const lane = this.#shared(owners)
      if (lane === undefined || !this.#mayUse(lane)) {
        await this.#untilRested(lane)
        continue
      }
      const outcome = await lane.queue.add(() => this.#once(lane, send, judge))
      if (outcome.verdict === 'fine') return this.#heard(owners, outcome.answer)
      if (outcome.verdict === 'refused') this.#refuse(lane, outcome.error)
      if (outcome.verdict === 'wait') {
        rest(lane, outcome, this.#session.now() + longestWait)
        if (outcome.secondary) lane.queue.concurrency = 1
        waits += 1
        // Each token may be told to wait before one of them has to.
        if (waits > maxWaits * this.tokens) throw this.#toCome(outcome.why, this.#earliest())
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
    if (!this.#mayUse(lane)) return { verdict: 'crowded' }
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
   * Waits for the first token to be rested, or for that of `own`.
   * @throws its refusal, or that of the first token when all are refused; ForgeError `rate-limit` when that would take too long
   */
  async #untilRested(own: Lane | undefined): Promise<void> {
    if (own?.refusal !== undefined) throw own.refusal
    if (own !== undefined) return await this.#rest(own)
    const [first] = this.#lanes
    if (this.tokens === 0 && first?.refusal !== undefined) throw first.refusal
    this.#resting ??= this.#rest().finally(() => {
      this.#resting = undefined
    })
    await this.#resting
  }

  #heard(owners: readonly string[], answer: Answer): Answer {
    for (const owner of owners) {
      const seat = this.#seats.get(owner)
      if (seat !== undefined) seat.heard = true
    }
    return answer
  }

  /** @throws Parted */
  #shared(owners: readonly string[]): Lane | undefined {
    const [first, ...others] = owners
    if (first === undefined) return this.#nextRested()
    const lane = this.#laneOf(first)
    if (others.some((other) => this.#laneOf(other) !== lane)) throw new Parted(this.#host)
    return lane
  }

  /**
   * Its own while that may be used, else another, which is its own from then on. Who holds private work keeps its own even
   * so: another token may not be shown it, and would count less or find it gone.
   */
  #laneOf(owner: string): Lane | undefined {
    const seat = this.#seats.get(owner)
    if (seat !== undefined && this.#mayUse(seat.lane)) return seat.lane
    const lane = this.#nextRested()
    if (lane === undefined) return undefined
    if ((seat?.owner?.known.private() ?? 0) > 0) return seat?.lane
    if (lane.name !== undefined) seat?.owner?.seated(lane.name, seat.heard)
    this.#seats.set(owner, { owner: seat?.owner, lane, heard: false })
    return lane
  }

  /** Of those that may be used now the least busy, in turn where they are alike. */
  #nextRested(): Lane | undefined {
    const inTurn = [...this.#lanes.slice(this.#next), ...this.#lanes.slice(0, this.#next)]
    const [lane] = inTurn.filter((each) => this.#mayUse(each)).toSorted((a, b) => load(a) - load(b))
    if (lane !== undefined) this.#next = (lane.place + 1) % this.#lanes.length
    return lane
  }

  #mayUse({ refusal, restsUntil }: Lane): boolean {
    return refusal === undefined && restsUntil <= this.#session.now()
  }

  async #rest(first = this.#earliest()): Promise<void> {
    const wait = first.restsUntil - this.#session.now()
    const why = first.away
      ? `${this.#host} is not available`
      : `the rate limit of ${this.#host} is used up`
    if (wait > 0 && !this.#session.mayWait(wait, why)) throw this.#toCome(why, first)
    if (wait > 0) await this.#session.sleep(wait)
  }

  /** That of the tokens which may be used again first. */
  #earliest(): Resting {
    const usable = this.#lanes.filter(({ refusal }) => refusal === undefined)
    const [first] = usable.toSorted((a, b) => a.restsUntil - b.restsUntil)
    return first ?? { restsUntil: this.#session.now(), away: false }
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

/** The longest wait it was told counts. @param latest no wait is believed that ends later */
function rest(
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
