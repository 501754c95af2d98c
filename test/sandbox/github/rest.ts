/** The part of GitHub's REST that a contribution tracker asks for. */
import { type Answer, answer } from '../exchange.ts'
import { pullByNumber, repositoryByPath, userByLogin } from '../lookup.ts'
import { maySee } from '../tokens.ts'
import type { PullRequest, Repository, User } from '../world.ts'
import type { GitHubContext } from './context.ts'
import {
  commentJson,
  issueJson,
  profileJson,
  pullJson,
  pullOfReviewComment,
  repositoryJson,
  reviewCommentJson,
  reviewJson,
} from './json.ts'
import { listReviews } from './pulls.ts'
import { searchPulls, searchReach } from './search.ts'

type Handler = (context: GitHubContext, ...parts: string[]) => Answer

/** Patterns of paths, first match wins. What a pattern captures goes to its handler. */
const routes: readonly [RegExp, Handler][] = [
  [/^\/rate_limit$/, rateLimit],
  [/^\/meta$/, ({ request }) => answer(200, metaBody(request.base))],
  [/^\/user$/, (context) => profile(context, context.viewer?.login ?? '')],
  [/^\/user\/(\d+)$/, (context, id) => profileOf(context, context.forge.users.get(Number(id)))],
  [/^\/users\/([^/]+)$/, profile],
  [/^\/search\/issues$/, searchIssues],
  [/^\/repos\/([^/]+)\/([^/]+)(\/.*)?$/, repositoryByName],
  [/^\/repositories\/(\d+)(\/.*)?$/, repositoryByNumber],
]

const repositoryRoutes: readonly [
  RegExp,
  (context: GitHubContext, repository: Repository, id: string, second: string) => Answer,
][] = [
  [/^$/, (context, repository) => answer(200, repositoryJson(context, repository))],
  [
    /^\/pulls\/(\d+)$/,
    (context, repository, number) =>
      withPull(context, repository, number, (pull) => answer(200, pullJson(context, pull))),
  ],
  [/^\/pulls\/(\d+)\/reviews$/, reviews],
  [/^\/pulls\/(\d+)\/reviews\/(\d+)$/, review],
  [/^\/issues\/comments\/(\d+)$/, comment],
  [/^\/pulls\/comments\/(\d+)$/, reviewComment],
]

export function githubRest(context: GitHubContext): Answer {
  const { path, method } = context.request
  if (method !== 'GET') return missing()
  for (const [pattern, handle] of routes) {
    const match = pattern.exec(path)
    if (match)
      return handle(context, ...match.slice(1).map((part) => decodeURIComponent(part ?? '')))
  }
  return missing()
}

function rateLimit({ budget }: GitHubContext): Answer {
  const { limit, used, remaining, reset } = budget
  const core = { limit, used, remaining, reset }
  const search = { limit: 30, used: 0, remaining: 30, reset }
  return answer(200, { resources: { core, graphql: core, search }, rate: core })
}

/** Only GitHub Enterprise Server tells its version. */
function metaBody(base: string): object {
  const version = base.endsWith('/api/v3') ? { installed_version: '3.12.4' } : {}
  return { verifiable_password_authentication: false, ...version }
}

function profile(context: GitHubContext, login: string): Answer {
  return profileOf(context, userByLogin(context.forge, login.replace(/\[bot\]$/, '')))
}

function profileOf(context: GitHubContext, user: User | undefined): Answer {
  return user === undefined ? missing() : answer(200, profileJson(context, user))
}

function searchIssues(context: GitHubContext): Answer {
  const { query, base } = context.request
  const text = query.get('q') ?? ''
  if (!/\bis:(pr|issue|pull-request)\b|\btype:pr\b/.test(text)) {
    return invalid("Query must include 'is:issue' or 'is:pull-request'")
  }
  const perPage = clamp(Number(query.get('per_page') ?? 30), 1, 100)
  const page = Math.max(1, Number(query.get('page') ?? 1))
  if ((page - 1) * perPage >= searchReach) {
    return invalid('Only the first 1000 search results are available')
  }
  const found = searchPulls(context, restSort(text, query))
  const reach = Math.min(found.length, searchReach)
  const items = found.slice((page - 1) * perPage, Math.min(page * perPage, reach))
  const body = {
    total_count: found.length,
    incomplete_results: false,
    items: items.map((pull) => issueJson(context, pull)),
  }
  return answer(
    200,
    body,
    linkHeader(`${base}/search/issues`, query, page, Math.ceil(reach / perPage)),
  )
}

