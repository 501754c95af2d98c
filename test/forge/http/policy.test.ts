import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { ForgeError, type Session } from '../../../src/forge/forge.ts'
import { exchange } from '../../../src/forge/http/exchange.ts'
import { type Judgement, Policy } from '../../../src/forge/http/policy.ts'
import { createSession, WaitBudget } from '../../../src/sync/session.ts'
import { testClock } from '../../support/clock.ts'
import { answerServer } from '../../support/server.ts'

const server = answerServer()
const api = 'https://api.forge.example'

function judge(clock: { now(): number }) {
  return ({ status, headers }: { status: number; headers: Headers }): Judgement => {
    if (status === 429) {
      const seconds = Number(headers.get('retry-after') ?? 60)
      return {
        verdict: 'wait',
        until: clock.now() + seconds * 1000,
        secondary: true,
        why: 'too many',
      }
    }
    if (status === 401) {
      return { verdict: 'refused', error: new ForgeError('auth', 'Cannot use the token') }
    }
    return status >= 500 ? { verdict: 'again', why: `status ${status}` } : { verdict: 'fine' }
  }
}

function owner(login: string, seat: string | null = null) {
  const seats: [name: string, heard: boolean][] = []
  return { login, seat, seats, seated: (...told: [string, boolean]) => void seats.push(told) }
}

function start(tokens: readonly string[] = ['one'], names: readonly string[] = []) {
  const clock = testClock()
  const signal = new AbortController().signal
  const watcher = { requested: () => {}, waiting: () => {} }
  const session: Session = createSession(
    'forge.example',
    clock,
    signal,
    { requests: 0, own: new Map() },
    new WaitBudget(),
    watcher,
  )
  const refused: number[] = []
  const policy = new Policy('forge.example', tokens, session, (place) => refused.push(place), names)
  const ask = (path: string, ...owners: string[]) =>
    policy.ask(
      (token) =>
        exchange(
          { method: 'GET', url: `${api}${path}`, headers: {} },
          {
            fetch,
            origins: new Set([api]),
            authorization: `Bearer ${token}`,
            signal,
            sent: () => {},
          },
        ),
      judge(clock),
      owners,
    )
  return { ask, clock, policy, refused }
}

/** Answers each token with its status; tells which token asked. */
function answersTo(
  path: string,
  statuses: Readonly<Record<string, number>>,
  headers: Record<string, string> = {},
): string[] {
  const asked: string[] = []
  server.use(
    http.get(`${api}${path}`, ({ request }) => {
      const token = request.headers.get('authorization')?.replace('Bearer ', '') ?? ''
      asked.push(token)
      return new HttpResponse('{}', { status: statuses[token] ?? 200, headers })
    }),
  )
  return asked
}

/** Answers with these statuses in turn, the last one for ever; tells which token asked. */
function answers(
  path: string,
  statuses: readonly number[],
  headers: Record<string, string> = {},
): string[] {
  const asked: string[] = []
  server.use(
    http.get(`${api}${path}`, ({ request }) => {
      const status = statuses[Math.min(asked.length, statuses.length - 1)] ?? 200
      asked.push(request.headers.get('authorization')?.replace('Bearer ', '') ?? '')
      return new HttpResponse('{}', { status, headers: status === 429 ? headers : {} })
    }),
  )
  return asked
}

test('a forge that stumbles is asked again, a little later each time', async () => {
  const asked = answers('/a', [502, 503, 200])
  const { ask, clock } = start()

  await expect(ask('/a')).resolves.toMatchObject({ status: 200 })

  expect(asked).toHaveLength(3)
  expect(clock.slept).toEqual([1000, 3000])
})

test('a forge that stumbles three times is down', async () => {
  const asked = answers('/a', [502])
  const { ask } = start()

  await expect(ask('/a')).rejects.toMatchObject({
    kind: 'unavailable',
    message: 'Cannot reach forge.example: status 502',
  })
  expect(asked).toHaveLength(3)
})

