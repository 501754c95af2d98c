/** A run with nothing new writes nothing (docs/design.md, promise 5). */
import { readFileSync, statSync } from 'node:fs'
import SQLite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { type Bench, person, resume, startBench, withResume } from '../support/cli.ts'

/** Every table but the diary of runs, whose rows say when we asked. */
function tables(bench: Bench): Record<string, unknown[]> {
  const database = new SQLite(bench.path('tracker.db'), { readonly: true })
  const names = database
    .prepare<[], { name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
       AND name NOT IN ('sync_run', 'account_run', 'checkpoint')`,
    )
    .all()
  const content = names.map(({ name }) => [name, database.prepare(`SELECT * FROM ${name}`).all()])
  database.close()
  return Object.fromEntries(content)
}

function files(bench: Bench): unknown {
  return ['mara.md', 'mara.md.tracker.json', 'mara-ledger.md', 'mara.md.bak'].map((name) => {
    const path = bench.path(name)
    return [name, readFileSync(path, 'utf8'), statSync(path).ino, statSync(path).mtimeMs]
  })
}

test('a second run on the same day changes no row and no byte', async () => {
  const bench = await startBench()
  await bench.configure({ people: [withResume('mara'), person('teo')] })
  await bench.write('mara.md', resume)
  // The first report links what the next sync looks up once.
  await bench.run(['run'])
  const before = files(bench)
  await bench.run(['sync'])
  const rows = tables(bench)

  const ran = await bench.run(['run'])

  expect(ran).toMatchObject({ code: 0, stderr: '' })
  expect(ran.stdout).toMatch(/^mara\.md: unchanged\nmara-ledger\.md: unchanged\n/m)
  expect(ran.stdout).not.toMatch(/[1-9]\d* (?:new|changed)/)
  expect(tables(bench)).toEqual(rows)
  expect(files(bench)).toEqual(before)
})

test('a run that reads everything anew changes no contribution and no byte', async () => {
  const bench = await startBench()
  await bench.configure({ people: [withResume('mara'), person('teo')] })
  await bench.write('mara.md', resume)
  await bench.run(['run'])
  const before = files(bench)
  const exported = await bench.run(['export', '--format', 'csv', '--state', 'all'])
  bench.clock.advance(3600)

  const ran = await bench.run(['run', '--full'])

  expect(ran).toMatchObject({ code: 0, stderr: '' })
  expect(files(bench)).toEqual(before)
  const contributions = ({ stdout }: { stdout: string }) =>
    stdout.split('\n').filter((line) => !line.includes(',coverage,'))
  expect(contributions(await bench.run(['export', '--format', 'csv', '--state', 'all']))).toEqual(
    contributions(exported),
  )
})

test('a database that is deleted is filled again with the same contributions', async () => {
  const bench = await startBench()
  const people = [person('mara'), person('teo')]
  await bench.configure({ people })
  await bench.run(['sync'])
  const first = await bench.run(['export', '--state', 'all', '--visibility', 'all'])
  await bench.configure({ people, database: 'again.db' })
  await bench.run(['sync'])

  const second = await bench.run(['export', '--state', 'all', '--visibility', 'all'])

  expect(second.stdout).toBe(first.stdout)
})
