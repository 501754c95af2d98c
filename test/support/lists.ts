import type { ForgeKind } from '../../src/forge/kinds.ts'
import type { Request } from '../sandbox/exchange.ts'
import type { Profile } from './ocean.ts'

/** The lists of each forge by what their requests hold; those that a first run of that profile reads in several pages. */
export interface List {
  readonly name: string
  readonly holds: RegExp
  readonly long: readonly Profile[]
}
export const lists: Readonly<Record<ForgeKind, readonly List[]>> = {
  github: [
    { name: 'pull-requests', holds: /\bpullRequests\(/, long: ['open', 'closed'] },
    { name: 'reviews: windows', holds: /\bpullRequestReviewContributions\(/, long: ['open'] },
    { name: 'reviews: search', holds: /\bsearch\([^)]*after/, long: ['closed'] },
    { name: 'reviews: of one', holds: /PullRequest \{ reviews\(/, long: ['open', 'closed'] },
    { name: 'commands', holds: /\bissueComments\([^)]*after/, long: ['open', 'closed'] },
    { name: 'repositories', holds: /\brepositories\(first/, long: ['open', 'closed'] },
    { name: 'repositories: details', holds: /\bnodes\(ids/, long: [] },
    { name: 'linked', holds: /\bpullRequest\(number/, long: [] },
  ],
  gitlab: [
    { name: 'pull-requests: GraphQL', holds: /AuthoredMergeRequests/, long: ['open'] },
    { name: 'pull-requests: REST', holds: /author_id=.*page=\d+$/, long: ['closed'] },
    { name: 'reviews: approvals', holds: /events\?.*action=approved/, long: ['open'] },
    { name: 'reviews: notes', holds: /events\?.*action=commented/, long: ['open'] },
    { name: 'reviews: approved before', holds: /approved_by_ids/, long: ['open'] },
    { name: 'reviews: asked before', holds: /reviewer_id/, long: ['closed'] },
    { name: 'reviews: details', holds: /MergeRequestsByNumber/, long: [] },
    { name: 'repositories', holds: /\/projects\?.*page=/, long: ['open', 'closed'] },
    { name: 'repositories: details', holds: /ProjectsByIds/, long: [] },
    { name: 'linked', holds: /\/projects\/[^?/]*%2F/, long: [] },
  ],
}

/** What a request asks for, for `holds` to find its list in. */
export function textOf({ path, query, operations }: Request): string {
  return [`${path}?${query}`, ...operations.map((operation) => operation.query)].join('\n')
}
