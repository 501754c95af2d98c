import { expect, test } from 'vitest'
import type { Command } from '../../src/contribution/types.ts'
import type { Item } from '../../src/forge/forge.ts'
import { grace, identified, page, pull, testStore, time } from '../support/database.ts'

function comment(id: number, commands: readonly Command[], at = `2026-03-01T10:00:0${id}Z`): Item {
  return {
    kind: 'comment',
    id: `comment:${id}`,
    pullRequestId: '11',
    at: time(at),
    updatedAt: time(at),
    url: `https://forge.example/group/tool/pull/1#comment-${id}`,
    commands,
    hasWords: false,
  }
}

const lgtm = { kind: 'lgtm', cancels: false, line: 0 } as const
const approve = { kind: 'approve', cancels: false, line: 1 } as const
const cancel = { kind: 'lgtm', cancels: true, line: 0 } as const

function standing(items: readonly Item[]): string[] {
  const store = testStore()
  const { account, scope } = identified(store)
  store.savePage(scope, page([pull(1, { author: grace }), ...items], { stream: 'commands' }))
  return store.facts
    .reviews([account.id])
    .map(({ source, verdict, url }) => `${source} ${verdict} ${url}`)
}

const at = (id: number) => `command approved https://forge.example/group/tool/pull/1#comment-${id}`

test('each command line is a review by command', () => {
  expect(standing([comment(1, [lgtm, approve])])).toEqual([at(1), at(1)])
})

test('a later cancel takes a command of its kind back, an earlier one does not', () => {
  expect(standing([comment(1, [lgtm, approve]), comment(2, [cancel])])).toEqual([at(1)])
  expect(standing([comment(1, [cancel]), comment(2, [lgtm])])).toEqual([at(2)])
})

test('comments read newest first give the same', () => {
  expect(standing([comment(2, [cancel]), comment(1, [lgtm])])).toEqual([])
})

test('two comments of one second are ordered by their numbers', () => {
  const second = '2026-03-01T10:00:00Z'

  expect(standing([comment(9, [lgtm], second), comment(10, [cancel], second)])).toEqual([])
  expect(standing([comment(9, [cancel], second), comment(10, [lgtm], second)])).toEqual([at(10)])
})

test('an edit that removes the command removes the review', () => {
  const store = testStore()
  const { account, scope } = identified(store)
  store.savePage(
    scope,
    page([pull(1, { author: grace }), comment(1, [lgtm])], { stream: 'commands' }),
  )

  const edited = { ...comment(1, []), updatedAt: time('2026-03-02T10:00:00Z') } as Item
  store.savePage(scope, page([edited], { stream: 'commands' }))

  expect(store.facts.reviews([account.id])).toEqual([])
})

test('commands count only once the stream was read', () => {
  const store = testStore()
  const { account, scope } = identified(store)
  const gap = { reason: 'not-read', from: null, until: null, detail: 'none found' } as const
  store.savePage(
    scope,
    page([pull(1, { author: grace }), comment(1, [lgtm])], { stream: 'reviews' }),
  )

  store.coverages.saveGaps(account.id, 'commands', [gap])
  expect(store.facts.reviews([account.id])).toEqual([])

  store.coverages.saveGaps(account.id, 'commands', [])
  expect(store.facts.reviews([account.id])).toHaveLength(1)
})
