import { expect, test } from 'vitest'
import {
  ada,
  grace,
  identified,
  now,
  page,
  pull,
  repository,
  review,
  testStore,
  time,
} from '../support/database.ts'

test('saving the same page twice changes nothing', () => {
  const store = testStore()
  const { account, scope } = identified(store)

  const first = store.savePage(scope, page([pull(1), pull(2)]))
  const second = store.savePage(scope, page([pull(1), pull(2)]))

  expect(first).toEqual({ added: 2, changed: 0 })
  expect(second).toEqual({ added: 0, changed: 0 })
  expect(store.facts.pullRequests([account.id])).toHaveLength(2)
})

test('a later state of a pull request replaces an earlier one, never the other way round', () => {
  const store = testStore()
  const { account, scope } = identified(store)
  const late = pull(1, { title: 'Late', updatedAt: time('2026-02-05T10:00:00Z') })
  const early = pull(1, { title: 'Early', updatedAt: time('2026-02-04T10:00:00Z') })

  store.savePage(scope, page([pull(1)]))
  const run = { ...scope, run: store.runs.begin(now) }
  expect(store.savePage(run, page([late]))).toEqual({ added: 0, changed: 1 })
  store.savePage(run, page([early]))

  expect(store.facts.pullRequests([account.id])[0]?.title).toBe('Late')
})

test('a renamed repository stays one row and its pull requests move with it', () => {
  const store = testStore()
  const { account, scope } = identified(store)
  const mine = pull(1, { author: grace })
  store.savePage(scope, page([mine, pull(2)]))
  store.savePage(
    scope,
    page([review('5', mine.id, { url: `${mine.url}#review-5` })], { stream: 'reviews' }),
  )

  const moved = repository({ path: 'group/renamed' })
  store.savePage(scope, page([pull(3, { repository: moved })]))

  const pulls = store.facts.pullRequests([account.id])
  expect(pulls.map(({ reference }) => reference)).toEqual(['group/renamed#2', 'group/renamed#3'])
  expect(pulls.map(({ url }) => url)).toEqual([
    'https://forge.example/group/renamed/pull/2',
    'https://forge.example/group/renamed/pull/3',
  ])
  expect(store.facts.reviews([account.id])[0]?.url).toBe(
    'https://forge.example/group/renamed/pull/1#review-5',
  )
  expect(store.facts.repositories([account.id])[0]?.formerPaths).toEqual(['group/tool'])
})

test('a review of one’s own pull request is stored and never handed out', () => {
  const store = testStore()
  const { account, scope } = identified(store)
  const second = identified(store, 'ada-work', '70')

  store.savePage(
    scope,
    page([
      pull(1),
      pull(2, { author: { ...ada, id: '70', login: 'ada-work' } }),
      pull(3, { author: grace }),
    ]),
  )
  store.savePage(
    scope,
    page([review('1', '11'), review('2', '12'), review('3', '13')], { stream: 'reviews' }),
  )

  const accounts = [account.id, second.account.id]
  expect(store.facts.reviews(accounts).map(({ number }) => number)).toEqual([3])
  expect(store.known(account.id, () => scope.actor).stored('reviews')).toBe(2)
})

test('a review by a deleted author’s pull request counts: it was somebody else', () => {
  const store = testStore()
  const { account, scope } = identified(store)

  store.savePage(scope, page([pull(1, { author: null })]))
  store.savePage(scope, page([review('1', '11')], { stream: 'reviews' }))

  expect(store.facts.reviews([account.id])).toHaveLength(1)
})

