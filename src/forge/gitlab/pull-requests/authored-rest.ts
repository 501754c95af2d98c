import type { PullRequest, Repository } from '../../../contribution/types.ts'
import type { Item } from '../../forge.ts'
import type { Account } from '../account.ts'
import type { Api, Query } from '../api/api.ts'
import { byCreation, keyedPages } from '../api/keyed-pages.ts'
import { readDetails } from './details.ts'
import { addressKey, readProject } from './details-rest.ts'
import { type Address, fromHandle, fromRow, MergeRequest } from './merge-request.ts'
import { lookUpAt } from './stubs.ts'

/**
 * The account's merged merge requests over REST (GitLab docs, "Merge requests API"), which shows them also when the profile
 * is private, and which states their number.
 */
export function authoredQuery(id: string): Query {
  return { scope: 'all', author_id: id, state: 'merged' }
}

/** How many there are; null above 10,000, where GitLab stops counting. */
export async function countByRest({ api, id }: Account): Promise<number | null> {
  const { total } = await api.list(
    'merge_requests',
    { ...authoredQuery(id), per_page: 1 },
    MergeRequest,
  )
  return total
}

/** REST rows with what only GraphQL tells, where it tells it. */
export async function completeRows(
  api: Api,
  rows: readonly MergeRequest[],
): Promise<PullRequest[]> {
  const found = new Map<string, PullRequest>()
  await readDetails(api, rows.map(addressOf), {}, (details) => {
    for (const [key, detail] of details)
      if (detail.status === 'found') found.set(key, detail.mergeRequest)
  })
  const complete: PullRequest[] = []
  for (const row of rows) {
    const known = found.get(addressKey(addressOf(row)))
    complete.push(
      known ?? fromRow(row, (await readProject(api, row.project_id)) ?? unseenProject(row)),
    )
  }
  return complete
}

/**
 * Compares what is stored with the whole list, number by number: what is new is read, what is missing is looked up one by
 * one before it is called gone.
 * @param emit called with what each step found
 * @returns the list's total as GitLab states it on the last page, else the rows seen
 */
export async function sweep(
  account: Account,
  emit: (items: readonly Item[]) => void,
): Promise<number> {
  const { api, task } = account
  const stored = task.known.merged()
  const seen = new Set<string>()
  let total: number | null = null
  // Creation times never change, so no row jumps over a page border while the list is read.
  for await (const page of keyedPages(api, byCreation(authoredQuery(account.id)), null)) {
    total = page.total
    for (const { id } of page.rows) seen.add(id)
    const unknown = page.rows.filter(({ id }) => !stored.has(id))
    if (unknown.length === 0) continue
    emit((await completeRows(api, unknown)).map((row) => ({ kind: 'pull-request', ...row })))
  }
  // An empty list says nothing about single rows.
  if (seen.size > 0) {
    const missing = [...stored].flatMap(([id, handle]) => {
      const address = seen.has(id) ? null : fromHandle(handle)
      return address === null ? [] : { id, address }
    })
    await lookUpAt(api, missing, emit)
  }
  return total ?? seen.size
}

function addressOf(row: MergeRequest): Address {
  return { projectId: row.project_id, iid: row.iid }
}

/** A project that is not shown although its merge request is: all there is to know stands in the address. */
function unseenProject({ project_id, web_url }: MergeRequest): Repository {
  const [url = web_url] = web_url.split(/\/(?:-\/)?merge_requests\//)
  const path = new URL(url).pathname.replace(/^\//, '')
  return { id: project_id, handle: null, path, url, visibility: 'unknown' }
}
