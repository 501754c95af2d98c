import { ForgeError } from '../forge.ts'

export interface Request {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** The body, whole; a token that it repeats is left out. */
  readonly text: string
}

/** The network failed, not the forge: refused, reset, timed out, name not found, cut short. Worth another try. */
export class NetworkFault extends Error {
  override readonly name = 'NetworkFault'
}

/** One request may take this long, body included (docs/design.md "Sync"). */
const requestTimeout = 30_000

/** GitHub and GitLab answer 301/307 for renamed and moved things; more hops than this is a loop. */
const maxRedirects = 5

/** Bytes, unpacked: a hundred times the largest page of rows; what is longer is no answer, a packed bomb perhaps. */
const longestBody = 64 * 1024 * 1024

export interface ExchangeOptions {
  readonly fetch: typeof globalThis.fetch
  /** Where the token may go: every other origin is refused, before anything is sent. */
  readonly origins: ReadonlySet<string>
  readonly authorization: string
  readonly signal: AbortSignal
  /** Called before each request leaves, redirects followed included. */
  readonly sent: () => void
  /** Bytes of an answer's body, unpacked; 64 MiB when left out. */
  readonly longestBody?: number
}

/**
 * Sends one request and reads the whole answer, whatever its status. Redirects are followed by hand and only within
 * `origins`, since fetch and gitbeaker carry some token headers across origins (seen with gitbeaker 43).
 * @throws NetworkFault when there is no whole answer. @throws ForgeError `protocol` when the answer leads elsewhere or is too long.
 * @throws the signal's reason when aborted.
 */
export async function exchange(request: Request, options: ExchangeOptions): Promise<Answer> {
  let url = request.url
  const asked = printable(url)
  for (let hop = 0; hop <= maxRedirects; hop++) {
    assertOrigin(url, options.origins)
    const answer = await once({ ...request, url }, options)
    const location = answer.headers.get('location')
    if (answer.status < 300 || answer.status > 399 || answer.status === 304 || location === null)
      return answer
    const next = URL.parse(location, url)
    if (next === null) {
      throw new ForgeError('protocol', `Cannot read ${asked}: it redirects to no address`)
    }
    url = next.href
  }
  throw new ForgeError('protocol', `Cannot read ${asked}: it redirects for ever`)
}

/** @throws ForgeError `protocol` when `url` is not on one of `origins`. */
export function assertOrigin(url: string, origins: ReadonlySet<string>): void {
  const { origin } = new URL(url)
  if (origins.has(origin)) return
  throw new ForgeError(
    'protocol',
    `Cannot follow an address to ${origin}: the token goes only to ${[...origins].join(' and ')}`,
  )
}

async function once(request: Request, options: ExchangeOptions): Promise<Answer> {
  options.signal.throwIfAborted()
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(new Error('timed out')), requestTimeout)
  const stop = () => deadline.abort(options.signal.reason)
  options.signal.addEventListener('abort', stop, { once: true })
  try {
    options.sent()
    const response = await options.fetch(request.url, {
      method: request.method,
      headers: { ...request.headers, authorization: options.authorization },
      ...(request.body === undefined ? {} : { body: request.body }),
      redirect: 'manual',
      signal: deadline.signal,
    })
    const body = await readBody(response, options.longestBody ?? longestBody)
    if (body === null) throw tooLong(request.url, options.longestBody ?? longestBody)
    const text = withoutToken(body, options.authorization)
    return { status: response.status, headers: response.headers, text }
  } catch (error) {
    options.signal.throwIfAborted()
    if (error instanceof ForgeError) throw error
    // biome-ignore lint/style/useErrorCause: the error may hold the request, and with it the token
    throw new NetworkFault(reason(error, deadline.signal))
  } finally {
    clearTimeout(timer)
    options.signal.removeEventListener('abort', stop)
  }
}

/** The body, as `Response.text` reads it; null, and nothing more of it is read, where it is longer than `longest` bytes. */
async function readBody(response: Response, longest: number): Promise<string | null> {
  const decoder = new TextDecoder()
  let text = ''
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength
    if (length > longest) return null
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function tooLong(url: string, longest: number): ForgeError {
  const size = longest / 1024 / 1024
  return new ForgeError(
    'protocol',
    `Cannot read ${printable(url)}: the answer is longer than ${size} MiB; see what answers there`,
  )
}

/** Both forges' tokens have at least 20 characters; what is shorter than this is a word, and words occur in titles. */
const shortestToken = 8

/** A forge's own words are told and stored; one that repeats what it was sent must not bring the token there. */
function withoutToken(text: string, authorization: string): string {
  const token = authorization.slice(authorization.indexOf(' ') + 1)
  return token.length < shortestToken ? text : text.replaceAll(token, '[token]')
}

/** Error codes of the operating system say it shortest; the error itself is dropped, since it may hold the request. */
function reason(error: unknown, deadline: AbortSignal): string {
  if (deadline.aborted) return `no answer within ${requestTimeout / 1000} s`
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const code = (cause as NodeJS.ErrnoException).code
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the host name was not found'
    if (code === 'ECONNREFUSED') return 'the connection was refused'
    if (typeof code === 'string' && /SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)/.test(code))
      return `the certificate was not accepted (${code}); name the file of its CA in NODE_EXTRA_CA_CERTS`
    if (typeof code === 'string' && code.includes('CERT'))
      return `the certificate was not accepted (${code})`
    if (typeof code === 'string') return `the connection broke (${code})`
  }
  return 'the connection broke'
}

/** An address fit for a message: without its query, which may be long, and names of repositories, which may be private. */
export function printable(url: string): string {
  const { origin, pathname } = new URL(url)
  const path = pathname.replace(/\/repos\/[^/]+\/[^/]+/, '/repos/…').replace(/[^/]*%2F[^/]*/gi, '…')
  return origin + path
}
