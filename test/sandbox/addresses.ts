/** Addresses for people, and names in the forge's own form. */
import { mustGet, repositoryOf } from './lookup.ts'
import type { Comment, ForgeWorld, Note, PullRequest, Repository, Review } from './world.ts'

export function repositoryUrl(forge: ForgeWorld, repository: Repository): string {
  return `${forge.url}/${repository.path}`
}

export function pullUrl(forge: ForgeWorld, pull: PullRequest): string {
  const part = forge.kind === 'github' ? 'pull' : '-/merge_requests'
  return `${repositoryUrl(forge, repositoryOf(forge, pull))}/${part}/${pull.number}`
}

export function pullReference(forge: ForgeWorld, pull: PullRequest): string {
  const sign = forge.kind === 'github' ? '#' : '!'
  return `${repositoryOf(forge, pull).path}${sign}${pull.number}`
}

export function reviewUrl(forge: ForgeWorld, review: Review): string {
  const pull = mustGet(forge.pullRequests, review.pullRequestId)
  return `${pullUrl(forge, pull)}#pullrequestreview-${review.id}`
}

export function commentUrl(forge: ForgeWorld, comment: Comment): string {
  const part = comment.pullRequestId === null ? 'issues' : 'pull'
  const repository = repositoryUrl(forge, repositoryOf(forge, comment))
  return `${repository}/${part}/${comment.number}#issuecomment-${comment.id}`
}

export function noteUrl(forge: ForgeWorld, note: Note): string {
  const part = note.pullRequestId === null ? 'issues' : 'merge_requests'
  const repository = repositoryUrl(forge, repositoryOf(forge, note))
  return `${repository}/-/${part}/${note.number}#note_${note.id}`
}
