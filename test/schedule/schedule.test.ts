import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DueTimes } from '../../src/schedule/due-times.ts'
import { runOnSchedule } from '../../src/schedule/schedule.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-06-15T12:00:30Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

interface Part {
  readonly cron?: string
  readonly timezone?: string
  readonly lastRun?: string
  /** Asked after each job: when it wants to be called again. */
  readonly retry?: () => number | null
  /** Milliseconds a job takes; without it the test ends jobs itself. */
  readonly takes?: number
  /** Jobs that reject, counted from 1. */
  readonly rejects?: readonly number[]
}

/** A schedule whose jobs are written down as they begin. */
function started({
  cron = '* * * * *',
  timezone = 'UTC',
  lastRun,
  retry,
  takes,
  rejects = [],
}: Part = {}) {
  const stop = new AbortController()
  const begun: string[] = []
  const jobs: (() => void)[] = []
  const overlapped = vi.fn()
  const missed = vi.fn()
  const failed = vi.fn()
  const done = vi.fn()
  let running = 0
  const ended = runOnSchedule({
    cron,
    timezone,
    lastRun: lastRun === undefined ? null : Date.parse(lastRun),
    now: () => Date.now(),
    signal: stop.signal,
    overlapped,
    missed,
    failed,
    job: async () => {
      begun.push(new Date().toISOString().slice(0, 16))
      running += 1
      expect(running).toBe(1)
      await new Promise<void>((resolve) => {
        if (takes === undefined) jobs.push(resolve)
        else setTimeout(resolve, takes)
      })
      running -= 1
      if (rejects.includes(begun.length)) throw new Error(`job ${begun.length}`)
      return { retryAt: retry?.() ?? null }
    },
  }).then(done)
  const end = async () => {
    stop.abort()
    jobs.shift()?.()
    await vi.advanceTimersByTimeAsync(takes ?? 0)
    await ended
  }
  return { stop, begun, overlapped, missed, failed, done, end, finish: () => jobs.shift()?.() }
}

/** The machine sleeps: its clock goes on, its timers do not. */
function asleep(until: string): void {
  vi.setSystemTime(Date.parse(until))
}

test('a job runs at each time of the schedule', async () => {
  const schedule = started({ takes: 10 })

  await vi.advanceTimersByTimeAsync(3 * minute)

  expect(schedule.begun).toEqual(['2026-06-15T12:01', '2026-06-15T12:02', '2026-06-15T12:03'])
  expect(schedule.overlapped).not.toHaveBeenCalled()
  expect(schedule.missed).not.toHaveBeenCalled()
  await schedule.end()
})

test('a job is left out while the one before is still going', async () => {
  const schedule = started()
  await vi.advanceTimersByTimeAsync(3 * minute)
  const during = [...schedule.begun]
  schedule.finish()

  await vi.advanceTimersByTimeAsync(minute)

  expect(during).toEqual(['2026-06-15T12:01'])
  expect(schedule.overlapped.mock.calls).toEqual([[2]])
  expect(schedule.begun).toEqual(['2026-06-15T12:01', '2026-06-15T12:04'])
  await schedule.end()
})

test('one run makes up for all that a sleeping machine missed', async () => {
  const schedule = started({ cron: '0 6 * * *', takes: 10 })
  await vi.advanceTimersByTimeAsync(minute)
  asleep('2026-06-18T08:30:30Z')

  await vi.advanceTimersByTimeAsync(minute)

  expect(schedule.begun).toEqual(['2026-06-18T08:31'])
  expect(schedule.missed.mock.calls).toEqual([[3]])
  await vi.advanceTimersByTimeAsync(day)
  expect(schedule.begun).toEqual(['2026-06-18T08:31', '2026-06-19T06:00'])
  await schedule.end()
})

test.each([
  ['yesterday', '2026-06-14T06:00:00Z', ['2026-06-15T12:00']],
  ['this morning', '2026-06-15T06:00:00Z', []],
  ['in the future of a wrong clock', '2027-01-01T00:00:00Z', []],
])(
  'a process that finds a last run %s makes up for what was due since',
  async (_name, lastRun, expected) => {
    const schedule = started({ cron: '0 6 * * *', lastRun, takes: 10 })

    await vi.advanceTimersByTimeAsync(minute)

    expect(schedule.begun).toEqual(expected)
    await schedule.end()
  },
)

test('a clock that is set back by a day does not stop the schedule for a day', async () => {
  const schedule = started({ cron: '0 * * * *', takes: 10 })
  await vi.advanceTimersByTimeAsync(hour)
  asleep('2026-06-14T13:00:30Z')

  await vi.advanceTimersByTimeAsync(hour)

  expect(schedule.begun).toEqual(['2026-06-15T13:00', '2026-06-14T14:00'])
  await schedule.end()
})

test('a forge that asks for patience is asked again when it said, once', async () => {
  const retries = [Date.parse('2026-06-16T06:47:10Z'), null]
  const schedule = started({ cron: '0 6 * * *', takes: 10, retry: () => retries.shift() ?? null })

  await vi.advanceTimersByTimeAsync(2 * day)

  expect(schedule.begun).toEqual(['2026-06-16T06:00', '2026-06-16T06:47', '2026-06-17T06:00'])
  expect(schedule.missed).not.toHaveBeenCalled()
  await schedule.end()
})

