import { schedule as startTask } from 'node-cron'

export interface ScheduleOptions {
  /** Five fields. */
  readonly cron: string
  /** IANA name. */
  readonly timezone: string
  readonly signal: AbortSignal
  /** What to do; must not reject. */
  readonly job: () => Promise<void>
  /** Called when a run was due while the one before was still going. */
  readonly overlapped: () => void
  /** Called when a run was due while this process could not run, as on a machine that slept. */
  readonly missed: () => void
}

/** node-cron prints by itself, in colour; what is worth telling comes as events. */
const silent = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} }

/** Runs `job` at the times of `cron` until `signal` is aborted; a job that is running then ends first. */
export async function runOnSchedule(options: ScheduleOptions): Promise<void> {
  let running: Promise<void> = Promise.resolve()
  const task = startTask(
    options.cron,
    () => {
      running = options.job()
      return running
    },
    { timezone: options.timezone, noOverlap: true, logger: silent },
  )
  task.on('execution:overlap', options.overlapped)
  task.on('execution:missed', options.missed)
  await aborted(options.signal)
  await task.destroy()
  await running
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
