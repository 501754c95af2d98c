import SQLite from 'better-sqlite3'
import { expect } from 'vitest'
import type { SyncResult } from '../../src/sync/sync.ts'
import type { expectedExport } from '../sandbox/oracle.ts'
import type { ForgeWorld, Repository } from '../sandbox/world.ts'
import type { Flow } from './flow.ts'

type Expected = Pick<ReturnType<typeof expectedExport>, 'pullRequests' | 'reviews'>
type Row = Expected['pullRequests'][number] | Expected['reviews'][number]
type Stream = SyncResult['accounts'][number]['streams'][number]

/** What was so when a sync ran. */
interface Moment {
  readonly run: number
  /** Rows by what no rename and no edit changes, those of private repositories among them. */
  readonly rows: ReadonlyMap<string, readonly Row[]>
  readonly paths: readonly string[]
  /** Numbers of the pull requests in repositories that were not public. */
  readonly hidden: readonly number[]
}

/** A day: repositories, and with them paths and visibility, are read again after it. */
const day = 24 * 3600 * 1000
/** What a repository that moves takes with it. */
const places: readonly string[] = ['repository', 'reference', 'url']

/**
 * Judges syncs of a world in which things are deleted, hidden and renamed. What is true must be there, unless a gap says so.
 * What is there must be true, or have been true at a sync since the last full reading began: what that has seen for itself
 * it may not tell otherwise. Of a pull request that the forge deleted all is kept (docs/design.md, "How the data flows").
 */
export class Witness {
  readonly #flow: Flow
  readonly #forge: ForgeWorld
  readonly #expected: () => Expected
  #moments: Moment[] = []
  /** Whatever was true once. */
  readonly #ever = new Map<string, Row[]>()
  /** Whatever was exported once. */
  readonly #told = new Set<string>()
  #readFullyAt: string | null = null
  #lastRun = Number.NEGATIVE_INFINITY
  /** What was hidden at the last clean run or at one since: to open it moves no time that a run looks at. */
  #hidden = new Set<number>()

  /** @param expected what the records say now */
  constructor(flow: Flow, forge: ForgeWorld, expected: () => Expected) {
    this.#flow = flow
    this.#forge = forge
    this.#expected = expected
  }