test('a pull request known by number only is handed out once its details are read', () => {
  const store = testStore()
  const { account, scope } = identified(store)
  const stub = { kind: 'stub', id: '11', repositoryId: '100', number: 1 } as const
  const note = review('9', '11', { source: 'note', verdict: 'commented', url: '#note_9' })
  store.savePage(scope, page([stub, note], { stream: 'reviews' }))
  const known = store.known(account.id, () => scope.actor)

  expect(known.stubs(10)).toMatchObject([{ id: '11', repositoryId: '100', number: 1 }])
  expect(store.facts.reviews([account.id])).toEqual([])

  store.savePage(scope, page([pull(1, { author: grace })], { stream: 'reviews' }))

  expect(known.stubs(10)).toEqual([])
  expect(store.facts.reviews([account.id])[0]?.url).toBe(
    'https://forge.example/group/tool/pull/1#note_9',
  )
})

test('a pull request that vanished is kept and leaves the count that is compared with the host', () => {
  const store = testStore()
  const { account, scope } = identified(store)
  store.savePage(scope, page([pull(1), pull(2)]))

  store.savePage(scope, page([{ kind: 'vanished', id: '11', status: 'gone' }]))

  const gone = store.facts.pullRequests([account.id]).map(({ number, gone }) => [number, gone])
  expect(gone).toEqual([
    [1, true],
    [2, false],
  ])
  expect(store.known(account.id, () => scope.actor).stored('pull-requests')).toBe(1)
})

test('a pull request that is gone is in doubt until its repository was read again', () => {
  const store = testStore()
  const { account, scope } = identified(store)
  const visibility = () => store.facts.pullRequests([account.id])[0]?.visibility
  store.savePage(scope, page([pull(1)]))

  store.savePage(scope, page([{ kind: 'vanished', id: '11', status: 'gone' }]))
  expect(visibility()).toBe('unknown')
  expect(store.known(account.id, () => scope.actor).repositoriesReadBefore(now, 9)).toHaveLength(1)

  store.savePage(scope, page([details()], { stream: 'repositories' }))
  expect(visibility()).toBe('public')
})

test('what a repository holds is public no longer once it is not shown, until it is shown again', () => {
  const store = testStore()
  const { account, scope } = identified(store)
  const visibility = () => store.facts.pullRequests([account.id])[0]?.visibility
  store.savePage(scope, page([pull(1)]))
  const gone = { kind: 'vanished-repository', id: '100', status: 'hidden' } as const

  store.savePage(scope, page([gone], { stream: 'repositories' }))
  expect(visibility()).toBe('private')

  store.savePage(scope, page([pull(2)]))
  expect(visibility()).toBe('public')
})

function details() {
  return {
    kind: 'repository',
    ...repository(),
    description: null,
    stars: 1,
    languages: [],
    topics: [],
    archived: false,
    fork: false,
    createdAt: null,
    pushedAt: null,
    ownerLogin: 'group',
  } as const
}

test('a pull request that became hidden is private', () => {
  const store = testStore()
  const { account, scope } = identified(store)
  store.savePage(scope, page([pull(1)]))

  store.savePage(scope, page([{ kind: 'vanished', id: '11', status: 'hidden' }]))

  expect(store.facts.pullRequests([account.id])[0]?.visibility).toBe('private')
})

test('an approval that only a filter proved gives way to the exact one', () => {
  const store = testStore()
  const { account, scope } = identified(store)
  store.savePage(scope, page([pull(1, { author: grace })]))
  const guess = review('mr:11', '11', { source: 'approval', approximate: true })
  store.savePage(scope, page([guess], { stream: 'reviews' }))
  store.savePage(scope, page([review('77', '11', { source: 'approval' })], { stream: 'reviews' }))

  expect(store.facts.reviews([account.id]).map(({ approximate }) => approximate)).toEqual([false])
})

test('a page whose review names an unknown pull request is stored not at all', () => {
  const store = testStore()
  const { account, scope } = identified(store)

  expect(() => store.savePage(scope, page([pull(1), review('1', '999')]))).toThrow('999')

  expect(store.facts.pullRequests([account.id])).toEqual([])
  expect(store.coverages.checkpoints(account.id)).toEqual({})
  // What was looked up during the failed transaction must not be trusted afterwards.
  store.savePage(scope, page([pull(1)]))
  expect(store.facts.pullRequests([account.id])).toHaveLength(1)
})
