/**
 * What `export` must say of a world: worked out from the records themselves, sharing nothing with the code under test.
 * Public things only, and only what a forge still tells.
 */
import { pullReference, pullUrl } from './addresses.ts'
import { repositoryOf, userByLogin } from './lookup.ts'
import { prowRows } from './oracle/commands.ts'
import { githubRows, gitlabRows } from './oracle/reviews.ts'
import type { Given, PullRequestRow, ReviewRow } from './oracle/rows.ts'
import type { ForgeWorld, PullRequest, World } from './world.ts'

export interface OracleAccount {
  readonly forge: 'github' | 'gitlab'
  readonly login: string
}

export interface OracleOptions {
  /** The forges' present when they were read; default the world's. */
  readonly now?: string
  /** False: the commands stream was not read. */
  readonly commands?: boolean
  /** The name of each forge in the configuration. */
  readonly names?: Readonly<Record<OracleAccount['forge'], string>>
}

/** One pull request that was reviewed. */
interface Reviewed extends Pick<ReviewRow, 'host' | 'repository' | 'reference'> {
  /** On some review of it; null where that cannot be told. */
  readonly words: boolean | null
}

/** The rows of one person with these accounts. */
export function expectedExport(
  world: World,
  accounts: readonly OracleAccount[],
  options: OracleOptions = {},
): {
  readonly pullRequests: PullRequestRow[]
  readonly reviews: ReviewRow[]
  readonly reviewed: Reviewed[]
} {
  const { now = world.now, commands = true } = options
  const names = options.names ?? { github: 'github', gitlab: 'gitlab' }
  const pullRequests: PullRequestRow[] = []
  const reviews: ReviewRow[] = []
  const reviewed = new Map<PullRequest, Reviewed>()
  for (const kind of ['github', 'gitlab'] as const) {
    const forge = world[kind]
    const logins = accounts.filter((account) => account.forge === kind).map(({ login }) => login)
    const ids = new Set(logins.map((login) => userByLogin(forge, login)?.id ?? -1))
    const mine = (pull: PullRequest) => pull.authorId !== null && ids.has(pull.authorId)
    for (const pull of forge.pullRequests.values()) {
      if (mine(pull) && pull.state === 'merged' && isPublic(forge, pull)) {
        pullRequests.push(pullRow(forge, pull, names[kind]))
      }
    }
    for (const id of ids) {
      const given = kind === 'github' ? githubRows(forge, id) : gitlabRows(forge, id, now)
      const asked = kind === 'github' && commands ? prowRows(forge, id) : []
      for (const each of [...given, ...asked]) {
        if (!mine(each.pull) && isPublic(forge, each.pull)) {
          reviews.push(reviewRow(forge, each, names[kind]))
          const words = together(reviewed.get(each.pull), each.words)
          reviewed.set(each.pull, { ...where(forge, each.pull, names[kind]), words })
        }
      }
    }
  }
  return {
    pullRequests: inOrder(pullRequests, ({ mergedAt }) => mergedAt),
    reviews: inOrder(reviews, ({ at }) => at),
    reviewed: [...reviewed.values()],
  }
}

/** Cut, not rounded. */
function toSecond(time: string): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`
}

function pullRow(forge: ForgeWorld, pull: PullRequest, name: string): PullRequestRow {
  return {
    ...where(forge, pull, name),
    title: pull.title,
    url: pullUrl(forge, pull),
    state: 'merged',
    createdAt: toSecond(pull.createdAt),
    // A merge whose time the forge lost is dated by its last change.
    mergedAt: toSecond(pull.mergedAt ?? pull.updatedAt),
    additions: pull.additions,
    deletions: pull.deletions,
    visibility: 'public',
  }
}

function together(before: Reviewed | undefined, words: boolean | null): boolean | null {
  if (before === undefined) return words
  if (before.words === true || words === true) return true
  return before.words === null ? null : words
}

function reviewRow(
  forge: ForgeWorld,
  { pull, words: _, ...given }: Given,
  name: string,
): ReviewRow {
  return { ...where(forge, pull, name), ...given, at: toSecond(given.at) }
}

function where(forge: ForgeWorld, pull: PullRequest, name: string) {
  return {
    forge: name,
    host: new URL(forge.url).host,
    repository: repositoryOf(forge, pull).path,
    number: pull.number,
    reference: pullReference(forge, pull),
  }
}

function isPublic(forge: ForgeWorld, pull: PullRequest): boolean {
  const { visibility, saml } = repositoryOf(forge, pull)
  return visibility === 'public' && !saml
}

function inOrder<T extends { readonly reference: string; readonly url: string }>(
  rows: T[],
  time: (row: T) => string,
): T[] {
  const key = (row: T) => [time(row), row.reference, row.url]
  return rows.sort((a, b) => {
    const [x, y] = [key(a), key(b)]
    const index = x.findIndex((part, place) => part !== y[place])
    return index < 0 ? 0 : (x[index] ?? '') < (y[index] ?? '') ? -1 : 1
  })
}
