import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import type { ForgeSettings, Session } from '../../../../src/forge/forge.ts'
import { Client } from '../../../../src/forge/github/graphql/client.ts'
import { render } from '../../../../src/forge/github/graphql/question.ts'
import { answerServer } from '../../../support/server.ts'

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

/** Answers like servers behind one address, of which one lacks a field: in turn, for questions and probes alike. */
function behindOneAddress(
  lacking: (request: number) => boolean,
  probe: (nth: number) => Response | null,
) {
  const asked = { probes: 0, requests: 0 }
  const names = (part: string[]) => ({ fields: ['id', ...part].map((name) => ({ name })) })
  server.use(
    http.post(graphql, async ({ request }) => {
      const { query } = (await request.json()) as { query: string }
      const older = lacking(++asked.requests)
      const headers = { 'x-github-enterprise-version': older ? '3.9.0' : '3.16.0' }
      if (query.includes('__type(')) {
        const type = names(older ? [] : ['fullDatabaseId'])
        const types = Object.fromEntries(
          Array.from({ length: 9 }, (_, index) => [`t${index}`, type]),
        )
        return probe(++asked.probes) ?? HttpResponse.json({ data: types }, { headers })
      }
      const unknown = older && /^\s*fullDatabaseId$/m.test(query)
      const error = { message: 'no such field', extensions: { code: 'undefinedField' } }
      return HttpResponse.json(unknown ? { errors: [error] } : { data: { q0: {} } }, { headers })
    }),
  )
  return asked
}

const idQuestion = {
  field: 'node(id: $id) { ...PullRequestId }',
  variables: { id: { type: 'ID!', value: 'PR_1' } },
  weight: 1,
}
const idDocument = (schema: Parameters<typeof render>[1]) => render([idQuestion], schema)

test('servers of two versions behind one address are asked for what both know', async () => {
  // Question and first probe meet the newer, the older refuses, and tells at the next probe.
  const asked = behindOneAddress(
    (request) => request % 3 !== 2,
    () => null,
  )
  const { client: reader } = client()

  for (let round = 0; round < 10; round++) {
    expect((await reader.gql(idDocument, 'ada')).data).toEqual({ q0: {} })
  }

  expect(asked.probes).toBe(2)
  expect(asked.requests).toBeLessThanOrEqual(15)
})

test('a server that refuses what it says it knows is not asked for ever', async () => {
  const asked = behindOneAddress(
    () => true,
    () => HttpResponse.json({ data: {} }, { headers: { 'x-github-enterprise-version': '3.16.0' } }),
  )

  const asking = client().client.gql(idDocument, 'ada')

  await expect(asking).rejects.toMatchObject({ name: 'BadQuestion' })
  expect(asked.requests).toBeLessThanOrEqual(8)
})

test('a probe that times out is sent again', async () => {
  const asked = behindOneAddress(
    () => true,
    (nth) => (nth === 1 ? new HttpResponse('', { status: 502 }) : null),
  )
  const { client: reader, waited } = client()

  expect((await reader.gql(idDocument, 'ada')).data).toEqual({ q0: {} })

  expect(asked.probes).toBe(2)
  expect(waited).toEqual([1000])
})

test('a probe that fails to the end leaves the next question free to try', async () => {
  const asked = behindOneAddress(
    () => true,
    (nth) => (nth <= 3 ? new HttpResponse('', { status: 504 }) : null),
  )
  const { client: reader } = client()

  await expect(reader.gql(idDocument, 'ada')).rejects.toMatchObject({ kind: 'unavailable' })
  expect((await reader.gql(idDocument, 'ada')).data).toEqual({ q0: {} })
  expect(asked.probes).toBe(4)
})
