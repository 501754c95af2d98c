/** Faults that take the place of an answer. */
import { type Answer, answer, type Request } from '../exchange.ts'
import { limited, limitHeaders } from '../github/budget.ts'
import type { Fault } from './rules.ts'

/** Undefined: this fault leaves the honest answer in place. `now` in milliseconds since 1970. */
export function replacement(
  fault: Fault,
  request: Request,
  now: number,
  stranger: string,
): Answer | undefined {
  switch (fault.kind) {
    case 'primary-limit': {
      const reset = Math.ceil(now / 1000) + fault.resetIn
      const headers = limitHeaders(request, { limit: 5000, used: 5000, remaining: 0, reset })
      const plain = limited(request, fault.status, fault.type)
      return { ...plain, headers: { ...plain.headers, ...headers } }
    }
    case 'secondary-limit':
      return secondary(fault)
    case 'throttled':
      return throttled(fault.retryAfter, now)
    case 'status': {
      const wait = retryAfter(fault.retryAfter)
      return answer(fault.status, `<html><body><h1>${fault.status}</h1></body></html>`, {
        ...wait,
        ...html,
      })
    }
    case 'html':
      return answer(200, '<!DOCTYPE html><html><body>Sign in to the network</body></html>', html)
    case 'deep-json': {
      const levels = 300_000
      return answer(200, `{"data":${'['.repeat(levels)}${']'.repeat(levels)}}`, {
        'content-type': 'application/json',
      })
    }
    case 'words': {
      const { status, words: message, type } = fault
      return answer(status, { message, errors: [{ message, ...(type && { type }) }] })
    }
    case 'revoked':
      return revoked(request)
    case 'redirect': {
      const location = fault.location ?? `${stranger}${request.path}?${request.query}`
      return answer(fault.status ?? 302, { message: 'Moved' }, { location })
    }
    default:
      return undefined
  }
}

const html = { 'content-type': 'text/html; charset=utf-8' }

/** GitHub docs: "200 or 403" on GraphQL, 403 or 429 on REST, with words as the only sure sign. */
function secondary({ form, retryAfter: wait }: Fault & { kind: 'secondary-limit' }): Answer {
  const message =
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
  const documentation_url =
    'https://docs.github.com/graphql/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits'
  if (form === '200-errors') return answer(200, { errors: [{ message }] }, retryAfter(wait))
  const status = form === '200-message' ? 200 : Number(form)
  return answer(status, { documentation_url, message }, retryAfter(wait))
}

/** GitLab docs: text and headers from the rack; the application's own limits answer without headers. */
function throttled(wait: number | undefined, now: number): Answer {
  if (wait === undefined) {
    const error = 'This endpoint has been requested too many times. Try again later.'
    return answer(429, { message: { error } })
  }
  const reset = Math.ceil(now / 1000) + wait
  return answer(429, 'Retry later\n', {
    'retry-after': String(wait),
    'ratelimit-limit': '2000',
    'ratelimit-name': 'throttle_authenticated_api',
    'ratelimit-observed': '2001',
    'ratelimit-remaining': '0',
    'ratelimit-reset': String(reset),
    'ratelimit-resettime': new Date(reset * 1000).toUTCString(),
  })
}

function revoked({ forge, kind }: Request): Answer {
  if (forge === 'github') {
    return answer(401, {
      message: 'Bad credentials',
      documentation_url: 'https://docs.github.com/rest',
      status: '401',
    })
  }
  if (kind === 'graphql') return answer(401, { errors: [{ message: 'Invalid token' }] })
  const error_description = 'Token was revoked. You have to re-authorize from the user.'
  return answer(401, { error: 'invalid_token', error_description })
}

function retryAfter(seconds: number | undefined): Record<string, string> {
  return seconds === undefined ? {} : { 'retry-after': String(seconds) }
}
