/** `GET /merge_requests` and `GET /projects/:id/merge_requests`. */
import { type Answer, answer } from '../exchange.ts'
import type { Repository } from '../world.ts'
import type { GitLabContext } from './context.ts'
import { mergeRequestJson } from './json.ts'
import { idsOf, listMergeRequests } from './merge-requests.ts'
import { pageAnswer } from './pages.ts'

const orders: Record<string, string | undefined> = {
  created_at: 'created',
  updated_at: 'updated',
  merged_at: 'merged',
}

/** There is no `merged_after` here: GitLab ignores parameters it does not know. */
export function listAnswer(context: GitLabContext, repository: Repository | undefined): Answer {
  const { query } = context.request
  const scope = query.get('scope') ?? (repository ? 'all' : 'created_by_me')
  const mine = scope !== 'all'
  if (mine && context.viewer === undefined) return answer(401, { message: '401 Unauthorized' })
  const by = orders[query.get('order_by') ?? 'created_at']
  if (by === undefined) return answer(400, { error: 'order_by does not have a valid value' })
  const own = mine ? idsOf(context, [context.viewer?.login ?? ''])[0] : undefined
  const numbers = query.getAll('iids[]').map(Number)
  const { items } = listMergeRequests(
    context,
    {
      repositoryId: repository?.id,
      authorId: scope === 'created_by_me' ? own : person(context, 'author'),
      assigneeId: scope === 'assigned_to_me' ? own : person(context, 'assignee'),
      reviewerId: scope === 'reviews_for_me' ? own : person(context, 'reviewer'),
      approvedBy: approvers(context),
      numbers: numbers.length > 0 ? numbers : undefined,
      state: query.get('state'),
      createdAfter: query.get('created_after'),
      createdBefore: query.get('created_before'),
      updatedAfter: query.get('updated_after'),
      updatedBefore: query.get('updated_before'),
    },
    by,
    query.get('sort') !== 'asc',
  )
  return pageAnswer(context, { items, write: (pull) => mergeRequestJson(context, pull) })
}

/** Undefined when not asked for; an id nobody has when the name is unknown. */
function person(context: GitLabContext, role: string): number | undefined {
  const { query } = context.request
  const id = query.get(`${role}_id`)
  if (id !== null) return Number(id)
  const name = query.get(`${role}_username`) ?? query.get(`${role}_username[]`)
  return name === null ? undefined : idsOf(context, [name])[0]
}

function approvers(context: GitLabContext): number[] | undefined {
  const { query } = context.request
  const ids = query.getAll('approved_by_ids[]').map(Number)
  const named = idsOf(context, query.getAll('approved_by_usernames[]'))
  return ids.length + named.length === 0 ? undefined : [...ids, ...named]
}
