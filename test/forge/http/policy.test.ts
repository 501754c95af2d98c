import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import type { ForgeError, Session } from '../../../src/forge/forge.ts'
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
    return status >= 500 ? { verdict: 'again', why: `status ${status}` } : { verdict: 'fine' }
  }
}

function start(tokens: readonly string[] = ['one']) {
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
  const policy = new Policy('forge.example', tokens, session)
  const ask = (path: string) =>
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
    )
  return { ask, clock }
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
