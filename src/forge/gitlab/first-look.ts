import { z } from 'zod'
import type { AccountTask } from '../forge.ts'
import { type Api, parse } from './api/api.ts'
import { askComplexity, type Operation, type Outcome, pack } from './api/graphql.ts'
import { chunks, Gid, gid } from './api/values.ts'
import { openAddresses } from './linked/linked.ts'
import { incrementalAsk } from './pull-requests/authored-checkpoint.ts'
import {
  type AuthoredAsk,
  type AuthoredPage,
  authoredOperation,
  type Head,
  headsOperation,
  headsPerOperation,
  readAuthoredPage,
  readHeads,
} from './pull-requests/authored-query.ts'
import { type Answer, detailsOperation, readAnswer, together } from './pull-requests/details.ts'
import { type Batch, byProject } from './pull-requests/details-rest.ts'
import type { Address } from './pull-requests/merge-request.ts'

/** What one shared request told about an account before its streams are read. */
export interface Look {
  /** Null when GitLab shows no such user over GraphQL. */
  readonly user: User | null
  readonly authored:
    | { readonly kind: 'page'; readonly ask: AuthoredAsk; readonly page: AuthoredPage }
    | { readonly kind: 'head'; readonly head: Head }
    | null
  /** Of its `open` merge requests what was asked along; null: nothing. */
  readonly open: Answer | null
}

const User = z.object({
  id: Gid,
  username: z.string(),
  lastActivityOn: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}/)
    .nullish(),
})
export type User = z.infer<typeof User>

/** An account whose number is known. `ask` is what its merge requests would be asked for first; null: not incremental. */
export interface Looked {
  readonly id: string
  readonly login: string
  readonly ask: AuthoredAsk | null
  /** Merge requests to look at if that takes no request of its own. */
  readonly open: readonly Address[]
}

/** The accounts whose numbers are known. @param now milliseconds since 1970. @param url the forge's `url` */
export function knownOf(tasks: readonly AccountTask[], now: number, url: string): Looked[] {
  return tasks.flatMap((task) => {
    const { id, login } = task
    if (id === undefined) return []
    return [{ id, login, ask: incrementalAsk(task), open: openAddresses(task, now, url) }]
  })
}

/** Ids one `users(ids:)` may carry. */
export const perLook = 100
/** So few accounts get their whole first page at once: it fits beside the users, and saves a request. */
const pagedAccounts = 2

const usersQuery = `query Active($ids: [ID!]) {
  ${askComplexity}
  users(ids: $ids, first: 100) { nodes { id username state bot lastActivityOn } }
}`

/**
 * Looks at up to 100 accounts in as few requests as their complexity allows: who they are now, when they were last active,
 * and the newest of their merge requests. Null for all when the server has no such GraphQL.
 */
export async function look(
  api: Api,
  accounts: readonly Looked[],
): Promise<ReadonlyMap<string, Look> | null> {
  const { operations, parts, paged, riding } = planLook(accounts, api.client.limit)
  const outcomes = await api.graphql(operations)
  const users = readUsers(outcomes[0])
  if (users === null) return null
  const looks = new Map<string, Look>(
    accounts.map(({ id }) => [id, { user: users.get(id) ?? null, authored: null, open: null }]),
  )
  parts.forEach((part, index) => {
    for (const [id, authored] of readPart(outcomes[index + 1], part, paged)) {
      const known = looks.get(id)
      // A login that has meanwhile gone to somebody else shows somebody else's work.
      if (known !== undefined) looks.set(id, { ...known, authored })
    }
  })
  riding.forEach(({ id, batch }, index) => {
    const answer = readAnswer(outcomes[1 + parts.length + index], [batch])
    const known = looks.get(id)
    if (answer === null || known === undefined) return
    looks.set(id, { ...known, open: together([...(known.open ? [known.open] : []), answer]) })
  })
  return looks
}

/** One project's merge requests that are open, as far as the account's documents link them. */
interface Riding {
  readonly id: string
  readonly batch: Batch
  readonly operation: Operation
}

/**
 * What a look asks: the users first, then merge requests of some accounts each, then what is open of as many projects as fit
 * the same requests.
 * @param limit how complex the operations of one request may be together
 */
export function planLook(
  accounts: readonly Looked[],
  limit: number,
): {
  readonly operations: readonly Operation[]
  readonly parts: readonly (readonly Looked[])[]
  /** Whole pages are asked for, not only the newest rows. */
  readonly paged: boolean
  readonly riding: readonly Riding[]
} {
  const asking = accounts.filter((account) => account.ask !== null)
  const paged = asking.length <= pagedAccounts
  const parts = paged ? asking.map((account) => [account]) : chunks(asking, headsPerOperation)
  const users = usersOperation(accounts.map(({ id }) => id))
  const needed = [users, ...parts.map((part) => authoredPart(part, paged))]
  const riding = ridersOf(accounts, needed, limit)
  const operations = [...needed, ...riding.map(({ operation }) => operation)]
  return { operations, parts, paged, riding }
}

function ridersOf(
  accounts: readonly Looked[],
  needed: readonly Operation[],
  limit: number,
): Riding[] {
  const requests = pack(needed, limit).length
  const riding: Riding[] = []
  for (const { id, open } of accounts) {
    for (const batch of byProject(open)) {
      const rider = { id, batch, operation: detailsOperation([batch], false) }
      const asked = [...needed, ...[...riding, rider].map(({ operation }) => operation)]
      if (pack(asked, limit).length > requests) return riding
      riding.push(rider)
    }
  }
  return riding
}

function usersOperation(ids: readonly string[]): Operation {
  return { query: usersQuery, variables: { ids: ids.map((id) => gid('User', id)) }, complexity: 17 }
}

function readUsers(outcome: Outcome | undefined): Map<string, User> | null {
  if (outcome?.outcome !== 'data' || outcome.partial) return null
  const schema = z.object({ users: z.object({ nodes: z.array(User.nullable()) }) })
  const { users } = parse(schema, outcome.data, 'users')
  return new Map(users.nodes.flatMap((user) => (user === null ? [] : [[user.id, user]])))
}

function authoredPart(part: readonly Looked[], paged: boolean): Operation {
  const [only] = part
  if (paged && only?.ask) return authoredOperation(only.ask)
  return headsOperation(part.map(({ login }) => login))
}

function readPart(
  outcome: Outcome | undefined,
  part: readonly Looked[],
  paged: boolean,
): readonly (readonly [string, Exclude<Look['authored'], null>])[] {
  const [only] = part
  if (paged && only?.ask) {
    if (outcome?.outcome !== 'data' || outcome.partial) return []
    const page = readAuthoredPage(outcome.data)
    return page?.userId === only.id ? [[only.id, { kind: 'page', ask: only.ask, page }]] : []
  }
  const heads = readHeads(
    outcome,
    part.map(({ login }) => login),
  )
  return part.flatMap(({ id }, index) => {
    const head = heads[index]
    return head?.userId === id ? [[id, { kind: 'head', head } as const] as const] : []
  })
}
