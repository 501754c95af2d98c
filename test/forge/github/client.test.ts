import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import type { ForgeSettings, Session } from '../../../src/forge/forge.ts'
import { Client } from '../../../src/forge/github/client.ts'
import { answerServer } from '../../support/server.ts'

const server = answerServer()

const api = 'https://github.acme.example/api/v3'
const graphql = 'https://github.acme.example/api/graphql'

function client(tokens = ['first', 'second']): { client: Client; waited: number[] } {
  const waited: number[] = []
  let now = Date.parse('2026-06-15T12:00:00Z')
  const session: Session = {
    signal: new AbortController().signal,
    now: () => now,
    sleep: async (milliseconds) => {
      waited.push(milliseconds)
      now += milliseconds
    },
    mayWait: (milliseconds) => milliseconds <= 60_000,
    requested: () => {},
  }
  const settings: ForgeSettings = {
    name: 'acme',
    url: 'https://github.acme.example',
    host: 'github.acme.example',
    apiUrl: api,
    graphqlUrl: graphql,
    tokens,
    fetch: globalThis.fetch,
  }
  return { client: new Client(settings, session), waited }
}

const document = () => ({ query: 'query { q0: viewer { login } }', variables: {} })

test('a query carries the token, the version of the API and the form of ids', async () => {
  let headers = new Headers()
  server.use(
    http.post(graphql, ({ request }) => {
      headers = request.headers
      return HttpResponse.json({ data: { q0: { login: 'ada' } } })
    }),
  )

  const reply = await client().client.gql(document, 'ada')

  expect(reply.data).toEqual({ q0: { login: 'ada' } })
  expect(headers.get('authorization')).toBe('Bearer first')
  expect(headers.get('x-github-api-version')).toBe('2022-11-28')
  expect(headers.get('x-github-next-global-id')).toBe('1')
})

test('tokens take turns, and one at its limit rests while the other works', async () => {
  const used: (string | null)[] = []
  server.use(
    http.post(graphql, ({ request }) => {
      used.push(request.headers.get('authorization'))
      const limited = used.length === 1
      return limited
        ? HttpResponse.json({ message: 'secondary rate limit' }, { status: 403 })
        : HttpResponse.json({ data: {} })
    }),
  )
  const { client: asked, waited } = client()

  await asked.gql(document, undefined)
  await asked.gql(document, undefined)

  expect(used).toEqual(['Bearer first', 'Bearer second', 'Bearer second'])
  expect(waited).toEqual([])
})

test('a moved REST address is followed on the same host', async () => {
  server.use(
    http.get(
      `${api}/repos/o/old/issues/comments/1`,
      () => new HttpResponse(null, { status: 301, headers: { location: `${api}/repositories/5` } }),
    ),
    http.get(`${api}/repositories/5`, () => HttpResponse.json({ id: 1 })),
  )

  const answer = await client().client.rest(
    'GET /repos/{owner}/{name}/issues/comments/{id}',
    { owner: 'o', name: 'old', id: '1' },
    'ada',
  )

  expect(JSON.parse(answer.text)).toEqual({ id: 1 })
})

test('an address that leads elsewhere is refused, and the token stays here', async () => {
  server.use(
    http.post(
      graphql,
      () => new HttpResponse(null, { status: 307, headers: { location: 'https://evil.example/' } }),
    ),
  )

  const asking = client().client.gql(document, undefined)

  await expect(asking).rejects.toMatchObject({ kind: 'protocol' })
})

test('the server’s clock is the one that counts', async () => {
  server.use(
    http.post(graphql, () =>
      HttpResponse.json({ data: {} }, { headers: { date: 'Mon, 15 Jun 2026 11:00:00 GMT' } }),
    ),
  )
  const { client: asked } = client()

  await asked.gql(document, undefined)

  expect(asked.now()).toBe(Date.parse('2026-06-15T11:00:00Z'))
})
