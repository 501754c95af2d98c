import { Gitlab } from '@gitbeaker/rest'
import { z } from 'zod'
import { ForgeError, type ForgeSettings, type Session } from '../forge.ts'
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
import { createRequester, gitbeakerHost } from './requester.ts'

/** One page of a REST list. Only `next` tells whether there is more: pages may be short or empty before the last. */
export interface ListPage<Row> {
  readonly rows: readonly Row[]
  readonly next: number | null
  /** `x-total`; null above 10,000 rows, where GitLab stops counting. */
  readonly total: number | null
  /** `x-total-pages`; null likewise. */
  readonly pages: number | null
}

export type Query = Readonly<
  Record<string, string | number | boolean | readonly (string | number)[]>
>

/** All requests to one GitLab during one run: tokens, pacing, the server's clock, what it turned out to support. */
export class Client {
  readonly settings: ForgeSettings
  readonly session: Session
  readonly #policy: Policy
  readonly #origins: ReadonlySet<string>
  /** Server time minus our time, in milliseconds. */
  #skew = 0
  /** Null until tried. */
  #multiplex = true
  #limit = complexityLimit

  constructor(settings: ForgeSettings, session: Session) {
    this.settings = settings
    this.session = session
    this.#policy = new Policy(settings.host, settings.tokens, session)
    this.#origins = new Set(
      [settings.apiUrl, settings.graphqlUrl].map((url) => new URL(url).origin),
    )
  }

  /** Requests from here on count as sent for `login` alone; undefined: for several accounts together. */
  for(login: string | undefined): Api {
    return new Api(this, login)
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
    let stumbles = 0
    return await this.#ask(request, login, (answer, asked) => {
      if (isTimeout(answer.status)) stumbles += 1
      return judgeGraphql(answer, asked, stumbles)
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

/** What the streams ask through, on behalf of one account or of several. */
export class Api {
  readonly client: Client
  readonly #login: string | undefined
  /** gitbeaker's resources, over our own transport. */
  readonly gitlab: InstanceType<typeof Gitlab>

  constructor(client: Client, login: string | undefined) {
    this.client = client
    this.#login = login
    this.gitlab = new Gitlab({
      host: gitbeakerHost(client.settings.apiUrl),
      // The transport sets the real one; gitbeaker never holds a token it could put into an error.
      oauthToken: 'set by the transport',
      requesterFn: createRequester(client.settings.apiUrl, (url) => client.get(url, login)),
      queryTimeout: null,
      rateLimits: {},
    })
  }

  async graphql(operations: readonly Operation[]): Promise<Outcome[]> {
    return await this.client.graphql(operations, this.#login)
  }

  /**
   * One page of a list. gitbeaker's own lists hide headers, stop at short pages or lack filters, so lists go through its
   * requester directly.
   * @throws Refusal on 403 and 404, ForgeError as `Policy.ask` and when the page is not of the shape `row`
   */
  async list<Row>(path: string, query: Query, row: z.ZodType<Row>): Promise<ListPage<Row>> {
    const { body, headers } = await this.gitlab.requester.get<Record<string, unknown>>(path, {
      searchParams: { ...query },
    })
    const page = typeof query['page'] === 'number' ? query['page'] : 1
    const next = this.#next(headers)
    if (next !== null && next <= page) {
      throw new ForgeError(
        'protocol',
        `Cannot page through ${path}: after page ${page} comes page ${next}`,
      )
    }
    return {
      rows: parse(z.array(row), body, path),
      next,
      total: count(headers['x-total']),
      pages: count(headers['x-total-pages']),
    }
  }

  /** All pages of a list from `query.page` (else the first) on, one after another. */
  async *pages<Row>(
    path: string,
    query: Query,
    row: z.ZodType<Row>,
  ): AsyncGenerator<ListPage<Row>> {
    let page = typeof query['page'] === 'number' ? query['page'] : 1
    for (;;) {
      const answer: ListPage<Row> = await this.list(path, { per_page: 100, ...query, page }, row)
      yield answer
      if (answer.next === null) return
      page = answer.next
    }
  }

  #next(headers: Readonly<Record<string, string>>): number | null {
    // Empty on the last page; GitLab sends it with every list paged by number.
    const stated = headers['x-next-page']
    if (stated !== undefined) return count(stated)
    const link = /<([^>]+)>\s*;\s*rel="?next"?/.exec(headers['link'] ?? '')?.[1]
    if (link === undefined) return null
    this.client.assertOrigin(link)
    return count(new URL(link).searchParams.get('page') ?? undefined)
  }
}

/** @throws ForgeError `protocol` naming where `body` differs; never what stands there, which may be private. */
export function parse<Value>(schema: z.ZodType<Value>, body: unknown, what: string): Value {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const where =
    issue === undefined || issue.path.length === 0 ? 'the answer' : `\`${issue.path.join('.')}\``
  throw new ForgeError(
    'protocol',
    `Cannot read ${what}: ${where} is not as GitLab documents it (${issue?.code})`,
  )
}

function payload(operation: Operation): { query: string; variables: Operation['variables'] } {
  return { query: operation.query, variables: operation.variables }
}

function count(header: string | undefined): number | null {
  return header !== undefined && /^\d+$/.test(header) ? Number(header) : null
}
