/** Records as GitLab's REST writes them. */
import { pullReference, pullUrl, repositoryUrl } from '../addresses.ts'
import { group, mustGet } from '../lookup.ts'
import type { Event, Note, PullRequest, Repository, User } from '../world.ts'
import { account, type GitLabContext, milliseconds, readsProfile } from './context.ts'

export function userJson({ forge }: GitLabContext, user: User): object {
  return {
    id: user.id,
    username: user.login,
    name: user.name ?? user.login,
    state: 'active',
    locked: false,
    avatar_url: null,
    web_url: `${forge.url}/${user.login}`,
  }
}

/** A private profile keeps its dates to itself. */
export function profileJson(context: GitLabContext, user: User): object {
  const open = readsProfile(context, user)
  return {
    ...userJson(context, user),
    bot: user.type === 'Bot',
    ...(open && { created_at: milliseconds(user.createdAt), bio: '', followers: 0, following: 0 }),
  }
}

export function projectJson({ forge }: GitLabContext, repository: Repository): object {
  const parts = repository.path.split('/')
  const namespace = parts.slice(0, -1).join('/')
  return {
    id: repository.id,
    name: parts.at(-1),
    path: parts.at(-1),
    path_with_namespace: repository.path,
    description: repository.description,
    visibility: repository.visibility,
    web_url: repositoryUrl(forge, repository),
    default_branch: 'main',
    topics: repository.topics,
    star_count: repository.stars,
    forks_count: repository.forks,
    archived: repository.archived,
    created_at: milliseconds(repository.createdAt),
    last_activity_at: milliseconds(repository.pushedAt),
    namespace: {
      id: repository.ownerId,
      kind: mustGet(forge.users, repository.ownerId).type === 'Organization' ? 'group' : 'user',
      path: parts.at(-2),
      full_path: namespace,
    },
    ...(repository.fork && { forked_from_project: { id: 1 } }),
  }
}

export function mergeRequestJson(context: GitLabContext, pull: PullRequest): object {
  const { forge } = context
  const person = (id: number | null) => userJson(context, account(forge, id))
  const merger = pull.mergedById === null ? null : person(pull.mergedById)
  const reference = `!${pull.number}`
  return {
    id: pull.id,
    iid: pull.number,
    project_id: pull.repositoryId,
    title: pull.title,
    description: pull.body,
    state: pull.state === 'open' ? 'opened' : pull.state,
    created_at: milliseconds(pull.createdAt),
    updated_at: milliseconds(pull.updatedAt),
    merged_at: milliseconds(pull.mergedAt),
    closed_at: pull.state === 'closed' ? milliseconds(pull.closedAt) : null,
    merged_by: merger,
    merge_user: merger,
    author: person(pull.authorId),
    assignees: pull.assigneeIds.map(person),
    reviewers: pull.reviewerIds.map(person),
    draft: pull.draft,
    labels: pull.labels,
    source_branch: `change-${pull.number}`,
    target_branch: 'main',
    source_project_id: pull.repositoryId,
    target_project_id: pull.repositoryId,
    merge_commit_sha: pull.state === 'merged' ? pull.id.toString(16).padStart(40, '0') : null,
    user_notes_count: (group(forge, 'notes', 'pullRequestId').get(pull.id) ?? []).length,
    web_url: pullUrl(forge, pull),
    references: { short: reference, relative: reference, full: pullReference(forge, pull) },
  }
}

/** Only asked for alone does a merge request tell how many files it changed. */
export function singleMergeRequestJson(context: GitLabContext, pull: PullRequest): object {
  return { ...mergeRequestJson(context, pull), changes_count: String(pull.changedFiles) }
}

export function noteJson(context: GitLabContext, note: Note): object {
  return {
    id: note.id,
    type: note.type,
    body: note.body,
    author: userJson(context, account(context.forge, note.authorId)),
    created_at: milliseconds(note.createdAt),
    updated_at: milliseconds(note.updatedAt),
    system: note.system,
    noteable_id: note.pullRequestId ?? note.repositoryId * 1000 + note.number,
    noteable_type: note.pullRequestId === null ? 'Issue' : 'MergeRequest',
    noteable_iid: note.number,
    project_id: note.repositoryId,
    resolvable: note.type !== null,
    internal: false,
  }
}

export function eventJson(context: GitLabContext, event: Event): object {
  const { forge } = context
  const author = account(forge, event.userId)
  const isNote = event.targetType !== 'MergeRequest'
  const note = isNote ? forge.notes.get(event.targetId) : undefined
  return {
    id: event.id,
    project_id: event.repositoryId,
    action_name: event.action,
    target_id: event.targetId,
    target_iid: event.targetNumber,
    target_type: event.targetType,
    author_id: event.userId,
    target_title: event.targetTitle,
    created_at: milliseconds(event.at),
    author: userJson(context, author),
    imported: false,
    imported_from: 'none',
    author_username: author.login,
    ...(isNote && { note: note === undefined ? null : noteJson(context, note) }),
  }
}

/** Percent of the bytes, as GitLab tells them. */
export function shares(repository: Repository): { name: string; share: number }[] {
  const total = repository.languages.reduce((sum, { size }) => sum + size, 0)
  return repository.languages.map(({ name, size }) => ({
    name,
    share: Math.round((10_000 * size) / total) / 100,
  }))
}