function restSort(text: string, query: URLSearchParams): string {
  const sort = query.get('sort')
  return sort === null ? text : `${text} sort:${sort}-${query.get('order') ?? 'desc'}`
}

function repositoryByName(context: GitHubContext, owner = '', name = '', rest = ''): Answer {
  const found = repositoryByPath(context.forge, `${owner}/${name}`)
  if (found === undefined || !maySee(context.viewer, found.repository)) return missing()
  if (!found.former) return withinRepository(context, found.repository, rest)
  const { base, query } = context.request
  const search = query.size > 0 ? `?${query}` : ''
  const url = `${base}/repositories/${found.repository.id}${rest}${search}`
  return answer(
    301,
    { message: 'Moved Permanently', url, documentation_url: documentation },
    { location: url },
  )
}

function repositoryByNumber(context: GitHubContext, id = '', rest = ''): Answer {
  const repository = context.forge.repositories.get(Number(id))
  if (repository === undefined || !maySee(context.viewer, repository)) return missing()
  return withinRepository(context, repository, rest)
}

function withinRepository(context: GitHubContext, repository: Repository, rest: string): Answer {
  if (repository.saml) {
    const url = `${context.forge.url}/orgs/${repository.path.split('/')[0]}/sso?authorization_request=A`
    const message =
      'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.'
    return answer(
      403,
      { message, documentation_url: documentation, status: '403' },
      { 'x-github-sso': `required; url=${url}` },
    )
  }
  for (const [pattern, handle] of repositoryRoutes) {
    const match = pattern.exec(rest)
    if (match) return handle(context, repository, match[1] ?? '', match[2] ?? '')
  }
  return missing()
}

function reviews(context: GitHubContext, repository: Repository, number: string): Answer {
  return withPull(context, repository, number, (pull) => {
    const { query, base } = context.request
    const perPage = clamp(Number(query.get('per_page') ?? 30), 1, 100)
    const page = Math.max(1, Number(query.get('page') ?? 1))
    const { items } = listReviews(context, pull, {})
    const shown = items.slice((page - 1) * perPage, page * perPage)
    const url = `${base}/repos/${repository.path}/pulls/${number}/reviews`
    const links = linkHeader(url, query, page, Math.ceil(items.length / perPage))
    return answer(
      200,
      shown.map((each) => reviewJson(context, each)),
      links,
    )
  })
}

function review(
  context: GitHubContext,
  repository: Repository,
  number: string,
  id: string,
): Answer {
  return withPull(context, repository, number, (pull) => {
    const found = context.forge.reviews.get(Number(id))
    return found?.pullRequestId === pull.id ? answer(200, reviewJson(context, found)) : missing()
  })
}

function comment(context: GitHubContext, repository: Repository, id: string): Answer {
  const found = context.forge.comments.get(Number(id))
  return found?.repositoryId === repository.id
    ? answer(200, commentJson(context, found))
    : missing()
}

function reviewComment(context: GitHubContext, repository: Repository, id: string): Answer {
  const found = context.forge.reviewComments.get(Number(id))
  if (found === undefined) return missing()
  const pull = pullOfReviewComment(context.forge, found)
  return pull.repositoryId === repository.id
    ? answer(200, reviewCommentJson(context, found))
    : missing()
}

function withPull(
  { forge }: GitHubContext,
  repository: Repository,
  number: string,
  then: (pull: PullRequest) => Answer,
): Answer {
  const pull = pullByNumber(forge, repository.id, Number(number))
  return pull === undefined ? missing() : then(pull)
}

function linkHeader(
  url: string,
  query: URLSearchParams,
  page: number,
  pages: number,
): Record<string, string> {
  const link = (to: number, rel: string) => {
    const parameters = new URLSearchParams(query)
    parameters.set('page', String(to))
    return `<${url}?${parameters}>; rel="${rel}"`
  }
  const back = page > 1 ? [link(page - 1, 'prev'), link(1, 'first')] : []
  const on = page < pages ? [link(page + 1, 'next'), link(pages, 'last')] : []
  return back.length + on.length === 0 ? {} : { link: [...on, ...back].join(', ') }
}

const documentation = 'https://docs.github.com/rest'

function missing(): Answer {
  return answer(404, { message: 'Not Found', documentation_url: documentation, status: '404' })
}

function invalid(message: string): Answer {
  return answer(422, {
    message,
    errors: [{ message, resource: 'Search', code: 'invalid' }],
    documentation_url: documentation,
    status: '422',
  })
}

function clamp(value: number, low: number, high: number): number {
  return Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : high
}
