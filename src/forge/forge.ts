/**
 * What the tracker asks of a forge, in words that fit every forge. Everything a forge does differently (paging, limits,
 * windows, queries, its own words) stays behind this. Forge values are passed around; there is no current forge.
 */
import type { Timestamp } from '../contribution/timestamp.ts'
import type {
  Comment,
  Gap,
  Link,
  PullRequest,
  PullRequestStub,
  RepositoryDetails,
  Review,
  StreamName,
} from '../contribution/types.ts'

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json }

/** One thing a page holds. Sync stores each by its kind and knows nothing more of it. */
export type Item =
  | ({ readonly kind: 'pull-request' } & PullRequest)
  | ({ readonly kind: 'stub' } & PullRequestStub)
  | ({ readonly kind: 'review' } & Review)
  | ({ readonly kind: 'comment' } & Comment)
  /** `askedAs`: the path it was asked for by, which only an import told of; it may have been renamed since. */
  | ({ readonly kind: 'repository'; readonly askedAs?: string } & RepositoryDetails)
  | ({ readonly kind: 'link' } & Link)
  /** The forge no longer shows a pull request it once showed; the row is marked, never dropped. */
  | { readonly kind: 'vanished'; readonly id: string; readonly status: 'gone' | 'hidden' }
  /**
   * The forge no longer shows a repository. It may be deleted or private, which most forges do not tell apart: what it
   * holds is public no longer until it is shown again.
   */
  | {
      readonly kind: 'vanished-repository'
      readonly id: string
      readonly status: 'gone' | 'hidden'
    }
  /** The same for a repository that only an import told of: it has no number yet. */
  | {
      readonly kind: 'vanished-path'
      readonly path: string
      readonly status: 'gone' | 'hidden'
    }
  /** The same for one review. */
  | { readonly kind: 'vanished-review'; readonly id: string; readonly source: Review['source'] }
  /** What came to be known of a review that is stored; null: the forge was asked and did not tell. */
  | {
      readonly kind: 'review-comments'
      readonly id: string
      readonly source: Review['source']
      readonly hasComments: boolean | null
    }

/** What a stream holds and lacks once the page that carries it is stored. It replaces what was known before. */
export interface Coverage {
  /** The host's own total of the same set; null where it states none. */
  readonly hostTotal: number | null
  /** Empty on the last page of a pass that ended clean. Until then at least `interrupted`. */
  readonly gaps: readonly Gap[]
  /**
   * The pass has read the stream from its first item to its last: set on its last page only, to when it began by the
   * server's clock. What happened before then is held; what came later need not be.
   */
  readonly finishedAt: Timestamp | null
}

/** What one answer brought for one stream of one account. Stored with its checkpoint in one transaction. */
export interface Page {
  readonly stream: StreamName
  readonly items: readonly Item[]
  /** Where the stream goes on, in the forge's own terms; opaque to sync. */
  readonly checkpoint: Json
  readonly coverage: Coverage
}

export interface Identity {
  readonly id: string
  readonly handle: string | null
  /** The login the forge now gives this number. */
  readonly login: string
  readonly name: string | null
  readonly createdAt: Timestamp | null
}

/** What the store already holds for one account. Every answer includes the pages emitted so far in this run. */
export interface Known {
  /**
   * What compares with a host's total, so without what is gone or hidden from us: `pull-requests` merged ones by the
   * account; `reviews` distinct pull requests reviewed by it and not written by it; `commands` comments read; `repositories` own repositories;
   * `linked` addresses found. Rows that were only imported are left out.
   */
  stored(stream: StreamName): number
  /** Forge numbers of the merged pull requests behind `stored('pull-requests')`, with the forge's handle. */
  merged(): ReadonlyMap<string, string | null>
  /**
   * The pull requests behind `stored('reviews')`, those like them that are hidden, and those gone from a repository that
   * is shown, with the forge's handle.
   */
  reviewed(): readonly (PullRequestStub & { readonly handle: string | null })[]
  /** How many pull requests behind `stored('reviews')` were opened on each day (UTC, `2026-02-28`), oldest first. */
  reviewedByDay(): ReadonlyMap<string, number>
  /** Forge numbers of the account's own reviews (source `review`) of that pull request that are not gone. */
  reviewsOf(pullRequestId: string): readonly string[]
  /**
   * Reviews by the account (source `review`) of which nobody knows whether they hold comments, oldest row first, on pull
   * requests of others where none of the account's is known to hold any. Those the forge was asked about and did not
   * tell are among them only with `again`.
   */
  reviewsInDoubt(
    limit: number,
    again: boolean,
  ): readonly { readonly id: string; readonly handle: string }[]
  /**
   * Pull requests that reviews name and of which nobody knows what they are now, oldest row first: their details were
   * never read, or they were hidden and their repository is shown again, or they were gone and whether their repository
   * went with them was never read.
   */
  stubs(limit: number): readonly (PullRequestStub & { readonly handle: string | null })[]
  /** True if a review by the account from a source other than a filter is stored for that pull request. */
  hasExactReview(pullRequestId: string): boolean
  /** Repositories the account contributed to or owns whose details were never read or were read before `before`. */
  repositoriesReadBefore(
    before: Timestamp,
    limit: number,
  ): readonly { readonly id: string; readonly handle: string | null }[]
  /** Forge numbers of those the account contributed to that were found not to be public, or not to be there. */
  closedRepositories(): readonly string[]
  /**
   * Current paths, as far as known, of the repositories the account contributed to that only an import told of, and which
   * the forge was never asked for or was asked for before `before`.
   */
  importedReadBefore(before: Timestamp): readonly string[]
  /** The given addresses that were never looked up or were looked up before `before`. */
  linksReadBefore(addresses: readonly string[], before: Timestamp): readonly string[]
  /** Those of the given addresses that led to a pull request, or a note on it, that was open when last read. */
  openLinks(
    addresses: readonly string[],
  ): readonly { readonly address: string; readonly handle: string }[]
}

