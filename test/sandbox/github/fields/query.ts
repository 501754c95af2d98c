/** Where an operation starts. */
import { pageByPosition } from '../../graphql/connection.ts'
import type { FieldTable } from '../../graphql/run.ts'
import { pullByNumber, repositoryByPath, userByLogin } from '../../lookup.ts'
import type { PullRequest, User } from '../../world.ts'
import type { GitHubContext } from '../context.ts'
import { guardedNode, guardedRepository, notFound } from '../guard.ts'
import { searchPulls, searchReach } from '../search.ts'

export const queryFields: FieldTable<GitHubContext> = {
  node: (_, { id }, context) => guardedNode(context, id),

  nodes(_, { ids }, context) {
    if (ids.length <= 100) return ids.map((id: string) => guardedNode(context, id))
    throw notFound(`You may not provide more than 100 node ids; you provided ${ids.length}.`)
  },

  viewer: (_, __, { forge, viewer }) => userByLogin(forge, viewer?.login ?? '') ?? null,
  user: (_, { login }, { forge }) => findActor(userByLogin(forge, login), 'User', login),
  organization: (_, { login }, { forge }) =>
    findActor(userByLogin(forge, login), 'Organization', login),

  repository(_, { owner, name, followRenames }, context) {
    const path = `${owner}/${name}`
    const found = repositoryByPath(context.forge, path)
    const repository = found?.former && !followRenames ? undefined : found?.repository
    return guardedRepository(context, repository, path)
  },

  resource(_, { url }, context) {
    const { forge } = context
    if (!url.startsWith(`${forge.url}/`)) return null
    const [owner = '', name, kind, number] = new URL(url).pathname.slice(1).split('/')
    if (name === undefined) return userByLogin(forge, owner) ?? null
    const path = `${owner}/${name}`
    const repository = guardedRepository(context, repositoryByPath(forge, path)?.repository, path)
    return kind === 'pull'
      ? (pullByNumber(forge, repository.id, Number(number)) ?? null)
      : repository
  },

  search(_, args, context) {
    const empty: PullRequest[] = []
    const found = args.type === 'ISSUE' ? searchPulls(context, args.query) : empty
    const { shift, rows, searchCount } = context.tweaks
    const connection = pageByPosition(found, args, { reach: searchReach, shift, rows })
    return {
      ...connection,
      issueCount: Math.max(0, found.length + searchCount),
      codeCount: 0,
      discussionCount: 0,
      repositoryCount: 0,
      userCount: 0,
      wikiCount: 0,
    }
  },

  rateLimit: (_, __, { budget }) => ({
    ...budget,
    resetAt: `${new Date(budget.reset * 1000).toISOString().slice(0, 19)}Z`,
  }),
}

function findActor(user: User | undefined, type: User['type'], login: string): User {
  if (user?.type === type) return user
  const article = type === 'User' ? 'a' : 'an'
  throw notFound(`Could not resolve to ${article} ${type} with the login of '${login}'.`)
}
