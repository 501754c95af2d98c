import { addPullRequest } from '../build.ts'
import type { ForgeWorld } from '../world.ts'
import { accountOf, pullId, repositoryOfPath } from './ids.ts'

export interface GitHubRow {
  readonly number: number
  readonly repo: string
  /** Owner of the head branch; null where the merge does not say. */
  readonly login: string | null
  readonly title: string
  readonly mergedAt: string
  readonly files?: number
  readonly additions?: number
  readonly deletions?: number
}

/** Some files tell no sizes: served as 0. */
export function readGitHub(forge: ForgeWorld, rows: readonly GitHubRow[]): void {
  for (const row of rows) {
    const repository = repositoryOfPath(forge, row.repo)
    if (row.mergedAt > repository.pushedAt) repository.pushedAt = row.mergedAt
    addPullRequest(forge, {
      id: pullId(forge, repository, row.number),
      repositoryId: repository.id,
      number: row.number,
      title: row.title,
      authorId: authorOf(forge, row),
      createdAt: row.mergedAt,
      mergedAt: row.mergedAt,
      additions: row.additions ?? 0,
      deletions: row.deletions ?? 0,
      changedFiles: row.files ?? 0,
    })
  }
}

/** A branch of the organisation's own says nothing of who wrote it; neither does a missing one. */
function authorOf(forge: ForgeWorld, { login }: GitHubRow): number | null {
  if (login === null) return null
  const account = accountOf(forge, login)
  return account.type === 'Organization' ? null : account.id
}
