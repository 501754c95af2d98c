import type { z } from 'zod'
import { plusSeconds } from '../../../contribution/timestamp.ts'
import type { RepositoryDetails } from '../../../contribution/types.ts'
import { MergeRequest } from '../pull-requests/merge-request.ts'
import { Project } from '../repositories/project.ts'
import type { Api, ListPage, Query } from './api.ts'

/**
 * A REST list that can be gone on with behind a row. GitLab numbers its pages by places, and what comes into a list or goes
 * from it while it is read moves the others past them, whatever the total says; a row's key stays its own.
 */
export interface KeyedList<Row> {
  readonly path: string
  /** Filters, and an order by the key. */
  readonly query: Query
  readonly row: z.ZodType<Row>
  /** The key behind which to go on after a row: that of the row itself, or one that still shows it. */
  keyAfter(row: Row): string
  /** Asks for what lies behind the key. */
  behind(key: string): Query
  isBehind(row: Row, key: string): boolean
  isFarther(key: string, than: string): boolean
}

/** Where a list goes on: at a page of what lies behind the key, or of the whole list. */
interface Place {
  readonly key: string | null
  readonly page: number
}

export interface KeyedPage<Row> {
  readonly rows: readonly Row[]
  /** Rows of the whole list, as far as GitLab counts them. */
  readonly total: number | null
  /** Where to go on, for `keyedPages`; null on the last page. */
  readonly next: string | null
}

/**
 * All pages from `start` on; rows at a seam may come twice. A server that heeds neither order nor key is read by page
 * numbers, and so are more rows of one key than a page holds.
 * @param start `next` of an earlier page; null: the beginning
 */
export async function* keyedPages<Row>(
  api: Pick<Api, 'list'>,
  list: KeyedList<Row>,
  start: string | null,
): AsyncGenerator<KeyedPage<Row>> {
  let isHeeded = true
  let passed = 0
  let unpassed: Row[] = []
  for (let place = read(start); ; ) {
    const { key, page } = place
    const bounds = key === null ? {} : list.behind(key)
    const query = { per_page: 100, ...list.query, ...bounds, page }
    const answer: ListPage<Row> = await api.list(list.path, query, list.row)
    isHeeded &&= isInOrder(list, key, answer.rows)
    const next: Place | null = isHeeded ? placeAfter(list, place, answer) : numbered(answer)
    const total = answer.total === null ? null : answer.total + (isHeeded ? passed : 0)
    unpassed.push(...answer.rows)
    const nextKey = next?.key ?? null
    if (nextKey !== null && nextKey !== key) {
      passed += unpassed.filter((row) => !list.isBehind(row, nextKey)).length
      unpassed = []
    }
    yield { rows: answer.rows, total, next: next === null ? null : written(next) }
    if (next === null) return
    place = next
  }
}

function isInOrder<Row>(list: KeyedList<Row>, key: string | null, rows: readonly Row[]): boolean {
  return rows.every((row, index) => {
    const before = rows[index - 1]
    const from = before === undefined ? key : list.keyAfter(before)
    return (key === null || list.isBehind(row, key)) && (from === null || list.isBehind(row, from))
  })
}

/** Never back: behind more rows of one second than a page holds, the key of a row may be the one before. */
function placeAfter<Row>(list: KeyedList<Row>, { key }: Place, page: ListPage<Row>): Place | null {
  if (page.next === null) return null
  const last = page.rows.at(-1)
  const next = last === undefined ? null : list.keyAfter(last)
  const isFarther = next !== null && (key === null || list.isFarther(next, key))
  return isFarther ? { key: next, page: 1 } : { key, page: page.next }
}

function numbered({ next }: ListPage<unknown>): Place | null {
  return next === null ? null : { key: null, page: next }
}

/** `3` is a page of the whole list, `1@KEY` one of what lies behind the key. */
function written({ key, page }: Place): string {
  return key === null ? String(page) : `${page}@${key}`
}

function read(text: string | null): Place {
  const [, page = '1', key] = /^(\d+)(?:@(.+))?$/.exec(text ?? '') ?? []
  return { key: key ?? null, page: Number(page) }
}

/** Merge requests by creation, oldest first (GitLab docs, "Merge requests API": `created_after`, on or after the time). */
export function byCreation(query: Query): KeyedList<MergeRequest> {
  return {
    path: 'merge_requests',
    query: { ...query, order_by: 'created_at', sort: 'asc' },
    row: MergeRequest,
    // Times are cut to seconds, and whether a bound holds its own second is not to matter.
    keyAfter: (row) => plusSeconds(row.created_at, -1),
    behind: (key) => ({ created_after: key }),
    isBehind: (row, key) => row.created_at >= key,
    isFarther: (key, than) => key > than,
  }
}

/**
 * Merge requests by update, newest first (`updated_before`, on or before the time). What is updated meanwhile leaves for the
 * front, where the next reading finds it.
 */
export function byUpdate(query: Query): KeyedList<MergeRequest> {
  return {
    path: 'merge_requests',
    query: { ...query, order_by: 'updated_at', sort: 'desc' },
    row: MergeRequest,
    keyAfter: (row) => plusSeconds(row.updated_at, 1),
    behind: (key) => ({ updated_before: key }),
    isBehind: (row, key) => row.updated_at <= key,
    isFarther: (key, than) => key < than,
  }
}

/** The projects of a user, newest first (GitLab docs, "Projects API": `id_before`, less than the number). */
export function ownProjects(userId: string): KeyedList<RepositoryDetails> {
  return {
    path: `users/${userId}/projects`,
    query: { order_by: 'id', sort: 'desc' },
    row: Project,
    keyAfter: ({ id }) => id,
    behind: (key) => ({ id_before: key }),
    isBehind: ({ id }, key) => Number(id) < Number(key),
    isFarther: (key, than) => Number(key) < Number(than),
  }
}
