import type { Timestamp } from './timestamp.ts'

/** `2026-02-28`: a day in somebody's time zone. Text order is time order. */
export type Day = string & { readonly brand: 'Day' }

const formats = new Map<string, Intl.DateTimeFormat>()
const remembered = new Map<string, Day>()

/** The day on which `time` falls in `zone` (an IANA name). */
export function dayOf(time: Timestamp, zone: string): Day {
  if (zone === 'UTC') return time.slice(0, 10) as Day
  const key = `${zone} ${time}`
  const known = remembered.get(key)
  if (known !== undefined) return known
  const day = formatOf(zone).format(new Date(time)) as Day
  if (remembered.size >= 50_000) remembered.clear()
  remembered.set(key, day)
  return day
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}

/** `en-CA` is the locale that writes year, month and day as ISO 8601 does. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  formats.set(zone, format)
  return format
}
