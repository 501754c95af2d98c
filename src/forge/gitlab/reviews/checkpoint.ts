import { z } from 'zod'
import { fromMilliseconds, later } from '../../../contribution/timestamp.ts'
import type { Gap, Timestamp } from '../../../contribution/types.ts'
import type { AccountTask, Item } from '../../forge.ts'
import type { Between } from '../../http/server-clock.ts'
import { day, StoredTime } from '../api/values.ts'
import type { Event } from './event.ts'
import { EventCount, isOld } from './event-count.ts'
import { Slice, settledBefore, slice } from './events.ts'

const msPerDay = 86_400_000
/** An activity date ends at the latest twelve hours after its UTC day, in the westernmost zone. */
const lastActivitySlack = 1.5 * msPerDay
/** The activity date is a hint only: everybody is read at least this often. */
export const hintHolds = 7 * msPerDay
/** Slices of an interrupted pass are taken up again for so long; then pruned events may have moved their pages. */
const passHolds = msPerDay
/** Events over three years old go some time after that; of a clock that is ahead by less nothing can be told. */
const pruningLag = 30 * msPerDay

/** Merge requests that the filters for older reviews named, and the parts their details are asked for in. */
const Candidates = z.object({ rows: z.int(), batches: z.int() })

const Pass = z.object({
  full: z.boolean(),
  startedAt: StoredTime,
  /** How far back events reach: three years before the start (GitLab docs, "Events API"), by the clock that is ahead. */
  horizon: StoredTime,
  /** The same by the clock that is behind: events are asked for from there on. */
  farthest: StoredTime.nullable().default(null),
  /** What is left to read. */
  slices: z.array(Slice),
  /** Newest review seen. */
  newest: StoredTime.nullable(),
  /** Oldest event seen, of whatever kind. */
  oldest: StoredTime.nullable().default(null),
  /** Events seen, of whatever kind. */
  seen: z.int(),
  candidates: Candidates.default({ rows: 0, batches: 0 }),
  /** What had come to light when it began (`Emergence.at`). */
  emerged: StoredTime.nullable().default(null),
  /** The newest events were asked for, with their count. */
  begun: z.boolean().default(true),
  /** How many events there were when it began. */
  count: EventCount.nullable().default(null),
})
export type Pass = z.infer<typeof Pass>

export const Checkpoint = z.object({
  version: z.literal(1),
  /** Server time at the start of the last pass that ended clean: what happened before is stored. */
  watermark: StoredTime.nullable(),
  /** Newest review stored. */
  newest: StoredTime.nullable(),
  /** Since when events have been read without a break; null before the first full pass ended. */
  horizon: StoredTime.nullable(),
  /** The filters were asked for what is older than that. */
  olderRead: z.boolean(),
  /** Days that held more events than GitLab shows. */
  caps: z.array(z.custom<Gap>((value) => typeof value === 'object' && value !== null)),
  pass: Pass.nullable(),
  /** What the last full pass found, what came since included: what the next one will ask. */
  found: z.object({ events: z.int(), candidates: Candidates }).nullable().default(null),
  /** What had come to light when the last full pass began. */
  emerged: StoredTime.nullable().default(null),
  /** How many events there were when the last pass began; null: GitLab does not count so far. */
  count: EventCount.nullable().default(null),
  /** Projects that were not public, so that their events may have been passed over. */
  closed: z.array(z.string()).default([]),
})
export type Checkpoint = z.infer<typeof Checkpoint>

export function openCheckpoint(task: AccountTask): Checkpoint {
  const saved = Checkpoint.safeParse(task.checkpoints.reviews).data
  const fresh: Checkpoint = {
    version: 1,
    watermark: null,
    newest: null,
    horizon: null,
    olderRead: false,
    caps: [],
    pass: null,
    found: null,
    emerged: null,
    count: null,
    closed: [],
  }
  if (saved === undefined) return fresh
  // What a full reading must not forget: how far back stored rows reach although events no longer do.
  return task.full('reviews') === 'begin'
    ? { ...fresh, newest: saved.newest, horizon: saved.horizon, found: saved.found }
    : saved
}

/**
 * The pass to go on with, or a new one.
 * @param now either clock may be off, and what is asked for must reach over all that either has seen
 * @param emerged what has come to light so far
 * @param began when this run began to read, or earlier where clocks differ: what happened before it is there to be read
 */
