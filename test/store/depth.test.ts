import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { Item } from '../../src/forge/forge.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { ada, grace, identified, page, pull, review, testStore, time } from '../support/database.ts'
import { testFolder } from '../support/folder.ts'

const others = [1, 2, 3].map((number) => pull(number, { author: grace }))

/** What a store holding `items` on grace's pull requests says of ada's reviews. */
function stored(...items: readonly Item[]) {
  const store = testStore()
  const { account, scope } = identified(store)
  const save = (...more: readonly Item[]) =>
    store.savePage(scope, page(more, { stream: 'reviews' }))
  save(...others, ...items)
  return { store, account, save }
}

function inDoubt({ store, account }: ReturnType<typeof stored>, again = false): string[] {
  const known = store.known(account.id, () => actorOf(store, account))
  return known.reviewsInDoubt(10, again).map(({ id, handle }) => `${id} ${handle}`)
}

function actorOf(store: Store, account: ReturnType<typeof stored>['account']): number | null {
  const { host, login, forge } = account
  return store.accounts.find({ host, login, forge })?.actor?.id ?? null
}

function told(id: string, hasComments: boolean | null): Item {
  return { kind: 'review-comments', id, source: 'review', hasComments }
}

test('in doubt are reviews without words, where no other of the pull request is known to hold any', () => {
  const all = stored(
    review('5', '11'),
    review('6', '12'),
    review('7', '12', { hasComments: true }),
    review('8', '13', { hasComments: false }),
    review('9', '13', { source: 'approval' }),
    review('10', '13', { handle: null }),
  )

  expect(inDoubt(all)).toEqual(['5 PRR_5'])
})

test('a review on one’s own pull request, or one that is gone, is in no doubt', () => {
  const all = stored(pull(4, { author: ada }), review('5', '14'), review('6', '11'))
  all.save({ kind: 'vanished-review', id: '6', source: 'review' })

  expect(inDoubt(all)).toEqual([])
})

test('what the forge told stays, whatever a later page leaves open', () => {
  const all = stored(review('5', '11'), review('6', '12'))
  all.save(told('5', true), told('6', false))
  all.save(review('5', '11'), review('6', '12'))

  expect(inDoubt(all)).toEqual([])
  expect(all.store.facts.reviews([all.account.id]).map((each) => each.hasComments)).toEqual([
    true,
    false,
  ])
})

test('what the forge did not tell is asked about again only on request', () => {
  const all = stored(review('5', '11'))
  all.save(told('5', null))
  all.save(review('5', '11'))

  expect([inDoubt(all), inDoubt(all, true)]).toEqual([[], ['5 PRR_5']])
})

test('of a review that changed nothing is known any more', () => {
  const all = stored(review('5', '11'), review('6', '12', { hasComments: true }))
  all.save(told('5', null))
  const updatedAt = time('2026-03-02T10:00:00Z')
  all.save(review('5', '11', { updatedAt }), review('6', '12', { updatedAt }))

  expect(inDoubt(all)).toEqual(['5 PRR_5', '6 PRR_6'])
})

test('to learn of comments is no news', () => {
  const all = stored(review('5', '11'))

  expect(all.save(told('5', true))).toEqual({ added: 0, changed: 0 })
})

test('a database from before forgets of which reviews it believed that they hold words', () => {
  const path = join(testFolder(), 'tracker.db')
  const database = new SQLite(path)
  database.exec('CREATE TABLE migration (name TEXT PRIMARY KEY, sha256 TEXT, applied_at TEXT)')
  for (const name of ['0001_initial.sql', '0002_news.sql', '0003_views.sql']) {
    const sql = readFileSync(new URL(`../../migrations/${name}`, import.meta.url), 'utf8')
    database.exec(sql)
    const sha256 = createHash('sha256').update(sql).digest('hex')
    database.prepare('INSERT INTO migration VALUES (?, ?, ?)').run(name, sha256, '2026-01-01')
  }
  database.exec(`
    INSERT INTO actor (id, host, forge_id, login) VALUES (1, 'forge.example', '7', 'ada');
    INSERT INTO account (id, host, login, forge, actor) VALUES (1, 'forge.example', 'ada', 'work', 1);
    INSERT INTO repository (id, host, forge_id, path, visibility) VALUES (1, 'forge.example', '100', 'group/tool', 'public');
    INSERT INTO pull_request (id, host, forge_id, repository, number, reference, title, url, state, detailed)
      VALUES (1, 'forge.example', '11', 1, 1, 'group/tool#1', 'Fix', 'https://forge.example/group/tool/pull/1', 'merged', 1);
    INSERT INTO review (host, source, forge_id, actor, pull_request, verdict, at, updated_at, has_comments)
      VALUES ('forge.example', 'review', '5', 1, 1, 'approved', '2026-03-01T10:00:00Z', '2026-03-01T10:00:00Z', 1),
             ('forge.example', 'note', '6', 1, 1, 'commented', '2026-03-02T10:00:00Z', '2026-03-02T10:00:00Z', 1),
             ('forge.example', 'approval', '7', 1, 1, 'approved', '2026-03-03T10:00:00Z', '2026-03-03T10:00:00Z', 0);
  `)
  database.close()

  const store = openStore(path, 'existing')
  const reviews = store.facts.reviews([1])
  store.close()

  expect(reviews.map(({ source, hasComments }) => [source, hasComments])).toEqual([
    ['review', null],
    ['note', null],
    ['approval', false],
  ])
})