  /** Nothing may have happened since the sync that ended so. */
  judge(result: SyncResult): void {
    this.#remember()
    const exported = this.#flow.exported() as Expected
    const due = this.#due(result)
    const [{ streams = [] } = {}] = result.accounts
    expect(lost(streams, due, keysOf(exported)), 'lost').toEqual([])
    for (const row of rowsOf(exported)) expect(this.#doubts(row), keyOf(row)).toEqual([])
    const lacking = without(keysOf(due), keysOf(exported))
    if (lacking.length > 0) expect(result.outcome, `without ${lacking[0]}`).not.toBe('completed')
    this.#judgeNumbers(exported, due)
    const isClean = result.outcome === 'completed'
    if (isClean && this.#isDayLater()) expect(this.#misplaced(exported), 'misplaced').toEqual([])
    this.#lastRun = this.#flow.sandbox.now()
    for (const key of keysOf(exported)) this.#told.add(key)
    if (isClean) this.#hidden = new Set(this.#hiddenNow())
  }

  #remember(): void {
    const { run, readFullyAt, fullRun, lastFullRun } = accountOf(this.#flow.database)
    const rows = Map.groupBy(rowsOf(this.#openly(this.#expected)), keyOf)
    for (const [key, each] of rows) this.#ever.set(key, [...(this.#ever.get(key) ?? []), ...each])
    const hidden = this.#hiddenNow()
    for (const number of hidden) this.#hidden.add(number)
    const paths = [...this.#forge.repositories.values()].map(({ path }) => path)
    this.#moments.push({ run, rows, paths, hidden })
    if (readFullyAt === this.#readFullyAt || fullRun !== null) return
    this.#readFullyAt = readFullyAt
    this.#moments = this.#moments.filter((moment) => moment.run >= (lastFullRun ?? 0))
  }

  /** What the records would say if all repositories were public. */
  #openly<Value>(question: () => Value): Value {
    const before = new Map<Repository, Repository['visibility']>()
    for (const repository of this.#forge.repositories.values()) {
      before.set(repository, repository.visibility)
      repository.visibility = 'public'
    }
    const answer = question()
    for (const [repository, visibility] of before) repository.visibility = visibility
    return answer
  }

  /** Numbers of pull requests in repositories that are not public. */
  #hiddenNow(): number[] {
    const { pullRequests, repositories } = this.#forge
    return [...pullRequests.values()]
      .filter(({ repositoryId }) => repositories.get(repositoryId)?.visibility !== 'public')
      .map(({ number }) => number)
  }

  #isDayLater(): boolean {
    return this.#flow.sandbox.now() - this.#lastRun >= day
  }

  /**
   * What opened since the last clean run is found by the first clean one that is a day after any other. What was never
   * told of, because a forge lists nothing of what is private, is as good as written in the past: a full reading finds it.
   */
  #due({ outcome }: SyncResult): Expected {
    const { pullRequests, reviews } = this.#expected()
    const isLooking = outcome === 'completed' && this.#isDayLater()
    const unlisted = new Set(this.#moments.flatMap(({ hidden }) => hidden))
    const isDue = (row: Row) =>
      this.#told.has(keyOf(row))
        ? isLooking || !this.#hidden.has(row.number)
        : !unlisted.has(row.number)
    return { pullRequests: pullRequests.filter(isDue), reviews: reviews.filter(isDue) }
  }

  /** What an exported row says that was not so since the last full reading began. */
  #doubts(row: Row): string[] {
    const key = keyOf(row)
    const pulls = [...this.#forge.pullRequests.values()]
    const isDeleted = pulls.every(({ number }) => number !== row.number)
    const were = isDeleted
      ? this.#ever.get(key)
      : this.#moments.flatMap(({ rows }) => rows.get(key) ?? [])
    if (were === undefined || were.length === 0) return ['there is no such row']
    const isOld = this.#moments.every(({ paths }) => !paths.includes(row.repository))
    return [
      ...(isOld ? [`repository ${row.repository}`] : []),
      ...(row.url.includes(`/${row.repository}/`) ? [] : [`url ${row.url}`]),
      ...(row.reference.startsWith(row.repository) ? [] : [`reference ${row.reference}`]),
      ...Object.entries(row)
        .filter(([name]) => !places.includes(name))
        .filter(([name, value]) => were.every((was) => was[name as keyof Row] !== value))
        .map(([name, value]) => `${name} ${String(value)}`),
    ]
  }

  /** A day after any other, a clean run has asked every repository for its name and whether it is public. */
  #misplaced(exported: Expected): Row[] {
    const shown = [...this.#forge.repositories.values()].filter(
      ({ visibility }) => visibility === 'public',
    )
    const paths = new Set(shown.map(({ path }) => path))
    return rowsOf(exported).filter(({ repository }) => !paths.has(repository))
  }

  /**
   * A document written now says as many as are exported and not marked gone, and no fewer than there are unless it says `+`.
   */
  #judgeNumbers(exported: Expected, due: Expected): void {
    const { totals, neverRead } = this.#flow.section()
    if (neverRead.length > 0) return
    const gone = goneOf(this.#flow.database)
    const isThere = ({ number }: Row) => !gone.has(number)
    const counted = {
      pullRequests: exported.pullRequests.filter(isThere),
      reviews: exported.reviews.filter(isThere),
    }
    expect(totals.merged.value).toBe(counted.pullRequests.length)
    expect(totals.reviewed.value).toBe(reviewed(counted))
    if (!totals.merged.atLeast)
      expect(totals.merged.value).toBeGreaterThanOrEqual(due.pullRequests.length)
    if (!totals.reviewed.atLeast)
      expect(totals.reviewed.value).toBeGreaterThanOrEqual(reviewed(due))
  }
}

/** Rows that a stream has proven to be there and that are not. */
function lost(streams: readonly Stream[], due: Expected, keys: readonly string[]): string[] {
  const proven = streams.flatMap(({ stream, finishedAt, gaps, hostTotal, stored }) => {
    if (finishedAt === null || (hostTotal ?? 0) > stored) return []
    const isOpen = (at: string) =>
      gaps.some(({ from, until }) => (from ?? at) <= at && at <= (until ?? at))
    return timed(stream, due).flatMap(({ row, at }) => (isOpen(at) ? [] : keyOf(row)))
  })
  return without(proven, keys)
}

/** The rows that count for a stream, each with the time it counts at. */
function timed(stream: string, { pullRequests, reviews }: Expected): { row: Row; at: string }[] {
  if (stream === 'pull-requests') return pullRequests.map((row) => ({ row, at: row.mergedAt }))
  if (stream !== 'reviews' && stream !== 'commands') return []
  return reviews
    .filter(({ source }) => (source === 'command') === (stream === 'commands'))
    .map((row) => ({ row, at: row.at }))
}

/** Numbers of pull requests are unique in a harbour. */
function keyOf(row: Row): string {
  if (!('source' in row)) return `pull request ${row.number}`
  return `${row.source} of ${row.number} at ${row.at} ${new URL(row.url).hash}`
}

function rowsOf({ pullRequests, reviews }: Expected): Row[] {
  return [...pullRequests, ...reviews]
}

function keysOf(expected: Expected): string[] {
  return rowsOf(expected).map(keyOf)
}

function reviewed({ reviews }: Expected): number {
  return new Set(reviews.map(({ number }) => number)).size
}

function without(keys: readonly string[], others: readonly string[]): string[] {
  const left = [...others]
  return keys.filter((key) => {
    const place = left.indexOf(key)
    if (place >= 0) left.splice(place, 1)
    return place < 0
  })
}

/** Numbers of the pull requests that are kept and that the forge shows no more. */
function goneOf(path: string): ReadonlySet<number> {
  const database = new SQLite(path, { readonly: true })
  try {
    const rows = database
      .prepare<[], { number: number }>(`SELECT number FROM pull_request WHERE status = 'gone'`)
      .all()
    return new Set(rows.map(({ number }) => number))
  } finally {
    database.close()
  }
}

interface AccountRow {
  readonly run: number
  readonly readFullyAt: string | null
  /** The run that began the full reading under way. */
  readonly fullRun: number | null
  /** The run that began the last one that has ended. */
  readonly lastFullRun: number | null
}

function accountOf(path: string): AccountRow {
  const database = new SQLite(path, { readonly: true })
  try {
    const row = database
      .prepare<[], AccountRow>(
        `SELECT (SELECT max(id) FROM sync_run) AS run, read_fully_at AS readFullyAt, full_run AS fullRun,
                (SELECT min(full_run) FROM coverage) AS lastFullRun
         FROM account`,
      )
      .get()
    if (row === undefined) throw new Error('Cannot do without an account')
    return row
  } finally {
    database.close()
  }
}
