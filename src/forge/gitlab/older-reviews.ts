import type { Timestamp } from '../../contribution/types.ts'
import type { Item } from '../forge.ts'
import type { Account } from './account.ts'
import type { Query } from './api.ts'
import { readDetails } from './details.ts'
import type { Detail } from './details-rest.ts'
import { MergeRequest } from './merge-request.ts'
import { Refusal } from './requester.ts'

/** More candidates than this are not looked into: the server most likely ignores the filter. */
const maxPages = 20
const perPage = 100

/**
 * Reviews from before the events' horizon, as far as they can be proven: merge requests the account approved. Two filters
 * name candidates (GitLab docs, "Merge requests API": `approved_by_ids` is not there on every tier, `reviewer_id` names
 * whoever was asked); only `approvedBy` of the merge request itself makes a row. GitLab does not tell when: the time is
 * that of the merge, else of the last update. The gap `retention` stays whatever is found.
 * @param emit called with each merge request followed by its review
 */
export async function readOlderReviews(
  account: Account,
  horizon: Timestamp,
  emit: (items: readonly Item[]) => void,
): Promise<void> {
  const proven = await readCandidates(account, { approved_by_ids: [account.id] }, horizon, emit)
  // Whoever approved is found by the first filter where it works; the second is for where it does not.
  if (proven === 0) await readCandidates(account, { reviewer_id: account.id }, horizon, emit)
}

/** @returns how many candidates were proven */
async function readCandidates(
  account: Account,
  filter: Query,
  horizon: Timestamp,
  emit: (items: readonly Item[]) => void,
): Promise<number> {
  const { api } = account
  const query = {
    scope: 'all',
    state: 'all',
    ...filter,
    created_before: horizon,
    order_by: 'created_at',
    sort: 'asc',
  }
  let proven = 0
  try {
    for await (const page of api.pages('merge_requests', query, MergeRequest)) {
      const many = page.total === null ? page.next !== null : page.total > maxPages * perPage
      if (many) break
      const addresses = page.rows.map((row) => ({ projectId: row.project_id, iid: row.iid }))
      await readDetails(api, addresses, { approvals: true }, (details) => {
        const items = [...details.values()].flatMap((detail) => toItems(account, detail))
        proven += items.filter(({ kind }) => kind === 'review').length
        if (items.length > 0) emit(items)
      })
      // A page full of what others approved: the filter was ignored.
      if (proven === 0 && 'approved_by_ids' in filter) break
    }
  } catch (error) {
    // Not offered on this tier.
    if (!(error instanceof Refusal)) throw error
  }
  return proven
}

function toItems({ id, task }: Account, detail: Detail): Item[] {
  if (detail.status !== 'found' || !detail.approvedBy.has(id)) return []
  const { mergeRequest } = detail
  if (mergeRequest.author?.id === id || task.known.hasExactReview(mergeRequest.id)) return []
  const at = mergeRequest.mergedAt ?? mergeRequest.updatedAt
  return [
    { kind: 'pull-request', ...mergeRequest },
    {
      kind: 'review',
      // Several people may have approved one merge request; an approval itself has no number to be told.
      id: `mr:${mergeRequest.id}:${id}`,
      source: 'approval',
      verdict: 'approved',
      pullRequestId: mergeRequest.id,
      at,
      updatedAt: at,
      url: mergeRequest.url,
      approximate: true,
      hasComments: null,
    },
  ]
}
