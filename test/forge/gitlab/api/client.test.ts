import { expect, test } from 'vitest'
import { z } from 'zod'
import { ForgeError, type ForgeSettings, type Session } from '../../../../src/forge/forge.ts'
import { Api } from '../../../../src/forge/gitlab/api/api.ts'
import { Client } from '../../../../src/forge/gitlab/api/client.ts'
import type { Asker } from '../../../../src/forge/gitlab/api/multiplexer.ts'
import { Refusal } from '../../../../src/forge/gitlab/api/requester.ts'
import { Id } from '../../../../src/forge/gitlab/api/values.ts'

const token = 'glpat-a-secret-that-must-not-show'

interface World {
  readonly client: Client
  readonly sent: Request[]
  readonly waited: number[]
  readonly counted: (string | undefined)[]
}

/** A client whose requests are answered one after another by `answers`, the last one for ever. */
function clientOf(answers: readonly (() => Response)[], part: Partial<ForgeSettings> = {}): World {
  const sent: Request[] = []
  const waited: number[] = []
  const counted: (string | undefined)[] = []
  let now = Date.parse('2026-06-15T12:00:00Z')
  const session: Session = {
    signal: new AbortController().signal,
    now: () => now,
    sleep: async (milliseconds) => {
      waited.push(milliseconds)
      now += milliseconds
    },
    mayWait: (milliseconds) => milliseconds <= 60_000,
    requested: (login) => counted.push(login),
  }
  const settings: ForgeSettings = {
    name: 'acme',
    url: 'https://gitlab.acme.example',
    host: 'gitlab.acme.example',
    apiUrl: 'https://gitlab.acme.example/api/v4',
    graphqlUrl: 'https://gitlab.acme.example/api/graphql',
    tokens: [token],
    fetch: async (input, init) => {
      sent.push(new Request(input, init))
      const answer = answers[Math.min(sent.length, answers.length) - 1]
      if (answer === undefined) throw new TypeError('fetch failed')
      return answer()
    },
    ...part,
  }
  return { client: new Client(settings, session), sent, waited, counted }
}

function rows(body: unknown, headers: Record<string, string> = {}, status = 200): () => Response {
  return () => Response.json(body, { status, headers })
}

const anybody: Asker = { login: undefined, owners: [] }
const Row = z.object({ id: Id })

test('a list is asked for with the token as Bearer and nothing else', async () => {
  const { client, sent, counted } = clientOf([rows([{ id: 1 }], { 'x-total': '1' })])
  const page = await new Api(client, 'ada').list('users', { username: 'ada', iids: [1, 2] }, Row)

  expect(page).toEqual({ rows: [{ id: '1' }], next: null, total: 1, pages: null })
  expect(sent[0]?.url).toBe(
    'https://gitlab.acme.example/api/v4/users?username=ada&iids%5B%5D=1&iids%5B%5D=2',
  )
  expect(sent[0]?.headers.get('authorization')).toBe(`Bearer ${token}`)
  expect(sent[0]?.headers.get('private-token')).toBeNull()
  expect(counted).toEqual(['ada'])
})

test('gitbeaker’s resources go the same way', async () => {
  const { client, sent } = clientOf([rows({ id: 5 })])
  await new Api(client, undefined).notes.show(7, 8, 9)

  expect(sent[0]?.url).toBe(
    'https://gitlab.acme.example/api/v4/projects/7/merge_requests/8/notes/9',
  )
})

test('an API below a path is found there', async () => {
  const { client, sent } = clientOf([rows([])], {
    apiUrl: 'https://gitlab.acme.example/git/api/v4',
  })
  await new Api(client, undefined).list('users', {}, Row)

  expect(sent[0]?.url).toBe('https://gitlab.acme.example/git/api/v4/users')
})

test('nothing is ever written', async () => {
  const { client, sent } = clientOf([rows({})])
  const write = new Api(client, undefined).projects.create({ name: 'x' })

  await expect(write).rejects.toThrow('only GET')
  expect(sent).toEqual([])
})

test('the next page comes from x-next-page, and from Link where that is missing', async () => {
  const link = '<https://gitlab.acme.example/api/v4/users?page=3&per_page=2>; rel="next"'
  const { client } = clientOf([
    rows([], { 'x-next-page': '2' }),
    rows([], { link }),
    rows([], { 'x-next-page': '' }),
  ])
  const api = new Api(client, undefined)
  const query = { page: 1 }

  expect((await api.list('users', query, Row)).next).toBe(2)
  expect((await api.list('users', query, Row)).next).toBe(3)
  expect((await api.list('users', query, Row)).next).toBeNull()
})

