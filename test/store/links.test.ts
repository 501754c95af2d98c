import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Item } from '../../src/forge/forge.ts'
import { contentsOf } from '../support/contents.ts'
import {
  ada,
  grace,
  identified,
  page,
  pull,
  repository,
  review,
  testStore,
  time,
} from '../support/database.ts'
import { testFolder } from '../support/folder.ts'

type LinkItem = Extract<Item, { kind: 'link' }>

const link = (address: string, part: Partial<LinkItem> = {}): LinkItem => ({
  kind: 'link',
  address,
  target: 'pull-request',
  status: 'found',
  pullRequestId: null,
  repositoryId: null,
  author: null,
  at: null,
  ...part,
})

test('what sync found at linked addresses is told with whose it is and where it is now', () => {
  const store = testStore()
  const { account, scope } = identified(store)
  const theirs = pull(2, { author: grace, state: 'open', mergedAt: null, draft: true })
  store.savePage(
    scope,
    page(
      [
        pull(1),
        theirs,
        pull(3, { author: null }),
        link('https://forge.example/group/tool/pull/1', {
          pullRequestId: '11',
          repositoryId: '100',
        }),
        link('https://forge.example/group/tool/pull/2#note_5', {
          target: 'note',
          pullRequestId: '12',
          author: ada,
          at: time('2026-03-01T00:00:00Z'),
        }),
        link('https://forge.example/group/tool/pull/3', { pullRequestId: '13' }),
        link('https://forge.example/group/tool/pull/4', { status: 'missing' }),
        link('https://forge.example/group/tool', { target: 'repository', repositoryId: '100' }),
      ],
      { stream: 'linked' },
    ),
  )

  const told = store.facts
    .links([account.id])
    .map(({ address, status, pull: found, noteBy, repository: place, visibility }) => [
      address.replace('https://forge.example/group/tool', ''),
      status,
      found === null ? null : `${found.reference} ${found.state} ${found.draft} ${found.author}`,
      noteBy,
      place?.path ?? null,
      visibility,
    ])

  expect(told).toEqual([
    ['', 'found', null, null, 'group/tool', 'public'],
    ['/pull/1', 'found', 'group/tool#1 merged false person', null, 'group/tool', 'public'],
    ['/pull/2#note_5', 'found', 'group/tool#2 open true other', 'person', 'group/tool', 'public'],
    ['/pull/3', 'found', 'group/tool#3 merged false null', null, 'group/tool', 'public'],
    ['/pull/4', 'missing', null, null, null, 'unknown'],
  ])
})

const comment = {
  kind: 'comment',
  id: 'comment:1',
  pullRequestId: '13',
  at: time('2026-03-01T10:00:00Z'),
  updatedAt: time('2026-03-01T10:00:00Z'),
  url: 'https://forge.example/group/tool/pull/3#comment-1',
  commands: [{ kind: 'lgtm', cancels: false, line: 0 }],
  hasWords: false,
} as const

test('a refused look at an address takes away what only links lead to, and nothing that another stream counts', () => {
  const path = join(testFolder(), 'tracker.db')
  const store = testStore(path)
  const { scope } = identified(store)
  const others = [2, 3, 4].map((number) => pull(number, { author: grace }))
  const pulls = [pull(1), ...others, pull(5, { author: null })]
  const linked = (number: number, status: LinkItem['status']) =>
    link(`https://forge.example/group/tool/pull/${number}`, {
      status,
      pullRequestId: status === 'found' ? `1${number}` : null,
    })
  store.savePage(scope, page([...pulls, review('1', '12'), comment]))
  const statuses = () => contentsOf(path)['pull_request']?.map((row) => JSON.parse(row).status)
  const look = (status: LinkItem['status']) =>
    store.savePage(
      scope,
      page(
        pulls.map(({ number }) => linked(number, status)),
        { stream: 'linked' },
      ),
    )

  look('found')
  look('hidden')
  expect(statuses()).toEqual(['present', 'present', 'present', 'hidden', 'hidden'])

  look('found')
  look('missing')
  expect(statuses()?.slice(0, 3)).toEqual(['gone', 'gone', 'gone'])
})

test('what was made private is told so, and links of other accounts are not told', () => {
  const store = testStore()
  const { account, scope } = identified(store)
  const other = identified(store, 'grace', '8')
  const hidden = pull(1, { repository: repository({ visibility: 'private' }) })
  store.savePage(
    scope,
    page([hidden, link(hidden.url, { pullRequestId: '11' })], { stream: 'linked' }),
  )

  expect(store.facts.links([account.id]).map(({ visibility }) => visibility)).toEqual(['private'])
  expect(store.facts.links([other.account.id])).toEqual([])
})