/** One account to bring up to date. */
export interface AccountTask {
  /** As configured. */
  readonly login: string
  /** The number stored by an earlier sync, else the configured one, else undefined. */
  readonly id: string | undefined
  /** Stored beside the number. */
  readonly handle: string | undefined
  readonly createdAt: Timestamp | undefined
  readonly commands: 'auto' | boolean
  /** Where the token comes from that it is to be read with (one of `ForgeSettings.tokenNames`); null if that is open. */
  readonly seat: string | null
  /** Called when a token is dealt to it, and when another one takes over. @param heard its last one has answered in this reading */
  seated(name: string, heard: boolean): void
  /**
   * Whether the stream is to be read from its first item to its last: `begin` whatever its checkpoint says, `resume` where
   * the checkpoint of a full reading that an earlier run began says; `no`: only what is new.
   */
  full(stream: StreamName): 'begin' | 'resume' | 'no'
  readonly checkpoints: Readonly<Partial<Record<StreamName, Json>>>
  /** Addresses on this host that the account's people link in their documents. */
  readonly links: readonly string[]
  readonly known: Known
  /** Called synchronously; when it returns, it is stored. */
  identified(identity: Identity): void
  /** Called synchronously; when it returns, the page and its checkpoint are stored. */
  page(page: Page): void
  /** The account ends here for this run. Streams that did not finish keep what they have. Called at most once. */
  failed(error: ForgeError): void
  /** A sentence for the person, on stderr. */
  warn(message: string): void
}

export interface Session {
  /** Aborted when the person stops the run. A request in flight is dropped; a page received is stored. */
  readonly signal: AbortSignal
  /** Milliseconds since 1970. */
  now(): number
  /** Resolves after that many milliseconds; rejects with `signal.reason` when aborted. */
  sleep(milliseconds: number): Promise<void>
  /**
   * Asks to wait. Waits of all forges together are limited (60 s a run); false means: save, say when, end.
   * `until` is when the forge will answer again (milliseconds since 1970).
   */
  mayWait(milliseconds: number, why: string): boolean
  /** Every HTTP request sent, repeats included. `login` when it was sent for that account alone. */
  requested(login: string | undefined): void
}

/** How many there will be. */
export interface Range {
  /** Whatever is new. */
  readonly least: number
  /** As long as what is new fits one page of each list; null where nobody knows how much there is to read. */
  readonly most: number | null
}

/** What reading some accounts will take, as far as the store can tell. Faults and what they cost are not foreseen. */
export interface Estimate {
  /** HTTP requests. */
  readonly requests: Range
  /** Logins that were never read to their end: how much they hold, nobody knows yet. `most` is then null. */
  readonly unread: readonly string[]
  /** What each of these adds, in words: `about 1 more for every …`. */
  readonly each: string
  /** What the forge allows one token, and what of it this takes; null where an instance's own settings decide. */
  readonly quota: Quota | null
}

export interface Quota {
  readonly unit: 'points' | 'requests'
  readonly limit: number
  readonly per: 'hour' | 'minute'
  readonly used: Range
}

export interface Forge {
  /** As configured: the key under `forges`. */
  readonly name: string
  readonly kind: string
  /** Host of `url`, port included. */
  readonly host: string
  readonly streams: readonly StreamName[]
  /**
   * What `read` will take for the same accounts. Asks the store only: no request is sent.
   * @param now milliseconds since 1970
   */
  estimate(tasks: readonly AccountTask[], now: number): Estimate
  /**
   * Reads all streams of all the accounts, requests shared between accounts where that is cheaper. Resolves when every
   * account has ended or failed; rejects only when `session.signal` is aborted or on a bug.
   */
  read(tasks: readonly AccountTask[], session: Session): Promise<void>
}

/** One forge as configured, addresses worked out. */
export interface ForgeSettings {
  readonly name: string
  /** Identity and link prefix, no final slash. */
  readonly url: string
  readonly host: string
  readonly apiUrl: string
  readonly graphqlUrl: string
  /** Used in turn. At least one. Held in memory only; sent only to the origins of `apiUrl` and `graphqlUrl`. */
  readonly tokens: readonly string[]
  /** Where each of `tokens` comes from, no two alike; left out: nobody asks. */
  readonly tokenNames?: readonly string[]
  /** Called once with the place of each of `tokens` that the forge refuses; reading goes on with the others. */
  readonly tokenRefused?: (place: number) => void
  readonly fetch: typeof globalThis.fetch
}

export type FailureKind =
  | 'auth'
  | 'rate-limit'
  | 'not-found'
  | 'unavailable'
  | 'protocol'
  | 'identity'

/** The forge's fault, or what the forge said no to. Its message never holds a token; its cause never holds a request. */
export class ForgeError extends Error {
  override readonly name = 'ForgeError'
  readonly kind: FailureKind
  /** When the forge will answer again. */
  readonly retryAt: Timestamp | null

  constructor(
    kind: FailureKind,
    message: string,
    options: { readonly retryAt?: Timestamp | null; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.kind = kind
    this.retryAt = options.retryAt ?? null
  }
}
