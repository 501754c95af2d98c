import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { takeLock } from '../../src/store/lock.ts'
import { openStore } from '../../src/store/store.ts'
import { identified, now, page, pull } from '../support/database.ts'
import { testFolder } from '../support/folder.ts'

test('the database and its companions are for their owner only', () => {
  const path = join(testFolder(), 'tracker.db')
  const store = openStore(path, 'create')
  const { scope } = identified(store)
  store.savePage(scope, page([pull(1)]))

  const modes = ['', '-wal', '-shm'].map((suffix) => statSync(path + suffix).mode & 0o777)
  store.close()

  expect(modes).toEqual([0o600, 0o600, 0o600])
})

test('a database that others could read is closed to them', () => {
  const path = join(testFolder(), 'tracker.db')
  openStore(path, 'create').close()
  chmodSync(path, 0o644)

  openStore(path, 'existing').close()

  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('reopening finds what was stored', () => {
  const path = join(testFolder(), 'tracker.db')
  const before = openStore(path, 'create')
  const { account, scope } = identified(before)
  before.savePage(scope, page([pull(1)]))
  before.close()

  const after = openStore(path, 'existing')
  const found = after.facts.pullRequests([account.id])
  after.close()

  expect(found).toHaveLength(1)
})

test('without a database one is told to sync, and none is made', () => {
  const path = join(testFolder(), 'tracker.db')

  expect(() => openStore(path, 'existing')).toThrow(
    `Cannot find ${path}: run \`tracker sync\` first`,
  )
  expect(existsSync(path)).toBe(false)
})

test('a file that is no database is refused and kept', () => {
  const path = join(
    testFolder({ 'tracker.db': 'my diary, all of it, every page of it\n'.repeat(50) }),
    'tracker.db',
  )
  const before = readFileSync(path, 'utf8')

  expect(() => openStore(path, 'create')).toThrow('it is not a tracker database')
  expect(readFileSync(path, 'utf8')).toBe(before)
})

test('a database of a newer tracker is refused', () => {
  const path = join(testFolder(), 'tracker.db')
  openStore(path, 'create').close()
  const database = new SQLite(path)
  database.prepare('INSERT INTO migration VALUES (?, ?, ?)').run('9999_future.sql', 'x', now)
  database.close()

  expect(() => openStore(path, 'existing')).toThrow(
    'it was written by a newer tracker (migration `9999_future.sql`)',
  )
})

test('a migration whose text changed since is refused', () => {
  const path = join(testFolder(), 'tracker.db')
  openStore(path, 'create').close()
  const database = new SQLite(path)
  database.prepare('UPDATE migration SET sha256 = ?').run('other')
  database.close()

  expect(() => openStore(path, 'existing')).toThrow('is not the one it was made with')
})

test('the second of two syncs names the first', () => {
  const path = join(testFolder(), 'tracker.db')
  const first = takeLock(path, now)

  expect(() => takeLock(path, now)).toThrow(
    new RegExp(`process ${process.pid} on .+, started ${now}, is doing so`),
  )

  first.release()
  takeLock(path, now).release()
})

test('a lock left by a dead process is free', () => {
  const folder = testFolder()
  const path = join(folder, 'tracker.db')
  takeLock(path, now).release()
  writeFileSync(join(folder, 'note'), '')

  expect(() => takeLock(path, now).release()).not.toThrow()
})
