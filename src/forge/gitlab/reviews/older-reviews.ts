import type { Timestamp } from '../../../contribution/types.ts'
import type { Item } from '../../forge.ts'
import type { Account } from '../account.ts'
import type { Query } from '../api/api.ts'
import { byCreation, keyedPages } from '../api/keyed-pages.ts'
import { Refusal } from '../api/requester.ts'
import { readDetails } from '../pull-requests/details.ts'
import { byProject, type Detail } from '../pull-requests/details-rest.ts'
import type { Address } from '../pull-requests/merge-request.ts'

/** More candidates than this are not looked into: the server most likely ignores the filter. */
const maxPages = 20
const perPage = 100
/** Projects looked at before the others, as many as one request holds: they tell whether the filter was heeded. */
const sample = 5

/** What the filters named. */
export interface Candidates {
  readonly rows: number
  /** Parts that `readDetails` asks for them in. */
  readonly batches: number
}

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
): Promise<Candidates> {
  const first = await readCandidates(account, { approved_by_ids: [account.id] }, horizon, emit)
  // Whoever approved is found by the first filter where it works; the second is for where it does not.
  if (first.approved > 0) return first.named
  const second = await readCandidates(account, { reviewer_id: account.id }, horizon, emit)
  return {
    rows: first.named.rows + second.named.rows,
    batches: first.named.batches + second.named.batches,
  }
}

/** @returns how many there are, and how many of them the account is shown to have approved */
async function readCandidates(
  account: Account,
  filter: Query,
  horizon: Timestamp,
  emit: (items: readonly Item[]) => void,
): Promise<{ readonly named: Candidates; readonly approved: number }> {
  const { api, id } = account
  const candidates = await listCandidates(account, filter, horizon)
  let approved = 0
  const look = (addresses: readonly Address[]) =>
    readDetails(api, addresses, { approvals: true }, (details) => {
      const all = [...details.values()]
      approved += all.filter((each) => each.status === 'found' && each.approvedBy.has(id)).length
      const items = all.flatMap((detail) => toItems(account, detail))
      if (items.length > 0) emit(items)
    })
  const first = new Set([...new Set(candidates.map(({ projectId }) => projectId))].slice(0, sample))
  await look(candidates.filter(({ projectId }) => first.has(projectId)))
  // What others approved: the filter was ignored.
  const named = { rows: candidates.length, batches: byProject(candidates).length }
  if (approved === 0 && 'approved_by_ids' in filter) return { named, approved }
  // All at once, so that those of one project are asked for together.
  await look(candidates.filter(({ projectId }) => !first.has(projectId)))
  return { named, approved }
}

/** Empty where the filter is not offered on this tier, and where it names more than anybody approved. */
async function listCandidates(
  { api }: Account,
  filter: Query,
  horizon: Timestamp,
): Promise<readonly Address[]> {
  const query = { scope: 'all', state: 'all', ...filter, created_before: horizon }
  const candidates = new Map<string, Address>()
  try {
    for await (const page of keyedPages(api, byCreation(query), null)) {
      const many = page.total === null ? page.next !== null : page.total > maxPages * perPage
      if (many) break
      for (const row of page.rows)
        candidates.set(row.id, { projectId: row.project_id, iid: row.iid })
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
  return [...candidates.values()]
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
      handle: null,
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
