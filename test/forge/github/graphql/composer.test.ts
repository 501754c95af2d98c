import { expect, test } from 'vitest'
import type { ForgeSettings, Session } from '../../../../src/forge/forge.ts'
import { Client, TooHeavy } from '../../../../src/forge/github/graphql/client.ts'
import { Composer } from '../../../../src/forge/github/graphql/composer.ts'
import { id, type Question } from '../../../../src/forge/github/graphql/question.ts'

const token = 'ghp_a-secret-that-must-not-show'

interface Sent {
  readonly query: string
  readonly variables: Readonly<Record<string, string>>
}

interface Bench {
  readonly composer: Composer
  /** Values of the variables of each request. */
  readonly sent: string[][]
  readonly counted: (string | undefined)[]
}

type Server = (asked: readonly string[]) => Response | Promise<Response>

/** A composer before a server that is asked with the values of each request's variables. */
function bench(server: Server, tokens = [token]): Bench {
  const sent: string[][] = []
  const counted: (string | undefined)[] = []
  let now = Date.parse('2026-06-15T12:00:00Z')
  const session: Session = {
    signal: new AbortController().signal,
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds
    },
    mayWait: (milliseconds) => milliseconds <= 60_000,
    requested: (login) => counted.push(login),
  }
  const settings: ForgeSettings = {
    name: 'acme',
    url: 'https://github.acme.example',
    host: 'github.acme.example',
    apiUrl: 'https://github.acme.example/api/v3',
    graphqlUrl: 'https://github.acme.example/api/graphql',
    tokens,
    fetch: async (_input, init) => {
      const { variables } = JSON.parse(String(init?.body)) as Sent
      sent.push(Object.values(variables))
      return await server(Object.values(variables))
    },
  }
  return { composer: new Composer(new Client(settings, session), session), sent, counted }
}

function question(value: string, part: Partial<Question> = {}): Question {
  return { field: 'node(id: $id) { id }', variables: { id: id(value) }, weight: 1, ...part }
}

/** Each question is answered with its own variable. */
function echo(asked: readonly string[], part: object = {}): Response {
  const data = Object.fromEntries(asked.map((value, index) => [`q${index}`, { id: value }]))
  return Response.json({ data, ...part })
}

test('questions asked at the same time ride together, each answered with its own', async () => {
  const { composer, sent, counted } = bench((asked) => echo(asked))

  const replies = await Promise.all([
    composer.ask(question('a'), 'ada'),
    composer.ask(question('b'), 'grace'),
  ])

  expect(replies.map(({ value }) => value)).toEqual([{ id: 'a' }, { id: 'b' }])
  expect(sent).toEqual([['a', 'b']])
  expect(counted).toEqual([undefined])
})

test('a request for one account is counted as its own', async () => {
  const { composer, counted } = bench((asked) => echo(asked))

  await Promise.all([composer.ask(question('a'), 'ada'), composer.ask(question('b'), 'ada')])

  expect(counted).toEqual(['ada'])
})

test('a request holds no more weight than the server can bear, long chains first', async () => {
  const { composer, sent } = bench((asked) => echo(asked))

  await Promise.all([
    composer.ask(question('short', { weight: 150 }), 'ada'),
    composer.ask(question('long', { weight: 150, chain: 900 }), 'ada'),
    composer.ask(question('light', { weight: 50 }), 'ada'),
  ])

  expect(sent).toEqual([['long'], ['short', 'light']])
})

test('errors come to the question they belong to', async () => {
  const { composer } = bench((asked) =>
    echo(asked, {
      errors: [{ type: 'FORBIDDEN', message: 'no', path: ['q1', 'pullRequests', 'nodes', 3] }],
    }),
  )

  const [first, second] = await Promise.all([
    composer.ask(question('a'), 'ada'),
    composer.ask(question('b'), 'ada'),
  ])

  expect(first?.faults).toEqual([])
  expect(second?.faults).toEqual([
    {
      type: 'FORBIDDEN',
      why: expect.stringContaining('may not'),
      path: ['pullRequests', 'nodes', 3],
    },
  ])
})

