/** Repositories. */
import { repositoryUrl } from '../../addresses.ts'
import { page, pageByPosition } from '../../graphql/connection.ts'
import type { FieldTable } from '../../graphql/run.ts'
import { mustGet, pullByNumber } from '../../lookup.ts'
import type { PullRequest, Repository } from '../../world.ts'
import { type GitHubContext, seconds } from '../context.ts'
import { guardedPull, notFound } from '../guard.ts'
import { int32, nodeId } from '../ids.ts'
import { listPulls } from '../pulls.ts'

type Fields = FieldTable<GitHubContext>

const repositoryFields: Fields = {
  id: (repository: Repository) => nodeId('R', repository.id),
  databaseId: (repository: Repository) => int32(repository.id),
  nameWithOwner: (repository: Repository) => repository.path,
  name: (repository: Repository) => repository.path.split('/').at(-1),
  url: (repository: Repository, _, { forge }) => repositoryUrl(forge, repository),
  resourcePath: (repository: Repository) => `/${repository.path}`,
  homepageUrl: () => null,
  description: (repository: Repository) => repository.description,
  visibility: (repository: Repository) => repository.visibility.toUpperCase(),
  isPrivate: (repository: Repository) => repository.visibility !== 'public',
  isArchived: (repository: Repository) => repository.archived,
  isDisabled: () => false,
  isFork: (repository: Repository) => repository.fork,
  isMirror: () => false,
  isTemplate: () => false,
  isEmpty: () => false,
  isLocked: () => false,
  isInOrganization: (repository: Repository, _, { forge }) =>
    mustGet(forge.users, repository.ownerId).type === 'Organization',
  stargazerCount: (repository: Repository) => repository.stars,
  forkCount: (repository: Repository) => repository.forks,
  createdAt: (repository: Repository) => seconds(repository.createdAt),
  updatedAt: (repository: Repository) => seconds(repository.pushedAt),
  pushedAt: (repository: Repository) => seconds(repository.pushedAt),
  archivedAt: () => null,
  parent: () => null,
  licenseInfo: ({ license }: Repository) =>
    license && { spdxId: license, name: license, key: license.toLowerCase() },
  primaryLanguage: ({ languages: [first] }: Repository) =>
    first && { name: first.name, color: '#3178c6' },
  owner: (repository: Repository, _, { forge }) => mustGet(forge.users, repository.ownerId),
  repositoryTopics: (repository: Repository, args) =>
    pageByPosition(
      repository.topics.map((name) => ({ topic: { name } })),
      args,
    ),

  languages(repository: Repository, args) {
    const descending = args.orderBy?.direction !== 'ASC'
    const bySize = [...repository.languages].sort((a, b) =>
      descending ? b.size - a.size : a.size - b.size,
    )
    const connection = pageByPosition(bySize, args)
    return {
      ...connection,
      totalSize: bySize.reduce((sum, { size }) => sum + size, 0),
      nodes: bySize.slice(0, connection.nodes.length),
      edges: connection.edges.map(({ cursor, node }) => ({
        cursor,
        node,
        size: 'size' in node ? node.size : 0,
      })),
    }
  },

  pullRequest: (repository: Repository, { number }, context) =>
    findPull(
      repository,
      number,
      context,
      `Could not resolve to a PullRequest with the number of ${number}.`,
    ),
  issueOrPullRequest: (repository: Repository, { number }, context) =>
    findPull(
      repository,
      number,
      context,
      `Could not resolve to an issue or pull request with the number of ${number}.`,
    ),

  pullRequests(repository: Repository, args, context) {
    const { items, order } = listPulls(context, 'repositoryId', repository.id, args)
    const guard = guardedPull.bind(null, context)
    return page(items, order, args, context.tweaks, guard)
  },
}

function findPull(
  repository: Repository,
  number: number,
  { forge }: GitHubContext,
  message: string,
): PullRequest {
  const pull = pullByNumber(forge, repository.id, number)
  if (pull === undefined) throw notFound(message)
  return pull
}

const languageFields: Fields = {
  name: ({ name }: { name: string }) => name,
  color: () => '#3178c6',
}

export const repositoryTables: Record<string, Fields> = {
  Repository: repositoryFields,
  Language: languageFields,
}
