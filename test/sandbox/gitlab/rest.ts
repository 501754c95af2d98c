/** The part of GitLab's REST that a contribution tracker asks for. */
import { type Answer, answer } from '../exchange.ts'
import { group, pullByNumber, repositoryByPath } from '../lookup.ts'
import { maySee } from '../tokens.ts'
import type { PullRequest, Repository, User } from '../world.ts'
import { account, type GitLabContext, milliseconds, personByLogin } from './context.ts'
import { eventsAnswer } from './events.ts'
import {
  noteJson,
  profileJson,
  projectJson,
  shares,
  singleMergeRequestJson,
  userJson,
} from './json.ts'
import { listAnswer } from './list.ts'
import { pageAnswer } from './pages.ts'

type Handler = (context: GitLabContext, ...parts: string[]) => Answer

const routes: readonly [RegExp, Handler][] = [
  [/^\/version$/, () => answer(200, { version: '18.3.0', revision: 'sandbox' })],
  [/^\/metadata$/, () => answer(200, { version: '18.3.0', revision: 'sandbox', enterprise: true })],
  [/^\/user$/, ownProfile],
  [/^\/personal_access_tokens\/self$/, ownToken],
  [/^\/users$/, users],
  [
    /^\/users\/([^/]+)$/,
    (context, id) =>
      withUser(context, /^\d+$/.test(id ?? '') ? id : '', (user) =>
        answer(200, profileJson(context, user)),
      ),
  ],
  [
    /^\/users\/([^/]+)\/events$/,
    (context, id) => withUser(context, id, (user) => eventsAnswer(context, user)),
  ],
  [
    /^\/users\/([^/]+)\/projects$/,
    (context, id) => withUser(context, id, (user) => projects(context, user)),
  ],
  [/^\/merge_requests$/, (context) => listAnswer(context, undefined)],
  [/^\/projects\/([^/]+)(\/.*)?$/, project],
]

type ProjectHandler = (context: GitLabContext, repository: Repository, ...parts: string[]) => Answer

const projectRoutes: readonly [RegExp, ProjectHandler][] = [
  [/^$/, (context, repository) => answer(200, projectJson(context, repository))],
  [
    /^\/languages$/,
    (_, repository) =>
      answer(200, Object.fromEntries(shares(repository).map(({ name, share }) => [name, share]))),
  ],
  [/^\/merge_requests$/, listAnswer],
  [
    /^\/merge_requests\/(\d+)$/,
    (context, repository, iid) =>
      withPull(context, repository, iid, (pull) =>
        answer(200, singleMergeRequestJson(context, pull)),
      ),
  ],
  [/^\/merge_requests\/(\d+)\/notes\/(\d+)$/, note],
  [/^\/merge_requests\/(\d+)\/approvals$/, approvals],
]

export function gitlabRest(context: GitLabContext): Answer {
  const { path, method } = context.request
  for (const [pattern, handle] of method === 'GET' ? routes : []) {
    const match = pattern.exec(path)
    if (match) return handle(context, ...match.slice(1).map((part) => part ?? ''))
  }
  return answer(404, { error: '404 Not Found' })
}

function ownProfile(context: GitLabContext): Answer {
  const { viewer } = context
  if (viewer === undefined) return unauthorized()
  const user = personByLogin(context.forge, viewer.login)
  return answer(
    200,
    user ? profileJson(context, user) : { id: 1, username: viewer.login, state: 'active' },
  )
}

function ownToken({ viewer }: GitLabContext): Answer {
  if (viewer === undefined) return unauthorized()
  return answer(200, {
    id: 1,
    name: 'sandbox',
    revoked: false,
    active: true,
    scopes: viewer.scopes,
    expires_at: viewer.expiresAt ?? null,
  })
}

/** Exact but for case; a name nobody has is an empty list, not a 404. */
function users(context: GitLabContext): Answer {
  const { forge, request } = context
  const name = request.query.get('username')
  if (name === null && context.viewer === undefined)
    return answer(403, { message: '403 Forbidden' })
  const found = name === null ? [...forge.users.values()] : [personByLogin(forge, name)]
  const items = found.filter((user) => user !== undefined && user.type !== 'Organization') as User[]
  return pageAnswer(context, { items, write: (user) => userJson(context, user) })
}

function projects(context: GitLabContext, user: User): Answer {
  const { forge, viewer, request } = context
  const owned = group(forge, 'repositories', 'ownerId').get(user.id) ?? []
  const { query } = request
  const below = Number(query.get('id_before') ?? Number.POSITIVE_INFINITY)
  const seen = owned.filter((repository) => maySee(viewer, repository) && repository.id < below)
  const sign = query.get('sort') === 'asc' ? 1 : -1
  const key = (repository: Repository) =>
    query.get('order_by') === 'id' ? '' : repository.createdAt
  const items = [...seen].sort(
    (a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id - b.id),
  )
  return pageAnswer(context, { items, write: (repository) => projectJson(context, repository) })
}

/** By number or by path with its slashes encoded; a path it had before leads on to the number (GitLab docs). */
function project(context: GitLabContext, idOrPath = '', rest = ''): Answer {
  const { forge, request, viewer } = context
  const named = decodeURIComponent(idOrPath)
  const byId = /^\d+$/.test(named) ? forge.repositories.get(Number(named)) : undefined
  const found = byId ? { repository: byId, former: false } : repositoryByPath(forge, named)
  if (found === undefined || !maySee(viewer, found.repository)) {
    return answer(404, { message: '404 Project Not Found' })
  }
  if (found.former) {
    const search = request.query.size > 0 ? `?${request.query}` : ''
    const location = `${request.base}/projects/${found.repository.id}${rest}${search}`
    return answer(301, 'This resource has been moved permanently', { location })
  }
  for (const [pattern, handle] of projectRoutes) {
    const match = pattern.exec(rest)
    if (match) return handle(context, found.repository, ...match.slice(1))
  }
  return answer(404, { error: '404 Not Found' })
}

function note(context: GitLabContext, repository: Repository, iid = '', id = ''): Answer {
  return withPull(context, repository, iid, (pull) => {
    const found = context.forge.notes.get(Number(id))
    if (found?.pullRequestId !== pull.id) return answer(404, { message: '404 Note Not Found' })
    return answer(200, noteJson(context, found))
  })
}

function approvals(context: GitLabContext, repository: Repository, iid = ''): Answer {
  return withPull(context, repository, iid, (pull) => {
    const given = group(context.forge, 'approvals', 'pullRequestId').get(pull.id) ?? []
    return answer(200, {
      approved: given.length > 0,
      approved_by: given.map(({ userId, at }) => ({
        user: userJson(context, account(context.forge, userId)),
        approved_at: milliseconds(at),
      })),
    })
  })
}

function withUser(
  context: GitLabContext,
  idOrName: string | undefined,
  then: (user: User) => Answer,
): Answer {
  const name = decodeURIComponent(idOrName ?? '')
  const user = /^\d+$/.test(name)
    ? context.forge.users.get(Number(name))
    : personByLogin(context.forge, name)
  return user === undefined ? answer(404, { message: '404 User Not Found' }) : then(user)
}

function withPull(
  { forge }: GitLabContext,
  repository: Repository,
  iid: string | undefined,
  then: (pull: PullRequest) => Answer,
): Answer {
  const pull = pullByNumber(forge, repository.id, Number(iid))
  return pull === undefined ? answer(404, { message: '404 Not found' }) : then(pull)
}

function unauthorized(): Answer {
  return answer(401, { message: '401 Unauthorized' })
}
