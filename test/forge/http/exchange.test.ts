import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { ForgeError } from '../../../src/forge/forge.ts'
import { exchange, NetworkFault } from '../../../src/forge/http/exchange.ts'
import { answerServer } from '../../support/server.ts'

const server = answerServer()
const api = 'https://api.forge.example'

function send(
  url: string,
  part: { readonly signal?: AbortSignal; readonly fetch?: typeof fetch } = {},
) {
  const sent: string[] = []
  const answer = exchange(
    { method: 'GET', url, headers: { accept: 'application/json' } },
    {
      fetch: part.fetch ?? globalThis.fetch,
      origins: new Set([api]),
      authorization: 'Bearer secret-token',
      signal: part.signal ?? new AbortController().signal,
      sent: () => sent.push(url),
    },
  )
  return { answer, sent }
}

async function failure(answer: Promise<unknown>): Promise<unknown> {
  return answer.then(
    () => undefined,
    (error: unknown) => error,
  )
}

test('an answer is read whole, whatever its status', async () => {
  server.use(http.get(`${api}/thing`, () => HttpResponse.text('no such thing', { status: 404 })))

  const { status, text } = await send(`${api}/thing`).answer

  expect([status, text]).toEqual([404, 'no such thing'])
})

test('an answer that repeats the token is read without it', async () => {
  server.use(
    http.get(`${api}/thing`, ({ request }) =>
      HttpResponse.text(`Cannot take ${request.headers.get('authorization')}`, { status: 400 }),
    ),
  )

  expect((await send(`${api}/thing`).answer).text).toBe('Cannot take Bearer [token]')
})

test('a redirect within the origin is followed with the token', async () => {
  server.use(
    http.get(
      `${api}/old`,
      () => new HttpResponse(null, { status: 301, headers: { location: '/new' } }),
    ),
    http.get(`${api}/new`, ({ request }) =>
      HttpResponse.text(String(request.headers.get('authorization') === 'Bearer secret-token')),
    ),
  )

  const { answer, sent } = send(`${api}/old`)

  expect((await answer).text).toBe('true')
  expect(sent).toHaveLength(2)
})

test.each([
  ['another origin', 'https://elsewhere.example/new'],
  ['the same host without TLS', 'http://api.forge.example/new'],
  ['another port', 'https://api.forge.example:8443/new'],
  ['no address at all', 'https://['],
])('a redirect to %s is refused and nothing is sent there', async (_where, location) => {
  server.use(
    http.get(`${api}/old`, () => new HttpResponse(null, { status: 302, headers: { location } })),
  )

  const error = await failure(send(`${api}/old`).answer)

  expect(error).toBeInstanceOf(ForgeError)
  expect(error).toMatchObject({ kind: 'protocol' })
  expect(String(error)).not.toContain('secret-token')
})

test('redirects that lead in a circle end', async () => {
  server.use(
    http.get(
      `${api}/round`,
      () => new HttpResponse(null, { status: 302, headers: { location: '/round' } }),
    ),
  )

  const error = await failure(send(`${api}/round`).answer)

  expect(error).toMatchObject({
    kind: 'protocol',
    message: `Cannot read ${api}/round: it redirects for ever`,
  })
})

test('a connection that breaks is a network fault that says so without the request', async () => {
  server.use(http.get(`${api}/thing`, () => HttpResponse.error()))

  const error = await failure(send(`${api}/thing?secret=1`).answer)

  expect(error).toBeInstanceOf(NetworkFault)
  expect(JSON.stringify({ ...(error as Error), text: String(error) })).not.toMatch(/secret/)
})

test.each([
  ['ENOTFOUND', 'the host name was not found'],
  ['ECONNREFUSED', 'the connection was refused'],
  ['CERT_HAS_EXPIRED', 'the certificate was not accepted (CERT_HAS_EXPIRED)'],
  ['ECONNRESET', 'the connection broke (ECONNRESET)'],
])('%s is told in words', async (code, words) => {
  const broken = async () => {
    throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })
  }

  const error = await failure(send(`${api}/thing`, { fetch: broken }).answer)

  expect(error).toMatchObject({ name: 'NetworkFault', message: words })
})

test('what is stopped rejects with the reason of whoever stopped it', async () => {
  const stop = new AbortController()
  stop.abort(new Error('interrupted'))

  const { answer, sent } = send(`${api}/thing`, { signal: stop.signal })

  expect(await failure(answer)).toBe(stop.signal.reason)
  expect(sent).toEqual([])
})
