import { closeSync, existsSync, openSync } from 'node:fs'
import { hostname } from 'node:os'
import SQLite, { type Database } from 'better-sqlite3'
import type { Timestamp } from '../contribution/timestamp.ts'
import { explainedOpening, StoreBusyError } from './errors.ts'

interface Holder {
  readonly process: number
  readonly host: string
  readonly since: string
}

export interface Lock {
  release(): void
}

/**
 * Keeps two syncs of one database apart: an open transaction on `<database>.lock`, which the operating system releases
 * when its holder dies, however it dies.
 * @throws StoreBusyError naming process, host and start of the holder
 */
export function takeLock(databasePath: string, now: Timestamp): Lock {
  const path = `${databasePath}.lock`
  let lock: Database | undefined
  try {
    if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
    lock = new SQLite(path, { timeout: 0 })
    // Written in a transaction of its own, so that others can read it while the next one is held.
    begin(lock)
    lock.exec('CREATE TABLE IF NOT EXISTS holder (process INTEGER, host TEXT, since TEXT) STRICT')
    lock.exec('DELETE FROM holder')
    lock.prepare('INSERT INTO holder VALUES (?, ?, ?)').run(process.pid, hostname(), now)
    lock.exec('COMMIT')
    begin(lock)
  } catch (error) {
    const holder = lock === undefined ? undefined : readHolder(lock)
    lock?.close()
    if (isBusy(error)) {
      throw new StoreBusyError(sentence(databasePath, holder), { path: databasePath, cause: error })
    }
    throw explainedOpening(path, error)
  }
  const held = lock
  return {
    release() {
      held.exec('ROLLBACK')
      held.close()
    },
  }
}

function begin(lock: Database): void {
  lock.exec('BEGIN IMMEDIATE')
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
}

function readHolder(lock: Database): Holder | undefined {
  try {
    return lock.prepare<[], Holder>('SELECT process, host, since FROM holder').get()
  } catch {
    return undefined
  }
}

function sentence(databasePath: string, holder: Holder | undefined): string {
  const who =
    holder === undefined
      ? 'another sync'
      : `process ${holder.process} on ${holder.host}, started ${holder.since},`
  return `Cannot sync into ${databasePath}: ${who} is doing so; wait for it or stop it`
}
