import { ForgeError, type Session } from '../../forge.ts'
import { BadQuestion, type Client, type GraphQLReply, TooHeavy } from './client.ts'
import { type Entry, givesUp, isHopeless, leastWeight, maxTries, rejectAll } from './entry.ts'
import type { ServerSchema } from './fragments.ts'
import { type GraphQLError, isHeavy, isLostCursor } from './judge.ts'
import { whyNot } from './meaning.ts'
import { aliasOf, type Fault, type Question, type Reply, render } from './question.ts'

/** Requests one token may have in flight. */
export const inFlightPerToken = 3
/** Weight of one request: some 250 pull requests with all their fields. Beyond it GitHub's 10 s come into reach. */
export const fullWeight = 250
export const maxQuestions = 120
/** After so many answers in a row that timed out, or hit a limit where nothing less can be asked, the server is not well. */
const maxHeavy = 15
const maxUnreachable = 2
/** Answers in a row without complaint before requests grow again; twice as many each time that was too much. */
const cleanBeforeGrowth = 3
const longestPatience = 48
/** Seconds before the next try after a query that timed out: it goes on using the server for a while. */
const pauseAfterTimeout = 1

/**
 * Packs the questions that many readers ask at the same time into few requests. Readers are plain async functions, one
 * for each chain of pages; each has one question open at a time, and those of all accounts ride together.
 *
 * A request that was too heavy is not repeated: the weight of requests halves until each question stands alone, and one
 * that is too heavy alone fails with `TooHeavy`, so that its reader asks for a smaller page.
 */
export class Composer {
  readonly #client: Client
  readonly #session: Session
  #queue: Entry[] = []
  #inFlight = 0
  #flushing = false
  #weight = fullWeight
  #clean = 0
  #patience = cleanBeforeGrowth
  #grown = false
  /** The last answer was too heavy. */
  #struggling = false
  /** Answers in a row that leave little hope. */
  #heavy = 0
  #unreachable = 0
  #closed: { readonly error: unknown } | undefined

  constructor(client: Client, session: Session) {
    this.#client = client
    this.#session = session
  }

