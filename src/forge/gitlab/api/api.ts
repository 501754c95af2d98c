import { MergeRequestNotes, Projects, Users } from '@gitbeaker/rest'
import { z } from 'zod'
import { ForgeError } from '../../forge.ts'
import type { Client } from './client.ts'
import type { Operation, Outcome } from './graphql.ts'
import type { Asker } from './multiplexer.ts'
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

/** What the streams ask through, on behalf of one account or of several. */
export class Api {
  readonly client: Client
  readonly #asker: Asker
  /** gitbeaker's resources, over our own transport; those used only, since all of them take milliseconds to make. */
  readonly users: InstanceType<typeof Users>
  readonly projects: InstanceType<typeof Projects>
  readonly notes: InstanceType<typeof MergeRequestNotes>

  /**
   * @param login requests count as sent for that account alone; undefined: for several accounts together
   * @param owners logins of the accounts whose token they take
   */
  constructor(
    client: Client,
    login: string | undefined,
    owners: readonly string[] = login === undefined ? [] : [login],
  ) {
    this.client = client
    this.#asker = { login, owners }
    const { apiUrl } = client.settings
    const options = {
      host: gitbeakerHost(apiUrl),
      // The transport sets the real one; gitbeaker never holds a token it could put into an error.
      oauthToken: 'set by the transport',
      requesterFn: createRequester(apiUrl, (url) => client.get(url, this.#asker)),
      queryTimeout: null,
      rateLimits: {},
    }
    this.users = new Users(options)
    this.projects = new Projects(options)
    this.notes = new MergeRequestNotes(options)
  }

  async graphql(operations: readonly Operation[]): Promise<Outcome[]> {
    return await this.client.graphql(operations, this.#asker)
  }

  /**
   * One page of a list. gitbeaker's own lists hide headers, stop at short pages or lack filters, so lists go through its
   * requester directly.
   * @throws Refusal on 403 and 404, ForgeError as `Policy.ask` and when the page is not of the shape `row`
   */
  async list<Row>(path: string, query: Query, row: z.ZodType<Row>): Promise<ListPage<Row>> {
    const { body, headers } = await this.users.requester.get<Record<string, unknown>>(path, {
      searchParams: { ...query },
    })
    const page = typeof query['page'] === 'number' ? query['page'] : 1
    const rows = parse(z.array(row), body, path)
    const total = count(headers['x-total'])
    const next = this.#next(headers) ?? guessNext(page, rows.length, total, query)
    if (next !== null && next <= page) {
      throw new ForgeError(
        'protocol',
        `Cannot page through ${path}: after page ${page} comes page ${next}`,
      )
    }
    return {
      rows,
      next,
      total,
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

  /** Null on the last page; undefined where the answer does not say. */
  #next(headers: Readonly<Record<string, string>>): number | null | undefined {
    // Empty on the last page; GitLab sends it with every list paged by number.
    const stated = headers['x-next-page']
    if (stated !== undefined) return count(stated)
    const written = /<([^>]+)>\s*;\s*rel="?next"?/.exec(headers['link'] ?? '')?.[1]
    if (written === undefined) return undefined
    // May be relative to the list's own address (RFC 8288, section 3.1), which is on the same origin.
    const link = URL.parse(written, `${this.client.settings.apiUrl}/`)
    if (link === null)
      throw new ForgeError('protocol', 'Cannot page on: the next page has no address')
    this.client.assertOrigin(link.href)
    return count(link.searchParams.get('page') ?? undefined)
  }
}

/** Where a proxy took the headers away: there is more while the total says so, else after a full page. */
function guessNext(page: number, rows: number, total: number | null, query: Query): number | null {
  const perPage = typeof query['per_page'] === 'number' ? query['per_page'] : 20
  const more = total === null ? rows >= perPage : page * perPage < total
  return more ? page + 1 : null
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

function count(header: string | undefined): number | null {
  return header !== undefined && /^\d+$/.test(header) ? Number(header) : null
}
