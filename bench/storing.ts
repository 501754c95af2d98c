/** Rows a second of `Store.savePage` against a bare upsert loop on the same rows, and what storing keeps in memory. */
import { join } from 'node:path'
import { openDatabase } from '../src/store/open.ts'
import { openStore } from '../src/store/store.ts'
import { bareRows, bareUpsert } from './support/bare.ts'
import {
  beginAccount,
  now,
  personOf,
  pullRequestPages,
  reviewPages,
} from './support/contributions.ts'
import { inFolder } from './support/folder.ts'
import { heapUsed } from './support/heap.ts'
import { median, type Row, type Stage, tell } from './support/row.ts'

const rows = 10_000
const rounds = 5

export const storing: Stage = {
  name: 'storing',
  async run() {
    tell('storing')
    const pages = [...pullRequestPages(personOf(1), 0, rows), ...reviewPages(0, rows)]
    const bare = pages.map(bareRows)
    const times: { readonly ours: number; readonly bare: number }[] = []
    for (let round = 0; round < rounds; round++) {
      const ours = await inFolder(async (folder) => storePages(join(folder, 'db'), pages))
      times.push({
        ours,
        bare: await inFolder(async (folder) => storeBare(join(folder, 'db'), bare)),
      })
    }
    const ratio = median(times.map((pair) => pair.bare / pair.ours))
    const perSecond = (seconds: number) => Math.round((2 * rows) / seconds).toLocaleString('en')
    return [
      {
        what: 'storing pages of 100, rows a second',
        reach: '≥ 0.5 × bare upsert loop',
        measured: `${ratio.toFixed(2)} ×`,
        met: ratio >= 0.5,
        note: `${perSecond(median(times.map((pair) => pair.ours)))} against ${perSecond(median(times.map((pair) => pair.bare)))} rows a second, half pull requests, half reviews; median of ${rounds} pairs; the same schema, indexes and settings`,
      },
      await memory(),
    ]
  },
}

type Pages = readonly Parameters<ReturnType<typeof openStore>['savePage']>[1][]

function storePages(path: string, pages: Pages): number {
  const store = openStore(path, 'create')
  const scope = beginAccount(store, 1, store.runs.begin(now))
  const seconds = timed(() => {
    for (const page of pages) store.savePage(scope, page)
  })
  store.close()
  return seconds
}

function storeBare(path: string, pages: readonly (readonly Record<string, unknown>[])[]): number {
  const database = openDatabase(path, 'create')
  database.exec(`INSERT INTO sync_run (started_at) VALUES ('${now}');
    INSERT INTO actor (host, forge_id, login) VALUES ('github.com', '1001', 'person-1');`)
  const addRepository = database.prepare(
    `INSERT INTO repository (host, forge_id) VALUES ('github.com', ?)`,
  )
  for (let index = 0; index < 40; index++) addRepository.run(String(500 + index))
  const savePullRequests = bareUpsert(database, 'pull_request')
  const saveReviews = bareUpsert(database, 'review')
  const seconds = timed(() => {
    for (const page of pages) {
      if (page[0]?.['source'] === undefined) savePullRequests(page)
      else saveReviews(page)
    }
  })
  database.close()
  return seconds
}

/** Pages are made up one by one, so that only the store could hold on to anything. */
function memory(): Promise<Row> {
  const stages = [10, 1_000, 100_000]
  return inFolder(async (folder) => {
    const store = openStore(join(folder, 'db'), 'create')
    const scope = beginAccount(store, 1, store.runs.begin(now))
    let first = 0
    const used = stages.map((count) => {
      for (const page of pullRequestPages(personOf(1), first, count)) store.savePage(scope, page)
      first += count
      return heapUsed()
    })
    store.close()
    const growth = (used.at(-1) ?? 0) - (used[0] ?? 0)
    return {
      what: `memory of the store after ${stages.map((count) => count.toLocaleString('en')).join(', ')} rows`,
      reach: 'flat (grows by < 2 MB)',
      measured: `${used.map((megabytes) => megabytes.toFixed(1)).join(', ')} MB`,
      met: growth < 2,
      note: 'heap used after garbage collection',
    }
  })
}

function timed(work: () => void): number {
  const started = performance.now()
  work()
  return (performance.now() - started) / 1000
}
