import { existsSync, statSync } from 'node:fs'
import SQLite from 'better-sqlite3'
import { explainedOpening, folder, foreign, StoreUnusableError } from './errors.ts'
import { migrationNames } from './migrate.ts'
import { isForeign } from './open.ts'

/** What can be told of a database without changing it. */
export type DatabaseHealth =
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'unusable'; readonly problem: string; readonly fix: string }
  | {
      readonly outcome: 'read'
      /** What SQLite's own check found; empty when all is well. */
      readonly damage: readonly string[]
      /** The newest migration it had; null when it had none yet. */
      readonly version: string | null
      /** Migrations the next command that opens it applies. */
      readonly pending: readonly string[]
      /** It was written by a newer tracker. */
      readonly newer: boolean
      /** Others on this machine may read it. */
      readonly exposed: boolean
    }

/** Reads the database at `path` and leaves it as it is: no schema is brought up to date. */
export function databaseHealth(path: string): DatabaseHealth {
  if (!existsSync(path)) return { outcome: 'missing' }
  let database: SQLite.Database | undefined
  try {
    const file = statSync(path)
    if (file.isDirectory()) throw new StoreUnusableError(path, folder)
    // Nothing was ever stored in it.
    if (file.size === 0) return { outcome: 'missing' }
    const exposed = (file.mode & 0o077) !== 0
    database = new SQLite(path, { readonly: true })
    if (isForeign(database)) throw new StoreUnusableError(path, foreign)
    const found = database
      .prepare<[], { quick_check: string }>('PRAGMA quick_check(5)')
      .all()
      .map((row) => row.quick_check)
    const applied = appliedTo(database)
    const known = migrationNames()
    return {
      outcome: 'read',
      damage: found.filter((line) => line !== 'ok'),
      version: applied.at(-1) ?? null,
      pending: known.filter((name) => !applied.includes(name)),
      newer: applied.some((name) => !known.includes(name)),
      exposed,
    }
  } catch (error) {
    const explained = explainedOpening(path, error)
    if (!(explained instanceof StoreUnusableError)) throw error
    return { outcome: 'unusable', problem: explained.problem, fix: explained.fix }
  } finally {
    database?.close()
  }
}

function appliedTo(database: SQLite.Database): readonly string[] {
  const table = database
    .prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migration'`)
    .get()
  if (table === undefined) return []
  return database
    .prepare<[], { name: string }>('SELECT name FROM migration ORDER BY name')
    .all()
    .map(({ name }) => name)
}
