import type { Request, Tweaks } from '../exchange.ts'
import { userByLogin } from '../lookup.ts'
import type { TokenEntry } from '../tokens.ts'
import type { ForgeWorld, User } from '../world.ts'

/** What one GitLab request is answered from. */
export interface GitLabContext {
  readonly forge: ForgeWorld
  readonly viewer: TokenEntry | undefined
  /** Milliseconds since 1970. */
  readonly now: number
  readonly tweaks: Tweaks
  readonly request: Request
  /** Complexity of the operation that runs, and what is allowed. */
  complexity: { readonly score: number; readonly limit: number }
}

/** GitLab writes milliseconds. */
export function milliseconds(time: string): string
export function milliseconds(time: string | null): string | null
export function milliseconds(time: string | null): string | null {
  return time === null ? null : new Date(time).toISOString()
}

/** Records of deleted accounts go to a system account of this name (GitLab docs). */
export const ghost: User = {
  id: 999_999_999,
  login: 'ghost',
  name: 'Ghost User',
  type: 'User',
  createdAt: '2012-01-01T00:00:00Z',
  profilePrivate: false,
}

export function account(forge: ForgeWorld, id: number | null): User {
  return (id === null ? undefined : forge.users.get(id)) ?? ghost
}

/** People only: groups have names of their own. */
export function personByLogin(forge: ForgeWorld, login: string): User | undefined {
  const user = userByLogin(forge, login)
  return user?.type === 'Organization' ? undefined : user
}

/** A private profile is readable by its owner. */
export function readsProfile({ viewer }: GitLabContext, user: User): boolean {
  return !user.profilePrivate || viewer?.login === user.login
}
