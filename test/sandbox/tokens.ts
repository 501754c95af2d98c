/** Who may ask. The table stands in for the accounts that made the tokens. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Repository } from './world.ts'

export interface TokenEntry {
  readonly login: string
  /** As the forge would list them. */
  readonly scopes: readonly string[]
  /** The day it stops working. Left out: never. */
  readonly expiresAt?: string
  /** May read private repositories. */
  readonly seesPrivate: boolean
  /** Requests (GitHub: points) an hour, enforced. Left out: the forge's usual number, shown but never used up. */
  readonly quota?: number
}

export type TokenTable = Readonly<Record<string, TokenEntry>>

export const defaultTokens: TokenTable = {
  'sandbox-token': {
    login: 'sandbox-reader',
    scopes: ['read_api', 'read_user'],
    seesPrivate: false,
  },
}

export interface Credentials {
  readonly present: boolean
  /** Undefined when absent or not in the table. */
  readonly entry: TokenEntry | undefined
  /** Names the token without holding it: its place in the table. */
  readonly place: number
}

export function readCredentials(headers: IncomingHttpHeaders, table: TokenTable): Credentials {
  const bearer = headers.authorization?.replace(/^(?:bearer|token) +/i, '')
  const token = bearer ?? headers['private-token']
  if (typeof token !== 'string') return { present: false, entry: undefined, place: -1 }
  const place = Object.keys(table).indexOf(token)
  return { present: true, entry: place < 0 ? undefined : table[token], place }
}

export function maySee(viewer: TokenEntry | undefined, repository: Repository): boolean {
  if (repository.visibility === 'public') return true
  if (repository.visibility === 'internal' && viewer !== undefined) return true
  return viewer?.seesPrivate === true
}
