import { z } from 'zod'
import { ForgeError } from '../../forge.ts'
import type { Answer } from '../../http/exchange.ts'
import { parseJson } from '../../http/json.ts'
import type { Judgement } from '../../http/policy.ts'
import { kindFacts } from '../../kinds.ts'
import { meaningOf } from './meaning.ts'

/** GitHub docs, "Rate limits for the REST API": without `retry-after`, wait at least one minute. */
const unstatedWait = 60_000

const usedUp = 'the rate limit is used up'

/** Texts of secondary limits, old GitHub Enterprise Servers included. */
const patience = /secondary rate|abuse detection|rate limit|too quickly|temporarily blocked/i

/** Texts GitHub sends, also with status 200, when a query took longer than it may (10 s). */
const tookTooLong =
  /something went wrong while executing your query|respond to your request in time|timed? ?out/i

const rateLimitTypes: ReadonlySet<string> = new Set([
  'RATE_LIMITED',
  // Seen in life instead of the documented word.
  'RATE_LIMIT',
])
const heavyTypes: ReadonlySet<string> = new Set([
  'RESOURCE_LIMITS_EXCEEDED',
  'MAX_NODE_LIMIT_EXCEEDED',
])

const GraphQLError = z.object({
  type: z.string().optional(),
  message: z.string().default(''),
  path: z.array(z.union([z.string(), z.number()])).optional(),
  extensions: z.object({ code: z.string().optional() }).optional(),
})
export type GraphQLError = z.infer<typeof GraphQLError>

/** Body of a GraphQL answer. `message` stands alone where the limiter answers in place of the API. */
const Body = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(GraphQLError).default([]),
  message: z.string().optional(),
})
export type Body = z.infer<typeof Body>

/** Null when `text` is no JSON object: cut short, nested without end, or a proxy's page. */
export function readBody(text: string): Body | null {
  try {
    return Body.safeParse(parseJson(text)).data ?? null
  } catch {
    return null
  }
}

/** The server's clock at the time of the answer, milliseconds since 1970. */
function serverTime(answer: Answer): number | null {
  const milliseconds = Date.parse(answer.headers.get('date') ?? '')
  return Number.isNaN(milliseconds) ? null : milliseconds
}

/**
 * What a GraphQL answer means for pacing. A query too heavy for the server is `fine` here: the same query would fail
 * again and cost more ("additional points will be deducted", GitHub docs, "Rate limits and query limits for the GraphQL
 * API"), so whoever asked has to ask for less.
 * @param now this machine's clock, milliseconds since 1970
 */
export function judgeGraphQL(
  answer: Answer,
  body: Body | null,
  now: number,
  host: string,
): Judgement {
  const common = judgeStatus(answer, now, host)
  if (common !== null) return common
  if (answer.status === 502 || answer.status === 504) return { verdict: 'fine' }
  if (answer.status === 403) return refuse('auth', host, said(answer, body))
  if (answer.status !== 200) return refuse('protocol', host, said(answer, body))
  if (body === null) return { verdict: 'again', why: 'the answer was no JSON' }
  const limit = body.errors.find(limits)
  if (limit !== undefined) return waitFor(answer, now, meaningOf(limit) ?? usedUp)
  if (body.data != null || body.errors.length > 0) return { verdict: 'fine' }
  const message = body.message ?? ''
  if (patience.test(message)) return waitFor(answer, now, meaningOf({ message }) ?? usedUp)
  return { verdict: 'again', why: 'the answer held no data' }
}

/** What a REST answer means. 404, 403 without a limit and the like are `fine`: they answer the question. */
export function judgeRest(answer: Answer, now: number, host: string): Judgement {
  const common = judgeStatus(answer, now, host)
  if (common !== null) return common
  if (answer.status >= 500) return { verdict: 'again', why: `status ${answer.status}` }
  return { verdict: 'fine' }
}

/** True when the answer says that the query as a whole was more than the server does at a time. */
export function tooHeavy(answer: Answer, body: Body | null): boolean {
  if (answer.status === 502 || answer.status === 504) return true
  if (body === null || body.data != null) return false
  return body.errors.some(isHeavy)
}

export function isHeavy(error: GraphQLError): boolean {
  return heavyTypes.has(error.type ?? '') || tookTooLong.test(error.message)
}

/** Not every server has a type for it. */
export function isLostCursor({ type, message }: GraphQLError): boolean {
  return type === 'INVALID_CURSOR_ARGUMENTS' || /valid cursor/i.test(message)
}

/** The server's schema is older than the query. */
export function lacksField(body: Body): boolean {
  return body.errors.some((error) => error.extensions?.code === 'undefinedField')
}

function judgeStatus(answer: Answer, now: number, host: string): Judgement | null {
  const { status } = answer
  if (status === 401) return refuse('auth', host, 'the token was refused')
  if (status === 429) return waitFor(answer, now, 'too many requests')
  if (status === 403) return judgeForbidden(answer, now)
  if (status === 503 && answer.headers.has('retry-after')) {
    return { ...waitFor(answer, now, `${host} is not available`), away: true }
  }
  const timedOut = status === 502 || status === 504
  if (status >= 500 && !timedOut) return { verdict: 'again', why: `status ${status}` }
  return null
}

/** 403 says many things; null when it is no limit. */
function judgeForbidden(answer: Answer, now: number): Judgement | null {
  const limited =
    answer.headers.has('retry-after') ||
    answer.headers.get('x-ratelimit-remaining') === '0' ||
    patience.test(answer.text)
  return limited ? waitFor(answer, now, usedUp) : null
}

function limits(error: GraphQLError): boolean {
  if (rateLimitTypes.has(error.type ?? '')) return true
  if (error.extensions?.code === 'graphql_rate_limit') return true
  return error.type !== 'NOT_FOUND' && patience.test(error.message)
}

/** `retry-after` in seconds, else the reset of a used-up primary limit by the server's own clock, else a minute. */
function waitFor(answer: Answer, now: number, why: string): Judgement & { verdict: 'wait' } {
  const after = retryAfter(answer, now)
  if (after !== null) return { verdict: 'wait', until: now + after, secondary: true, why }
  const reset = Number(answer.headers.get('x-ratelimit-reset') ?? Number.NaN) * 1000
  if (answer.headers.get('x-ratelimit-remaining') === '0' && !Number.isNaN(reset)) {
    const wait = Math.max(0, reset - (serverTime(answer) ?? now)) + 1000
    return { verdict: 'wait', until: now + wait, secondary: false, why }
  }
  return { verdict: 'wait', until: now + unstatedWait, secondary: true, why }
}

/** Milliseconds; the header holds seconds or, from some proxies, a date. */
function retryAfter(answer: Answer, now: number): number | null {
  const header = answer.headers.get('retry-after')
  if (header === null) return null
  const seconds = Number(header)
  if (!Number.isNaN(seconds)) return Math.max(0, seconds * 1000)
  const date = Date.parse(header)
  return Number.isNaN(date) ? null : Math.max(0, date - (serverTime(answer) ?? now))
}

function said({ status }: Answer, body: Body | null): string {
  const message = body?.message ?? body?.errors[0]?.message ?? ''
  const meaning = meaningOf({ ...body?.errors[0], message })
  return meaning === null ? `it answered ${status}` : `it answered ${status}: ${meaning}`
}

function refuse(kind: 'auth' | 'protocol', host: string, why: string): Judgement {
  const message =
    kind === 'auth'
      ? `Cannot use the token for ${host}: ${why}; set it to ${kindFacts.github.leastScope}`
      : `Cannot read ${host}: ${why}`
  return { verdict: 'refused', error: new ForgeError(kind, message) }
}
