import type { Timestamp } from '../contribution/types.ts'

/** Who is being read, and in which run. */
export interface Scope {
  readonly host: string
  readonly account: number
  readonly actor: number
  readonly run: number
  /** Where the token came from that shows what is saved; null or left out: nobody asks. */
  readonly shownTo?: string | null
  /** Milliseconds are cut; the time of this page. */
  readonly now: Timestamp
}

/** What a page did to a row. */
export type Change = 'new' | 'changed' | 'same'

/** By name, as statements take them. */
export type Values = Record<string, unknown>

/** What a statement that saves gives back of the row it wrote; nothing of one it left. */
export interface Written {
  readonly id: number
  readonly added_run: number | null
}

export function changeOf(written: Written | undefined, run: number): Change {
  if (written === undefined) return 'same'
  return written.added_run === run ? 'new' : 'changed'
}

/** SQLite has no booleans. */
export function flag(value: boolean | null): number | null {
  return value === null ? null : Number(value)
}
