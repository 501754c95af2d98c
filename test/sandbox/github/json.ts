/** Records as GitHub's REST writes them. */
import { commentUrl, pullUrl, repositoryUrl, reviewUrl } from '../addresses.ts'
import { group, mustGet, repositoryOf } from '../lookup.ts'
import type {
  Comment,
  ForgeWorld,
  PullRequest,
  Repository,
  Review,
  ReviewComment,
  User,
} from '../world.ts'
import { type GitHubContext, seconds } from './context.ts'
import { nodeId, userPrefixes } from './ids.ts'

/** What stands for a deleted account: the user `ghost`, which is nobody's. */
const ghost = {
  login: 'ghost',
  id: 10137,
  node_id: 'MDQ6VXNlcjEwMTM3',
  type: 'User',
  site_admin: false,
}

function userJson({ forge, request }: GitHubContext, id: number | null): object {
  if (id === null) return { ...ghost, html_url: `${forge.url}/ghost` }
  const user = mustGet(forge.users, id)
  return {
    login: user.type === 'Bot' ? `${user.login}[bot]` : user.login,
    id: user.id,
    node_id: nodeId(userPrefixes[user.type], user.id),
    avatar_url: `https://avatars.githubusercontent.com/u/${user.id}?v=4`,
    url: `${request.base}/users/${user.login}`,
    html_url: `${forge.url}/${user.login}`,
    type: user.type,
    site_admin: false,
  }
}

export function profileJson(context: GitHubContext, user: User): object {
  const repositories = group(context.forge, 'repositories', 'ownerId').get(user.id) ?? []
  return {
    ...userJson(context, user.id),
    name: user.name,
    public_repos: repositories.filter(({ visibility }) => visibility === 'public').length,
    created_at: seconds(user.createdAt),
    updated_at: seconds(user.createdAt),
  }
}

export function repositoryJson(context: GitHubContext, repository: Repository): object {
  const { forge, request } = context
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.path.split('/').at(-1),
    full_name: repository.path,
    private: repository.visibility !== 'public',
    visibility: repository.visibility,
    owner: userJson(context, repository.ownerId),
    html_url: repositoryUrl(forge, repository),
    url: `${request.base}/repos/${repository.path}`,
    description: repository.description,
    fork: repository.fork,
    archived: repository.archived,
    disabled: false,
    stargazers_count: repository.stars,
    forks_count: repository.forks,
    language: repository.languages[0]?.name ?? null,
    topics: repository.topics,
    license: repository.license === null ? null : { spdx_id: repository.license },
    default_branch: 'main',
    created_at: seconds(repository.createdAt),
    updated_at: seconds(repository.pushedAt),
    pushed_at: seconds(repository.pushedAt),
  }
}

/** As an item of `/search/issues`: without sizes. */
export function issueJson(context: GitHubContext, pull: PullRequest): object {
  const { forge, request } = context
  const repository = repositoryOf(forge, pull)
  const url = `${request.base}/repos/${repository.path}/pulls/${pull.number}`
  return {
    id: pull.id + 1_000_000_000,
    node_id: nodeId('PR', pull.id),
    number: pull.number,
    title: pull.title,
    body: pull.body,
    state: pull.state === 'open' ? 'open' : 'closed',
    draft: pull.draft,
    user: userJson(context, pull.authorId),
    labels: labelsJson(pull),
    html_url: pullUrl(forge, pull),
    url: url.replace('/pulls/', '/issues/'),
    repository_url: `${request.base}/repos/${repository.path}`,
    created_at: seconds(pull.createdAt),
    updated_at: seconds(pull.updatedAt),
    closed_at: seconds(pull.closedAt),
    author_association: 'CONTRIBUTOR',
    pull_request: { url, html_url: pullUrl(forge, pull), merged_at: seconds(pull.mergedAt) },
  }
}

export function pullJson(context: GitHubContext, pull: PullRequest): object {
  const { forge, request } = context
  const repository = repositoryOf(forge, pull)
  return {
    ...issueJson(context, pull),
    id: pull.id,
    url: `${request.base}/repos/${repository.path}/pulls/${pull.number}`,
    pull_request: undefined,
    merged: pull.state === 'merged',
    merged_at: seconds(pull.mergedAt),
    merged_by: pull.mergedById === null ? null : userJson(context, pull.mergedById),
    additions: pull.additions,
    deletions: pull.deletions,
    changed_files: pull.changedFiles,
    commits: pull.commits,
    comments: (group(forge, 'comments', 'pullRequestId').get(pull.id) ?? []).length,
    base: { ref: 'main', repo: repositoryJson(context, repository) },
    head: { ref: `change-${pull.number}`, repo: null },
  }
}

export function reviewJson(context: GitHubContext, review: Review): object {
  const { forge, request } = context
  const pull = mustGet(forge.pullRequests, review.pullRequestId)
  const { path } = repositoryOf(forge, pull)
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: userJson(context, review.authorId),
    body: review.body,
    state: review.state,
    html_url: reviewUrl(forge, review),
    pull_request_url: `${request.base}/repos/${path}/pulls/${pull.number}`,
    author_association: 'MEMBER',
    ...(review.submittedAt !== null && { submitted_at: seconds(review.submittedAt) }),
  }
}

export function commentJson(context: GitHubContext, comment: Comment): object {
  const { forge, request } = context
  const { path } = repositoryOf(forge, comment)
  return {
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    user: userJson(context, comment.authorId),
    body: comment.body,
    url: `${request.base}/repos/${path}/issues/comments/${comment.id}`,
    html_url: commentUrl(forge, comment),
    issue_url: `${request.base}/repos/${path}/issues/${comment.number}`,
    created_at: seconds(comment.createdAt),
    updated_at: seconds(comment.updatedAt),
  }
}

export function reviewCommentJson(context: GitHubContext, comment: ReviewComment): object {
  const { forge, request } = context
  const pull = pullOfReviewComment(forge, comment)
  const { path } = repositoryOf(forge, pull)
  return {
    id: comment.id,
    node_id: nodeId('PRRC', comment.id),
    pull_request_review_id: comment.reviewId,
    user: userJson(context, comment.authorId),
    body: comment.body,
    html_url: `${pullUrl(forge, pull)}#discussion_r${comment.id}`,
    pull_request_url: `${request.base}/repos/${path}/pulls/${pull.number}`,
    created_at: seconds(comment.createdAt),
    updated_at: seconds(comment.createdAt),
  }
}

export function pullOfReviewComment(forge: ForgeWorld, comment: ReviewComment): PullRequest {
  const review = mustGet(forge.reviews, comment.reviewId)
  return mustGet(forge.pullRequests, review.pullRequestId)
}

function labelsJson(pull: PullRequest): object[] {
  return pull.labels.map((name) => ({ name, color: 'ededed' }))
}
