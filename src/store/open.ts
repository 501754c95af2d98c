import { chmodSync, closeSync, existsSync, openSync, statSync } from 'node:fs'
import SQLite, { type Database } from 'better-sqlite3'
import {
  explainedOpening,
  folder,
  foreign,
  StoreMissingError,
  StoreUnusableError,
} from './errors.ts'
import { migrate } from './migrate.ts'

/** Only its owner may read the database: it holds what is private too. */
const ownerOnly = 0o600

/** Milliseconds a statement waits for another program's write before it gives up. */
const busyTimeout = 5_000

/** `create` makes the database when missing; `read-only` is for one that is open already, its schema up to date. */
export type OpenMode = 'create' | 'existing' | 'read-only'

/**
 * Opens the database at `path`, bringing its schema up to date. SQLite gives `-wal` and `-shm` the mode of the database.
 * @throws StoreMissingError unless it may be made, when there is none. @throws StoreError when it cannot be used.
 */
export function openDatabase(path: string, mode: OpenMode): Database {
  if (mode !== 'create' && !existsSync(path)) {
    throw new StoreMissingError(`Cannot find ${path}: run \`tracker sync\` first`, { path })
  }
  let database: Database | undefined
  try {
    if (existsSync(path)) refuseForeign(path)
    if (mode === 'read-only') return new SQLite(path, { readonly: true, timeout: busyTimeout })
    protect(path)
    database = new SQLite(path)
    database.pragma(`busy_timeout = ${busyTimeout}`)
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = NORMAL')
    database.pragma('foreign_keys = ON')
    migrate(database, path)
    return database
  } catch (error) {
    database?.close()
    throw explainedOpening(path, error)
  }
}

/**
 * Somebody else's database is left as it is, its mode included. An empty file is nobody's.
 * @throws StoreUnusableError
 */
function refuseForeign(path: string): void {
  if (statSync(path).isDirectory()) throw new StoreUnusableError(path, folder)
  const database = new SQLite(path, { readonly: true })
  try {
    if (isForeign(database)) throw new StoreUnusableError(path, foreign)
  } finally {
    database.close()
  }
}

/** Another program made its tables in it. */
export function isForeign(database: Database): boolean {
  const tables = database
    .prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
    .all()
  return tables.length > 0 && tables.every(({ name }) => name !== 'migration')
}

function protect(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, 'a', ownerOnly))
  else if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, ownerOnly)
}
