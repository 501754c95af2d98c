import type { PullRequestFact } from '../contribution/facts.ts'
import type { Visibility } from '../contribution/types.ts'
import { dayOf } from '../contribution/zone.ts'
import { comparable } from '../forge/references.ts'
import { type BuildOptions, entryOf, keyOf, monthOf, toLink } from './build.ts'
import type { Contributions } from './contributions.ts'
import type { SectionRules } from './rules.ts'
import type { Selection } from './select.ts'
import type { Background, KnownPull } from './types.ts'

/** Looks things up for one section of one person. Nothing is indexed before the first question. */
export function backgroundOf(
  all: Contributions,
  selection: Selection,
  rules: SectionRules,
  options: BuildOptions,
): Background {
  const index = lazily(() => indexOf(all))
  const isVisible = (visibility: Visibility) =>
    rules.select.visibility === 'all' || visibility === 'public'
  const find = (url: string) =>
    url.includes('#') ? undefined : index().pulls.get(comparable(moved(url, index().moves)))
  return {
    entry: (key) => {
      const present = index().keys.get(key.toLowerCase()) ?? key
      const project = selection.projects.find((each) => keyOf(each) === present)
      return project === undefined ? null : entryOf(project, rules, options)
    },
    pull: (url) => {
      const fact = find(url)
      return fact === undefined ? null : toKnown(fact, index(), isVisible, options)
    },
    pullsOf: (key) =>
      all.pullRequests
        .filter((pull) => isVisible(pull.visibility))
        .filter(({ host, repository }) => `${host}/${repository}` === key)
        .map((pull) => ({ link: toLink(pull), title: pull.title })),
    projects: () => selection.projects.map(keyOf),
    repositoryOf: (url) => repositoryAt(moved(url, index().moves), index()),
    present: (key) => index().keys.get(key.toLowerCase()) ?? key,
    names: () => [
      ...all.repositories.flatMap((repository) => [
        keyOf(repository),
        ...repository.formerPaths.map((path) => `${repository.host}/${path}`),
      ]),
      ...all.pullRequests.map(({ url }) => url),
      ...all.reviews.flatMap(({ url, pullRequestUrl }) => [url, pullRequestUrl]),
    ],
    isKnown: (url) => index().visibilities.has(comparable(moved(url, index().moves))),
    isHidden: (keyOrUrl) => {
      const { visibilities, moves } = index()
      const known = visibilities.get(
        /^https?:/.test(keyOrUrl) ? comparable(moved(keyOrUrl, moves)) : keyOrUrl.toLowerCase(),
      )
      return known !== undefined && !isVisible(known)
    },
  }
}

interface Index {
  /** By address, made comparable. */
  readonly pulls: ReadonlyMap<string, PullRequestFact>
  /** Of pull requests, reviews and repositories, by address or by key in lower case. */
  readonly visibilities: ReadonlyMap<string, Visibility>
  /** Keys of repositories by address, made comparable. */
  readonly repositories: ReadonlyMap<string, string>
  /** Present keys by present and former ones, in lower case. */
  readonly keys: ReadonlyMap<string, string>
  /** Addresses of repositories that moved, old and new. */
  readonly moves: readonly (readonly [string, string])[]
  /** Titles of pull requests that took another back, by repository and the title of that. */
  readonly reverts: ReadonlyMap<string, string>
}

function indexOf({ pullRequests, reviews, repositories }: Contributions): Index {
  const visibilities = new Map<string, Visibility>()
  const keys = new Map<string, string>()
  const addresses = new Map<string, string>()
  const moves: [string, string][] = []
  for (const repository of repositories) {
    const { url, path, host, visibility } = repository
    const key = keyOf(repository)
    visibilities.set(key.toLowerCase(), visibility)
    visibilities.set(comparable(url), visibility)
    addresses.set(comparable(url), key)
    for (const former of repository.formerPaths) {
      keys.set(`${host}/${former}`.toLowerCase(), key)
      if (url.endsWith(path)) moves.push([`${url.slice(0, -path.length)}${former}`, url])
    }
  }
  // A path that was given to another repository since is that one's.
  for (const repository of repositories)
    keys.set(keyOf(repository).toLowerCase(), keyOf(repository))
  for (const review of reviews) {
    visibilities.set(comparable(review.url), review.visibility)
    visibilities.set(comparable(review.pullRequestUrl), review.visibility)
  }
  const pulls = new Map(pullRequests.map((pull) => [comparable(pull.url), pull]))
  for (const [address, { visibility }] of pulls) visibilities.set(address, visibility)
  return {
    pulls,
    visibilities,
    repositories: addresses,
    keys,
    moves: moves.filter(([old]) => !addresses.has(comparable(old))),
    reverts: new Map(pullRequests.flatMap(revertOf)),
  }
}

function revertOf({ title, state, host, repository }: PullRequestFact): [string, string][] {
  const reverted = /^revert:? ["“](.+)["”]/i.exec(title)?.[1]
  return reverted === undefined || state !== 'merged'
    ? []
    : [[`${host}/${repository} ${reverted.trim()}`, title]]
}

function toKnown(
  fact: PullRequestFact,
  { reverts }: Index,
  isVisible: (visibility: Visibility) => boolean,
  { timezone, landed = [] }: BuildOptions,
): KnownPull {
  const { url, state, draft, createdAt, gone, host, repository, title } = fact
  return {
    url,
    state: state === 'open' && draft ? 'draft' : state,
    created: createdAt === null ? null : monthOf(dayOf(createdAt, timezone)),
    visible: isVisible(fact.visibility),
    gone,
    revertedBy: reverts.get(`${host}/${repository} ${title.trim()}`) ?? null,
    landedVia: landed.find(({ pull }) => pull.url === url)?.via ?? null,
  }
}

function moved(url: string, moves: Index['moves']): string {
  const move = moves.find(([old]) => url === old || url.startsWith(`${old}/`))
  return move === undefined ? url : `${move[1]}${url.slice(move[0].length)}`
}

/** The repository whose address `url` is or begins with, the longest one: groups nest. */
function repositoryAt(url: string, { repositories }: Index): string | null {
  let address = comparable(url.replace(/#.*$/, ''))
  while (address.split('/').length > 3) {
    const key = repositories.get(address)
    if (key !== undefined) return key
    address = address.slice(0, address.lastIndexOf('/'))
  }
  return null
}

function lazily<Value extends object>(make: () => Value): () => Value {
  let value: Value | null = null
  return () => {
    value ??= make()
    return value
  }
}
