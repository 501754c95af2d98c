/** Users, bots, mannequins, organisations. */
import { page, sorted } from '../../graphql/connection.ts'
import type { FieldTable } from '../../graphql/run.ts'
import { derive, group, repositoryByPath, repositoryOf } from '../../lookup.ts'
import { maySee } from '../../tokens.ts'
import type { Comment, Repository, User } from '../../world.ts'
import { type GitHubContext, seconds } from '../context.ts'
import { collection } from '../contributions.ts'
import { guardedPull } from '../guard.ts'
import { int32, nodeId, userPrefixes } from '../ids.ts'
import { listPulls } from '../pulls.ts'

type Fields = FieldTable<GitHubContext>

const actorFields: Fields = {
  id: (user: User) => nodeId(userPrefixes[user.type], user.id),
  databaseId: (user: User) => int32(user.id),
  login: (user: User) => user.login,
  name: (user: User) => user.name,
  createdAt: (user: User) => seconds(user.createdAt),
  updatedAt: (user: User) => seconds(user.createdAt),
  avatarUrl: (user: User) => `https://avatars.githubusercontent.com/u/${user.id}?v=4`,
  resourcePath: (user: User) => `/${user.login}`,
  url: (user: User, _, { forge }) => `${forge.url}/${user.login}`,
}

const userFields: Fields = {
  ...actorFields,
  bio: () => null,
  company: () => null,
  email: () => '',
  isViewer: (user: User, _, { viewer }) => user.login === viewer?.login,
  contributionsCollection: (user: User, args, context) => collection(context, user, args),

  pullRequests(user: User, args, context) {
    const { items, order } = listPulls(context, 'authorId', user.id, args)
    const guard = guardedPull.bind(null, context)
    return page(items, order, args, context.tweaks, guard)
  },

  issueComments(user: User, args, context) {
    const { forge, viewer, tweaks } = context
    const descending = args.orderBy?.direction === 'DESC'
    const key = (comment: Comment) => seconds(args.orderBy ? comment.updatedAt : comment.createdAt)
    const order = { key, id: (comment: Comment) => comment.id, descending }
    const what = `comments ${user.id} ${args.orderBy?.field} ${descending} ${viewer?.seesPrivate}`
    const items = derive(forge, what, () => {
      const all = group(forge, 'comments', 'authorId').get(user.id) ?? []
      return sorted(
        all.filter((comment) => maySee(viewer, repositoryOf(forge, comment))),
        order,
      )
    })
    return page(items, order, args, tweaks)
  },

  repositories(user: User, args, { forge, viewer, tweaks }) {
    const affiliations = args.ownerAffiliations ?? args.affiliations ?? []
    const owned = affiliations.includes('OWNER')
      ? (group(forge, 'repositories', 'ownerId').get(user.id) ?? [])
      : []
    const wanted = owned.filter(
      (repository) =>
        maySee(viewer, repository) &&
        (args.isFork == null || repository.fork === args.isFork) &&
        (args.isArchived == null || repository.archived === args.isArchived) &&
        (args.privacy == null ||
          (repository.visibility === 'public') === (args.privacy === 'PUBLIC')) &&
        (args.visibility == null || repository.visibility === args.visibility.toLowerCase()),
    )
    const order = {
      key: repositoryKeys[args.orderBy?.field] ?? (() => 0),
      id: (repository: Repository) => repository.id,
      descending: args.orderBy?.direction === 'DESC',
    }
    return page(sorted(wanted, order), order, args, tweaks)
  },

  repository: (user: User, args, { forge }) =>
    repositoryByPath(forge, `${user.login}/${args.name}`)?.repository ?? null,
}

const repositoryKeys: Record<string, (repository: Repository) => string | number> = {
  CREATED_AT: (repository) => repository.createdAt,
  NAME: (repository) => repository.path,
  PUSHED_AT: (repository) => repository.pushedAt,
  UPDATED_AT: (repository) => repository.pushedAt,
  STARGAZERS: (repository) => repository.stars,
}

export const actorTables: Record<string, Fields> = {
  User: userFields,
  Bot: actorFields,
  Mannequin: actorFields,
  Organization: actorFields,
}
