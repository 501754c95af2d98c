/** UTC, whole seconds, one shape only: `2026-03-01T09:30:00Z`. Text order is time order, in SQL too. */
export type Timestamp = string & { readonly brand: 'Timestamp' }

/**
 * Cuts any ISO 8601 time with a zone (`.123Z`, `+02:00`) to UTC seconds.
 * @throws RangeError when `text` is no time.
 */
export function toTimestamp(text: string): Timestamp {
  const milliseconds = Date.parse(text)
  if (Number.isNaN(milliseconds)) throw new RangeError(`Cannot read \`${text}\` as a time`)
  return fromMilliseconds(milliseconds)
}

/** Milliseconds since 1970, cut (not rounded) to the second. */
export function fromMilliseconds(milliseconds: number): Timestamp {
  return `${new Date(Math.floor(milliseconds / 1000) * 1000).toISOString().slice(0, 19)}Z` as Timestamp
}

/** Milliseconds since 1970. */
export function toMilliseconds(timestamp: Timestamp): number {
  return Date.parse(timestamp)
}

/** `timestamp` moved by `seconds`, which may be negative. */
export function plusSeconds(timestamp: Timestamp, seconds: number): Timestamp {
  return fromMilliseconds(toMilliseconds(timestamp) + seconds * 1000)
}

export function later(a: Timestamp | null, b: Timestamp | null): Timestamp | null {
  if (a === null) return b
  if (b === null) return a
  return a > b ? a : b
}
