import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { StoreError } from './errors.ts'

const folder = new URL('../../migrations/', import.meta.url)

interface Migration {
  readonly name: string
  readonly sql: string
  readonly sha256: string
}

/**
 * Applies the migrations that `database` has not had, in name order, each in one transaction with the record of it.
 * @throws StoreError when the database had a migration this tracker does not know (it is from a newer one), or one
 * whose text has changed since.
 */
export function migrate(database: Database, path: string): void {
  database.exec(
    `CREATE TABLE IF NOT EXISTS migration (
       name TEXT PRIMARY KEY, sha256 TEXT NOT NULL, applied_at TEXT NOT NULL
     ) STRICT`,
  )
  const known = migrations()
  const applied = new Map(
    database
      .prepare<[], { name: string; sha256: string }>('SELECT name, sha256 FROM migration')
      .all()
      .map((row) => [row.name, row.sha256]),
  )
  checkApplied(applied, known, path)
  for (const migration of known) {
    if (!applied.has(migration.name)) apply(database, migration)
  }
}

/** Names of all migrations this tracker knows, in order. */
export function migrationNames(): readonly string[] {
  return migrations().map(({ name }) => name)
}

function migrations(): readonly Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}_\w+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const sql = readFileSync(new URL(name, folder), 'utf8').replaceAll('\r\n', '\n')
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
    })
}

function checkApplied(
  applied: ReadonlyMap<string, string>,
  known: readonly Migration[],
  path: string,
): void {
  for (const [name, sha256] of applied) {
    const migration = known.find((candidate) => candidate.name === name)
    if (migration === undefined) {
      throw new StoreError(
        `Cannot open ${path}: it was written by a newer tracker (migration \`${name}\`); update tracker`,
        { path },
      )
    }
    if (migration.sha256 !== sha256) {
      throw new StoreError(
        `Cannot open ${path}: migration \`${name}\` is not the one it was made with; reinstall tracker`,
        { path },
      )
    }
  }
}

function apply(database: Database, migration: Migration): void {
  database
    .transaction(() => {
      database.exec(migration.sql)
      database
        .prepare(`INSERT INTO migration VALUES (?, ?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))`)
        .run(migration.name, migration.sha256)
    })
    .immediate()
}
