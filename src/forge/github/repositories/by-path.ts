import type { RepositoryDetails } from '../../../contribution/types.ts'
import type { Account } from '../account.ts'
import { assertReadable } from '../graphql/connection.ts'
import { type Fault, type Question, text } from '../graphql/question.ts'
import { parse, RepositoryDetailsRow, toRepositoryDetails } from '../graphql/rows.ts'

interface Path {
  readonly owner: string
  readonly name: string
}

/** What became of a repository that was asked for by its path. */
interface Found {
  /** Under the path it has now: GitHub follows renames. Null when it was not shown. */
  readonly repository: RepositoryDetails | null
  readonly faults: readonly Fault[]
}

/** @param what names it in messages. @throws ForgeError when GitHub neither showed it nor said that it may not be seen */
export async function askByPath(account: Account, path: Path, what: string): Promise<Found> {
  const reply = await account.askOnce(repositoryQuestion(path))
  assertReadable(reply.faults, what)
  const row = parse(RepositoryDetailsRow.nullable(), reply.value ?? null, what)
  return { repository: row === null ? null : toRepositoryDetails(row), faults: reply.faults }
}

export const repositoryWeight = 2.5

export function repositoryQuestion({ owner, name }: Path): Question {
  return {
    field: 'repository(owner: $owner, name: $name) { ...RepositoryDetailsRow }',
    variables: { owner: text(owner), name: text(name) },
    weight: repositoryWeight,
  }
}
