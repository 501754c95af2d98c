/** Lists of pull requests and reviews as GitHub orders and hides them. */
import type { Order } from '../graphql/connection.ts'
import { sorted } from '../graphql/connection.ts'
import { derive, group, repositoryOf } from '../lookup.ts'
import type { PullRequest, Review } from '../world.ts'
import { type GitHubContext, listed, seconds } from './context.ts'

interface PullArguments {
  readonly states?: readonly string[] | null
  readonly labels?: readonly string[] | null
  readonly baseRefName?: string | null
  readonly headRefName?: string | null
  readonly orderBy?: { readonly field: string; readonly direction: string } | null
}

const pullKeys: Record<string, (pull: PullRequest) => string | number> = {
  CREATED_AT: (pull) => seconds(pull.createdAt),
  UPDATED_AT: (pull) => seconds(pull.updatedAt),
  COMMENTS: () => 0,
}

/** Pull requests by an author or of a repository, with the order they are in. */
export function listPulls(
  context: GitHubContext,
  key: 'authorId' | 'repositoryId',
  id: number,
  args: PullArguments,
): { readonly items: PullRequest[]; readonly order: Order<PullRequest> } {
  const { field, direction } = args.orderBy ?? { field: 'CREATED_AT', direction: 'ASC' }
  const order: Order<PullRequest> = {
    key: pullKeys[field] ?? (() => 0),
    id: (pull) => pull.id,
    descending: direction === 'DESC',
  }
  const { states, labels, baseRefName } = args
  const what = JSON.stringify([key, id, states, labels, baseRefName, field, direction])
  const items = derive(context.forge, `pulls ${what} ${context.viewer?.seesPrivate}`, () => {
    const all = group(context.forge, 'pullRequests', key).get(id) ?? []
    const wanted = all.filter(
      (pull) =>
        (!states || states.includes(pull.state.toUpperCase())) &&
        (!labels || labels.some((label) => pull.labels.includes(label))) &&
        (!baseRefName || baseRefName === 'main') &&
        listed(context, repositoryOf(context.forge, pull)),
    )
    return sorted(wanted, order)
  })
  return { items, order }
}

/** Oldest first. Drafts of reviews are shown to their author only. */
export function listReviews(
  context: GitHubContext,
  pull: PullRequest,
  args: { readonly author?: string | null; readonly states?: readonly string[] | null },
): { readonly items: Review[]; readonly order: Order<Review> } {
  const wanted = args.author?.toLowerCase()
  const order: Order<Review> = {
    key: (each) => seconds(each.createdAt),
    id: (each) => each.id,
    descending: false,
  }
  const items = (group(context.forge, 'reviews', 'pullRequestId').get(pull.id) ?? []).filter(
    (review) => {
      const login = loginOf(context, review.authorId)
      if (review.state === 'PENDING' && login !== context.viewer?.login.toLowerCase()) return false
      return (!args.states || args.states.includes(review.state)) && (!wanted || wanted === login)
    },
  )
  return { items: sorted(items, order), order }
}

function loginOf(context: GitHubContext, id: number | null): string | undefined {
  return id === null ? undefined : context.forge.users.get(id)?.login.toLowerCase()
}
