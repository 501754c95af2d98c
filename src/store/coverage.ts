import type { Database } from 'better-sqlite3'
import type { Gap, GapReason, StreamName, Timestamp } from '../contribution/types.ts'
import type { Json, Page } from '../forge/forge.ts'

/** What one stream of one account holds and lacks, as docs/design.md "Words" defines *complete*. */
export interface StreamCoverage {
  readonly stream: StreamName
  readonly stored: number
  readonly hostTotal: number | null
  readonly complete: boolean
  readonly gaps: readonly Gap[]
  /** When the last pass that came to its end began, by the forge's clock: what happened before it was there to be read. */
  readonly finishedAt: Timestamp | null
}

/** How far a full reading of an account has come. */
export interface FullReading {
  readonly begun: ReadonlySet<StreamName>
  readonly ended: ReadonlySet<StreamName>
}

interface GapRow {
  readonly reason: GapReason
  readonly from_at: Timestamp | null
  readonly until_at: Timestamp | null
  readonly detail: string
}

const notRead: Gap = { reason: 'not-read', from: null, until: null, detail: 'never read' }

/** All SQL of `coverage`, `gap` and `checkpoint`. */
export class Coverages {
  readonly #insert
  readonly #save
  readonly #rows
  readonly #gaps
  readonly #deleteGaps
  readonly #insertGap
  readonly #saveCheckpoint
  readonly #checkpoints
  readonly #forgetBegun
  readonly #forgetEnded
  readonly #begun
  readonly #ended

