import { closeSync, existsSync, mkdirSync, openSync, statSync, writeSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import SQLite from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { Timestamp } from '../../src/contribution/timestamp.ts'
import { takeLock } from '../../src/store/lock.ts'
import { type Bench, person, resume, startBench, withResume } from '../support/cli.ts'

async function synced(): Promise<Bench> {
  const bench = await startBench()
  await bench.configure({ people: [person('teo')] })
  expect(await bench.run(['sync'])).toMatchObject({ code: 0, stderr: '' })
  return bench
}

test.each([[['report']], [['status']], [['export']], [['report', '--check']]])(
  '%s before the first sync ends with 1 and says what to run',
  async (argv) => {
    const bench = await startBench()
    await bench.write('mara.md', resume)
    await bench.configure({ people: [withResume('mara')] })

    const ran = await bench.run(argv)

    expect(ran.code).toBe(1)
    expect(ran.stderr).toMatch(/^Cannot find .*tracker\.db: run `tracker sync` first\n$/)
    expect(bench.read('mara.md')).toBe(resume)
    expect(existsSync(bench.path('tracker.db'))).toBe(false)
  },
)

test('a second sync while one is going ends with 1 and names process, host and start of the first', async () => {
  const bench = await synced()
  const before = bench.sandbox.requests.length
  const lock = takeLock(bench.path('tracker.db'), '2026-06-15T11:00:00Z' as Timestamp)

  const second = await bench.run(['sync', '--json'])
  lock.release()
  const third = await bench.run(['sync'])

  expect(second.code).toBe(1)
  expect(second.stderr).toMatch(
    new RegExp(
      `^Cannot sync into .*tracker\\.db: process ${process.pid} on ${hostname()}, started 2026-06-15T11:00:00Z, is doing so`,
    ),
  )
  expect(JSON.parse(second.stdout)).toEqual({ outcome: 'failed', requests: 0, accounts: [] })
  expect(third.code).toBe(0)
  expect(bench.sandbox.requests.length).toBeGreaterThan(before)
})

test('a database that gives out while a forge is read ends with 1; the requests sent are counted', async () => {
  const bench = await startBench()
  await bench.configure({ people: [person('teo')] })
  const breakIt = () => {
    const database = new SQLite(bench.path('tracker.db'))
    database.exec('ALTER TABLE pull_request RENAME TO taken_away')
    database.close()
  }
  bench.sandbox.faults.push({
    match: { forge: 'github', index: 2 },
    fault: { kind: 'mutate', change: breakIt },
  })

  const ran = await bench.run(['sync', '--json', '--plan'])

  expect(ran.code).toBe(1)
  const told = JSON.parse(ran.stdout)
  expect(told).toMatchObject({ outcome: 'failed', accounts: [] })
  // Those dropped on the way may not have come to the forge.
  expect(told.requests).toBeGreaterThanOrEqual(bench.sandbox.requests.length)
  expect(bench.sandbox.requests.length).toBeGreaterThan(1)
  expect(told.plan).toHaveLength(2)
})

test('run reports from what is stored also while another sync holds the lock', async () => {
  const bench = await startBench()
  await bench.configure({ people: [withResume('teo')] })
  await bench.write('teo.md', resume)
  await bench.run(['sync'])
  const lock = takeLock(bench.path('tracker.db'), '2026-06-15T11:00:00Z' as Timestamp)

  const ran = await bench.run(['run', '--json'])
  lock.release()

  expect(ran.code).toBe(1)
  expect(JSON.parse(ran.stdout)).toMatchObject({
    sync: { outcome: 'failed' },
    report: { outcome: 'completed', files: [{ state: 'written' }, { state: 'written' }] },
  })
})

test('a database of a newer tracker is left alone', async () => {
  const bench = await synced()
  const database = new SQLite(bench.path('tracker.db'))
  database.exec(`INSERT INTO migration VALUES ('9999_future.sql', 'x', '2030-01-01T00:00:00Z')`)
  database.close()

  const ran = await bench.run(['sync'])

  expect(ran.code).toBe(1)
  expect(ran.stderr).toMatch(
    /^Cannot open .*tracker\.db: it was written by a newer tracker \(migration `9999_future\.sql`\); update tracker\n$/,
  )
})

test('a file that is no database is left as it is', async () => {
  const bench = await startBench()
  await bench.configure({ people: [person('teo')] })
  await bench.write('tracker.db', 'This is a letter to my landlord.\n'.repeat(100))

  const ran = await bench.run(['sync'])

  expect(ran.code).toBe(1)
  expect(ran.stderr).toMatch(/^Cannot use .*tracker\.db: it is not a tracker database; /)
  expect(bench.read('tracker.db')).toBe('This is a letter to my landlord.\n'.repeat(100))
})

test.each([[['status']], [['export']], [['sync']]])(
  '%s of a damaged database ends with 1 and one sentence',
  async (argv) => {
    const bench = await synced()
    const path = bench.path('tracker.db')
    const database = new SQLite(path)
    database.pragma('wal_checkpoint(TRUNCATE)')
    const pageSize = database.pragma('page_size', { simple: true }) as number
    const roots = database
      .prepare<[], { rootpage: number }>(
        `SELECT rootpage FROM sqlite_schema WHERE tbl_name IN ('account', 'coverage', 'pull_request') AND rootpage > 0`,
      )
      .all()
    database.close()
    const file = openSync(path, 'r+')
    for (const { rootpage } of roots) {
      writeSync(file, Buffer.alloc(pageSize, 0x5a), 0, pageSize, (rootpage - 1) * pageSize)
    }
    closeSync(file)

    const ran = await bench.run(argv)

    expect(ran.code).toBe(1)
    expect(ran.stderr).toMatch(/^Cannot use .*tracker\.db: it is damaged; [^\n]+\n$/)
  },
)

test('a database in a folder that does not exist ends with 1', async () => {
  const bench = await startBench()
  await bench.configure({ database: 'no/such/tracker.db', people: [person('teo')] })

  const ran = await bench.run(['sync'])

  expect(ran.code).toBe(1)
  expect(ran.stderr).toMatch(/^Cannot use .*tracker\.db\.lock: its folder does not exist; /)
})

test('a database that is a folder ends with 1', async () => {
  const bench = await startBench()
  mkdirSync(bench.path('folder'))
  await bench.configure({ database: 'folder', people: [person('teo')] })

  const ran = await bench.run(['sync'])

  expect(ran.code).toBe(1)
  expect(ran.stderr).toMatch(/^Cannot use .*folder: it is a folder|it cannot be opened/)
})

test('only its owner may read the database and what stands beside it', async () => {
  const bench = await synced()

  for (const name of ['tracker.db', 'tracker.db.lock']) {
    expect(statSync(bench.path(name)).mode & 0o777).toBe(0o600)
  }
  expect((await readFile(bench.path('tracker.db'))).length).toBeGreaterThan(0)
})
