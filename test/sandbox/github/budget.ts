/** How GitHub tells of its primary limit. */
import { type Answer, answer, type Request } from '../exchange.ts'
import type { Account } from '../ledger.ts'

export function limitHeaders(
  request: Request,
  account: Omit<Account, 'exhausted'>,
): Record<string, string> {
  const rest = request.path.startsWith('/search') ? 'search' : 'core'
  return {
    'x-ratelimit-limit': String(account.limit),
    'x-ratelimit-remaining': String(account.remaining),
    'x-ratelimit-used': String(account.used),
    'x-ratelimit-reset': String(account.reset),
    'x-ratelimit-resource': request.kind === 'graphql' ? 'graphql' : rest,
  }
}

/** 403 or 429 on REST, 200 with an error on GraphQL (GitHub docs). */
export function limited(request: Request, status = 403, type = 'RATE_LIMITED'): Answer {
  const message = 'API rate limit exceeded for user ID 1001.'
  if (request.kind === 'graphql') {
    const code = type === 'RATE_LIMIT' ? { code: 'graphql_rate_limit' } : {}
    return answer(200, { errors: [{ type, ...code, message }] })
  }
  const documentation_url =
    'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api'
  return answer(status, { message, documentation_url, status: String(status) })
}