export function beginPass(
  state: Checkpoint,
  now: Between,
  began: Timestamp,
  emerged: Timestamp | null,
): Pass {
  const age = state.pass === null ? passHolds : Date.parse(began) - Date.parse(state.pass.startedAt)
  if (state.pass !== null && age < passHolds) return state.pass
  const full = state.watermark === null
  // What nobody shows is told from the later clock, what is asked for reaches as far back as the earlier one says.
  const horizon = threeYearsBefore(now.latest)
  const farthest = threeYearsBefore(now.earliest)
  const since = state.watermark ?? farthest
  // The server's day may differ from ours by one, and both bounds leave their own day out.
  const after = day(Date.parse(since), -2)
  const before = day(now.latest, 2)
  const settled = settledBefore(now.earliest)
  if (full) state.caps = []
  state.pass = {
    full,
    startedAt: began,
    horizon,
    farthest,
    slices: full
      ? [
          slice('approved', after, settled),
          slice('commented', after, settled),
          slice(null, day(Date.parse(settled), -1), before),
        ]
      : [slice(null, after, before)],
    newest: null,
    oldest: null,
    seen: 0,
    candidates: { rows: 0, batches: 0 },
    emerged,
    begun: false,
    count: state.count,
  }
  return state.pass
}

/** @param seen how many of the events count as seen by the pass */
export function noteSeen(
  pass: Pass,
  events: readonly Event[],
  items: readonly Item[],
  seen: number,
): void {
  for (const item of items) if (item.kind === 'review') pass.newest = later(pass.newest, item.at)
  for (const { created_at: at } of events)
    if (pass.oldest === null || at < pass.oldest) pass.oldest = at
  pass.seen += seen
}

/** What is older than three years goes first: where it is still shown, the clock that is ahead is the wrong one. */
export function correctHorizon(pass: Pass): void {
  const { oldest, horizon, farthest } = pass
  if (oldest === null || farthest === null) return
  if (Date.parse(oldest) + pruningLag < Date.parse(horizon)) pass.horizon = farthest
}

/** Notes that the pass ended clean. */
export function settle(state: Checkpoint, pass: Pass): void {
  const before = pass.full ? null : state.found
  state.watermark = pass.startedAt
  state.count = pass.count
  state.newest = later(state.newest, pass.newest)
  state.found = {
    events: (before?.events ?? 0) + pass.seen,
    candidates: before?.candidates ?? pass.candidates,
  }
  // A full reading reached back three years from its own day at least, which no later pass's horizon is before.
  const { horizon } = state
  state.horizon = horizon === null || pass.horizon < horizon ? pass.horizon : horizon
  if (pass.full) state.emerged = pass.emerged
}

/** Projects came to light that were hidden when their events were passed: all that GitLab keeps must be read once more. */
export function isDoubtful(state: Checkpoint, emerged: Timestamp | null): boolean {
  return emerged !== null && state.watermark !== null && emerged !== state.emerged
}

/**
 * True when nobody can have reviewed anything since the last pass: the account showed no sign of life after it.
 * @param now by the clock that is ahead, milliseconds since 1970
 * @param crowded there are too many accounts to ask of each, once a day, whether a project has opened
 */
export function isSkippable(
  state: Checkpoint,
  lastActivityOn: string | null,
  now: number,
  crowded: boolean,
): boolean {
  if (state.pass !== null || !isInactive(lastActivityOn, state.watermark, now)) return false
  return mayWait(state, now, crowded)
}

/** Whether it need not be asked now if a project has opened. */
export function mayWait({ count }: Checkpoint, now: number, crowded: boolean): boolean {
  return crowded || count === null || !isOld(count, now)
}

/**
 * Whether the hint says, and may be believed, that the account did nothing since `since`.
 * @param now by the clock that is ahead, milliseconds since 1970
 */
export function isInactive(
  lastActivityOn: string | null,
  since: Timestamp | null,
  now: number,
): boolean {
  if (since === null || lastActivityOn === null) return false
  const age = now - Date.parse(since)
  // A time to come was told by a clock that was wrong.
  if (age < 0 || age >= hintHolds) return false
  return Date.parse(lastActivityOn.slice(0, 10)) + lastActivitySlack <= Date.parse(since)
}

export function threeYearsBefore(now: number): Timestamp {
  const date = new Date(now)
  return fromMilliseconds(date.setUTCFullYear(date.getUTCFullYear() - 3))
}
