import { z } from 'zod'
import { type AccountTask, ForgeError } from '../forge.ts'
import type { Account } from './account.ts'
import { type Api, parse } from './api/api.ts'
import { Refusal } from './api/requester.ts'
import { Id, Time } from './api/values.ts'
import type { User } from './first-look.ts'

/** A user as lists show one (GitLab docs, "Users API"); blocked ones and private profiles included. */
const Listed = z.object({ id: Id, username: z.string(), name: z.string().nullish() })
/** The single user also tells `created_at`, unless the profile is private. */
const Single = Listed.extend({ created_at: Time.nullish() })
type Single = z.infer<typeof Single>

/**
 * Makes sure whose work the account's is: a number stays one person's, a login changes hands.
 * @param shown what a shared first look showed for `task.id`; null when it showed nobody, undefined when nobody looked
 * @param reading `began`: this machine's clock before the first look
 * @throws ForgeError `not-found`, or `identity` when the configured login is now somebody else's
 */
export async function identify(
  task: AccountTask,
  api: Api,
  shown: User | null | undefined,
  reading: Pick<Account, 'began' | 'crowded'>,
): Promise<Account> {
  const found = task.id === undefined ? null : (shown ?? (await readById(api, task.id)))
  const known = found ?? (task.id === undefined ? await resolve(task, api) : null)
  if (known === null) throw await lost(task, api)
  if (!sameLogin(known.username, task.login)) await checkRename(task, api, known)
  const single = await withCreation(task, api, known)
  const createdAt = task.createdAt ?? single.created_at ?? null
  const account: Account = {
    task,
    api,
    id: known.id,
    login: known.username,
    createdAt,
    lastActivityOn: 'lastActivityOn' in known ? (known.lastActivityOn ?? null) : null,
    ...reading,
  }
  task.identified({
    id: known.id,
    handle: null,
    login: known.username,
    name: single.name ?? null,
    createdAt,
  })
  return account
}

/** @returns null when no user has that login */
async function findByLogin(api: Api, login: string): Promise<z.infer<typeof Listed> | null> {
  const { rows } = await api.list('users', { username: login }, Listed)
  return rows.find(({ username }) => sameLogin(username, login)) ?? null
}

async function resolve(task: AccountTask, api: Api): Promise<Single> {
  const user = await findByLogin(api, task.login)
  if (user === null) throw notFound(task, api)
  return user
}

async function readById(api: Api, id: string): Promise<Single | null> {
  try {
    return parse(Single, await api.users.show(Number(id)), 'a user')
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** `created_at` is asked for once: a profile that does not tell is not asked again while its streams are known. */
async function withCreation(task: AccountTask, api: Api, known: User | Single): Promise<Single> {
  if ('created_at' in known) return known
  const plain: Single = {
    id: known.id,
    username: known.username,
    name: 'name' in known ? known.name : null,
  }
  if (
    task.createdAt !== undefined ||
    (task.id !== undefined && task.checkpoints.reviews !== undefined)
  )
    return plain
  return (await readById(api, known.id)) ?? plain
}

async function checkRename(
  task: AccountTask,
  api: Api,
  known: { readonly id: string; readonly username: string },
): Promise<void> {
  const holder = await findByLogin(api, task.login)
  if (holder !== null && holder.id !== known.id) throw taken(task, api, holder.id)
  task.warn(
    `\`${task.login}\` on ${api.client.settings.host} is now called \`${known.username}\`; going on with it. Please change the configuration.`,
  )
}

/** The number has gone. If somebody else has the login now, that is what to say. */
async function lost(task: AccountTask, api: Api): Promise<ForgeError> {
  const holder = await findByLogin(api, task.login)
  return holder === null ? notFound(task, api) : taken(task, api, holder.id)
}

function taken(task: AccountTask, api: Api, holder: string): ForgeError {
  return new ForgeError(
    'identity',
    `Cannot read \`${task.login}\` on ${api.client.settings.host}: the login belongs to number ${holder}, expected ${task.id}`,
  )
}

function notFound(task: AccountTask, api: Api): ForgeError {
  return new ForgeError(
    'not-found',
    `Cannot find \`${task.login}\` on ${api.client.settings.host}: no user has that login`,
  )
}

/** GitLab's user names do not differ by case. */
function sameLogin(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
