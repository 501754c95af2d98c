/** How GitLab's GraphQL reads each field. */
import { pullUrl, repositoryUrl } from '../addresses.ts'
import { page, pageByPosition } from '../graphql/connection.ts'
import { type Anything, type FieldTable, forgeError } from '../graphql/run.ts'
import { derive, group, pullByNumber, repositoryByPath, repositoryOf } from '../lookup.ts'
import { maySee } from '../tokens.ts'
import type { PullRequest, Repository, User } from '../world.ts'
import {
  account,
  type GitLabContext,
  ghost,
  milliseconds,
  personByLogin,
  readsProfile,
} from './context.ts'
import { shares } from './json.ts'
import { approversOf, idsOf, listMergeRequests, type MergeRequestFilter } from './merge-requests.ts'

type Fields = FieldTable<GitLabContext>

const queryFields: Fields = {
  queryComplexity: (_, __, { complexity }) => complexity,

  user(_, { id, username }, { forge }) {
    if (id) return forge.users.get(fromGlobalId(id, 'User')) ?? null
    return (username && personByLogin(forge, username)) ?? null
  },

  users(_, args, { forge }) {
    const byId = args.ids?.map((id: string) => forge.users.get(fromGlobalId(id, 'User')))
    const byName = args.usernames?.map((name: string) => personByLogin(forge, name))
    const found: (User | undefined)[] = byId ?? byName ?? [...forge.users.values()]
    return counted(pageByPosition(newestFirst(found), capped(args)))
  },

  mergeRequest(_, { id }, { forge, viewer }) {
    const pull = forge.pullRequests.get(fromGlobalId(id, 'MergeRequest'))
    return pull !== undefined && maySee(viewer, repositoryOf(forge, pull)) ? pull : null
  },

  projects(_, args, { forge, viewer }) {
    const byId = args.ids?.map((id: string) => forge.repositories.get(fromGlobalId(id, 'Project')))
    const byPath = args.fullPaths?.map((path: string) => repositoryByPath(forge, path)?.repository)
    const found: (Repository | undefined)[] = byId ?? byPath ?? [...forge.repositories.values()]
    const seen = found.filter((each) => each !== undefined && maySee(viewer, each))
    return counted(pageByPosition(newestFirst(seen), capped(args)))
  },

  project(_, { fullPath }, { forge, viewer }) {
    const repository = repositoryByPath(forge, fullPath)?.repository
    return repository && maySee(viewer, repository) ? repository : null
  },
}

const userFields: Fields = {
  id: (user: User) => globalId('User', user.id),
  username: (user: User) => user.login,
  name: (user: User) => user.name ?? user.login,
  webUrl: (user: User, _, { forge }) => `${forge.url}/${user.login}`,
  bot: (user: User) => user.type === 'Bot',
  type: (user: User) => (user === ghost ? 'GHOST' : user.type === 'Bot' ? 'PROJECT_BOT' : 'HUMAN'),
  state: () => 'active',
  lastActivityOn: (user: User, _, context) => lastActivityOn(context, user),
  authoredMergeRequests: (user: User, args, context) =>
    ofUser(context, user, args, { authorId: user.id }),
  reviewRequestedMergeRequests: (user: User, args, context) =>
    ofUser(context, user, args, { reviewerId: user.id }),
  assignedMergeRequests: (user: User, args, context) =>
    ofUser(context, user, args, { assigneeId: user.id }),
}

const mergeRequestFields: Fields = {
  id: (pull: PullRequest) => globalId('MergeRequest', pull.id),
  iid: (pull: PullRequest) => String(pull.number),
  title: (pull: PullRequest) => pull.title,
  description: (pull: PullRequest) => pull.body,
  webUrl: (pull: PullRequest, _, { forge }) => pullUrl(forge, pull),
  reference: (pull: PullRequest, { full }, { forge }) =>
    `${full ? repositoryOf(forge, pull).path : ''}!${pull.number}`,
  state: (pull: PullRequest) => (pull.state === 'open' ? 'opened' : pull.state),
  draft: (pull: PullRequest) => pull.draft,
  createdAt: (pull: PullRequest) => milliseconds(pull.createdAt),
  updatedAt: (pull: PullRequest) => milliseconds(pull.updatedAt),
  mergedAt: (pull: PullRequest) => milliseconds(pull.mergedAt),
  closedAt: (pull: PullRequest) => (pull.state === 'closed' ? milliseconds(pull.closedAt) : null),
  targetBranch: () => 'main',
  mergeCommitSha: (pull: PullRequest) =>
    pull.state === 'merged' ? pull.id.toString(16).padStart(40, '0') : null,
  commitCount: (pull: PullRequest) => pull.commits,
  userNotesCount: (pull: PullRequest, _, { forge }) =>
    (group(forge, 'notes', 'pullRequestId').get(pull.id) ?? []).filter((note) => !note.system)
      .length,
  diffStatsSummary: (pull: PullRequest) => ({
    additions: pull.additions,
    deletions: pull.deletions,
    changes: pull.additions + pull.deletions,
    fileCount: pull.changedFiles,
  }),
  labels: (pull: PullRequest, args) =>
    counted(
      pageByPosition(
        pull.labels.map((title) => ({ title, color: '#6699cc' })),
        capped(args),
      ),
    ),
  author: (pull: PullRequest, _, { forge }) => account(forge, pull.authorId),
  mergeUser: (pull: PullRequest, _, { forge }) =>
    pull.mergedById === null ? null : account(forge, pull.mergedById),
  approvedBy: (pull: PullRequest, args, context) =>
    people(context, approversOf(context, pull), args),
  reviewers: (pull: PullRequest, args, context) => people(context, pull.reviewerIds, args),
  project: (pull: PullRequest, _, { forge }) => repositoryOf(forge, pull),
}

