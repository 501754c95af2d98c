import { ForgeError } from '../../forge.ts'
import { type Answer, printable } from '../../http/exchange.ts'
import { parseJson } from '../../http/json.ts'
import type { Judgement } from '../../http/policy.ts'
import { kindFacts } from '../../kinds.ts'

/** GitLab's application limits send no header at all; their windows are minutes (GitLab docs, "Rate limits"). */
const unstatedWait = 60_000

export interface Asked {
  readonly host: string
  readonly url: string
  /** Milliseconds since 1970, by our clock. */
  readonly now: number
}

/** A body that parsed as JSON, or undefined: HTML from a proxy, text, a cut body. */
export function json(answer: Answer): unknown {
  const type = answer.headers.get('content-type') ?? ''
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type)) return undefined
  try {
    return parseJson(answer.text)
  } catch {
    return undefined
  }
}

/** What a REST answer means. 403 and 404 with a JSON body are `fine`: what they say depends on what was asked. */
export function judgeRest(answer: Answer, asked: Asked): Judgement {
  const common = judgeCommon(answer, asked)
  if (common !== null) return common
  if (json(answer) === undefined)
    return { verdict: 'again', why: 'it sent something that is no JSON' }
  if (answer.status === 200 || answer.status === 403 || answer.status === 404)
    return { verdict: 'fine' }
  return { verdict: 'refused', error: unexpected(answer, asked) }
}

/**
 * What a GraphQL answer means. Everything GraphQL says in words, and a server that has none, is `fine` and is read by
 * `readOutcome`. `stumbled` tells that the request ended like this before: it is not asked again as it stands.
 */
export function judgeGraphql(answer: Answer, asked: Asked, stumbled: boolean): Judgement {
  if (stumbled) return { verdict: 'fine' }
  const common = judgeCommon(answer, asked)
  if (common !== null) return common
  if (answer.status === 200 && json(answer) === undefined) {
    return { verdict: 'again', why: 'it sent something that is no JSON' }
  }
  return { verdict: 'fine' }
}

/** A gateway gave up on a request that took too long. */
export function isTimeout(status: number): boolean {
  return status === 502 || status === 504
}

function judgeCommon(answer: Answer, asked: Asked): Judgement | null {
  if (answer.status === 401 || lacksScope(answer)) {
    return {
      verdict: 'refused',
      error: new ForgeError(
        'auth',
        `Cannot use the token for ${asked.host}: it was refused; set it to ${kindFacts.gitlab.leastScope}`,
      ),
    }
  }
  const wait = statedWait(answer)
  if (answer.status === 429) {
    const until = asked.now + (wait ?? unstatedWait)
    return {
      verdict: 'wait',
      until,
      secondary: wait === null,
      why: `${asked.host} asks for fewer requests`,
    }
  }
  if (answer.status === 503 && wait !== null) {
    return {
      verdict: 'wait',
      until: asked.now + wait,
      secondary: false,
      away: true,
      why: `${asked.host} is not available`,
    }
  }
  if (answer.status >= 500 || answer.status === 408) {
    return { verdict: 'again', why: `it answered ${answer.status}` }
  }
  return null
}

function lacksScope(answer: Answer): boolean {
  return answer.status === 403 && /insufficient_(granular_)?scope/.test(answer.text)
}

/**
 * How long the headers ask to wait, in milliseconds, or null. `Retry-After` is seconds or a date, `RateLimit-Reset`
 * seconds since 1970 by the server's clock, which `Date` tells (GitLab docs, "User and IP rate limits").
 */
function statedWait(answer: Answer): number | null {
  const served = Date.parse(answer.headers.get('date') ?? '')
  const retryAfter = answer.headers.get('retry-after')
  if (retryAfter !== null && /^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000
  if (Number.isNaN(served)) return null
  const reset = answer.headers.get('ratelimit-reset')
  const until = Date.parse(retryAfter ?? '')
  if (!Number.isNaN(until)) return Math.max(0, until - served)
  if (reset !== null && /^\d+$/.test(reset)) return Math.max(0, Number(reset) * 1000 - served)
  return null
}

function unexpected(answer: Answer, asked: Asked): ForgeError {
  return new ForgeError(
    'protocol',
    `Cannot read ${printable(asked.url)}: it answered ${answer.status}, expected 200`,
  )
}
