/** Contributions made up as pages, as a forge would hand them over: rows enough without a sandbox. */
import type { Timestamp } from '../../src/contribution/timestamp.ts'
import { fromMilliseconds } from '../../src/contribution/timestamp.ts'
import type { Actor, PullRequest, Repository, Review } from '../../src/contribution/types.ts'
import type { Page } from '../../src/forge/forge.ts'
import type { Scope } from '../../src/store/saving.ts'
import type { Store } from '../../src/store/store.ts'

const host = 'github.com'
const pageSize = 100
export const now = '2026-06-15T12:00:00Z' as Timestamp
const repositories = 40
const streams = ['pull-requests', 'reviews', 'commands', 'repositories', 'linked'] as const

/** Somebody else: the author of what a person reviewed. */
function otherOf(index: number): Actor {
  return { id: `${500_000 + index}`, login: `other-${index}`, bot: false }
}

const subjects = ['cache', 'scheduler', 'retry of uploads', 'log lines', 'Makefile', 'API docs']
const verbs = ['Fix', 'Add', 'Remove', 'Refactor', 'docs: describe', 'ci: speed up', 'Allow']

export function personOf(index: number): Actor {
  return { id: `${1_000 + index}`, login: `person-${index}`, bot: false }
}

/** The account of a person in the store, ready to take pages. */
export function beginAccount(store: Store, index: number, run: number): Scope {
  const { id, login } = personOf(index)
  return store.transaction(() => {
    const account = store.accounts.begin({ host, login, forge: 'github' })
    const actor = store.accounts.identify(account, {
      id,
      handle: null,
      login,
      name: null,
      createdAt: now,
    })
    store.coverages.begin(account.id, streams)
    return { host, account: account.id, actor, run, now }
  })
}

/** Pages of merged pull requests of `author`; `from` and `count` name rows, the same ones each time. */
export function* pullRequestPages(author: Actor, from: number, count: number): Generator<Page> {
  for (let first = 0; first < count; first += pageSize) {
    const items = Array.from({ length: Math.min(pageSize, count - first) }, (_, index) => ({
      kind: 'pull-request' as const,
      ...pullRequest(author, from + first + index),
    }))
    yield page('pull-requests', items, first + pageSize >= count)
  }
}

/** Pages of one review each of the pull requests `from`…, which must be stored. */
export function* reviewPages(from: number, count: number): Generator<Page> {
  for (let first = 0; first < count; first += pageSize) {
    const items = Array.from({ length: Math.min(pageSize, count - first) }, (_, index) => ({
      kind: 'review' as const,
      ...review(from + first + index),
    }))
    yield page('reviews', items, first + pageSize >= count)
  }
}

/** Stores `count` contributions of a person, half of them merged pull requests, half reviews of somebody else's. */
export function fill(store: Store, index: number, run: number, count: number): void {
  const scope = beginAccount(store, index, run)
  const half = count / 2
  const first = index * count
  store.transaction(() => {
    for (const each of pullRequestPages(personOf(index), first, half)) store.savePage(scope, each)
    for (const each of pullRequestPages(otherOf(index), first + half, half)) {
      store.savePage(scope, { ...each, stream: 'reviews' })
    }
    for (const each of reviewPages(first + half, half)) store.savePage(scope, each)
    for (const stream of streams) store.savePage(scope, page(stream, [], true))
  })
}

function page(stream: Page['stream'], items: Page['items'], finished: boolean): Page {
  return {
    stream,
    items,
    checkpoint: { at: items.length },
    coverage: { hostTotal: null, gaps: [], finishedAt: finished ? now : null },
  }
}

function pullRequest(author: Actor, row: number): PullRequest {
  const repository = repositoryOf(row)
  const at = timeOf(row)
  const url = `${repository.url}/pull/${row}`
  return {
    id: `${20_000_000 + row}`,
    handle: null,
    repository,
    number: row,
    reference: `${repository.path}#${row}`,
    title: `${verbs[row % verbs.length]} the ${subjects[row % subjects.length]} (#${row})`,
    url,
    state: 'merged',
    draft: false,
    author,
    createdAt: at,
    updatedAt: at,
    mergedAt: at,
    additions: row % 500,
    deletions: row % 200,
    changedFiles: 1 + (row % 9),
    labels: row % 3 === 0 ? ['bug'] : [],
  }
}

function review(row: number): Review {
  const at = timeOf(row)
  return {
    id: `${3_000_000_000 + row}`,
    handle: `PRR_${row}`,
    source: 'review',
    verdict: 'approved',
    pullRequestId: `${20_000_000 + row}`,
    at,
    updatedAt: at,
    url: `${repositoryOf(row).url}/pull/${row}#pullrequestreview-${3_000_000_000 + row}`,
    approximate: false,
    hasComments: null,
  }
}

function repositoryOf(row: number): Repository {
  const index = row % repositories
  const path = `generated/project-${index}`
  return {
    id: `${500 + index}`,
    handle: null,
    path,
    url: `https://${host}/${path}`,
    visibility: 'public',
  }
}

/** Newest first, as forges serve them: a week apart, over ten years and then again. */
function timeOf(row: number): Timestamp {
  const hours = (row * 7 * 24) % (10 * 365 * 24)
  return fromMilliseconds(Date.parse(now) - hours * 3_600_000)
}
