import type { Clock } from '../../src/sync/session.ts'

/** A clock that stands still until somebody sleeps on it. */
export function testClock(
  start = '2026-06-15T12:00:00Z',
): Clock & { slept: number[]; advance(seconds: number): void } {
  let now = Date.parse(start)
  const slept: number[] = []
  return {
    slept,
    now: () => now,
    advance(seconds) {
      now += seconds * 1000
    },
    async sleep(milliseconds, signal) {
      signal.throwIfAborted()
      slept.push(milliseconds)
      now += milliseconds
    },
  }
}
