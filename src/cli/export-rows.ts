import type { Person } from '../config/config.ts'
import type { PullRequestFact, ReviewFact } from '../contribution/facts.ts'
import type { Store } from '../store/store.ts'
import { contributionsOf, proofsOf } from './workspace.ts'

export interface ExportOptions {
  readonly state: 'merged' | 'all'
  readonly visibility: 'public' | 'all'
}

/** One person of an export, in the shape and order docs/design.md "Commands" gives. */
export function exportPerson(person: Person, store: Store, options: ExportOptions) {
  const { pullRequests, reviews } = contributionsOf(person, store)
  const isShown = ({ visibility }: { readonly visibility: string }) =>
    options.visibility === 'all' || visibility === 'public'
  return {
    id: person.id,
    name: person.name,
    pullRequests: pullRequests
      .filter((pull) => isShown(pull) && (options.state === 'all' || pull.state === 'merged'))
      .map(toPullRequestRow),
    reviews: reviews.filter(isShown).map(toReviewRow),
    hidden: hiddenRepositories([...pullRequests, ...reviews].filter(isShown)),
    coverage: proofsOf(person, store).map(
      ({ host, login, stream, stored, hostTotal, complete, gaps }) => ({
        host,
        login,
        stream,
        stored,
        hostTotal,
        complete,
        gaps,
      }),
    ),
  }
}

export type ExportedPerson = ReturnType<typeof exportPerson>

function hiddenRepositories(rows: readonly (PullRequestFact | ReviewFact)[]) {
  const hidden = new Map(
    rows
      .filter(({ visibility }) => visibility !== 'public')
      .map(({ forge, host, repository, visibility }) => [
        `${host}/${repository}`,
        { forge, host, repository, visibility },
      ]),
  )
  return [...hidden.values()]
}

function toPullRequestRow(pull: PullRequestFact) {
  const { forge, host, repository, number, reference, title, url, state } = pull
  const { createdAt, mergedAt, additions, deletions, visibility } = pull
  return {
    forge,
    host,
    repository,
    number,
    reference,
    title,
    url,
    state,
    createdAt,
    mergedAt,
    additions,
    deletions,
    visibility,
  }
}

function toReviewRow(review: ReviewFact) {
  const { forge, host, repository, number, reference, verdict, source, at, url } = review
  return { forge, host, repository, number, reference, verdict, source, at, url }
}
