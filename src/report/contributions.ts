import type {
  LinkFact,
  PullRequestFact,
  RepositoryFact,
  ReviewFact,
} from '../contribution/facts.ts'

/** Everything one person contributed, as the store hands it out. */
export interface Contributions {
  readonly pullRequests: readonly PullRequestFact[]
  readonly reviews: readonly ReviewFact[]
  readonly repositories: readonly RepositoryFact[]
  /** What sync found at addresses; left out where nothing asks. */
  readonly links?: readonly LinkFact[]
}
