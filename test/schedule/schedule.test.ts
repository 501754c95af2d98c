import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { nextRun } from '../../src/schedule/next-run.ts'
import { runOnSchedule } from '../../src/schedule/schedule.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-06-15T12:00:30Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

const minute = 60_000

/** A schedule of every minute whose jobs end when the test says so. */
function started(timezone = 'UTC', cron = '* * * * *') {
  const stop = new AbortController()
  const begun: string[] = []
  const jobs: (() => void)[] = []
  const overlapped = vi.fn()
  const missed = vi.fn()
  const done = vi.fn()
  const ended = runOnSchedule({
    cron,
    timezone,
    signal: stop.signal,
    overlapped,
    missed,
    job: () => {
      begun.push(new Date().toISOString().slice(11, 16))
      return new Promise((resolve) => jobs.push(resolve))
    },
  }).then(done)
  return { stop, begun, overlapped, missed, done, ended, finish: () => jobs.shift()?.() }
}

test('a job runs at each time of the schedule', async () => {
  const schedule = started()

  for (let index = 0; index < 3; index++) {
    await vi.advanceTimersByTimeAsync(minute)
    schedule.finish()
  }

  expect(schedule.begun).toEqual(['12:01', '12:02', '12:03'])
  expect(schedule.overlapped).not.toHaveBeenCalled()
  schedule.stop.abort()
  await schedule.ended
})

test('a job is left out while the one before is still going', async () => {
  const schedule = started()
  await vi.advanceTimersByTimeAsync(3 * minute)
  const during = [...schedule.begun]
  schedule.finish()

  await vi.advanceTimersByTimeAsync(minute)

  expect(during).toEqual(['12:01'])
  expect(schedule.overlapped).toHaveBeenCalledTimes(2)
  expect(schedule.begun).toEqual(['12:01', '12:04'])
  schedule.finish()
  schedule.stop.abort()
  await schedule.ended
})

test('a run that was due while the machine slept is told and not made up for', async () => {
  const print = vi.spyOn(console, 'warn')
  const schedule = started()
  await vi.advanceTimersByTimeAsync(minute)
  schedule.finish()

  vi.setSystemTime(Date.parse('2026-06-15T14:30:30Z'))
  await vi.advanceTimersByTimeAsync(minute)

  expect(schedule.missed).toHaveBeenCalled()
  expect(schedule.begun.length).toBeLessThanOrEqual(2)
  expect(print).not.toHaveBeenCalled()
  schedule.finish()
  schedule.stop.abort()
  await schedule.ended
})

test('a job that is going when the schedule is stopped ends first, and none follows', async () => {
  const schedule = started()
  await vi.advanceTimersByTimeAsync(minute)
  schedule.stop.abort()
  await vi.advanceTimersByTimeAsync(5 * minute)
  const before = schedule.done.mock.calls.length

  schedule.finish()
  await schedule.ended

  expect(before).toBe(0)
  expect(schedule.begun).toEqual(['12:01'])
})

test('a schedule that is stopped before it began never runs', async () => {
  const ended = runOnSchedule({
    cron: '* * * * *',
    timezone: 'UTC',
    signal: AbortSignal.abort(),
    overlapped: () => {},
    missed: () => {},
    job: () => Promise.reject(new Error('never')),
  })
  await ended
  await vi.advanceTimersByTimeAsync(5 * minute)

  expect(vi.getTimerCount()).toBe(0)
})

test('times are meant in the time zone of the schedule', async () => {
  const schedule = started('Asia/Kolkata', '0 18 * * *')

  await vi.advanceTimersByTimeAsync(60 * minute)

  expect(schedule.begun).toEqual(['12:30'])
  schedule.finish()
  schedule.stop.abort()
  await schedule.ended
})

test.each([
  ['0 6 * * *', 'UTC', '2026-06-16T06:00:00Z'],
  ['0 6 * * *', 'Africa/Nairobi', '2026-06-16T03:00:00Z'],
  ['30 23 31 12 *', 'America/New_York', '2027-01-01T04:30:00Z'],
])('the next run of %s in %s is %s', async (cron, timezone, expected) => {
  expect(await nextRun({ cron, timezone })).toBe(expected)
})