test('what hit a resource limit is asked again in less company; the rest stands', async () => {
  const { composer, sent } = bench((asked) =>
    asked.length < 3
      ? echo(asked)
      : echo(asked, {
          errors: [{ type: 'RESOURCE_LIMITS_EXCEEDED', message: '', path: ['q2'] }],
        }),
  )

  const replies = await Promise.all(
    ['a', 'b', 'c'].map((value) => composer.ask(question(value), 'ada')),
  )

  expect(replies.map(({ value }) => value)).toEqual([{ id: 'a' }, { id: 'b' }, { id: 'c' }])
  expect(sent).toEqual([['a', 'b', 'c'], ['c']])
})

test('a request that timed out is sent in smaller parts, not again', async () => {
  const { composer, sent } = bench((asked) =>
    asked.length > 2 ? new Response('', { status: 504 }) : echo(asked),
  )

  await Promise.all(
    ['a', 'b', 'c', 'd'].map((value) => composer.ask(question(value, { weight: 10 }), 'ada')),
  )

  expect(sent).toEqual([
    ['a', 'b', 'c', 'd'],
    ['a', 'b'],
    ['c', 'd'],
  ])
})

test.each([
  ['the whole request', () => new Response('', { status: 502 })],
  [
    'some of them',
    (asked: readonly string[]) =>
      echo(asked, {
        errors: [{ type: 'RESOURCE_LIMITS_EXCEEDED', message: '', path: [`q${asked.length - 1}`] }],
      }),
  ],
])('two light questions that are too heavy together go alone, %s refused', async (_, refuse) => {
  const { composer, sent } = bench((asked) => (asked.length > 1 ? refuse(asked) : echo(asked)))
  const values = ['a', 'b', 'c', 'd', 'e', 'f']

  for (let round = 0; round < 10; round++) {
    await Promise.all(values.map((value) => composer.ask(question(value), 'ada')))
  }

  const inVain = sent.filter((asked) => asked.length > 1)
  expect(inVain.length).toBeGreaterThan(0)
  expect(inVain.length).toBeLessThanOrEqual(15)
})

test('a question shrinks for its own weight, not for the company it was in', async () => {
  const { composer, sent } = bench((asked) =>
    asked.length < 2
      ? echo(asked)
      : echo(asked, { errors: [{ type: 'RESOURCE_LIMITS_EXCEEDED', message: '', path: ['q1'] }] }),
  )

  const replies = await Promise.all(
    ['a', 'b'].map((value) => composer.ask(question(value, { shrinks: true }), 'ada')),
  )

  expect(replies.map(({ value }) => value)).toEqual([{ id: 'a' }, { id: 'b' }])
  expect(sent).toEqual([['a', 'b'], ['b']])
})

test('requests grow back once the server is well again', async () => {
  let well = false
  const { composer, sent } = bench((asked) =>
    well || asked.length < 2 ? echo(asked) : new Response('', { status: 504 }),
  )
  const values = Array.from({ length: 20 }, (_, index) => String(index))
  const ask = () => Promise.all(values.map((value) => composer.ask(question(value), 'ada')))
  await ask()
  well = true
  for (let round = 0; round < 20; round++) await ask()
  sent.length = 0

  await ask()

  expect(sent).toEqual([values])
})

test('a page too heavy alone is its reader’s to make smaller', async () => {
  const { composer, sent } = bench(() => new Response('', { status: 502 }))

  const asking = composer.ask(question('a', { weight: 50, shrinks: true }), 'ada')

  await expect(asking).rejects.toBeInstanceOf(TooHeavy)
  expect(sent).toHaveLength(1)
})

