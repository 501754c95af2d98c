/** What stands outside the merge history: own repositories, and pull requests that are linked but not merged. */
import { addNote, addPullRequest } from '../build.ts'
import type { ForgeWorld, World } from '../world.ts'
import { newPeople } from './gitlab.ts'
import { accountOf, pullId, repositoryOfPath } from './ids.ts'

export interface RepositoryRow {
  readonly forge: ForgeWorld['kind']
  readonly repo: string
  readonly createdAt: string
  readonly pushedAt: string
  readonly language: string
}

export interface LinkedRow {
  readonly forge: ForgeWorld['kind']
  readonly repo: string
  /** On GitHub. */
  readonly number?: number
  readonly login?: string
  /** On GitLab, where people are names. */
  readonly iid?: number
  readonly author?: string
  readonly notes?: readonly { readonly id: number; readonly by: string; readonly at: string }[]
  readonly title: string
  readonly state: 'open' | 'merged' | 'closed'
  readonly createdAt: string
  readonly files?: number
  readonly additions?: number
  readonly deletions?: number
}

/** After all else: an owner who is no author anywhere is taken for an organisation. */
export function readRepositories(world: World, rows: readonly RepositoryRow[]): void {
  for (const { forge, repo, createdAt, pushedAt, language } of rows) {
    const languages = [{ name: language, size: 10_000 }]
    repositoryOfPath(world[forge], repo, { createdAt, pushedAt, languages })
  }
}

export function readLinked(world: World, rows: readonly LinkedRow[]): void {
  for (const row of rows) addLinked(world[row.forge], row)
}

function addLinked(forge: ForgeWorld, row: LinkedRow): void {
  const repository = repositoryOfPath(forge, row.repo)
  const people = newPeople(forge)
  const number = row.number ?? row.iid ?? 0
  const author = row.login === undefined ? people(row.author ?? '') : accountOf(forge, row.login)
  const pull = addPullRequest(forge, {
    id: pullId(forge, repository, number),
    repositoryId: repository.id,
    number,
    title: row.title,
    state: row.state,
    authorId: author.id,
    createdAt: row.createdAt,
    additions: row.additions ?? 0,
    deletions: row.deletions ?? 0,
    changedFiles: row.files ?? 0,
  })
  for (const { id, by, at } of row.notes ?? []) {
    addNote(forge, { id, pullRequestId: pull.id, authorId: people(by).id, createdAt: at })
  }
}
