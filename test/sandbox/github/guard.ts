/** What the token may not read. */
import type { GraphQLError } from 'graphql'
import { forgeError } from '../graphql/run.ts'
import { mustGet, repositoryOf } from '../lookup.ts'
import { maySee } from '../tokens.ts'
import type { PullRequest, Repository } from '../world.ts'
import type { GitHubContext } from './context.ts'
import { findNode } from './ids.ts'

/** The node, or GitHub's refusal. */
export function guardedNode(context: GitHubContext, id: string): object | GraphQLError {
  const node = findNode(context.forge, id)
  const refusal = node && refuse(context, repositoryBehind(context, node))
  if (node === undefined || refusal === 'hidden') {
    return notFound(`Could not resolve to a node with the global id of '${id}'.`)
  }
  return refusal === 'closed' ? samlError() : node
}

/** A pull request of a list: null with an error where single sign-on is missing. */
export function guardedPull(context: GitHubContext, pull: PullRequest): PullRequest | GraphQLError {
  const closed = refuse(context, repositoryOf(context.forge, pull)) === 'closed'
  return closed ? samlError() : pull
}

export function guardedRepository(
  context: GitHubContext,
  repository: Repository | undefined,
  asked: string,
): Repository {
  const refusal = repository && refuse(context, repository)
  if (repository === undefined || refusal === 'hidden') {
    throw notFound(`Could not resolve to a Repository with the name '${asked}'.`)
  }
  if (refusal === 'closed') throw samlError()
  return repository
}

export function notFound(message: string): GraphQLError {
  return forgeError(message, 'NOT_FOUND')
}

/** Independent of points: too much work in one operation (GitHub docs, other resource limits). */
export function resourceLimits(): GraphQLError {
  return forgeError('Resource limits for this query exceeded.', 'RESOURCE_LIMITS_EXCEEDED')
}

function samlError(): GraphQLError {
  return forgeError(
    'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.',
    'FORBIDDEN',
    { saml_failure: true },
  )
}

function refuse(
  context: GitHubContext,
  repository: Repository | undefined,
): 'hidden' | 'closed' | undefined {
  if (repository === undefined) return undefined
  if (repository.saml) return 'closed'
  return maySee(context.viewer, repository) ? undefined : 'hidden'
}

function repositoryBehind(context: GitHubContext, node: object): Repository | undefined {
  const { forge } = context
  if ('path' in node) return node as Repository
  if ('repositoryId' in node) return repositoryOf(forge, node as { repositoryId: number })
  if ('pullRequestId' in node) {
    return repositoryOf(forge, mustGet(forge.pullRequests, node.pullRequestId as number))
  }
  return undefined
}
