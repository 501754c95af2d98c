/** Finding records: indexes over a forge, worked out once per version of it. */
import type { ForgeWorld, PullRequest, Repository, User } from './world.ts'

const caches = new WeakMap<ForgeWorld, { version: number; values: Map<string, unknown> }>()

/** `compute()`, remembered under `key` until the forge changes. */
export function derive<T>(forge: ForgeWorld, key: string, compute: () => T): T {
  let cache = caches.get(forge)
  if (cache?.version !== forge.version) {
    cache = { version: forge.version, values: new Map() }
    caches.set(forge, cache)
  }
  if (!cache.values.has(key)) cache.values.set(key, compute())
  return cache.values.get(key) as T
}

export function userByLogin(forge: ForgeWorld, login: string): User | undefined {
  return derive(forge, 'userByLogin', () =>
    indexed(forge.users.values(), (user) => user.login.toLowerCase()),
  ).get(login.toLowerCase())
}

/** `former` is true when the path is one it had before. */
export function repositoryByPath(
  forge: ForgeWorld,
  path: string,
): { readonly repository: Repository; readonly former: boolean } | undefined {
  const wanted = path.toLowerCase()
  const current = derive(forge, 'repositoryByPath', () =>
    indexed(forge.repositories.values(), (repository) => repository.path.toLowerCase()),
  ).get(wanted)
  if (current !== undefined) return { repository: current, former: false }
  for (const repository of forge.repositories.values()) {
    if (repository.formerPaths.some((each) => each.toLowerCase() === wanted)) {
      return { repository, former: true }
    }
  }
  return undefined
}

export function repositoryOf(forge: ForgeWorld, pull: { repositoryId: number }): Repository {
  return mustGet(forge.repositories, pull.repositoryId)
}

export function pullByNumber(
  forge: ForgeWorld,
  repositoryId: number,
  number: number,
): PullRequest | undefined {
  return derive(forge, 'pullByNumber', () =>
    indexed(forge.pullRequests.values(), (pull) => `${pull.repositoryId}/${pull.number}`),
  ).get(`${repositoryId}/${number}`)
}

/** Records of one collection by one of their keys: `group(forge, 'reviews', 'authorId').get(7)`. */
export function group<C extends CollectionName, K extends keyof CollectionItem<C> & string>(
  forge: ForgeWorld,
  collection: C,
  key: K,
): ReadonlyMap<CollectionItem<C>[K], CollectionItem<C>[]> {
  return derive(forge, `group ${collection} ${key}`, () => {
    const groups = new Map<CollectionItem<C>[K], CollectionItem<C>[]>()
    for (const item of forge[collection].values() as Iterable<CollectionItem<C>>) {
      const members = groups.get(item[key])
      if (members === undefined) groups.set(item[key], [item])
      else members.push(item)
    }
    return groups
  })
}

export function mustGet<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key)
  if (value === undefined) throw new Error(`Cannot find \`${String(key)}\` in the sandbox's world`)
  return value
}

type CollectionName = {
  [K in keyof ForgeWorld]: ForgeWorld[K] extends Map<number, unknown> ? K : never
}[keyof ForgeWorld]
type CollectionItem<C extends CollectionName> =
  ForgeWorld[C] extends Map<number, infer T> ? T : never

function indexed<T>(items: Iterable<T>, key: (item: T) => string): Map<string, T> {
  const index = new Map<string, T>()
  for (const item of items) index.set(key(item), item)
  return index
}
