import type { Database } from 'better-sqlite3'
import type { Timestamp } from '../contribution/types.ts'
import type { FailureKind } from '../forge/forge.ts'

export interface AccountOutcome {
  readonly outcome: 'completed' | 'partial' | 'failed' | 'interrupted'
  readonly failure: {
    readonly kind: FailureKind
    readonly message: string
    readonly retryAt: Timestamp | null
  } | null
}

export interface LastRun extends AccountOutcome {
  readonly startedAt: Timestamp
  readonly finishedAt: Timestamp | null
}

interface Row {
  readonly started_at: Timestamp
  readonly finished_at: Timestamp | null
  readonly outcome: AccountOutcome['outcome']
  readonly failure: FailureKind | null
  readonly message: string | null
  readonly retry_at: Timestamp | null
}

/** All SQL of `sync_run` and `account_run`. */
export class Runs {
  readonly #begin
  readonly #finish
  readonly #account
  readonly #last
  readonly #lastClean

  constructor(database: Database) {
    this.#begin = database.prepare<[Timestamp]>('INSERT INTO sync_run (started_at) VALUES (?)')
    this.#finish = database.prepare<[Timestamp, string, number, number]>(
      'UPDATE sync_run SET finished_at = ?, outcome = ?, requests = ? WHERE id = ?',
    )
    this.#account = database.prepare<
      [number, number, string, string | null, string | null, string | null]
    >(
      `INSERT OR REPLACE INTO account_run (run, account, outcome, failure, message, retry_at) VALUES (?, ?, ?, ?, ?, ?)`,
    )
    const select = `SELECT started_at, finished_at, account_run.outcome, failure, message, retry_at
       FROM account_run JOIN sync_run ON sync_run.id = run WHERE account = ?`
    this.#last = database.prepare<[number], Row>(`${select} ORDER BY run DESC LIMIT 1`)
    this.#lastClean = database.prepare<[number], Row>(
      `${select} AND account_run.outcome = 'completed' ORDER BY run DESC LIMIT 1`,
    )
  }

  begin(now: Timestamp): number {
    return Number(this.#begin.run(now).lastInsertRowid)
  }

  finish(run: number, outcome: string, requests: number, now: Timestamp): void {
    this.#finish.run(now, outcome, requests, run)
  }

  saveAccount(run: number, account: number, result: AccountOutcome): void {
    const { outcome, failure } = result
    this.#account.run(
      run,
      account,
      outcome,
      failure?.kind ?? null,
      failure?.message ?? null,
      failure?.retryAt ?? null,
    )
  }

  last(account: number): LastRun | undefined {
    return toRun(this.#last.get(account))
  }

  lastClean(account: number): LastRun | undefined {
    return toRun(this.#lastClean.get(account))
  }
}

function toRun(row: Row | undefined): LastRun | undefined {
  if (row === undefined) return undefined
  const { failure, message, retry_at } = row
  return {
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    outcome: row.outcome,
    failure: failure === null ? null : { kind: failure, message: message ?? '', retryAt: retry_at },
  }
}
