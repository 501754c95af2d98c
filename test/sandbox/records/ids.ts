/** Numbers made from names, so that they stay the same when records are added. */
import { addRepository, addUser } from '../build.ts'
import type { ForgeWorld, Repository, User } from '../world.ts'

/** Below 2 ** 31, as ids of accounts and repositories are. FNV-1a; the next free one where two names meet. */
function stableId(taken: ReadonlyMap<number, unknown>, name: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(name.toLowerCase()))
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  let id = 1000 + (hash % 900_000_000)
  while (taken.has(id)) id++
  return id
}

const accounts = new WeakMap<ForgeWorld, Map<string, User>>()

/** Looked up by an index of its own: thousands of rows ask, and each changes the world. */
export function accountOf(forge: ForgeWorld, login: string, more: Partial<User> = {}): User {
  const index = accounts.get(forge) ?? new Map<string, User>()
  accounts.set(forge, index)
  const known = index.get(login.toLowerCase())
  if (known !== undefined) return known
  const added = addUser(forge, { id: stableId(forge.users, login), login, ...more })
  index.set(login.toLowerCase(), added)
  return added
}

/** Its owner is made with it: a person when one of that name is in the records already, else an organisation. */
export function repositoryOfPath(
  forge: ForgeWorld,
  path: string,
  more: Partial<Repository> = {},
): Repository {
  for (const known of forge.repositories.values()) if (known.path === path) return known
  const [owner = ''] = path.split('/')
  const { id: ownerId } = accountOf(forge, owner, { type: 'Organization' })
  return addRepository(forge, { id: stableId(forge.repositories, path), path, ownerId, ...more })
}

/** Room for numbers up to a million in each repository. */
export function pullId(forge: ForgeWorld, repository: Repository, number: number): number {
  const place = [...forge.repositories.keys()].indexOf(repository.id) + 1
  return place * 1_000_000 + number
}
