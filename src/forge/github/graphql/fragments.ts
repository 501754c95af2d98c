/**
 * What is asked of each GraphQL type, and nothing more: every field here is used. Texts follow GitHub docs, "GraphQL
 * reference: objects". Fields are listed one by one so that those an older GitHub Enterprise Server lacks can be left out.
 */
interface Fragment {
  readonly on: string
  readonly fields: readonly string[]
}

type FragmentName =
  | 'ActorRow'
  | 'RepositoryRow'
  | 'PullRequestId'
  | 'PullRequestRow'
  | 'ReviewRow'
  | 'ReviewComments'
  | 'RepositoryDetailsRow'
  | 'CommentRow'

const fragments: Readonly<Record<FragmentName, Fragment>> = {
  ActorRow: {
    on: 'Actor',
    fields: [
      '__typename',
      'login',
      '... on User { databaseId }',
      '... on Bot { databaseId }',
      '... on Mannequin { databaseId }',
      '... on Organization { databaseId }',
      '... on EnterpriseUserAccount { id }',
    ],
  },
  RepositoryRow: {
    on: 'Repository',
    fields: ['id', 'databaseId', 'nameWithOwner', 'url', 'isPrivate'],
  },
  PullRequestRow: {
    on: 'PullRequest',
    fields: [
      '__typename',
      'id',
      'fullDatabaseId',
      'number',
      'title',
      'url',
      'state',
      'isDraft',
      'createdAt',
      'updatedAt',
      'mergedAt',
      'additions',
      'deletions',
      'changedFiles',
      'author { ...ActorRow }',
      'labels(first: 20) { nodes { name } }',
      'repository { ...RepositoryRow }',
    ],
  },
  PullRequestId: { on: 'PullRequest', fields: ['id', 'fullDatabaseId'] },
  ReviewRow: {
    on: 'PullRequestReview',
    fields: [
      'id',
      'fullDatabaseId',
      'state',
      'body',
      'url',
      'submittedAt',
      'createdAt',
      'updatedAt',
    ],
  },
  ReviewComments: { on: 'PullRequestReview', fields: ['id', 'comments { totalCount }'] },
  RepositoryDetailsRow: {
    on: 'Repository',
    fields: [
      '__typename',
      'description',
      'stargazerCount',
      'isArchived',
      'isFork',
      'createdAt',
      'pushedAt',
      'owner { login }',
      'languages(first: 10, orderBy: { field: SIZE, direction: DESC }) { nodes { name } }',
      'repositoryTopics(first: 10) { nodes { topic { name } } }',
      '...RepositoryRow',
    ],
  },
  CommentRow: {
    on: 'IssueComment',
    fields: [
      'id',
      'fullDatabaseId',
      'body',
      'url',
      'createdAt',
      'updatedAt',
      'pullRequest { ...PullRequestRow }',
    ],
  },
}

/** Field names of each GraphQL type the server knows; null as long as nothing spoke against the newest schema. */
export type ServerSchema = ReadonlyMap<string, ReadonlySet<string>> | null

/** Types whose fields are worth asking an older server for. */
export const probedTypes: readonly string[] = [
  ...new Set(Object.values(fragments).map((fragment) => fragment.on)),
]

/**
 * Fields with an older form of the same meaning, under an alias so that answers look alike. `fullDatabaseId` came to
 * github.com in February 2024 and to GitHub Enterprise Server later.
 */
const olderForms: Readonly<Record<string, string>> = {
  fullDatabaseId: 'fullDatabaseId: databaseId',
}

/** The fragments that `text` and they themselves use, each once, without what `schema` lacks. */
export function printFragments(text: string, schema: ServerSchema): string {
  const printed = new Map<FragmentName, string>()
  const texts = [text]
  for (const each of texts) {
    for (const name of usedIn(each)) {
      if (printed.has(name)) continue
      const fragment = printFragment(name, schema)
      printed.set(name, fragment)
      texts.push(fragment)
    }
  }
  return [...printed.values()].join('\n')
}

function usedIn(text: string): FragmentName[] {
  return [...text.matchAll(/\.\.\.(\w+)/g)].map(([, name]) => name).filter(isFragment)
}

function isFragment(name: string | undefined): name is FragmentName {
  return name !== undefined && name in fragments
}

function printFragment(name: FragmentName, schema: ServerSchema): string {
  const { on, fields } = fragments[name]
  const known = schema?.get(on)
  const kept = known === undefined ? fields : fields.flatMap((field) => fitting(field, known))
  return `fragment ${name} on ${on} {\n  ${kept.join('\n  ')}\n}`
}

function fitting(field: string, known: ReadonlySet<string>): readonly string[] {
  const name = /^[a-z]\w*/i.exec(field)?.[0]
  if (name === undefined || known.has(name)) return [field]
  const older = olderForms[name]
  return older === undefined ? [] : [older]
}
