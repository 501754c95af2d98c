import { Octokit } from '@octokit/rest'
import type { Timestamp } from '../../../contribution/types.ts'
import { ForgeError, type ForgeSettings, type Session } from '../../forge.ts'
import { type Answer, exchange, type Request } from '../../http/exchange.ts'
import { Policy } from '../../http/policy.ts'
import type { Owner } from '../../http/seats.ts'
import { ServerClock } from '../../http/server-clock.ts'
import type { ServerSchema } from './fragments.ts'
import {
  type Body,
  type GraphQLError,
  isHeavy,
  judgeGraphQL,
  judgeRest,
  lacksField,
  readBody,
  tooHeavy,
} from './judge.ts'
import { whyNot } from './meaning.ts'
import type { GraphQLDocument } from './question.ts'
import {
  common,
  fromKnown,
  type KnownSchema,
  readSchema,
  schemaQuestion,
  toKnown,
} from './server-schema.ts'

/**
 * The server could not do so much at a time: 502, 504 or a resource limit. Asking for the same again is useless and
 * costs more; asking for less helps.
 */
export class TooHeavy extends Error {
  override readonly name = 'TooHeavy'
  /** True for a resource limit, which depends on the span of time asked for more than on the page size. */
  readonly resources: boolean

  constructor(message: string, resources: boolean) {
    super(message)
    this.resources = resources
  }
}

/** The query was understood and refused as a whole: one of its questions cannot be answered. */
export class BadQuestion extends Error {
  override readonly name = 'BadQuestion'
  /** What the server said about it. */
  readonly said: GraphQLError | undefined

  constructor(message: string, said?: GraphQLError) {
    super(message)
    this.said = said
  }
}

export interface GraphQLReply {
  /** Partial where `errors` is not empty. */
  readonly data: Readonly<Record<string, unknown>>
  readonly errors: readonly GraphQLError[]
}

/** GitHub docs, "API Versions". */
const apiVersion = '2022-11-28'

/** Servers of several versions may stand behind one address, and the answer come from any of them. */
const mostProbes = 3
/** Seconds before a probe that timed out is sent again; more each time. */
const probePause = 1

const headers = {
  accept: 'application/vnd.github+json',
  'content-type': 'application/json; charset=utf-8',
  'user-agent': 'tracker',
  'x-github-api-version': apiVersion,
  // Old node ids are closing down (GitHub docs, "Migrating GraphQL global node IDs").
  'x-github-next-global-id': '1',
} as const

/** Every request to one GitHub goes through here: transport, pacing and the reading of limits are one policy. */
export class Client {
  readonly host: string
  readonly #settings: ForgeSettings
  readonly #session: Session
  readonly #policy: Policy
  readonly #clock: ServerClock
  readonly #endpoint: Octokit['request']['endpoint']
  readonly #origins: ReadonlySet<string>
  #schema: ServerSchema
  /** Of the server, as its last answer told; null where it does not tell. */
  #version: string | null
  #probing: Promise<void> | undefined
  /** How often it was asked in this run what it knows. */
  #probes = 0

