/** GitHub's half of the sandbox: one request in, one answer out. */
import type { Answer, Request, Tweaks } from '../exchange.ts'
import { answer } from '../exchange.ts'
import { runOperation } from '../graphql/run.ts'
import type { Ledger } from '../ledger.ts'
import type { ForgeWorld } from '../world.ts'
import { limited, limitHeaders } from './budget.ts'
import type { GitHubBehaviour, GitHubContext } from './context.ts'
import { githubEngine } from './graphql.ts'
import { githubRest } from './rest.ts'
import { githubSchema } from './schema.ts'

export interface GitHubSettings {
  readonly forge: ForgeWorld
  readonly ledger: Ledger
  readonly behaviour: GitHubBehaviour
  /** Fields an older server lacks. */
  readonly without: readonly string[]
  /** Of an Enterprise Server. */
  readonly version: { readonly current: string } | undefined
}

export function answerGitHub(
  settings: GitHubSettings,
  request: Request,
  tweaks: Tweaks,
  now: number,
): Answer {
  const { entry, present } = request.credentials
  if (entry === undefined) return unauthorized(request, present)
  const { forge, behaviour, ledger } = settings
  const free = request.kind === 'graphql' || request.path === '/rate_limit'
  const budget = { cost: 0, nodeCount: 0, ...ledger.spend(request, free ? 0 : 1, now) }
  const context: GitHubContext = {
    forge,
    viewer: entry,
    now,
    tweaks,
    request,
    behaviour,
    budget,
    collections: 0,
  }
  const plain = request.kind === 'graphql' ? graphql(settings, context) : githubRest(context)
  const honest = context.budget.exhausted ? limited(request) : plain
  const headers = {
    ...limitHeaders(request, context.budget),
    'x-github-request-id': 'SANDBOX',
    'x-oauth-scopes': entry.scopes.join(', '),
    ...(settings.version === undefined
      ? {}
      : { 'x-github-enterprise-version': settings.version.current }),
    ...(entry.expiresAt === undefined
      ? {}
      : { 'github-authentication-token-expiration': `${entry.expiresAt} 00:00:00 UTC` }),
  }
  return { ...honest, headers: { ...honest.headers, ...headers } }
}

function graphql(settings: GitHubSettings, context: GitHubContext): Answer {
  const { request, now } = context
  const [operation] = request.operations
  if (operation === undefined || request.multiplex) {
    return answer(400, { message: 'Problems parsing JSON', status: '400' })
  }
  const engine = githubEngine(githubSchema(settings.without), ({ cost, nodeCount }) => ({
    cost,
    nodeCount,
    ...settings.ledger.spend(request, cost, now),
  }))
  return answer(200, runOperation(engine, operation, context))
}

function unauthorized(request: Request, present: boolean): Answer {
  const message = present
    ? 'Bad credentials'
    : request.kind === 'graphql'
      ? 'This endpoint requires you to be authenticated.'
      : 'Requires authentication'
  return answer(401, { message, documentation_url: 'https://docs.github.com/rest', status: '401' })
}