  /**
   * @param login of the account that asks
   * @throws TooHeavy when the question is too heavy alone; ForgeError; the reason of the session's signal
   */
  async ask(question: Question, login: string): Promise<Reply> {
    if (this.#closed !== undefined) throw this.#closed.error
    return await new Promise((resolve, reject) => {
      const entry = { question, login, resolve, reject, failures: 0 }
      if (this.#struggling) this.#queue.unshift(entry)
      else this.#queue.push(entry)
      this.#flushSoon()
    })
  }

  /** Ends all questions, open and to come, with `error`: what has befallen holds for everyone. */
  close(error: unknown): void {
    this.#closed ??= { error }
    const queue = this.#queue
    this.#queue = []
    for (const entry of queue) entry.reject(this.#closed.error)
  }

  /** Not at once: everyone who was waiting for an answer just received gets to ask first. */
  #flushSoon(): void {
    if (this.#flushing) return
    this.#flushing = true
    setImmediate(() => {
      this.#flushing = false
      while (this.#queue.length > 0 && this.#inFlight < this.#allowed()) {
        this.#inFlight += 1
        void this.#run(this.#take())
      }
    })
  }

  /** While the server struggles it gets one request at a time. */
  #allowed(): number {
    return this.#struggling ? 1 : inFlightPerToken * this.#client.tokens
  }

  /**
   * Longest chains first, else in the order asked; all of accounts that keep to the same token. While the server struggles, the
   * last to ask goes first: with less than was refused just now. So something is answered before long, or nothing can be.
   */
  #take(): Entry[] {
    const chain = ({ question }: Entry) => question.chain ?? 0
    if (!this.#struggling) this.#queue.sort((a, b) => chain(b) - chain(a))
    const places = this.#queue.map(({ login }) => this.#client.placeOf(login))
    const batch = new Set<Entry>()
    let weight = 0
    for (const [index, entry] of this.#queue.entries()) {
      if (places[index] !== places[0]) continue
      weight += entry.question.weight
      if (batch.size > 0 && (weight > this.#weight || batch.size >= maxQuestions)) break
      batch.add(entry)
    }
    this.#queue = this.#queue.filter((entry) => !batch.has(entry))
    return [...batch]
  }

  async #run(batch: readonly Entry[]): Promise<void> {
    try {
      const questions = batch.map((entry) => entry.question)
      const document = (schema: ServerSchema) => render(questions, schema)
      const owners = [...new Set(batch.map(({ login }) => login))]
      const sole = owners.length === 1 ? owners[0] : undefined
      const reply = await this.#client.gql(document, sole, owners)
      this.#unreachable = 0
      await this.#settle(batch, reply)
    } catch (error) {
      await this.#failed(batch, error).catch((reason: unknown) => rejectAll(batch, reason))
    } finally {
      this.#inFlight -= 1
      this.#flushSoon()
    }
  }

  async #settle(batch: readonly Entry[], reply: GraphQLReply): Promise<void> {
    const heavy = new Set<Entry>()
    const unanswered: Entry[] = []
    const answered: [Entry, Reply][] = []
    const cutAll = reply.errors.some((error) => isHeavy(error) && error.path === undefined)
    for (const [index, entry] of batch.entries()) {
      const errors = reply.errors.filter((error) => concerns(error, aliasOf(index)))
      const value = reply.data[aliasOf(index)]
      if (cutAll || errors.some(isHeavy)) heavy.add(entry)
      else if (value === undefined && errors.length === 0) unanswered.push(entry)
      else answered.push([entry, { value, faults: errors.map(toFault) }])
    }
    if (answered.length > 0) {
      this.#struggling = false
      this.#heavy = 0
    }
    if (heavy.size === 0) this.#grow()
    for (const [entry, answer] of answered) entry.resolve(answer)
    if (unanswered.length > 0) await this.#askAgain(unanswered)
    if (heavy.size > 0)
      await this.#lighten(batch, [...heavy], new TooHeavy('a resource limit', true))
  }

  /** An answer without a word on some questions, not even an error: asked again they may do better. */
  async #askAgain(unanswered: readonly Entry[]): Promise<void> {
    await this.#pause('answered only in part')
    for (const entry of unanswered) {
      entry.failures += 1
      if (entry.failures < maxTries) this.#queue.unshift(entry)
      else {
        const message = `Cannot read ${this.#client.host}: its answers leave out what was asked`
        entry.reject(new ForgeError('unavailable', message))
      }
    }
  }

  #grow(): void {
    this.#clean += 1
    if (this.#clean < this.#patience) return
    this.#clean = 0
    this.#grown ||= this.#weight < fullWeight
    this.#weight = Math.min(fullWeight, this.#weight * 2)
  }

  async #failed(batch: readonly Entry[], error: unknown): Promise<void> {
    if (error instanceof TooHeavy) return await this.#lighten(batch, batch, error)
    if (error instanceof BadQuestion) return this.#isolate(batch, error)
    if (this.#holdsForAll(error)) this.close(error)
    rejectAll(batch, error)
  }

  /** @param unanswered those of the batch that have to be asked again */
  async #lighten(
    batch: readonly Entry[],
    unanswered: readonly Entry[],
    error: TooHeavy,
  ): Promise<void> {
    this.#clean = 0
    this.#struggling = true
    // Of those that were under way together only the last tells more than the first.
    if (this.#inFlight === 1 && isHopeless(batch, error)) this.#heavy += 1
    if (this.#heavy > maxHeavy) {
      const message = `Cannot get answers from ${this.#client.host}, even to small questions: ${error.message}`
      this.close(new ForgeError('unavailable', message))
      throw this.#closed?.error
    }
    if (!error.resources) await this.#pause('timed out')
    const [alone, ...others] = batch
    this.#shrink(batch, others.length > 0 ? 0 : leastWeight)
    if (alone !== undefined && others.length === 0 && givesUp(alone)) return alone.reject(error)
    this.#queue.unshift(...unanswered)
  }

  /** Half of what was asked: however light the questions are, the last of them does not ride along the next time. */
  #shrink(batch: readonly Entry[], least: number): void {
    if (this.#grown) this.#patience = Math.min(longestPatience, this.#patience * 2)
    this.#grown = false
    const weight = batch.reduce((sum, entry) => sum + entry.question.weight, 0)
    this.#weight = Math.min(this.#weight, Math.max(least, weight / 2))
  }

  async #pause(why: string): Promise<void> {
    const milliseconds = pauseAfterTimeout * 1000
    if (this.#session.mayWait(milliseconds, `${this.#client.host} ${why}`)) {
      await this.#session.sleep(milliseconds)
    }
  }

  /** One question spoils the request for all: halve until it stands alone. */
  #isolate(batch: readonly Entry[], error: BadQuestion): void {
    const [alone, ...others] = batch
    if (alone !== undefined && others.length === 0) {
      // Where a list may not be null, a cursor that is not known leaves no data at all.
      if (error.said !== undefined && isLostCursor(error.said)) {
        alone.resolve({ value: null, faults: [toFault(error.said)] })
        return
      }
      const message = `Cannot read ${this.#client.host}: ${error.message}`
      rejectAll(batch, new ForgeError('protocol', message))
      return
    }
    const middle = Math.ceil(batch.length / 2)
    for (const half of [batch.slice(0, middle), batch.slice(middle)]) {
      this.#inFlight += 1
      void this.#run(half)
    }
  }

  /** Refused tokens, used-up limits or a host out of reach fail every account of this forge alike. */
  #holdsForAll(error: unknown): boolean {
    if (!(error instanceof ForgeError)) return true
    if (error.kind === 'auth' || error.kind === 'rate-limit') return true
    if (error.kind === 'unavailable') this.#unreachable += 1
    return this.#unreachable >= maxUnreachable
  }
}

/** An error without a path may concern every question. */
function concerns(error: GraphQLError, alias: string): boolean {
  return error.path === undefined || error.path[0] === alias
}

function toFault(error: GraphQLError): Fault {
  const type = isLostCursor(error) ? 'INVALID_CURSOR_ARGUMENTS' : (error.type ?? '')
  return { type, path: (error.path ?? []).slice(1), why: whyNot(error) }
}