  /** @param known what an earlier run learned of the server's schema */
  constructor(settings: ForgeSettings, session: Session, known: KnownSchema | null = null) {
    this.#schema = known === null ? null : fromKnown(known)
    this.#version = known?.version ?? null
    this.host = settings.host
    this.#settings = settings
    this.#session = session
    this.#clock = new ServerClock(() => session.now())
    const { host, tokens, tokenRefused, tokenNames } = settings
    this.#policy = new Policy(host, tokens, session, tokenRefused, tokenNames)
    this.#endpoint = new Octokit({ baseUrl: settings.apiUrl }).request.endpoint
    this.#origins = new Set(
      [settings.apiUrl, settings.graphqlUrl].map((url) => new URL(url).origin),
    )
  }

  /** What was learned of the server's schema; null while nothing spoke against the newest. */
  get known(): KnownSchema | null {
    return toKnown(this.#schema, this.#version)
  }

  /** How many tokens it goes on with. */
  get tokens(): number {
    return this.#policy.tokens
  }

  /** Deals the tokens out among the accounts. */
  seat(accounts: readonly Owner[]): void {
    this.#policy.seat(accounts)
  }

  /** The token that the account's next question goes over, by its place; null while all rest. */
  placeOf(login: string): number | null {
    return this.#policy.placeOf(login)
  }

  /** The server's clock as far as known, milliseconds since 1970. */
  now(): number {
    return this.#clock.now()
  }

  /** The server's time when this machine's clock showed `local`, or earlier where that is in doubt. */
  surely(local: number): Timestamp {
    return this.#clock.surely(local)
  }

  /**
   * Asks one GraphQL operation.
   * @param document is asked for again when the server turns out to have an older schema
   * @param login of the account if the request is for it alone
   * @param owners logins of the accounts that it is for, whose token it takes
   * @throws TooHeavy, BadQuestion, ForgeError
   */
  async gql(
    document: (schema: ServerSchema) => GraphQLDocument,
    login: string | undefined,
    owners: readonly string[] = login === undefined ? [] : [login],
  ): Promise<GraphQLReply> {
    for (;;) {
      const asked = this.#schema
      const body = await this.#post(document(asked), login, owners)
      const older = lacksField(body)
      if (!older || (this.#schema === asked && !(await this.#probe()))) return toReply(body)
    }
  }

  /**
   * @param route in octokit's form, `GET /repos/{owner}/{repo}`
   * @returns the answer whatever its status, limits and server errors excepted
   */
  async rest(
    route: string,
    parameters: Readonly<Record<string, string>>,
    login: string,
  ): Promise<Answer> {
    const { url } = this.#endpoint(route, parameters)
    return await this.#policy.ask(
      (token) => this.#send({ method: 'GET', url, headers }, token, login),
      (answer) => judgeRest(answer, this.#session.now(), this.host),
      [login],
    )
  }

  async #post(
    document: GraphQLDocument,
    login: string | undefined,
    owners: readonly string[] = [],
  ): Promise<Body> {
    const request: Request = {
      method: 'POST',
      url: this.#settings.graphqlUrl,
      headers,
      body: JSON.stringify(document),
    }
    let body: Body | null = null
    const answer = await this.#policy.ask(
      (token) => this.#send(request, token, login),
      (received) => {
        body = readBody(received.text)
        return judgeGraphQL(received, body, this.#session.now(), this.host)
      },
      owners,
    )
    return usable(answer, body)
  }

  async #send(request: Request, token: string, login: string | undefined): Promise<Answer> {
    const answer = await exchange(request, {
      fetch: this.#settings.fetch,
      origins: this.#origins,
      authorization: `Bearer ${token}`,
      signal: this.#session.signal,
      sent: () => this.#session.requested(login),
    })
    this.#clock.heard(answer.headers)
    this.#heardVersion(answer.headers.get('x-github-enterprise-version'))
    return answer
  }

  /**
   * A server of another version may know more than an earlier run learned: it is asked for everything again. Versions that
   * change after it was asked what it knows are several servers behind one address.
   */
  #heardVersion(version: string | null): void {
    if (version === null || version === this.#version) return
    if (this.#version !== null && this.#probes === 0) this.#schema = null
    this.#version = version
  }

  /**
   * Asks the server what it knows; requests that failed meanwhile wait for the same answer. What another server behind the
   * same address lacks is left out for all.
   * @returns false when it was asked often enough
   */
  async #probe(): Promise<boolean> {
    if (this.#probing === undefined) {
      if (this.#probes === mostProbes) return false
      this.#probes += 1
      this.#probing = this.#askSchema().finally(() => {
        this.#probing = undefined
      })
    }
    await this.#probing
    return true
  }

  /** No smaller question could be asked: one that timed out is asked again like any other that failed. */
  async #askSchema(): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        const { data } = await this.#post(schemaQuestion(), undefined)
        this.#schema = common(this.#schema, readSchema(data ?? {}))
        return
      } catch (error) {
        if (!(error instanceof TooHeavy)) throw error
        await this.#pauseProbing(tries, error)
      }
    }
  }

  async #pauseProbing(tries: number, { message }: TooHeavy): Promise<void> {
    const pause = tries * probePause * 1000
    if (tries === mostProbes || !this.#session.mayWait(pause, `${this.host} timed out`)) {
      throw new ForgeError('unavailable', `Cannot ask ${this.host} what it knows: ${message}`)
    }
    await this.#session.sleep(pause)
  }
}

/** @throws TooHeavy */
function usable(answer: Answer, body: Body | null): Body {
  if (tooHeavy(answer, body)) {
    const error = body?.errors.find(isHeavy)
    const message = error === undefined ? `status ${answer.status}` : whyNot(error)
    throw new TooHeavy(message, answer.status === 200)
  }
  if (body === null) throw new ForgeError('protocol', 'Cannot read the answer: it is no JSON')
  return body
}

/** @throws BadQuestion */
function toReply(body: Body): GraphQLReply {
  if (body.data == null) throw new BadQuestion(whyNot(body.errors[0]), body.errors[0])
  return { data: body.data, errors: body.errors }
}
