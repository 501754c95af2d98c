import { createTask, parse, type ScheduledTask } from 'node-cron'
import type { Schedule } from '../config/config.ts'
import { fromMilliseconds, type Timestamp } from '../contribution/timestamp.ts'
import { fromWall, toWall } from './wall-clock.ts'

const minute = 60_000
/** The rarest day that cron can name comes once in eight years (29 February, across 2100). */
const horizon = 8 * 366 * 24 * 60

/** The times of a schedule. Walls are minutes as `toWall` tells them, so that each is due once, whatever clocks do. */
export class DueTimes {
  readonly #zone: string
  readonly #tasks: readonly ScheduledTask[]
  readonly #minutes: ReadonlySet<number>
  readonly #hours: ReadonlySet<number>

  constructor({ cron, timezone }: Pick<Schedule, 'cron' | 'timezone'>) {
    this.#zone = timezone
    this.#tasks = alternatives(cron).map((each) =>
      createTask(each, () => undefined, { timezone: 'UTC' }),
    )
    const fields = parse(cron)
    this.#minutes = new Set(fields.minute)
    this.#hours = new Set(fields.hour)
  }

  wall(milliseconds: number): number {
    return toWall(milliseconds, this.#zone)
  }

  /** The first due time after `now` (milliseconds since 1970); null when there is none. */
  next(now: number): Timestamp | null {
    const start = this.wall(now)
    for (let wall = start + 1; wall < start + horizon; wall++) {
      if (this.#isDue(wall)) return this.#toTimestamp(wall)
    }
    return null
  }

  /** The `count` last due times up to `now`, the latest first; fewer when there are not as many. */
  previous(now: number, count: number): readonly Timestamp[] {
    const found: Timestamp[] = []
    const start = this.wall(now)
    for (let wall = start; wall > start - horizon && found.length < count; wall--) {
      if (this.#isDue(wall)) found.push(this.#toTimestamp(wall))
    }
    return found
  }

  /** How many times are due after wall `from` up to wall `to`, and the moment of the latest. */
  between(from: number, to: number): { readonly count: number; readonly latest: number | null } {
    let count = 0
    let latest: number | null = null
    for (let wall = Math.max(from + 1, to - horizon); wall <= to; wall++) {
      if (!this.#isDue(wall)) continue
      count += 1
      latest = wall
    }
    return { count, latest: latest === null ? null : fromWall(latest, this.#zone) }
  }

  #isDue(wall: number): boolean {
    // The fields that cost nothing to look at first: years are gone through minute by minute.
    if (!this.#minutes.has(wall % 60) || !this.#hours.has(Math.floor(wall / 60) % 24)) return false
    const date = new Date(wall * minute)
    return this.#tasks.some((task) => task.match(date))
  }

  #toTimestamp(wall: number): Timestamp {
    return fromMilliseconds(fromWall(wall, this.#zone))
  }
}

/** Where day of the month and day of the week are both given, cron is content with either; node-cron wants both. */
function alternatives(cron: string): readonly string[] {
  const [minutes, hours, dayOfMonth = '*', month, dayOfWeek = '*'] = cron.trim().split(/\s+/)
  if (/^[*?]/.test(dayOfMonth) || /^[*?]/.test(dayOfWeek)) return [cron]
  return [
    `${minutes} ${hours} ${dayOfMonth} ${month} *`,
    `${minutes} ${hours} * ${month} ${dayOfWeek}`,
  ]
}