  constructor(database: Database) {
    this.#insert = database.prepare<[number, string]>(
      'INSERT OR IGNORE INTO coverage (account, stream) VALUES (?, ?)',
    )
    this.#save = database.prepare<[number | null, Timestamp | null, number | null, number, string]>(
      `UPDATE coverage SET host_total = coalesce(?, host_total), finished_at = coalesce(?, finished_at),
              full_run = coalesce(?, full_run)
       WHERE account = ? AND stream = ?`,
    )
    this.#rows = database.prepare<
      [number],
      { stream: StreamName; host_total: number | null; finished_at: Timestamp | null }
    >('SELECT stream, host_total, finished_at FROM coverage WHERE account = ?')
    this.#gaps = database.prepare<[number, string], GapRow>(
      'SELECT reason, from_at, until_at, detail FROM gap WHERE account = ? AND stream = ? ORDER BY id',
    )
    this.#deleteGaps = database.prepare<[number, string]>(
      'DELETE FROM gap WHERE account = ? AND stream = ?',
    )
    this.#insertGap = database.prepare<
      [number, string, string, string | null, string | null, string]
    >(
      'INSERT INTO gap (account, stream, reason, from_at, until_at, detail) VALUES (?, ?, ?, ?, ?, ?)',
    )
    this.#saveCheckpoint = database.prepare<[number, string, string, number | null]>(
      `INSERT INTO checkpoint (account, stream, value, full_run) VALUES (?, ?, ?, ?)
       ON CONFLICT (account, stream)
       DO UPDATE SET value = excluded.value, full_run = coalesce(excluded.full_run, full_run)
       WHERE value <> excluded.value OR full_run IS NOT coalesce(excluded.full_run, full_run)`,
    )
    this.#forgetBegun = database.prepare<[number]>(
      'UPDATE checkpoint SET full_run = NULL WHERE account = ?',
    )
    this.#forgetEnded = database.prepare<[number]>(
      'UPDATE coverage SET full_run = NULL WHERE account = ?',
    )
    this.#begun = database.prepare<[number, number], { stream: StreamName }>(
      'SELECT stream FROM checkpoint WHERE account = ? AND full_run = ?',
    )
    this.#ended = database.prepare<[number, number], { stream: StreamName }>(
      'SELECT stream FROM coverage WHERE account = ? AND full_run = ?',
    )
    this.#checkpoints = database.prepare<[number], { stream: StreamName; value: string }>(
      'SELECT stream, value FROM checkpoint WHERE account = ?',
    )
  }

  /** Gives an account a row for each of its streams, `not-read` until something is. */
  begin(account: number, streams: readonly StreamName[]): void {
    for (const stream of streams) {
      if (this.#insert.run(account, stream).changes > 0) this.saveGaps(account, stream, [notRead])
    }
  }

  /**
   * A page without a row that ends nothing only says what went wrong: a stream of which none came is still not read.
   * @param fullRun the full reading the page belongs to
   */
  save(account: number, { stream, coverage, items }: Page, fullRun: number | null): void {
    this.#insert.run(account, stream)
    const { hostTotal, finishedAt, gaps } = coverage
    this.#save.run(hostTotal, finishedAt, finishedAt === null ? null : fullRun, account, stream)
    const came = items.length > 0 || finishedAt !== null
    const known = came ? [] : this.gaps(account, stream)
    this.saveGaps(account, stream, [
      ...known.filter(({ reason }) => reason === 'not-read'),
      ...gaps,
    ])
  }

  saveGaps(account: number, stream: StreamName, gaps: readonly Gap[]): void {
    if (JSON.stringify(this.gaps(account, stream)) === JSON.stringify(gaps.map(ordered))) return
    this.#deleteGaps.run(account, stream)
    for (const { reason, from, until, detail } of gaps) {
      this.#insertGap.run(account, stream, reason, from, until, detail)
    }
  }

  gaps(account: number, stream: StreamName): readonly Gap[] {
    return this.#gaps.all(account, stream).map(({ reason, from_at, until_at, detail }) => ({
      reason,
      from: from_at,
      until: until_at,
      detail,
    }))
  }

  saveCheckpoint(
    account: number,
    stream: StreamName,
    checkpoint: Json,
    fullRun: number | null,
  ): void {
    this.#saveCheckpoint.run(account, stream, JSON.stringify(checkpoint), fullRun)
  }

  /** Streams that a full reading has begun, and those it has ended. */
  ofFullReading(account: number, fullRun: number): FullReading {
    const streams = (rows: readonly { readonly stream: StreamName }[]) =>
      new Set(rows.map(({ stream }) => stream))
    return {
      begun: streams(this.#begun.all(account, fullRun)),
      ended: streams(this.#ended.all(account, fullRun)),
    }
  }

  /** What was read fully counts no more, also where the same run begins anew. */
  forgetFullReading(account: number): void {
    this.#forgetBegun.run(account)
    this.#forgetEnded.run(account)
  }

  checkpoints(account: number): Partial<Record<StreamName, Json>> {
    return Object.fromEntries(
      this.#checkpoints
        .all(account)
        .map(({ stream, value }) => [stream, JSON.parse(value) as Json]),
    )
  }

  /** @param stored counts what is stored of a stream, see `Known.stored` */
  of(
    account: number,
    streams: readonly StreamName[],
    stored: (stream: StreamName) => number,
  ): readonly StreamCoverage[] {
    const rows = new Map(this.#rows.all(account).map((row) => [row.stream, row]))
    return streams.map((stream) => {
      const row = rows.get(stream)
      const gaps = row === undefined ? [notRead] : this.gaps(account, stream)
      const count = stored(stream)
      const hostTotal = row?.host_total ?? null
      const finishedAt = row?.finished_at ?? null
      return {
        stream,
        stored: count,
        hostTotal,
        complete: isComplete(finishedAt, gaps, hostTotal, count),
        gaps,
        finishedAt,
      }
    })
  }
}

function isComplete(
  finishedAt: Timestamp | null,
  gaps: readonly Gap[],
  hostTotal: number | null,
  stored: number,
): boolean {
  return finishedAt !== null && gaps.length === 0 && (hostTotal === null || hostTotal <= stored)
}

function ordered({ reason, from, until, detail }: Gap): Gap {
  return { reason, from, until, detail }
}