test('a short wait is obeyed to the second', async () => {
  answers('/a', [429, 200], { 'retry-after': '20' })
  const { ask, clock } = start()

  await ask('/a')

  expect(clock.slept).toEqual([20_000])
})

test('a wait that is longer than a minute ends with the time to come back', async () => {
  const asked = answers('/a', [429], { 'retry-after': '3600' })
  const { ask } = start()

  const error = (await ask('/a').catch((reason: unknown) => reason)) as ForgeError

  expect([error.kind, error.retryAt]).toEqual(['rate-limit', '2026-06-15T13:00:00Z'])
  expect(asked).toHaveLength(1)
})

test.each(['99999999999999999', '1e30', 'Infinity', String(Date.parse('2026-06-15T12:30:00Z'))])(
  'a wait of %s seconds is told as a day, the longest that is believed',
  async (seconds) => {
    answers('/a', [429], { 'retry-after': seconds })
    const { ask } = start()

    await expect(ask('/a')).rejects.toMatchObject({
      kind: 'rate-limit',
      retryAt: '2026-06-16T12:00:00Z',
    })
  },
)

test('several tokens are used in turn, and one that must rest does not stop the other', async () => {
  const asked = answers('/a', [200, 200, 429, 200], { 'retry-after': '3600' })
  const { ask, clock } = start(['one', 'two'])

  await ask('/a')
  await ask('/a')
  await ask('/a')
  await ask('/a')

  expect(asked).toEqual(['one', 'two', 'one', 'two', 'two'])
  expect(clock.slept).toEqual([])
})

test('whoever has a seat keeps its token, until that must rest or is refused', async () => {
  const asked = answers('/a', [200, 200, 200, 200, 429, 200], { 'retry-after': '600' })
  const { ask, policy } = start(['one', 'two', 'three'])
  policy.seat([owner('ada'), owner('grace')])

  for (const owner of ['grace', 'grace', 'ada', 'grace', 'grace', 'grace', 'ada']) {
    await ask('/a', owner)
  }

  const [other] = asked.slice(5)
  expect(asked).toEqual(['two', 'two', 'one', 'two', 'two', other, other, 'one'])
  expect(other).not.toBe('two')
  expect(policy.placeOf('ada')).toBe(0)
})

test('whoever was read with a token before has it again, and who asks together goes on together', async () => {
  const asked = answers('/a', [200, 429, 200], { 'retry-after': '600' })
  const { ask, policy } = start(['one', 'two', 'three'], ['ONE', 'TWO', 'THREE'])
  const [ada, grace, noor] = [owner('ada', 'TWO'), owner('grace', 'TWO'), owner('noor', 'GONE')]
  policy.seat([noor, ada, grace])
  await ask('/a', 'ada')
  await ask('/a', 'ada', 'grace')

  const other = asked[2]?.toUpperCase()
  expect(asked.slice(0, 2)).toEqual(['two', 'two'])
  expect(ada.seats).toEqual([
    ['TWO', false],
    [other, true],
  ])
  expect(grace.seats).toEqual([
    ['TWO', false],
    [other, false],
  ])
  expect(noor.seats).toEqual([['ONE', false]])
  expect(policy.placeOf('grace')).toBe(policy.placeOf('ada'))
})

test('whoever asks together goes on with one token, also where they had different ones', async () => {
  const asked = answersTo('/a', {})
  const { ask, policy } = start(['one', 'two'], ['ONE', 'TWO'])
  const [ada, grace] = [owner('ada', 'TWO'), owner('grace', 'ONE')]
  policy.seat([ada, grace])
  await ask('/a', 'ada', 'grace')

  expect(asked).toEqual(['two'])
  expect(grace.seats).toEqual([
    ['ONE', false],
    ['TWO', false],
  ])
})

