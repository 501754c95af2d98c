import type { Schedule } from '../config/config.ts'
import { DueTimes } from './due-times.ts'

/** Timers stand still while a machine sleeps: one that is never longer notices soon after waking. */
const longestSleep = 60_000
/** A clock that goes back by more was wrong before. Milliseconds. */
const setBack = 5 * 60_000
/** From when on a run is told to be late. Milliseconds. */
const late = 2 * 60_000

export interface ScheduleOptions extends Pick<Schedule, 'cron' | 'timezone'> {
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly signal: AbortSignal
  /** When the last run before this process began, in milliseconds since 1970: what was due since is made up for. */
  readonly lastRun: number | null
  /** What to do. Asks to be called again at `retryAt` (milliseconds since 1970) if that comes first. */
  readonly job: () => Promise<{ readonly retryAt: number | null }>
  /** Called when a job rejected: the next one comes at its time all the same. */
  readonly failed: (error: unknown) => void
  /** Called with how many runs were due while the one before was still going: they are left out. */
  readonly overlapped: (count: number) => void
  /** Called before a run that makes up for `count` that were due while this process or its machine did not run. */
  readonly missed: (count: number) => void
}

/**
 * Runs `job` at the times of `cron` until `signal` is aborted; a job that is running then ends first. Never two at a time.
 * However many runs were missed, one makes up for them. A time that clocks jump over is due when they jump, one that they
 * repeat is due once.
 */
export async function runOnSchedule(options: ScheduleOptions): Promise<void> {
  const { now, signal, overlapped, missed } = options
  const due = new DueTimes(options)
  let before = now()
  let done = due.wall(Math.min(before, options.lastRun ?? before))
  let retryAt: number | null = null
  while (!signal.aborted) {
    const time = now()
    const wall = due.wall(time)
    if (time < before - setBack) done = wall
    const { count, latest } = due.between(done, wall)
    const again = retryAt !== null && time >= retryAt
    done = Math.max(done, wall)
    if (latest !== null || again) {
      if (latest !== null && (count > 1 || time - latest >= late)) missed(count)
      retryAt = await runJob(options)
      const end = due.wall(now())
      const during = due.between(done, end)
      if (during.count > 0) overlapped(during.count)
      done = Math.max(done, end)
    }
    before = now()
    await sleep(untilNextLook(before, retryAt), signal)
  }
}

async function runJob({ job, failed }: ScheduleOptions): Promise<number | null> {
  try {
    return (await job()).retryAt
  } catch (error) {
    failed(error)
    return null
  }
}

/** Until the next minute begins, or the retry is due. */
function untilNextLook(now: number, retryAt: number | null): number {
  const nextMinute = longestSleep - (now % longestSleep)
  return retryAt === null ? nextMinute : Math.max(0, Math.min(nextMinute, retryAt - now))
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve()
      return
    }
    const wake = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', wake)
      resolve()
    }
    const timer = setTimeout(wake, milliseconds)
    signal.addEventListener('abort', wake, { once: true })
  })
}