test('while the server struggles, whoever was refused last asks for less before all others', async () => {
  const { composer, sent } = bench((asked) =>
    asked.some((value) => Number(value.split(':')[1]) > 10)
      ? new Response('', { status: 504 })
      : echo(asked),
  )
  const readers = Array.from({ length: 40 }, (_, reader) => async () => {
    for (let rows = 160; rows >= 10; rows /= 2) {
      const weight = Math.max(rows, 126)
      const asked = question(`${reader}:${rows}`, { weight, shrinks: true, chain: rows })
      const reply = await composer.ask(asked, 'ada').catch(() => null)
      if (reply !== null) return rows
    }
    return null
  })

  const rows = await Promise.all(readers.map((read) => read()))

  expect(new Set(rows)).toEqual(new Set([10]))
  expect(sent).toHaveLength(40 * 5)
})

test('requests that time out together are one sign of a server that is not well', async () => {
  let served = 0
  const tokens = Array.from({ length: 6 }, (_, index) => `${token}-${index}`)
  const { composer } = bench(
    (asked) => (++served <= 18 ? new Response('', { status: 502 }) : echo(asked)),
    tokens,
  )
  const ask = (login: string) =>
    composer.ask(question(login, { weight: 200, shrinks: true }), login).catch(() => 'refused')

  const first = await Promise.all(Array.from({ length: 18 }, (_, index) => ask(`person-${index}`)))
  const second = await ask('person-0')

  expect(first).not.toContainEqual({ value: expect.anything(), faults: [] })
  expect(second).toMatchObject({ value: { id: 'person-0' } })
})

test('one question that spoils the request is found and fails alone', async () => {
  const { composer, sent } = bench((asked) =>
    asked.includes('bad')
      ? Response.json({ errors: [{ message: 'Variable is wrong' }] })
      : echo(asked),
  )

  const outcomes = await Promise.allSettled(
    ['a', 'b', 'bad', 'd'].map((value) => composer.ask(question(value), 'ada')),
  )

  expect(outcomes.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
  ])
  expect(outcomes[2]).toMatchObject({
    reason: { kind: 'protocol', message: expect.stringContaining('could not make sense') },
  })
  expect(sent.length).toBeLessThanOrEqual(5)
})

test('a cursor that is not known is told to its reader, also where it leaves no data at all', async () => {
  const { composer, sent } = bench((asked) => {
    if (!asked.includes('old')) return echo(asked)
    const message = '`old` does not appear to be a valid cursor.'
    return Response.json({ data: null, errors: [{ type: 'INVALID_CURSOR_ARGUMENTS', message }] })
  })

  const [lost, other] = await Promise.all([
    composer.ask(question('old'), 'ada'),
    composer.ask(question('new'), 'ada'),
  ])

  expect(lost.faults).toMatchObject([{ type: 'INVALID_CURSOR_ARGUMENTS' }])
  expect(other.value).toEqual({ id: 'new' })
  expect(sent).toHaveLength(3)
})

test('a refused token ends all questions, open and to come', async () => {
  const { composer, sent } = bench(() => new Response('{}', { status: 401 }))
  const questions = Array.from({ length: 20 }, (_, index) =>
    question(String(index), { weight: 200 }),
  )

  const outcomes = await Promise.allSettled(questions.map((each) => composer.ask(each, 'ada')))

  expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true)
  expect(sent.length).toBeLessThanOrEqual(3)
  await expect(composer.ask(question('later'), 'ada')).rejects.toMatchObject({ kind: 'auth' })
  expect(JSON.stringify(outcomes)).not.toContain(token)
})

test('a question the answer says nothing of is asked again, and not for ever', async () => {
  let left = 1
  const { composer, sent } = bench((asked) =>
    asked.includes('never') || left-- > 0 ? Response.json({ data: {} }) : echo(asked),
  )

  const reply = await composer.ask(question('a'), 'ada')
  const inVain = composer.ask(question('never'), 'ada')

  expect(reply.value).toEqual({ id: 'a' })
  await expect(inVain).rejects.toMatchObject({ kind: 'unavailable' })
  expect(sent).toEqual([['a'], ['a'], ['never'], ['never'], ['never']])
})
