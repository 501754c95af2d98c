/** Node ids: opaque to clients. */
import type { ForgeWorld } from '../world.ts'

const collections = {
  U: 'users',
  BOT: 'users',
  M: 'users',
  O: 'users',
  R: 'repositories',
  PR: 'pullRequests',
  PRR: 'reviews',
  PRRC: 'reviewComments',
  IC: 'comments',
} as const satisfies Record<string, keyof ForgeWorld>
type Prefix = keyof typeof collections

export function nodeId(prefix: Prefix, id: number): string {
  return `${prefix}_kwDO${Buffer.from(`~${id.toString(36)}`).toString('base64url')}`
}

export function findNode(forge: ForgeWorld, id: string): object | undefined {
  const [, prefix = '', encoded = ''] = /^([A-Z]+)_kwDO(.+)$/.exec(id) ?? []
  const collection = collections[prefix as Prefix]
  const text = Buffer.from(encoded, 'base64url').toString()
  if (collection === undefined || !text.startsWith('~')) return undefined
  return forge[collection].get(Number.parseInt(text.slice(1), 36))
}

export const userPrefixes = { User: 'U', Bot: 'BOT', Mannequin: 'M', Organization: 'O' } as const

/** GraphQL's Int has 32 bits; GitHub's newer numbers do not fit. */
export function int32(id: number): number | null {
  return id < 2 ** 31 ? id : null
}