test('a Link to another origin is refused', async () => {
  const { client, sent } = clientOf([
    rows([], { link: '<https://evil.example/?page=2>; rel="next"' }),
  ])

  await expect(new Api(client, undefined).list('users', {}, Row)).rejects.toMatchObject({
    kind: 'protocol',
  })
  expect(sent).toHaveLength(1)
})

test('a next page that is not further on is an error', async () => {
  const { client } = clientOf([rows([], { 'x-next-page': '4' })])

  await expect(new Api(client, undefined).list('users', { page: 4 }, Row)).rejects.toMatchObject({
    kind: 'protocol',
  })
})

test('403 and 404 are answers about one thing', async () => {
  const { client } = clientOf([
    rows({ message: '404 Not found' }, {}, 404),
    rows({ message: '403' }, {}, 403),
  ])
  const ask = () => new Api(client, undefined).list('projects/1', {}, Row)

  await expect(ask()).rejects.toBeInstanceOf(Refusal)
  await expect(ask()).rejects.toMatchObject({ status: 403 })
})

test.each([
  ['401', rows({ message: '401 Unauthorized' }, {}, 401)],
  ['a token without scope', rows({ error: 'insufficient_scope' }, {}, 403)],
])('%s is the token’s fault and says what it needs', async (_, answer) => {
  const { client } = clientOf([answer])

  await expect(new Api(client, undefined).list('users', {}, Row)).rejects.toMatchObject({
    kind: 'auth',
    message:
      'Cannot use the token for gitlab.acme.example: it was refused; set it to a token with scope `read_api`',
  })
})

test.each([
  ['Retry-After', { 'retry-after': '7' }, 7000],
  [
    'a date',
    { 'retry-after': 'Mon, 15 Jun 2026 08:00:09 GMT', date: 'Mon, 15 Jun 2026 08:00:00 GMT' },
    9000,
  ],
  [
    'RateLimit-Reset',
    { 'ratelimit-reset': '1781510405', date: 'Mon, 15 Jun 2026 08:00:00 GMT' },
    5000,
  ],
  ['nothing', {}, 60_000],
])('429 with %s is obeyed', async (_, headers, wait) => {
  const { client, waited } = clientOf([
    () => new Response('Retry later\n', { status: 429, headers }),
    rows([]),
  ])
  await new Api(client, undefined).list('users', {}, Row)

  expect(waited).toEqual([wait])
})

test.each([
  ['HTML', () => new Response('<html>', { headers: { 'content-type': 'text/html' } })],
  [
    'a cut body',
    () => new Response('[{"id": 1', { headers: { 'content-type': 'application/json' } }),
  ],
  ['500', () => Response.json({}, { status: 500 })],
  ['502', () => new Response('', { status: 502 })],
])('%s is asked again, then given up', async (_, answer) => {
  const once = clientOf([answer, rows([])])
  await new Api(once.client, undefined).list('users', {}, Row)
  const always = clientOf([answer])

  expect(once.sent).toHaveLength(2)
  await expect(new Api(always.client, undefined).list('users', {}, Row)).rejects.toMatchObject({
    kind: 'unavailable',
  })
  expect(always.sent).toHaveLength(3)
})

test('a number too large for JSON is refused, not rounded', async () => {
  const body = '[{"id": 9007199254740993}]'
  const { client } = clientOf([
    () => new Response(body, { headers: { 'content-type': 'application/json' } }),
  ])

  await expect(new Api(client, undefined).list('users', {}, Row)).rejects.toMatchObject({
    kind: 'protocol',
  })
})

test('no error holds the token, whatever went wrong', async () => {
  const answers = [
    rows({ message: '401' }, {}, 401),
    rows({ message: '404' }, {}, 404),
    rows({ message: '422' }, {}, 422),
    rows({ not: 'a list' }),
    () => {
      throw new TypeError('fetch failed', {
        cause: { headers: { authorization: `Bearer ${token}` } },
      })
    },
  ]
  for (const answer of answers) {
    const { client } = clientOf([answer])
    const error = await new Api(client, 'ada')
      .list('users', {}, Row)
      .catch((caught: unknown) => caught)

    expect(error).toBeInstanceOf(ForgeError)
    const { inspect } = await import('node:util')
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(token)
  }
})