const projectFields: Fields = {
  id: (repository: Repository) => globalId('Project', repository.id),
  name: (repository: Repository) => repository.path.split('/').at(-1),
  fullPath: (repository: Repository) => repository.path,
  webUrl: (repository: Repository, _, { forge }) => repositoryUrl(forge, repository),
  description: (repository: Repository) => repository.description,
  visibility: (repository: Repository) => repository.visibility,
  archived: (repository: Repository) => repository.archived,
  starCount: (repository: Repository) => repository.stars,
  forksCount: (repository: Repository) => repository.forks,
  createdAt: (repository: Repository) => milliseconds(repository.createdAt),
  lastActivityAt: (repository: Repository) => milliseconds(repository.pushedAt),
  topics: (repository: Repository) => repository.topics,
  languages: (repository: Repository) => shares(repository),
  namespace: (repository: Repository) => ({
    id: `gid://gitlab/Namespace/${repository.ownerId}`,
    fullPath: repository.path.split('/').slice(0, -1).join('/'),
  }),
  mergeRequests: (repository: Repository, args, context) =>
    mergeRequests(context, args, {
      repositoryId: repository.id,
      numbers: args.iids?.map(Number),
    }),
  mergeRequest: (repository: Repository, { iid }, { forge }) =>
    pullByNumber(forge, repository.id, Number(iid)) ?? null,
}

export const gitlabFields: Record<string, Fields> = {
  Query: queryFields,
  UserCore: userFields,
  MergeRequest: mergeRequestFields,
  Project: projectFields,
}

/** Empty when the profile is private (GitLab source, `can_read_profile?`), without an error. */
function ofUser(
  context: GitLabContext,
  user: User,
  args: Anything,
  filter: MergeRequestFilter,
): object {
  return mergeRequests(context, args, readsProfile(context, user) ? filter : { authorId: -1 })
}

function mergeRequests(context: GitLabContext, args: Anything, filter: MergeRequestFilter): object {
  const {
    state,
    createdAfter,
    createdBefore,
    updatedAfter,
    updatedBefore,
    mergedAfter,
    mergedBefore,
  } = args
  const [by = 'created', direction = 'desc'] = (args.sort ?? 'created_desc')
    .toLowerCase()
    .replace('_at', '')
    .split('_')
  const approvedBy = args.approvedBy && idsOf(context, args.approvedBy)
  const times = {
    createdAfter,
    createdBefore,
    updatedAfter,
    updatedBefore,
    mergedAfter,
    mergedBefore,
  }
  const { items, order } = listMergeRequests(
    context,
    { ...filter, ...times, state, approvedBy },
    by,
    direction === 'desc',
  )
  // What is asked for by number comes whole.
  const tweaks = args.iids ? {} : context.tweaks
  return counted(page(items, order, capped(args), tweaks))
}

function people({ forge }: GitLabContext, ids: readonly number[], args: Anything): object {
  return counted(
    pageByPosition(
      ids.map((id) => account(forge, id)),
      capped(args),
    ),
  )
}

function newestFirst<T extends { readonly id: number }>(found: readonly (T | undefined)[]): T[] {
  return [...new Set(found.filter((each) => each !== undefined))].sort((a, b) => b.id - a.id)
}

/** Pages above 100 are cut, not refused; no `first` means 100. */
function capped(args: Anything): Anything {
  if (args.last) return { ...args, last: Math.min(args.last, 100) }
  return { ...args, first: Math.min(args.first ?? 100, 100) }
}

function counted<T extends { readonly totalCount: number }>(connection: T): T & { count: number } {
  return { ...connection, count: connection.totalCount }
}

/** A day. Moves with what the person does, not with what happens to their work. */
function lastActivityOn({ forge }: GitLabContext, user: User): string | null {
  const newest = derive(forge, 'lastActivityOn', () => {
    const days = new Map<number, string>()
    for (const { userId, at } of forge.events.values()) {
      const day = at.slice(0, 10)
      if (day > (days.get(userId) ?? '')) days.set(userId, day)
    }
    return days
  })
  return newest.get(user.id) ?? null
}

function globalId(type: string, id: number): string {
  return `gid://gitlab/${type}/${id}`
}

function fromGlobalId(id: string, type: string): number {
  const [, digits] = new RegExp(`^gid://gitlab/${type}/(\\d+)$`).exec(id) ?? []
  if (digits === undefined) throw forgeError(`"${id}" is not a valid GitLab ID.`)
  return Number(digits)
}
