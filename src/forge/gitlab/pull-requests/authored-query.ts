import { z } from 'zod'
import type { Timestamp } from '../../../contribution/types.ts'
import type { Json } from '../../forge.ts'
import { parse } from '../api/api.ts'
import { askComplexity, type Operation, type Outcome } from '../api/graphql.ts'
import { Gid, Time } from '../api/values.ts'
import { ProjectNode, projectComplexity, projectFields } from '../repositories/project.ts'
import { MergeRequestNode, mergeRequestComplexity, mergeRequestFields } from './merge-request.ts'

/** A newest row as far as a first look needs it: `id@updatedAt`. It changes whenever the merge request does. */
export type Mark = string

/** What a first look at an account's merged merge requests tells. */
export interface Head {
  readonly userId: string
  readonly count: number
  /** Of the newest five rows, newest first. */
  readonly newest: readonly { readonly mark: Mark; readonly updatedAt: Timestamp }[]
}

export interface AuthoredPage {
  readonly userId: string
  /** All of the account's, whatever `updatedAfter` says. */
  readonly count: number
  readonly rows: readonly Authored[]
  /** Rows the server would not show. */
  readonly withheld: boolean
  /** The server's cursor behind the page; null on the last one. */
  readonly end: string | null
  /** Where to go on: before the last row, where that can be, so that the next page begins with it. */
  readonly cursor: string | null
  /** That row's number; null where the next page begins behind the last row. */
  readonly seam: string | null
}

const AuthoredNode = MergeRequestNode.extend({ project: ProjectNode })
export type Authored = z.infer<typeof AuthoredNode>

export function markOf(row: { readonly id: string; readonly updatedAt: Timestamp }): Mark {
  return `${row.id}@${row.updatedAt}`
}

/** Rows a head shows (25 aliases of five rows fit one operation beside the users of a first look). */
export const headRows = 5
export const headsPerOperation = 25
const headComplexity = 2 + 6 * (1 + headRows / 100)

/** The newest merged merge requests of up to 25 accounts. */
export function headsOperation(logins: readonly string[]): Operation {
  const aliases = logins.map(
    (_, index) =>
      `u${index}: user(username: $u${index}) { id authoredMergeRequests(state: merged, sort: UPDATED_DESC, first: ${headRows}) { count nodes { id updatedAt } } }`,
  )
  const variables = logins.map((_, index) => `$u${index}: String!`)
  return {
    query: `query AuthoredHeads(${variables.join(', ')}) { ${askComplexity} ${aliases.join(' ')} }`,
    variables: Object.fromEntries(logins.map((login, index) => [`u${index}`, login])),
    complexity: Math.ceil(3 + logins.length * headComplexity),
  }
}

const HeadUser = z
  .object({
    id: Gid,
    authoredMergeRequests: z.object({
      count: z.int(),
      nodes: z.array(z.object({ id: Gid, updatedAt: Time }).nullable()),
    }),
  })
  .transform(
    ({ id, authoredMergeRequests: { count, nodes } }): Head => ({
      userId: id,
      count,
      newest: nodes.flatMap((node) =>
        node === null ? [] : [{ mark: markOf(node), updatedAt: node.updatedAt }],
      ),
    }),
  )

/** One head per login; null where there is no such user, or GraphQL cannot say. */
export function readHeads(
  outcome: Outcome | undefined,
  logins: readonly string[],
): (Head | null)[] {
  if (outcome?.outcome !== 'data' || outcome.partial) return logins.map(() => null)
  const aliases = parse(z.record(z.string(), z.unknown()), outcome.data, 'merge requests')
  return logins.map(
    (_, index) => parse(HeadUser.nullish(), aliases[`u${index}`], 'merge requests') ?? null,
  )
}

export interface AuthoredAsk {
  readonly login: string
  /** Rows per page, 1 to 100. */
  readonly first: number
  readonly cursor: string | null
  readonly updatedAfter: Timestamp | null
}

/** From which end a list is read. */
export type Sort = 'UPDATED_DESC' | 'UPDATED_ASC'

const authoredQuery = (
  sort: Sort,
) => `query AuthoredMergeRequests($username: String!, $first: Int!, $after: String, $updatedAfter: Time) {
  ${askComplexity}
  user(username: $username) {
    id
    username
    total: authoredMergeRequests(state: merged, first: 1) { count }
    authoredMergeRequests(state: merged, sort: ${sort}, first: $first, after: $after, updatedAfter: $updatedAfter) {
      pageInfo { hasNextPage endCursor }
      edges { cursor }
      nodes { ${mergeRequestFields} project { ${projectFields} } }
    }
  }
}`

/** One page of an account's merged merge requests, newest update first unless said otherwise. */
export function authoredOperation(ask: AuthoredAsk, sort: Sort = 'UPDATED_DESC'): Operation {
  const variables: Record<string, Json> = {
    username: ask.login,
    first: ask.first,
    after: ask.cursor,
    updatedAfter: ask.updatedAfter,
  }
  return { query: authoredQuery(sort), variables, complexity: authoredComplexity(ask.first) }
}

function authoredComplexity(first: number): number {
  const row = 1 + mergeRequestComplexity + 1 + projectComplexity
  return Math.ceil(3 + 3 + 2 * 1.01 + (row + 3 + 2 + 2) * (1 + first / 100))
}

const AuthoredUser = z
  .object({
    id: Gid,
    total: z.object({ count: z.int() }),
    authoredMergeRequests: z.object({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
      edges: z.array(z.object({ cursor: z.string() }).nullable()).nullish(),
      nodes: z.array(AuthoredNode.nullable()),
    }),
  })
  .transform(({ id, total, authoredMergeRequests: { pageInfo, edges, nodes } }): AuthoredPage => {
    const rows = nodes.filter((node) => node !== null)
    const end = pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null
    const last = end === null ? null : nodes.at(-1)
    const before = last == null ? undefined : edges?.[nodes.length - 2]?.cursor
    return {
      userId: id,
      count: total.count,
      rows,
      withheld: rows.length < nodes.length,
      end,
      cursor: before ?? end,
      seam: before === undefined ? null : (last?.id ?? null),
    }
  })

/** Null when GraphQL does not know the user. */
export function readAuthoredPage(data: unknown): AuthoredPage | null {
  const { user } = parse(z.object({ user: AuthoredUser.nullish() }), data, 'merge requests')
  return user ?? null
}

/** Asks whether a list may also be read from its old end; rides along, costs next to nothing. */
export const sortsOperation: Operation = {
  query: 'query Sorts { __type(name: "MergeRequestSort") { enumValues { name } } }',
  variables: {},
  complexity: 4,
}

const Sorts = z.object({
  __type: z.object({ enumValues: z.array(z.object({ name: z.string() })) }),
})

export function canSortAscending(outcome: Outcome | undefined): boolean {
  if (outcome?.outcome !== 'data') return false
  const values = Sorts.safeParse(outcome.data).data?.__type.enumValues ?? []
  return values.some(({ name }) => name === 'UPDATED_ASC')
}
