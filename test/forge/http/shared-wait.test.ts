import { expect, test } from 'vitest'
import type { Session } from '../../../src/forge/forge.ts'
import { type Judgement, Policy } from '../../../src/forge/http/policy.ts'

const start = Date.parse('2026-06-15T12:00:00Z')

test('requests told to wait at the same time ask for one wait, and those not sent lose no try', async () => {
  const asked: number[] = []
  let now = start
  const session: Session = {
    signal: new AbortController().signal,
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds
    },
    mayWait: (milliseconds) => asked.push(milliseconds) === 1,
    requested: () => {},
  }
  const policy = new Policy('forge.example', ['token'], session)
  const until = start + 60_000
  const judgements: Judgement[] = Array.from({ length: 3 }, () => ({
    verdict: 'wait',
    until,
    secondary: true,
    why: 'slow down',
  }))
  const send = async () => ({ status: 200, headers: new Headers(), text: '' })

  const answers = await Promise.all(
    Array.from({ length: 8 }, () =>
      policy.ask(send, () => judgements.shift() ?? { verdict: 'fine' }),
    ),
  )

  expect(answers).toHaveLength(8)
  expect(asked).toEqual([60_000])
})
