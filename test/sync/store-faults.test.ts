import { spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { forgeKinds } from '../../src/forge/kinds.ts'
import { openDatabase } from '../../src/store/open.ts'
import { openStore, Store } from '../../src/store/store.ts'
import { addPullRequest } from '../sandbox/build.ts'
import { forges, startBench } from '../support/cli.ts'
import { contentsOf } from '../support/contents.ts'
import { startFlow } from '../support/flow.ts'
import { testFolder } from '../support/folder.ts'
import { daysBefore, harbour, remark } from '../support/harbour.ts'
import { expectTruth } from '../support/truth.ts'

describe.each(forgeKinds)('%s', (kind) => {
  /** Large enough to need room of its own. */
  function largeHarbour() {
    const place = harbour(kind)
    for (let number = 1001; number <= 1300; number++) {
      addPullRequest(place.forge, {
        repositoryId: place.buoy.id,
        authorId: place.ada.id,
        number,
        createdAt: daysBefore(place.world, number / 10),
        mergedAt: daysBefore(place.world, number / 10 - 1),
      })
    }
    return place
  }

  test('a disk that fills up during a sync is said in words, and the next sync completes what was stored', async () => {
    const whole = await startFlow({
      world: largeHarbour().world,
      accounts: [{ forge: kind, login: 'ada' }],
    })
    await whole.sync()
    const wanted = contentsOf(whole.database)

    for (const spare of [0, 2, 6]) {
      let database: Database | undefined
      const flow = await startFlow({
        world: largeHarbour().world,
        accounts: [{ forge: kind, login: 'ada' }],
        open(path) {
          database = openDatabase(path, 'create')
          return new Store(database, path)
        },
      })
      const pages = Number(database?.pragma('page_count', { simple: true }))
      database?.pragma(`max_page_count = ${pages + spare}`)

      await expect(flow.sync(), `${spare} pages left`).rejects.toThrow(
        /^Cannot use .*: the disk is full; what was stored before is safe/,
      )
      database?.pragma('max_page_count = 1073741823')
      const result = await flow.sync()

      expect(result.outcome).toBe('completed')
      expectTruth(flow)
      expect(contentsOf(flow.database)).toEqual(wanted)
    }
  })

  test('a disk that is full when there is news loses nothing of what was there', async () => {
    const { world, forge, ada, reviewable } = harbour(kind)
    let database: Database | undefined
    const flow = await startFlow({
      world,
      accounts: [{ forge: kind, login: 'ada' }],
      open(path) {
        database = openDatabase(path, 'create')
        return new Store(database, path)
      },
    })
    await flow.sync()
    flow.advance(3600)
    for (let index = 0; index < 400; index++) {
      remark(forge, reviewable, ada.id, new Date(flow.sandbox.now() - index * 1000).toISOString())
    }
    const before = contentsOf(flow.database)
    database?.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true }))}`)

    await expect(flow.sync()).rejects.toThrow('the disk is full')
    expect(contentsOf(flow.database)['review']).toEqual(before['review'])
    database?.pragma('max_page_count = 1073741823')
    expect((await flow.sync()).outcome).toBe('completed')
    expectTruth(flow)
  })
})

test('a damaged database ends a sync with one sentence wherever the damage is, and stays as it is', async () => {
  const { world } = harbour('github')
  const bench = await startBench({ world })
  await bench.configure({
    forges: forges(bench.sandbox),
    people: [{ id: 'ada', name: 'Ada', accounts: [{ forge: 'github', login: 'ada' }] }],
  })
  expect((await bench.run(['sync'])).code).toBe(0)
  const path = bench.path('tracker.db')
  const intact = readFileSync(path)
  const pageSize = intact.readUInt16BE(16)

  for (let page = 1; page < statSync(path).size / pageSize; page += 3) {
    await bench.write('tracker.db', intact)
    const file = openSync(path, 'r+')
    writeSync(file, Buffer.alloc(pageSize, 0xa5), 0, pageSize, page * pageSize)
    closeSync(file)
    const { code, stderr } = await bench.run(['sync', '--full'])

    // A page that nothing reads harms nothing.
    if (code === 0) continue
    expect(stderr, `page ${page}`).toMatch(/Cannot (use|open) .*tracker\.db: it is damaged; /)
    expect(code).toBe(1)
    expect(stderr).not.toContain('bug in tracker')
  }
})

test('killed in the middle of a page, a database holds all of the pages before and nothing of that one', () => {
  const path = join(testFolder(), 'tracker.db')
  const script = `
    const { openStore } = await import(${JSON.stringify(new URL('../../dist/store/store.js', import.meta.url))})
    const store = openStore(${JSON.stringify(path)}, 'create')
    const account = store.accounts.begin({ host: 'forge.example', login: 'ada', forge: 'example' })
    store.coverages.begin(account.id, ['pull-requests'])
    const run = store.runs.begin('2026-06-15T12:00:00Z')
    const identity = { id: '7', handle: null, login: 'ada', name: null, createdAt: null }
    const actor = store.accounts.identify(account, identity)
    const scope = { host: 'forge.example', account: account.id, actor, run, now: '2026-06-15T12:00:00Z' }
    const pull = (number) => ({
      kind: 'pull-request', id: String(number), handle: null, number, reference: 'a/b#' + number, title: 'T',
      url: 'https://forge.example/a/b/pull/' + number, state: 'merged', draft: false,
      repository: { id: '1', handle: null, path: 'a/b', url: 'https://forge.example/a/b', visibility: 'public' },
      author: { id: '7', login: 'ada', bot: false }, createdAt: '2026-02-01T10:00:00Z',
      updatedAt: '2026-02-03T10:00:00Z', mergedAt: '2026-02-03T10:00:00Z', additions: 1, deletions: 1,
      changedFiles: 1, labels: [],
    })
    const coverage = { hostTotal: 4, gaps: [], finishedAt: '2026-06-15T12:00:00Z' }
    const page = (items) => ({ stream: 'pull-requests', items, checkpoint: { at: 1 }, coverage })
    store.savePage(scope, { ...page([pull(1), pull(2)]), coverage: { ...coverage, finishedAt: null } })
    const deadly = { ...pull(4), get title() { process.kill(process.pid, 'SIGKILL'); return 'T' } }
    store.savePage(scope, page([pull(3), deadly]))
  `
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  })

  expect(child.signal, child.stderr).toBe('SIGKILL')
  const store = openStore(path, 'existing')
  const account = store.accounts.find({ host: 'forge.example', login: 'ada', forge: 'example' })
  const [coverage] = account === undefined ? [] : store.coverage(account, ['pull-requests'])
  store.close()
  expect(coverage).toMatchObject({ stored: 2, complete: false, finishedAt: null })
})
