import { z } from 'zod'
import { toTimestamp } from '../../../contribution/timestamp.ts'
import type { Timestamp } from '../../../contribution/types.ts'

/** A time as GitLab writes it (`.123Z`, offsets), cut to UTC seconds. */
export const Time = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), 'no time')
  .transform(toTimestamp)

/** A time this program wrote into a checkpoint. */
export const StoredTime = z.custom<Timestamp>(
  (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
)

/** A number of GitLab's, as text. Beyond 2^53 JSON has already lost digits, so such a number is refused, not stored. */
export const Id = z.int().positive().transform(String)

/** `gid://gitlab/MergeRequest/12` → `12`. */
export const Gid = z
  .string()
  .regex(/^gid:\/\/[^/]+\/[^/]+\/\d+$/)
  .transform((gid) => gid.slice(gid.lastIndexOf('/') + 1))

export function gid(type: 'MergeRequest' | 'Project' | 'User', id: string): string {
  return `gid://gitlab/${type}/${id}`
}

const msPerDay = 86_400_000

/** The UTC day of a time, moved by whole days: `2026-03-01`. Milliseconds since 1970. */
export function day(milliseconds: number, move = 0): string {
  return new Date(milliseconds + move * msPerDay).toISOString().slice(0, 10)
}

/** Whole days from `from` to `until`, both `YYYY-MM-DD`. */
export function daysBetween(from: string, until: string): number {
  return Math.round((Date.parse(until) - Date.parse(from)) / msPerDay)
}

export function chunks<Value>(values: readonly Value[], size: number): Value[][] {
  const parts: Value[][] = []
  for (let start = 0; start < values.length; start += size)
    parts.push(values.slice(start, start + size))
  return parts
}

/**
 * As `Promise.all`, but a failure waits for the others to end: none of them may hand on a page after the account failed.
 * @throws the first failure
 */
export async function allEnded(tasks: readonly Promise<unknown>[]): Promise<void> {
  const ends = await Promise.allSettled(tasks)
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}