const operation = { query: '{ a }', variables: {}, complexity: 100 }
const told = (name: string) => ({ data: { name } })

test('operations share a request as far as their complexity allows', async () => {
  const { client, sent } = clientOf([rows([told('a'), told('b')]), rows(told('c'))])
  const outcomes = await client.graphql([operation, operation, operation], anybody)

  expect(sent).toHaveLength(2)
  expect(outcomes).toMatchObject([
    { data: { name: 'a' } },
    { data: { name: 'b' } },
    { data: { name: 'c' } },
  ])
})

test('what is asked for one account at the same moment shares a request, and a failure is everybody’s', async () => {
  const { client, sent } = clientOf([
    rows([told('a'), told('b')]),
    rows(told('c')),
    rows({}, {}, 401),
  ])
  const ada = { login: 'ada', owners: ['ada'] }
  const ask = async (asker: Asker) => await client.graphql([operation], asker)
  const outcomes = await Promise.all([
    ask(ada),
    ask({ login: 'grace', owners: ['grace'] }),
    ask(ada),
  ])
  const failures = await Promise.allSettled([ask(ada), ask(ada)])

  expect(sent).toHaveLength(3)
  expect(outcomes.flat()).toMatchObject([
    { data: { name: 'a' } },
    { data: { name: 'c' } },
    { data: { name: 'b' } },
  ])
  expect(failures).toMatchObject([{ reason: { kind: 'auth' } }, { reason: { kind: 'auth' } }])
})

test('a server that knows no multiplexed requests is asked one by one, from then on', async () => {
  const { client, sent } = clientOf([rows({ errors: [{ message: 'no' }] }), rows(told('a'))])
  await client.graphql([operation, operation], anybody)
  await client.graphql([operation, operation], anybody)

  expect(sent).toHaveLength(5)
})

test('a server that breaks on several operations at once is asked one by one, from then on', async () => {
  const broken = () => Response.json({ message: '500' }, { status: 500 })
  const { client, sent, waited } = clientOf([broken, broken, rows(told('a'))])
  const outcomes = await client.graphql([operation, operation], anybody)
  await client.graphql([operation, operation], anybody)

  expect(outcomes).toMatchObject([{ data: { name: 'a' } }, { data: { name: 'a' } }])
  expect(sent).toHaveLength(6)
  expect(waited).toEqual([1000])
})

test('a single 500 to several operations costs a retry, and they go on together', async () => {
  const broken = () => Response.json({ message: '500' }, { status: 500 })
  const both = rows([told('a'), told('b')])
  const { client, sent } = clientOf([broken, both])
  await client.graphql([operation, operation], anybody)
  await client.graphql([operation, operation], anybody)

  expect(sent).toHaveLength(3)
})

test('what is too complex together is asked for one by one', async () => {
  const message = 'Query has complexity of 260, which exceeds max complexity of 250'
  const refused = { errors: [{ message }] }
  const { client, sent } = clientOf([rows([refused, refused]), rows(told('a')), rows(refused)])
  const outcomes = await client.graphql([operation, operation], anybody)

  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['data', 'too-much'])
  expect(sent).toHaveLength(3)
})

test('a lower limit of the server is learned', async () => {
  const data = { queryComplexity: { score: 90, limit: 120 } }
  const { client, sent } = clientOf([rows({ data })])
  await client.graphql([operation], anybody)
  await client.graphql([operation, operation], anybody)

  expect(client.limit).toBe(120)
  expect(sent).toHaveLength(3)
})

test.each([
  [
    'an unknown field',
    rows({ errors: [{ message: "Field 'x' doesn't exist on type 'Query'" }] }),
    'unsupported',
  ],
  ['no GraphQL at all', rows({ error: '404' }, {}, 404), 'unsupported'],
  [
    'a timeout in words',
    rows({ data: { a: null }, errors: [{ message: 'Timeout on Query.a' }] }),
    'too-much',
  ],
  ['two gateway timeouts', () => new Response('', { status: 504 }), 'too-much'],
  [
    'nulls with errors beside',
    rows({ data: { a: null }, errors: [{ message: 'not yours' }] }),
    'data',
  ],
])('GraphQL: %s', async (_, answer, expected) => {
  const { client } = clientOf([answer])
  const [outcome] = await client.graphql([operation], anybody)

  expect(outcome?.outcome).toBe(expected)
})
