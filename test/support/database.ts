import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { PullRequest, Repository, Review, Timestamp } from '../../src/contribution/types.ts'
import type { Item, Page } from '../../src/forge/forge.ts'
import type { Account } from '../../src/store/accounts.ts'
import type { Scope } from '../../src/store/saving.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { testFolder } from './folder.ts'

export function time(text: string): Timestamp {
  return text as Timestamp
}

/** A store on a real file, closed when the test ends. */
export function testStore(path = join(testFolder(), 'tracker.db')): Store {
  const store = openStore(path, 'create')
  onTestFinished(() => {
    store.close()
  })
  return store
}

export const now = time('2026-06-15T12:00:00Z')

/** An account of `ada` on forge.example, number 7, ready to take pages. */
export function identified(
  store: Store,
  login = 'ada',
  id = '7',
): { account: Account; scope: Scope } {
  const name = { host: 'forge.example', login, forge: 'example' }
  const account = store.accounts.begin(name)
  const actor = store.accounts.identify(account, {
    id,
    handle: `U_${id}`,
    login,
    name: null,
    createdAt: time('2020-01-01T00:00:00Z'),
  })
  store.coverages.begin(account.id, [
    'pull-requests',
    'reviews',
    'commands',
    'repositories',
    'linked',
  ])
  const scope = { host: name.host, account: account.id, actor, run: store.runs.begin(now), now }
  return { account: store.accounts.begin(name), scope }
}

export function page(items: readonly Item[], part: Partial<Page> = {}): Page {
  return {
    stream: 'pull-requests',
    items,
    checkpoint: { at: items.length },
    coverage: { hostTotal: null, gaps: [], finishedAt: now },
    ...part,
  }
}

export function repository(part: Partial<Repository> = {}): Repository {
  const path = part.path ?? 'group/tool'
  return {
    id: '100',
    handle: 'R_100',
    path,
    url: `https://forge.example/${path}`,
    visibility: 'public',
    ...part,
  }
}

export const ada = { id: '7', login: 'ada', bot: false }
export const grace = { id: '8', login: 'grace', bot: false }

export function pull(
  number: number,
  part: Partial<PullRequest> = {},
): Extract<Item, { kind: 'pull-request' }> {
  const place = part.repository ?? repository()
  return {
    kind: 'pull-request',
    id: `1${number}`,
    handle: `PR_${number}`,
    repository: place,
    number,
    reference: `${place.path}#${number}`,
    title: `Fix the thing ${number}`,
    url: `${place.url}/pull/${number}`,
    state: 'merged',
    draft: false,
    author: ada,
    createdAt: time('2026-02-01T10:00:00Z'),
    updatedAt: time('2026-02-03T10:00:00Z'),
    mergedAt: time('2026-02-03T10:00:00Z'),
    additions: 10,
    deletions: 2,
    changedFiles: 1,
    labels: [],
    ...part,
  }
}

export function review(
  id: string,
  pullRequestId: string,
  part: Partial<Review> = {},
): Extract<Item, { kind: 'review' }> {
  return {
    kind: 'review',
    id,
    handle: `PRR_${id}`,
    source: 'review',
    verdict: 'approved',
    pullRequestId,
    at: time('2026-03-01T10:00:00Z'),
    updatedAt: time('2026-03-01T10:00:00Z'),
    url: null,
    approximate: false,
    hasComments: null,
    ...part,
  }
}
