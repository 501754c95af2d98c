import type { Timestamp } from '../../../contribution/types.ts'
import type { ForgeSettings, Session } from '../../forge.ts'
import { type Answer, assertOrigin, exchange, type Request } from '../../http/exchange.ts'
import { type Judgement, Policy } from '../../http/policy.ts'
import type { Owner } from '../../http/seats.ts'
import { type Between, ServerClock } from '../../http/server-clock.ts'
import { type Asked, isTimeout, judgeGraphql, judgeRest } from './answers.ts'
import type { Operation, Outcome } from './graphql.ts'
import { type Asker, Multiplexer } from './multiplexer.ts'

/** All requests to one GitLab during one run: tokens, pacing, the server's clock, what it turned out to support. */
export class Client {
  readonly settings: ForgeSettings
  readonly session: Session
  readonly #policy: Policy
  readonly #clock: ServerClock
  readonly #origins: ReadonlySet<string>
  readonly #multiplexer = new Multiplexer((body, asker) => this.#post(body, asker))

  constructor(settings: ForgeSettings, session: Session) {
    this.settings = settings
    this.session = session
    this.#clock = new ServerClock(() => session.now())
    const { host, tokens, tokenRefused, tokenNames } = settings
    this.#policy = new Policy(host, tokens, session, tokenRefused, tokenNames)
    this.#origins = new Set(
      [settings.apiUrl, settings.graphqlUrl].map((url) => new URL(url).origin),
    )
  }

  /** Milliseconds since 1970 by the server's clock, as its last answer told. */
  now(): number {
    return this.#clock.now()
  }

  /** What time it is when either clock may be wrong, the server's or ours. */
  between(): Between {
    return this.#clock.between()
  }

  /** The server's time when this machine's clock showed `local`, or earlier where that is in doubt. */
  surely(local: number): Timestamp {
    return this.#clock.surely(local)
  }

  /** How complex the operations of one request may be together. */
  get limit(): number {
    return this.#multiplexer.limit
  }

  /** Deals the tokens out among the accounts. */
  seat(accounts: readonly Owner[]): void {
    this.#policy.seat(accounts)
  }

  /** The token that the account's next request goes over, by its place; null while all rest. */
  placeOf(login: string): number | null {
    return this.#policy.placeOf(login)
  }

  async get(url: string, asker: Asker): Promise<Answer> {
    return await this.#ask(
      { method: 'GET', url, headers: { accept: 'application/json' } },
      asker,
      judgeRest,
    )
  }

  /**
   * One outcome for each operation, in order. What is asked for an account at the same moment shares requests.
   * @throws ForgeError as `Policy.ask`
   */
  async graphql(operations: readonly Operation[], asker: Asker): Promise<Outcome[]> {
    return await this.#multiplexer.ask(operations, asker)
  }

  async #post(body: unknown, asker: Asker): Promise<Answer> {
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
    return await this.#ask(request, asker, (answer, asked) => {
      if (isStumble(answer)) stumbles += 1
      return judgeGraphql(answer, asked, isStumble(answer) && stumbles > 1)
    })
  }

  async #ask(
    request: Request,
    { login, owners }: Asker,
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
      this.#clock.heard(answer.headers)
      return answer
    }
    return await this.#policy.ask(
      send,
      (answer) => judge(answer, { host: settings.host, url: request.url, now: session.now() }),
      owners,
    )
  }

  /** @throws ForgeError `protocol` when the address leaves the origins the token may go to. */
  assertOrigin(url: string): void {
    assertOrigin(url, this.#origins)
  }
}
