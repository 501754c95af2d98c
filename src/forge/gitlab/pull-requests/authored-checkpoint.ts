import { z } from 'zod'
import { later, plusSeconds } from '../../../contribution/timestamp.ts'
import type { Timestamp } from '../../../contribution/types.ts'
import type { AccountTask } from '../../forge.ts'
import { StoredTime } from '../api/values.ts'
import { type AuthoredAsk, headRows, markOf } from './authored-query.ts'

/** Each pass begins this long before the watermark: rows become visible a little later than their time says. */
const overlapSeconds = 3600
export const largestPage = 100

const Pass = z.object({
  way: z.enum(['graphql', 'rest']),
  full: z.boolean(),
  /** Read what was updated from here on; null: everything. */
  since: StoredTime.nullable(),
  /** GraphQL: cursor. REST: `next` of the page before (`keyedPages`). */
  cursor: z.string().nullable(),
  /** GraphQL: the row the next page has to begin with, read already (`AuthoredPage.seam`). */
  seam: z.string().nullable().default(null),
  /** The same list, read from its old end at the same time; `reached` is its last row's update. Null: not read so. */
  tail: z
    .object({
      cursor: z.string().nullable(),
      seam: z.string().nullable().default(null),
      reached: StoredTime.nullable(),
    })
    .nullable(),
  /** The watermark once the pass ends clean: newest update on its first page. */
  newest: StoredTime.nullable(),
  recent: z.array(z.string()),
  privateProfile: z.boolean(),
  /** GitLab withheld something, or the list moved while it was read: the numbers must be compared with REST. */
  partial: z.boolean(),
})
export type Pass = z.infer<typeof Pass>

const Checkpoint = z.object({
  version: z.literal(1),
  /** Newest `updatedAt` known stored by a pass that ended clean. */
  watermark: StoredTime.nullable(),
  /** Marks of the newest rows at the watermark: while they stand, nothing is new. */
  recent: z.array(z.string()),
  pageSize: z.int(),
  /** How the totals differed when last compared row by row: stored rows and REST's total, each minus GraphQL's count. */
  settled: z.object({ stored: z.int(), rest: z.int() }),
  zeroCheckedAt: StoredTime.nullable(),
  /** When merge requests last came to light that should have been seen before; null: never. */
  emerged: StoredTime.nullable().default(null),
  pass: Pass.nullable(),
})
export type Checkpoint = z.infer<typeof Checkpoint>

export function openCheckpoint(task: AccountTask): Checkpoint {
  const anew = task.full('pull-requests') === 'begin'
  const saved = anew ? undefined : Checkpoint.safeParse(task.checkpoints['pull-requests']).data
  return (
    saved ?? {
      version: 1,
      watermark: null,
      recent: [],
      pageSize: largestPage,
      settled: { stored: 0, rest: 0 },
      zeroCheckedAt: null,
      emerged: null,
      pass: null,
    }
  )
}

/** The pass to go on with, or a new one. */
export function beginPass(state: Checkpoint): Pass {
  if (state.pass !== null) return state.pass
  const full = state.watermark === null
  if (full) state.settled = { stored: 0, rest: 0 }
  state.pass = {
    way: 'graphql',
    full,
    since: state.watermark === null ? null : before(state.watermark),
    cursor: null,
    seam: null,
    tail: null,
    newest: state.watermark,
    recent: [],
    privateProfile: false,
    partial: false,
  }
  return state.pass
}

/** What the first page of a pass says: where the next pass may begin, and what it may compare with. */
export function noteNewest(
  pass: Pass,
  rows: readonly { readonly id: string; readonly updatedAt: Timestamp }[],
): void {
  pass.newest = later(pass.newest, rows[0]?.updatedAt ?? null)
  const { newest } = pass
  if (newest === null) return
  const near = rows.filter(({ updatedAt }) => updatedAt >= before(newest))
  pass.recent = near.slice(0, headRows).map(markOf)
}

/** After its last page a pass only has its totals to compare; taken up again, it first reads what came meanwhile. */
export function reopen(pass: Pass): void {
  pass.since = pass.newest === null ? null : before(pass.newest)
  pass.cursor = null
  pass.seam = null
  pass.tail = null
}

export function before(watermark: Timestamp): Timestamp {
  return plusSeconds(watermark, -overlapSeconds)
}

/**
 * What the account's merge requests would be asked for first, if they are to be read from a watermark on; null when a first
 * or full pass is due, or one is under way.
 */
export function incrementalAsk(task: AccountTask): AuthoredAsk | null {
  const { watermark, pageSize, pass } = openCheckpoint(task)
  if (watermark === null || pass !== null) return null
  return { login: task.login, first: pageSize, cursor: null, updatedAfter: before(watermark) }
}