test('no more than three requests of a token are in flight, and one at a time after a secondary limit', async () => {
  let inFlight = 0
  let most = 0
  let limited = false
  server.use(
    http.get(`${api}/a`, async () => {
      inFlight += 1
      most = Math.max(most, inFlight)
      await new Promise((resolve) => setImmediate(resolve))
      inFlight -= 1
      if (limited) return new HttpResponse('{}')
      limited = true
      return new HttpResponse('{}', { status: 429, headers: { 'retry-after': '1' } })
    }),
  )
  const { ask } = start()
  await Promise.all(Array.from({ length: 9 }, () => ask('/a')))
  const before = most
  most = 0

  await Promise.all(Array.from({ length: 9 }, () => ask('/a')))

  expect(before).toBe(3)
  expect(most).toBe(1)
})

test('a token that is refused is left out from then on, told once, and the others go on', async () => {
  const asked = answersTo('/a', { one: 401 })
  const { ask, policy, refused } = start(['one', 'two', 'three'])

  await Promise.all(Array.from({ length: 9 }, () => ask('/a')))
  const before = asked.length
  await Promise.all(Array.from({ length: 9 }, () => ask('/a')))

  expect(refused).toEqual([0])
  expect(policy.tokens).toBe(2)
  expect(asked.slice(before)).not.toContain('one')
})

test('requests fail as refused once every token is', async () => {
  const asked = answersTo('/a', { one: 401, two: 401 })
  const { ask, refused } = start(['one', 'two'])

  await expect(ask('/a')).rejects.toMatchObject({ kind: 'auth' })
  await expect(ask('/a')).rejects.toMatchObject({ kind: 'auth' })
  expect(refused).toEqual([0, 1])
  expect(asked).toEqual(['one', 'two'])
})

test('many tokens that must rest are all tried before the run ends with the first time to come back', async () => {
  const asked: string[] = []
  const rest: Readonly<Record<string, number>> = { one: 900, two: 600, three: 700, four: 800 }
  server.use(
    http.get(`${api}/a`, ({ request }) => {
      const token = request.headers.get('authorization')?.replace('Bearer ', '') ?? ''
      asked.push(token)
      const seconds = rest[token]
      if (seconds === undefined) return new HttpResponse('{}')
      return new HttpResponse('{}', { status: 429, headers: { 'retry-after': String(seconds) } })
    }),
  )
  const limited = start(['one', 'two', 'three', 'four'])
  const lucky = start(['one', 'two', 'three', 'four', 'five'])

  await expect(limited.ask('/a')).rejects.toMatchObject({
    kind: 'rate-limit',
    retryAt: '2026-06-15T12:10:00Z',
  })
  await expect(lucky.ask('/a')).resolves.toMatchObject({ status: 200 })
  expect(asked).toEqual(['one', 'two', 'three', 'four', 'one', 'two', 'three', 'four', 'five'])
})

test('a secondary limit slows its own token only, and the others take what it cannot', async () => {
  const inFlight: Record<string, number> = {}
  const most: Record<string, number> = {}
  const counts: Record<string, number> = {}
  let limited = false
  server.use(
    http.get(`${api}/a`, async ({ request }) => {
      const token = request.headers.get('authorization')?.replace('Bearer ', '') ?? ''
      inFlight[token] = (inFlight[token] ?? 0) + 1
      most[token] = Math.max(most[token] ?? 0, inFlight[token])
      counts[token] = (counts[token] ?? 0) + 1
      await new Promise((resolve) => setImmediate(resolve))
      inFlight[token] -= 1
      if (limited) return new HttpResponse('{}')
      limited = true
      return new HttpResponse('{}', { status: 429, headers: { 'retry-after': '0' } })
    }),
  )
  const { ask } = start(['one', 'two'])
  await ask('/a')
  for (const record of [most, counts]) for (const token of Object.keys(record)) record[token] = 0

  await Promise.all(Array.from({ length: 24 }, () => ask('/a')))

  expect(most).toEqual({ one: 1, two: 3 })
  expect(counts).toEqual({ one: 6, two: 18 })
})
