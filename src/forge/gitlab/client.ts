import type { ForgeSettings, Session } from '../forge.ts'
import { type Answer, assertOrigin, exchange, type Request } from '../http/exchange.ts'
import { type Judgement, Policy } from '../http/policy.ts'
import { type Asked, isTimeout, judgeGraphql, judgeRest } from './answers.ts'
import {
  complexityLimit,
  type Operation,
  type Outcome,
  pack,
  readOutcome,
  readOutcomes,
  statedComplexity,
} from './graphql.ts'

/** All requests to one GitLab during one run: tokens, pacing, the server's clock, what it turned out to support. */
export class Client {
  readonly settings: ForgeSettings
  readonly session: Session
  readonly #policy: Policy
  readonly #origins: ReadonlySet<string>
  /** Server time minus our time, in milliseconds. */
  #skew = 0
  /** Until the server answers an array of operations with something else. */
  #multiplex = true
  #limit = complexityLimit

  constructor(settings: ForgeSettings, session: Session) {
    this.settings = settings
    this.session = session
    this.#policy = new Policy(settings.host, settings.tokens, session, settings.tokenRefused)
    this.#origins = new Set(
      [settings.apiUrl, settings.graphqlUrl].map((url) => new URL(url).origin),
    )
  }

  /** Milliseconds since 1970 by the server's clock, as its last answer told. */
  now(): number {
    return this.session.now() + this.#skew
  }

  /** How complex the operations of one request may be together. */
  get limit(): number {
    return this.#limit
  }

  async get(url: string, login: string | undefined): Promise<Answer> {
    return await this.#ask(
      { method: 'GET', url, headers: { accept: 'application/json' } },
      login,
      judgeRest,
    )
  }

  /**
   * One outcome for each operation, in order, in as few requests as the complexity allows.
   * @throws ForgeError as `Policy.ask`
   */
  async graphql(operations: readonly Operation[], login: string | undefined): Promise<Outcome[]> {
    const requests = pack(operations, this.#limit)
    const outcomes = await Promise.all(requests.map((request) => this.#together(request, login)))
    return outcomes.flat()
  }

  async #together(
    operations: readonly Operation[],
    login: string | undefined,
  ): Promise<readonly Outcome[]> {
    if (operations.length > 1 && this.#multiplex) {
      const answer = await this.#post(operations.map(payload), login)
      const outcomes = readOutcomes(answer, operations.length)
      if (outcomes === null && !isTimeout(answer.status)) this.#multiplex = false
      // What was too much together may do one by one.
      if (outcomes?.every(({ outcome }) => outcome !== 'too-much')) return outcomes
    }
    const outcomes: Outcome[] = []
    for (const operation of operations) {
      outcomes.push(readOutcome(await this.#post(payload(operation), login)))
    }
    for (const outcome of outcomes)
      this.#limit = Math.min(this.#limit, statedComplexity(outcome)?.limit ?? this.#limit)
    return outcomes
  }

  async #post(body: unknown, login: string | undefined): Promise<Answer> {
    const headers = { accept: 'application/json', 'content-type': 'application/json' }
    const request = {
      method: 'POST',
      url: this.settings.graphqlUrl,
      headers,
      body: JSON.stringify(body),
    } as const
    // Twice 502 or 504 means "too slow"; twice 500 to several operations at once, that the server cannot take them so.
    const isStumble = ({ status }: Answer) =>
      isTimeout(status) || (status === 500 && Array.isArray(body))
    let stumbles = 0
    return await this.#ask(request, login, (answer, asked) => {
      if (isStumble(answer)) stumbles += 1
      return judgeGraphql(answer, asked, isStumble(answer) && stumbles > 1)
    })
  }

  async #ask(
    request: Request,
    login: string | undefined,
    judge: (answer: Answer, asked: Asked) => Judgement,
  ): Promise<Answer> {
    const { session, settings } = this
    const send = async (token: string) => {
      const answer = await exchange(request, {
        fetch: settings.fetch,
        origins: this.#origins,
        authorization: `Bearer ${token}`,
        signal: session.signal,
        sent: () => session.requested(login),
      })
      const served = Date.parse(answer.headers.get('date') ?? '')
      if (!Number.isNaN(served)) this.#skew = served - session.now()
      return answer
    }
    return await this.#policy.ask(send, (answer) =>
      judge(answer, { host: settings.host, url: request.url, now: session.now() }),
    )
  }

  /** @throws ForgeError `protocol` when the address leaves the origins the token may go to. */
  assertOrigin(url: string): void {
    assertOrigin(url, this.#origins)
  }
}

function payload(operation: Operation): { query: string; variables: Operation['variables'] } {
  return { query: operation.query, variables: operation.variables }
}
