/** GitLab's half of the sandbox: one request in, one answer out. */
import { type Answer, answer, type Request, type Tweaks } from '../exchange.ts'
import type { Ledger } from '../ledger.ts'
import type { ForgeWorld } from '../world.ts'
import type { GitLabContext } from './context.ts'
import { gitlabGraphql } from './graphql.ts'
import { gitlabRest } from './rest.ts'

export interface GitLabSettings {
  readonly forge: ForgeWorld
  readonly ledger: Ledger
}

/** What is public is answered without a token; a token that is refused is refused everywhere. */
export function answerGitLab(
  settings: GitLabSettings,
  request: Request,
  tweaks: Tweaks,
  now: number,
): Answer {
  const { present, entry } = request.credentials
  const { forge, ledger } = settings
  if (present && entry === undefined) {
    const invalid =
      request.kind === 'graphql'
        ? { errors: [{ message: 'Invalid token' }] }
        : { message: '401 Unauthorized' }
    return answer(401, invalid)
  }
  const { limit, used, remaining, reset, exhausted } = ledger.spend(request, 1, now)
  const headers = {
    'ratelimit-limit': String(limit),
    'ratelimit-name': 'throttle_authenticated_api',
    'ratelimit-observed': String(used),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(reset),
    'ratelimit-resettime': new Date(reset * 1000).toUTCString(),
    'x-request-id': 'SANDBOX',
  }
  if (exhausted) {
    const wait = Math.max(1, Math.ceil(reset - now / 1000))
    return answer(429, 'Retry later\n', { ...headers, 'retry-after': String(wait) })
  }
  const context: GitLabContext = {
    forge,
    viewer: entry,
    now,
    tweaks,
    request,
    complexity: { score: 0, limit: 0 },
  }
  const plain = request.kind === 'graphql' ? gitlabGraphql(context) : gitlabRest(context)
  return { ...plain, headers: { ...headers, ...plain.headers } }
}
