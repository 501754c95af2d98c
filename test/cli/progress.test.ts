import { expect, test } from 'vitest'
import type { Context, Output } from '../../src/cli/context.ts'
import { ProgressLine } from '../../src/cli/output.ts'
import { progressText, SyncProgress } from '../../src/cli/progress.ts'
import { dangerous, person, startBench, token } from '../support/cli.ts'
import { testClock } from '../support/clock.ts'

type Standing = Parameters<typeof progressText>[0]

const standing: Standing = {
  startedAt: 0,
  requests: 30,
  accounts: { done: 1, total: 4 },
  expected: null,
  reading: null,
  wait: null,
}
const reading = {
  host: 'github.com',
  login: 'ada',
  stream: 'pull-requests',
  read: 340,
  total: 1000,
} as const

test.each<[string, Partial<Standing>, number, string]>([
  ['no rate in the first moment', {}, 1, '1 of 4 accounts, 30 requests'],
  ['a rate after that', {}, 10, '1 of 4 accounts, 30 requests, 3.0/s'],
  [
    'what is left of a plan',
    { expected: 45 },
    10,
    '1 of 4 accounts, 30 requests, 3.0/s, at most 5 s left',
  ],
  [
    'nothing of a plan that is used up',
    { expected: 30 },
    10,
    '1 of 4 accounts, 30 requests, 3.0/s',
  ],
  [
    'how much of the host’s total is read',
    { reading },
    34,
    '1 of 4 accounts, 30 requests, 0.9/s, ada on github.com: 340 of 1,000 merged, about 66 s left for these',
  ],
  [
    'minutes where it takes long',
    { reading: { ...reading, read: 10 } },
    34,
    '1 of 4 accounts, 30 requests, 0.9/s, ada on github.com: 10 of 1,000 merged, about 57 min left for these',
  ],
  [
    'no total where the host states none',
    { reading: { ...reading, stream: 'reviews', read: 1200, total: null } },
    10,
    '1 of 4 accounts, 30 requests, 3.0/s, ada on github.com: 1,200 reviews',
  ],
  [
    'a wait before all else',
    { wait: { until: 25_400, why: 'the rate limit of a.example is used up' } },
    10,
    'waiting 16 s: the rate limit of a.example is used up; 1 of 4 accounts, 30 requests, 3.0/s',
  ],
  [
    'a wait that is over no more',
    { wait: { until: 9000, why: 'why' } },
    10,
    '1 of 4 accounts, 30 requests, 3.0/s',
  ],
])('a progress line tells %s', (_what, part, seconds, line) => {
  expect(progressText({ ...standing, ...part }, seconds * 1000)).toBe(line)
})

/** A terminal of so many columns, and what was drawn on it. */
function terminal(columns: number, part: Partial<Context> = {}) {
  const drawn: string[] = []
  const clock = testClock()
  let tick = () => {}
  let stopped = false
  const stderr: Output = { write: (text) => drawn.push(text), isTTY: true, columns }
  const context: Context = {
    stdout: stderr,
    stderr,
    env: {},
    cwd: '/',
    now: () => clock.now(),
    sleep: (milliseconds, signal) => clock.sleep(milliseconds, signal),
    signal: new AbortController().signal,
    everySecond: (act) => {
      tick = act
      return () => {
        stopped = true
      }
    },
    ...part,
  }
  const second = () => {
    clock.advance(1)
    tick()
  }
  return { context, drawn, second, stopped: () => stopped }
}

const taken = '\r\u001b[2K'

test('a wait counts down by itself, and the line is gone in the end', () => {
  const { context, drawn, second, stopped } = terminal(100)
  const progress = new SyncProgress(context)
  progress.expect(2)

  progress.waiting(3, 'it is busy')
  second()
  second()
  second()
  progress.end()

  expect(drawn.slice(0, -1).map((text) => text.slice(taken.length))).toEqual([
    'waiting 3 s: it is busy; 0 of 2 accounts, 0 requests',
    'waiting 2 s: it is busy; 0 of 2 accounts, 0 requests',
    'waiting 1 s: it is busy; 0 of 2 accounts, 0 requests, 0.0/s',
    '0 of 2 accounts, 0 requests, 0.0/s',
  ])
  expect(drawn.at(-1)).toBe(taken)
  expect(stopped()).toBe(true)
})

test.each([1, 10, 24, 80])('on %i columns the line is never as wide as the terminal', (columns) => {
  const { context, drawn } = terminal(columns)

  new ProgressLine(context).show(
    'a forge said \u6f22\u5b57 and much more than fits any narrow line',
  )

  expect(drawn[0]?.slice(taken.length).length).toBeLessThanOrEqual(Math.max(1, columns - 1))
})

test('nothing from outside moves the cursor, breaks the line or takes two columns', () => {
  const { context, drawn } = terminal(100)

  new SyncProgress(context).waiting(9, 'a\nb\tc\u001b[2Jd\u202ee\u6f22')

  expect(drawn).toEqual([`${taken}waiting 9 s: a?b?c?[2Jd?e?; 0 of 0 accounts, 0 requests`])
  expect(drawn[0]?.slice(taken.length)).not.toMatch(dangerous)
})

test('off a terminal nothing is drawn, no clock ticks, and a wait is one sentence', async () => {
  const bench = await startBench({
    faults: [
      {
        match: { forge: 'gitlab', index: 2 },
        fault: { kind: 'status', status: 503 },
      },
    ],
  })
  await bench.configure({ people: [person('teo')] })

  const ran = await bench.run(['sync'])

  expect(ran.code).toBe(0)
  expect(ran.stderr).toMatch(/^waiting 1 s: [^\n]+\n$/)
})

test('a first sync shows how much of the host’s total is read; the line is gone at the end', async () => {
  const bench = await startBench()
  await bench.configure({ people: [person('mara')] })
  const env = { SANDBOX_TOKEN: token, NO_COLOR: '1' }

  const first = await bench.run(['sync'], { columns: 120, env })
  const next = await bench.run(['sync'], { columns: 120, env })

  expect(first.stderr).toMatch(/mara-oduya on github\.com: \d+ of \d+ merged/)
  expect(first.stderr).toMatch(/mara-oduya on gitlab\.com: \d+ reviews/)
  expect(first.stderr.endsWith(taken)).toBe(true)
  expect(next.stderr).not.toMatch(/ of \d+ merged/)
})