test.each([
  // Clocks go forward in Berlin on 29 March 2026, from 02:00 to 03:00.
  ['forward', '2026-03-26T12:00:30Z', '0 6 * * *'],
  ['over the time', '2026-03-26T12:00:30Z', '30 2 * * *'],
  // And back on 25 October, from 03:00 to 02:00.
  ['back', '2026-10-22T12:00:30Z', '0 6 * * *'],
  ['over the time again', '2026-10-22T12:00:30Z', '30 2 * * *'],
])('a week in which clocks go %s has seven runs', async (_name, start, cron) => {
  vi.setSystemTime(Date.parse(start))
  const schedule = started({ cron, timezone: 'Europe/Berlin', takes: 5 * minute })

  await vi.advanceTimersByTimeAsync(7 * day)

  const local = schedule.begun.map((time) =>
    new Date(`${time}Z`).toLocaleString('sv', { timeZone: 'Europe/Berlin' }).slice(0, 10),
  )
  expect(schedule.begun).toHaveLength(7)
  expect(new Set(local).size).toBe(7)
  expect(schedule.missed).not.toHaveBeenCalled()
  await schedule.end()
})

test('a week with sleep, a limit, two jobs that throw and clocks that change has the right runs', async () => {
  vi.setSystemTime(Date.parse('2026-03-26T12:00:30Z'))
  // The third run, the second that ends by itself, meets a limit and is asked again after an hour.
  let count = 0
  const retry = () => (++count === 2 ? Date.now() + hour : null)
  const schedule = started({
    cron: '0 6,18 * * *',
    timezone: 'Europe/Berlin',
    takes: 20 * minute,
    retry,
    rejects: [2, 7],
  })
  await vi.advanceTimersByTimeAsync(day)
  // Closed on Friday afternoon, opened on Sunday noon, after the change.
  asleep('2026-03-29T10:00:30Z')
  await vi.advanceTimersByTimeAsync(4 * day)

  expect(schedule.begun).toEqual([
    '2026-03-26T17:00',
    '2026-03-27T05:00',
    '2026-03-29T10:01',
    '2026-03-29T11:21',
    '2026-03-29T16:00',
    '2026-03-30T04:00',
    '2026-03-30T16:00',
    '2026-03-31T04:00',
    '2026-03-31T16:00',
    '2026-04-01T04:00',
    '2026-04-01T16:00',
    '2026-04-02T04:00',
  ])
  expect(schedule.missed.mock.calls).toEqual([[4]])
  expect(schedule.failed.mock.calls).toEqual([[new Error('job 2')], [new Error('job 7')]])
  await schedule.end()
})

test('a job that is going when the schedule is stopped ends first, and none follows', async () => {
  const schedule = started()
  await vi.advanceTimersByTimeAsync(minute)
  schedule.stop.abort()
  await vi.advanceTimersByTimeAsync(5 * minute)
  const before = schedule.done.mock.calls.length

  await schedule.end()

  expect(before).toBe(0)
  expect(schedule.begun).toEqual(['2026-06-15T12:01'])
})

test('a schedule that is stopped before it began never runs', async () => {
  await runOnSchedule({
    cron: '* * * * *',
    timezone: 'UTC',
    lastRun: 0,
    now: () => Date.now(),
    signal: AbortSignal.abort(),
    overlapped: () => {},
    missed: () => {},
    failed: () => {},
    job: () => Promise.reject(new Error('never')),
  })
  await vi.advanceTimersByTimeAsync(5 * minute)

  expect(vi.getTimerCount()).toBe(0)
})

test('times are meant in the time zone of the schedule', async () => {
  const schedule = started({ timezone: 'Asia/Kolkata', cron: '0 18 * * *', takes: 10 })

  await vi.advanceTimersByTimeAsync(hour)

  expect(schedule.begun).toEqual(['2026-06-15T12:30'])
  await schedule.end()
})

const noon = Date.parse('2026-06-15T12:00:30Z')

test.each([
  ['0 6 * * *', 'UTC', '2026-06-16T06:00:00Z'],
  ['0 6 * * *', 'Africa/Nairobi', '2026-06-16T03:00:00Z'],
  ['30 23 31 12 *', 'America/New_York', '2027-01-01T04:30:00Z'],
  ['0 6 29 2 *', 'UTC', '2028-02-29T06:00:00Z'],
  ['0 6 1 * thu', 'UTC', '2026-06-18T06:00:00Z'],
])('the next run of %s in %s is %s', (cron, timezone, expected) => {
  expect(new DueTimes({ cron, timezone }).next(noon)).toBe(expected)
})

test('a time that clocks jump over is due when they jump', () => {
  const due = new DueTimes({ cron: '30 2 * * *', timezone: 'Europe/Berlin' })

  expect(due.next(Date.parse('2026-03-28T12:00:00Z'))).toBe('2026-03-29T01:00:00Z')
})

test('the last due times are told latest first', () => {
  const due = new DueTimes({ cron: '0 6 * * mon-fri', timezone: 'UTC' })

  expect(due.previous(noon, 3)).toEqual([
    '2026-06-15T06:00:00Z',
    '2026-06-12T06:00:00Z',
    '2026-06-11T06:00:00Z',
  ])
})
