import type { Schedule } from '../config/config.ts'
import { fromMilliseconds, type Timestamp } from '../contribution/timestamp.ts'

/** When the schedule runs next after now; null when it never does. */
export async function nextRun(
  schedule: Pick<Schedule, 'cron' | 'timezone'>,
): Promise<Timestamp | null> {
  const { createTask } = await import('node-cron')
  const task = createTask(schedule.cron, () => undefined, { timezone: schedule.timezone })
  try {
    const next = task.getNextRuns(1)[0]
    return next === undefined ? null : fromMilliseconds(next.getTime())
  } finally {
    await task.destroy()
  }
}
