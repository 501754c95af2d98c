import { fromMilliseconds, type Timestamp } from '../contribution/timestamp.ts'
import { ForgeError } from './forge.ts'
import { type Answer, exchange, NetworkFault, printable } from './http/exchange.ts'
import { parseJson } from './http/json.ts'

/** What one forge says of one token, and of itself on the way. Null where it does not say. */
export interface TokenCheck {
  /** Of a GitHub fine-grained token and of an app's there are none. */
  readonly scopes: readonly string[] | null
  readonly expiresAt: Timestamp | null
  /** Requests (GitHub: points of GraphQL) left until `resetsAt`. */
  readonly budget: {
    readonly remaining: number
    readonly limit: number
    readonly resetsAt: Timestamp
  } | null
  /** The forge's clock, in milliseconds since 1970; a second exact. */
  readonly serverTime: number | null
}

/** An account as the forge knows it. */
interface FoundAccount {
  /** The forge's number. */
  readonly id: string
  /** In the forge's own letter case. */
  readonly login: string
}

/** Where and how to ask. */
export interface Checkpoint {
  readonly host: string
  readonly apiUrl: string
  readonly token: string
  readonly fetch: typeof globalThis.fetch
  readonly signal: AbortSignal
}

/** Asks a forge about a token: one request each, never repeated, since a person waits for the answer. */
export interface TokenChecker {
  /** @throws ForgeError `auth` when the token is refused, else `rate-limit`, `unavailable` or `protocol` */
  check(at: Checkpoint): Promise<TokenCheck>
  /** Null when nobody has that login. @throws ForgeError as `check` */
  find(at: Checkpoint, login: string): Promise<FoundAccount | null>
}

/**
 * One GET below the API's address; a 404 is the caller's to judge, every other refusal is an error.
 * @throws ForgeError @throws the signal's reason when aborted
 */
export async function get(at: Checkpoint, path: string): Promise<Answer> {
  const url = `${at.apiUrl}${path}`
  const answer = await send(at, url)
  if (answer.status === 401) {
    throw new ForgeError('auth', `Cannot read from ${at.host}: the token is refused (401)`)
  }
  if (answer.status === 200 || answer.status === 404) return answer
  if (answer.status === 429) {
    throw new ForgeError('rate-limit', `Cannot read from ${at.host}: its rate limit is used up`)
  }
  throw new ForgeError(
    answer.status >= 500 ? 'unavailable' : 'protocol',
    `Cannot read ${printable(url)}: ${at.host} answered ${answer.status}`,
  )
}

async function send(at: Checkpoint, url: string): Promise<Answer> {
  try {
    return await exchange(
      { method: 'GET', url, headers: { accept: 'application/json', 'user-agent': 'tracker' } },
      {
        fetch: at.fetch,
        origins: new Set([new URL(at.apiUrl).origin]),
        authorization: `Bearer ${at.token}`,
        signal: at.signal,
        sent: () => {},
      },
    )
  } catch (error) {
    if (!(error instanceof NetworkFault)) throw error
    // biome-ignore lint/style/useErrorCause: a network fault says all in its message, and its own cause may hold the request
    throw new ForgeError('unavailable', `Cannot reach ${at.host}: ${error.message}`)
  }
}

/** Later than any time a forge means, milliseconds since 1970. */
const endOfTimes = Date.UTC(2200)

/** The parsed body. @throws ForgeError `protocol` when it is no JSON */
export function bodyOf(answer: Answer, at: Checkpoint): unknown {
  try {
    return parseJson(answer.text)
  } catch {
    // biome-ignore lint/style/useErrorCause: a parser's error quotes the answer
    throw new ForgeError(
      'protocol',
      `Cannot read from ${at.host}: ${printable(at.apiUrl)} answers with something else than JSON; check \`apiUrl\` and what stands between`,
    )
  }
}

/** Null where it is none that can be: a header in milliseconds, say. @param seconds since 1970 */
export function resetOf(seconds: number | undefined): Timestamp | null {
  const milliseconds = (seconds ?? Number.NaN) * 1000
  return milliseconds >= 0 && milliseconds < endOfTimes ? fromMilliseconds(milliseconds) : null
}

export function dateOf(answer: Answer): number | null {
  const milliseconds = Date.parse(answer.headers.get('date') ?? '')
  return Number.isNaN(milliseconds) ? null : milliseconds
}
