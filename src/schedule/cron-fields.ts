import { ScheduleError } from './schedule-error.ts'

/** The values of one field, in order; null stands for `*`. */
export type Field = readonly number[] | null

/** A cron expression of five fields, worked out. */
export interface CronFields {
  readonly minute: Field
  readonly hour: Field
  readonly dayOfMonth: Field
  readonly month: Field
  /** 0 is Sunday. */
  readonly dayOfWeek: Field
}

interface Range {
  readonly from: number
  readonly to: number
  readonly names?: readonly string[]
}

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const weekdays = 'sun mon tue wed thu fri sat'.split(' ')

const ranges = {
  minute: { from: 0, to: 59 },
  hour: { from: 0, to: 23 },
  dayOfMonth: { from: 1, to: 31 },
  month: { from: 1, to: 12, names: months },
  dayOfWeek: { from: 0, to: 7, names: weekdays },
} as const satisfies Record<keyof CronFields, Range>

/**
 * Reads minute, hour, day of the month, month and day of the week, with lists, ranges, steps and English names.
 * @throws ScheduleError for what only node-cron understands (`L`, `W`, `#`)
 */
export function readCron(cron: string): CronFields {
  const [minute = '*', hour = '*', dayOfMonth = '*', month = '*', dayOfWeek = '*'] = cron
    .trim()
    .split(/\s+/)
  const read = (text: string, name: keyof CronFields) => readField(text, ranges[name], cron)
  const days = read(dayOfWeek, 'dayOfWeek')
  return {
    minute: read(minute, 'minute'),
    hour: read(hour, 'hour'),
    dayOfMonth: read(dayOfMonth, 'dayOfMonth'),
    month: read(month, 'month'),
    dayOfWeek: days === null ? null : ordered(days.map((day) => day % 7)),
  }
}

function readField(text: string, range: Range, cron: string): Field {
  if (text === '*' || text === '?') return null
  return ordered(text.split(',').flatMap((part) => readPart(part, range, cron)))
}

/** `5`, `mon`, `1-5`, `mon-fri`, `10-50/20`; with a step a single value goes on to the end of the range. */
function readPart(part: string, range: Range, cron: string): readonly number[] {
  const [span = '', step = '1', ...more] = part.split('/')
  const [first = '', last, ...rest] =
    span === '*' ? [String(range.from), String(range.to)] : span.split('-')
  const from = readValue(first, range)
  const to = last === undefined ? (part.includes('/') ? range.to : from) : readValue(last, range)
  const by = Number(step)
  const fits =
    from !== undefined && to !== undefined && from <= to && Number.isInteger(by) && by > 0
  if (!fits || more.length > 0 || rest.length > 0) {
    throw new ScheduleError(
      `Cannot write \`${cron}\` for another program: \`${part}\` is understood by \`tracker schedule\` only; use values, ranges, lists and steps`,
    )
  }
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => from + index * by)
}

function readValue(text: string, { from, to, names }: Range): number | undefined {
  const named = names?.indexOf(text.slice(0, 3).toLowerCase()) ?? -1
  if (named >= 0 && /^[a-z]+$/i.test(text)) return named + from
  const value = Number(text)
  return /^\d+$/.test(text) && value >= from && value <= to ? value : undefined
}

function ordered(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b)
}
