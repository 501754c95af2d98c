const minute = 60_000
const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * Minutes since 1970 as the clock on the wall shows them in `zone` (an IANA name): the day and hour one reads there, taken
 * as if they were UTC. It jumps when clocks go forward and repeats an hour when they go back.
 */
export function toWall(milliseconds: number, zone: string): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(milliseconds)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0
  // Some versions of ICU write midnight as 24.
  const hour = part('hour') % 24
  return Date.UTC(part('year'), part('month') - 1, part('day'), hour, part('minute')) / minute
}

/**
 * When the clock first shows `wall`, in milliseconds since 1970. A time that is left out, because clocks go forward, is
 * the moment they do.
 */
export function fromWall(wall: number, zone: string): number {
  // No zone is further from UTC than 14 hours; half an hour is the smallest change of clocks that is in use.
  const day = 24 * 60
  const offsetAt = (minutes: number) => toWall(minutes * minute, zone) - minutes
  const candidates = [wall - offsetAt(wall - day), wall - offsetAt(wall + day)].sort(
    (a, b) => a - b,
  )
  const shown = candidates.find((candidate) => toWall(candidate * minute, zone) === wall)
  if (shown !== undefined) return shown * minute
  let at = candidates[0] ?? wall
  while (toWall(at * minute, zone) < wall) at += 1
  return at * minute
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  })
  formats.set(zone, format)
  return format
}
