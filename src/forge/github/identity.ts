import { z } from 'zod'
import { toTimestamp } from '../../contribution/timestamp.ts'
import { ForgeError } from '../forge.ts'
import type { Account, Identified } from './account.ts'
import { assertReadable } from './graphql/connection.ts'
import { id, type Question, type Reply, text } from './graphql/question.ts'
import { parse, readJson } from './graphql/rows.ts'

const User = z.object({
  id: z.string(),
  databaseId: z.number().transform(String),
  login: z.string(),
  name: z.string().nullish(),
  createdAt: z.string().transform(toTimestamp),
  contributionsCollection: z.object({ contributionYears: z.array(z.number()) }).optional(),
})
type User = z.infer<typeof User>

const userFields = 'id databaseId login name createdAt'

/**
 * Makes sure that the login still belongs to the number we know, since a login given up can be taken by somebody else
 * (GitHub docs, "Changing your GitHub username").
 * @throws ForgeError `not-found` when nobody has the login, `identity` when somebody else has it
 */
export async function identify(account: Account): Promise<Identified> {
  const { task } = account
  const known = task.handle === undefined ? null : await byHandle(account, task.handle)
  const user =
    known === null
      ? ((await byLogin(account)) ?? (await byNumber(account)))
      : await confirmed(account, known)
  if (task.id !== undefined && user.databaseId !== task.id) throw somebodyElse(account, user)
  const identity = {
    id: user.databaseId,
    handle: user.id,
    login: user.login,
    name: user.name ?? null,
    createdAt: user.createdAt,
  }
  task.identified(identity)
  return { ...identity, years: user.contributionsCollection?.contributionYears }
}

/** Null when the handle means nothing any more: an account deleted, or a node id of the old form. */
async function byHandle(account: Account, handle: string): Promise<User | null> {
  return readUser(account, await account.askFirst(handleQuestion(handle)))
}

async function byLogin(account: Account): Promise<User | null> {
  return readUser(account, await account.askFirst(loginQuestion(account.task.login)))
}

const Numbered = z.object({ node_id: z.string() })

/**
 * A login that nobody has may be the former one of the number we know, which only REST takes (GitHub docs, "REST API
 * endpoints for users", "Get a user using their ID").
 * @throws ForgeError `not-found` when no number is known, or nobody has it
 */
async function byNumber(account: Account): Promise<User> {
  const { client, task } = account
  const what = `\`${task.login}\` on ${client.host}`
  if (task.id !== undefined) {
    const answer = await client.rest('GET /user/{id}', { id: task.id }, task.login)
    const found = answer.status === 200 ? parse(Numbered, readJson(answer.text), what) : null
    const user = found === null ? null : await byHandle(account, found.node_id)
    if (user !== null) {
      warnOfRename(account, user)
      return user
    }
  }
  throw new ForgeError('not-found', `Cannot find ${what}`)
}

/** The user behind our number may have another login by now; then the configured one must not be somebody else's. */
async function confirmed(account: Account, user: User): Promise<User> {
  const { login } = account.task
  if (user.login.toLowerCase() === login.toLowerCase()) return user
  const holder = readUser(account, await account.askFirst(loginQuestion(login)))
  if (holder !== null && holder.databaseId !== user.databaseId) throw somebodyElse(account, holder)
  warnOfRename(account, user)
  return user
}

function warnOfRename({ client, task }: Account, user: User): void {
  task.warn(
    `\`${task.login}\` on ${client.host} is called \`${user.login}\` now; please change the configuration`,
  )
}

function somebodyElse({ task, client }: Account, holder: User): ForgeError {
  return new ForgeError(
    'identity',
    `Cannot read \`${task.login}\` on ${client.host}: the login belongs to account ${holder.databaseId}, not to ${task.id ?? 'the one known'}`,
  )
}

function readUser(account: Account, reply: Reply): User | null {
  const what = `the account \`${account.task.login}\` on ${account.client.host}`
  assertReadable(reply.faults, what)
  return parse(User.nullable(), reply.value ?? null, what)
}

export function handleQuestion(handle: string): Question {
  return {
    field: `node(id: $user) { ... on User { ${userFields} } }`,
    variables: { user: id(handle) },
    weight: 1,
  }
}

export function loginQuestion(login: string): Question {
  return {
    field: `user(login: $login) { ${userFields} contributionsCollection { contributionYears } }`,
    variables: { login: text(login) },
    weight: 5,
  }
}
