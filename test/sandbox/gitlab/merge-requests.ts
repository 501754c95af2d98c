/** Filtering and ordering merge requests, the same for REST and GraphQL. */
import type { Order } from '../graphql/connection.ts'
import { sorted } from '../graphql/connection.ts'
import { derive, group, mustGet, repositoryOf } from '../lookup.ts'
import { maySee } from '../tokens.ts'
import type { PullRequest } from '../world.ts'
import { type GitLabContext, milliseconds, personByLogin } from './context.ts'

/** Undefined or null: not asked for. */
export interface MergeRequestFilter {
  readonly authorId?: number | undefined
  readonly reviewerId?: number | undefined
  readonly assigneeId?: number | undefined
  readonly repositoryId?: number | undefined
  /** All of them approved it. */
  readonly approvedBy?: readonly number[] | undefined
  readonly numbers?: readonly number[] | undefined
  readonly state?: string | null | undefined
  readonly createdAfter?: string | null | undefined
  readonly createdBefore?: string | null | undefined
  readonly updatedAfter?: string | null | undefined
  readonly updatedBefore?: string | null | undefined
  readonly mergedAfter?: string | null | undefined
  readonly mergedBefore?: string | null | undefined
}

export interface MergeRequestList {
  readonly items: readonly PullRequest[]
  readonly order: Order<PullRequest>
}

const states: Record<string, PullRequest['state'] | undefined> = {
  opened: 'open',
  merged: 'merged',
  closed: 'closed',
}

const keys: Record<string, (pull: PullRequest) => string> = {
  created: (pull) => milliseconds(pull.createdAt),
  updated: (pull) => milliseconds(pull.updatedAt),
  merged: (pull) => milliseconds(pull.mergedAt) ?? '',
}

/** `by` is created, updated or merged. */
export function listMergeRequests(
  context: GitLabContext,
  filter: MergeRequestFilter,
  by: string,
  descending: boolean,
): MergeRequestList {
  const order: Order<PullRequest> = {
    key: keys[by] ?? (() => ''),
    id: (pull) => pull.id,
    descending,
  }
  const { forge, viewer } = context
  const key = `merge requests ${JSON.stringify([filter, by, descending, viewer])}`
  const items = derive(forge, key, () => {
    const wanted = candidates(context, filter).filter(
      (pull) => matches(context, pull, filter) && maySee(viewer, repositoryOf(forge, pull)),
    )
    return sorted(wanted, order)
  })
  return { items, order }
}

/** Ids of the accounts; an unknown name can match nothing. */
export function idsOf({ forge }: GitLabContext, names: readonly string[]): number[] {
  return names.map((name) => personByLogin(forge, name)?.id ?? -1)
}

/** Accounts whose approval stands. */
export function approversOf({ forge }: GitLabContext, pull: PullRequest): number[] {
  const approvals = group(forge, 'approvals', 'pullRequestId').get(pull.id) ?? []
  return [...new Set(approvals.map(({ userId }) => userId))]
}

function candidates({ forge }: GitLabContext, filter: MergeRequestFilter): PullRequest[] {
  const { authorId, repositoryId, approvedBy } = filter
  if (authorId !== undefined) return group(forge, 'pullRequests', 'authorId').get(authorId) ?? []
  if (repositoryId !== undefined) {
    return group(forge, 'pullRequests', 'repositoryId').get(repositoryId) ?? []
  }
  const [approver] = approvedBy ?? []
  if (approver === undefined) return [...forge.pullRequests.values()]
  const approvals = group(forge, 'approvals', 'userId').get(approver) ?? []
  return [...new Set(approvals.map((each) => mustGet(forge.pullRequests, each.pullRequestId)))]
}

function matches(context: GitLabContext, pull: PullRequest, filter: MergeRequestFilter): boolean {
  const { state, numbers, approvedBy } = filter
  if (state && state !== 'all' && states[state] !== pull.state) return false
  if (filter.authorId !== undefined && pull.authorId !== filter.authorId) return false
  if (filter.repositoryId !== undefined && pull.repositoryId !== filter.repositoryId) return false
  if (filter.reviewerId !== undefined && !pull.reviewerIds.includes(filter.reviewerId)) return false
  if (filter.assigneeId !== undefined && !pull.assigneeIds.includes(filter.assigneeId)) return false
  if (numbers !== undefined && !numbers.includes(pull.number)) return false
  if (approvedBy !== undefined) {
    const approvers = approversOf(context, pull)
    if (!approvedBy.every((id) => approvers.includes(id))) return false
  }
  return (
    within(pull.createdAt, filter.createdAfter, filter.createdBefore) &&
    within(pull.updatedAt, filter.updatedAfter, filter.updatedBefore) &&
    within(pull.mergedAt, filter.mergedAfter, filter.mergedBefore)
  )
}

/** Both bounds count ("on or after"). A merge without a time is lost to any bound on it. */
function within(time: string | null, after?: string | null, before?: string | null): boolean {
  if (!after && !before) return true
  if (time === null) return false
  const at = Date.parse(time)
  return (!after || at >= Date.parse(after)) && (!before || at <= Date.parse(before))
}
