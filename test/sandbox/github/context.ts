import type { Request, Tweaks } from '../exchange.ts'
import type { Account } from '../ledger.ts'
import { mustGet } from '../lookup.ts'
import { maySee, type TokenEntry } from '../tokens.ts'
import type { ForgeWorld, Repository, User } from '../world.ts'

/** What one GitHub request is answered from. */
export interface GitHubContext {
  readonly forge: ForgeWorld
  readonly viewer: TokenEntry | undefined
  /** Milliseconds since 1970. */
  readonly now: number
  readonly tweaks: Tweaks
  readonly request: Request
  readonly behaviour: GitHubBehaviour
  /** Filled in when the operation has been priced. */
  budget: Budget
  /** Contribution collections this operation has opened so far. */
  collections: number
}

/** Where GitHub's documents leave open what it does. */
export interface GitHubBehaviour {
  /** `reviewed-by:` finds pull requests with nothing but comments by the person. */
  readonly searchFindsComments: boolean
  /** Replies to comments on one's own pull request are review contributions. */
  readonly ownReviewsContribute: boolean
  /** Reviews in forks are review contributions. */
  readonly forksContribute: boolean
}

/** What `rateLimit` tells of the operation and of the token. */
interface Budget extends Account {
  readonly cost: number
  readonly nodeCount: number
}

/** Null stands for a deleted account; the author is null then. */
export function actor(context: GitHubContext, id: number | null): User | null {
  return id === null ? null : mustGet(context.forge.users, id)
}

/** Without single sign-on a repository is known to be there, but closed. */
export function listed(context: GitHubContext, repository: Repository): boolean {
  return repository.saml || maySee(context.viewer, repository)
}

/** GitHub writes whole seconds. */
export function seconds(time: string): string
export function seconds(time: string | null): string | null
export function seconds(time: string | null): string | null {
  return time === null ? null : `${new Date(time).toISOString().slice(0, 19)}Z`
}
