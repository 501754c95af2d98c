import { describe, expect, test } from 'vitest'
import {
  judgeGraphQL,
  judgeRest,
  lacksField,
  readBody,
  tooHeavy,
} from '../../../../src/forge/github/graphql/judge.ts'
import type { Answer } from '../../../../src/forge/http/exchange.ts'

const now = Date.parse('2026-06-15T12:00:00Z')
const host = 'github.example'

function answer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { status, headers: new Headers(headers), text }
}

function judged(given: Answer) {
  return judgeGraphQL(given, readBody(given.text), now, host)
}

/** Seconds from now until the forge may be asked again. */
function wait(given: Answer): number | string {
  const judgement = judged(given)
  return judgement.verdict === 'wait' ? (judgement.until - now) / 1000 : judgement.verdict
}

const secondary = 'You have exceeded a secondary rate limit. Please wait a few minutes.'

describe('limits', () => {
  test.each<[string, Answer, number]>([
    ['403 with Retry-After', answer(403, { message: secondary }, { 'retry-after': '30' }), 30],
    ['403 without Retry-After', answer(403, { message: secondary }), 60],
    ['429', answer(429, 'slow down'), 60],
    ['200 with a message alone', answer(200, { message: secondary }), 60],
    ['200 with words in errors', answer(200, { errors: [{ message: secondary }] }), 60],
    [
      'an old server’s abuse detection',
      answer(403, { message: 'You have triggered an abuse detection mechanism.' }),
      60,
    ],
    ['RATE_LIMIT in errors', answer(200, { errors: [{ type: 'RATE_LIMIT', message: '' }] }), 60],
    [
      'RATE_LIMITED with a reset',
      answer(
        200,
        { errors: [{ type: 'RATE_LIMITED', message: '' }] },
        { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1000 + 20) },
      ),
      21,
    ],
    [
      'a reset by the server’s clock',
      answer(403, '{}', {
        date: 'Mon, 15 Jun 2026 10:00:00 GMT',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(now / 1000 - 7200 + 20),
      }),
      21,
    ],
    ['503 with Retry-After', answer(503, '', { 'retry-after': '9' }), 9],
    [
      'Retry-After as a date',
      answer(429, '', {
        date: 'Mon, 15 Jun 2026 12:00:00 GMT',
        'retry-after': 'Mon, 15 Jun 2026 12:00:40 GMT',
      }),
      40,
    ],
  ])('%s', (_, given, seconds) => {
    expect(wait(given)).toBe(seconds)
  })

  test('a name that sounds like a limit is none', () => {
    const errors = [{ type: 'NOT_FOUND', message: "Could not resolve 'o/rate limit'." }]

    expect(wait(answer(200, { data: {}, errors }))).toBe('fine')
  })
})

describe('answers', () => {
  test.each<[string, Answer, string]>([
    ['data', answer(200, { data: { q0: null } }), 'fine'],
    ['data and errors', answer(200, { data: {}, errors: [{ message: 'no' }] }), 'fine'],
    ['HTML with status 200', answer(200, '<html>'), 'again'],
    ['a cut answer', answer(200, '{"data":{"q0"'), 'again'],
    ['an answer without data', answer(200, {}), 'again'],
    ['500', answer(500, ''), 'again'],
    ['503', answer(503, ''), 'again'],
    ['401', answer(401, { message: 'Bad credentials' }), 'refused'],
    ['403 for another reason', answer(403, { message: 'IP not allowed' }), 'refused'],
    ['404', answer(404, { message: 'Not Found' }), 'refused'],
    ['502, which asks for less', answer(502, ''), 'fine'],
  ])('%s', (_, given, verdict) => {
    expect(judged(given).verdict).toBe(verdict)
  })

  test('a refused token is said with the host and what it needs', () => {
    const judgement = judged(answer(401, { message: 'Bad credentials' }))

    expect(judgement).toMatchObject({ error: { kind: 'auth' } })
    expect(judgement).toHaveProperty(
      'error.message',
      expect.stringMatching(/github\.example.*refused.*fine-grained/),
    )
  })

  test('on REST a 404 and a plain 403 are answers', () => {
    expect(judgeRest(answer(404, '{}'), now, host).verdict).toBe('fine')
    expect(judgeRest(answer(403, '{"message":"SAML"}'), now, host).verdict).toBe('fine')
    expect(judgeRest(answer(502, ''), now, host).verdict).toBe('again')
  })
})

test.each<[string, Answer, boolean]>([
  ['502', answer(502, ''), true],
  ['504', answer(504, '<html>'), true],
  ['a resource limit', answer(200, { errors: [{ type: 'RESOURCE_LIMITS_EXCEEDED' }] }), true],
  [
    'a time-out in words',
    answer(200, { errors: [{ message: 'Something went wrong while executing your query.' }] }),
    true,
  ],
  ['anything else', answer(200, { errors: [{ message: 'Field is wrong' }] }), false],
])('%s is more than the server can do at a time: %s', (_, given, heavy) => {
  expect(tooHeavy(given, readBody(given.text))).toBe(heavy)
})

test('an older schema is known by the code of its error', () => {
  const body = { errors: [{ message: '', extensions: { code: 'undefinedField' } }] }

  expect(lacksField(readBody(JSON.stringify(body)) ?? { errors: [] })).toBe(true)
})

test.each([500, 503, 520, 522, 599])('status %i is tried again', (status) => {
  expect(judged(answer(status, 'no')).verdict).toBe('again')
  expect(judgeRest(answer(status, 'no'), now, host).verdict).toBe('again')
})
