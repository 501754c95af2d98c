import { addApproval, addNote, addPullRequest } from '../build.ts'
import { plusHours } from '../random.ts'
import type { ForgeWorld, User } from '../world.ts'
import { accountOf, pullId, repositoryOfPath } from './ids.ts'

export interface GitLabRow {
  readonly iid: number
  readonly title: string
  readonly mergedAt: string
  readonly author: string
  readonly mergedBy: readonly string[]
  readonly approvedBy: readonly string[]
  readonly reviewedBy: readonly string[]
  readonly files: number
  readonly additions: number
  readonly deletions: number
}

/** An approval at merge time, one note an hour earlier; of a number that stands twice, the first row. */
export function readGitLab(forge: ForgeWorld, path: string, rows: readonly GitLabRow[]): void {
  const repository = repositoryOfPath(forge, path)
  const seen = new Set<number>()
  const people = newPeople(forge)
  for (const row of rows) {
    if (seen.has(row.iid)) continue
    seen.add(row.iid)
    if (row.mergedAt > repository.pushedAt) repository.pushedAt = row.mergedAt
    const author = people(row.author)
    const [merger = null] = row.mergedBy.map(people)
    const others = (names: readonly string[]) =>
      [...new Set(names.map(people))].filter((person) => person !== author)
    const reviewers = others(row.reviewedBy)
    const pull = addPullRequest(forge, {
      id: pullId(forge, repository, row.iid),
      repositoryId: repository.id,
      number: row.iid,
      title: row.title,
      authorId: author.id,
      mergedById: merger?.id ?? null,
      createdAt: row.mergedAt,
      mergedAt: row.mergedAt,
      additions: row.additions,
      deletions: row.deletions,
      changedFiles: row.files,
      reviewerIds: reviewers.map(({ id }) => id),
    })
    for (const { id: userId } of others(row.approvedBy)) {
      addApproval(forge, { pullRequestId: pull.id, userId, at: row.mergedAt })
    }
    for (const [index, { id: authorId }] of reviewers.entries()) {
      const id = pull.id * 100 + index
      addNote(forge, {
        id,
        pullRequestId: pull.id,
        authorId,
        createdAt: plusHours(row.mergedAt, -1),
      })
    }
  }
}

/** One account per name, compared without case; a space between a word and a number is a slip of the pen. */
export function newPeople(forge: ForgeWorld): (name: string) => User {
  const known = new Map<string, User>()
  return (written) => {
    const name = written.normalize('NFC').replace(/^(\S+)\s+(\d+)$/, '$1$2')
    const key = name.toLowerCase()
    let person = known.get(key)
    if (person === undefined) {
      person = accountOf(forge, freeLogin(known, loginOf(name)), { name })
      known.set(key, person)
    }
    return person
  }
}

export function loginOf(name: string): string {
  if (/^[\w.-]+$/.test(name)) return name
  return name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^\w.-]+/g, '-')
    .toLowerCase()
}

/** Two names may make one login (`ć` and `c`); they stay two accounts. */
function freeLogin(known: ReadonlyMap<string, User>, wanted: string): string {
  const taken = new Set([...known.values()].map(({ login }) => login.toLowerCase()))
  let login = wanted
  for (let count = 2; taken.has(login.toLowerCase()); count++) login = `${wanted}-${count}`
  return login
}
