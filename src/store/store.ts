import type { Database } from 'better-sqlite3'
import type { StreamName } from '../contribution/types.ts'
import type { Item, Known, Page } from '../forge/forge.ts'
import { type Account, Accounts } from './accounts.ts'
import { Actors } from './actors.ts'
import { Contributions } from './contributions.ts'
import { Coverages, type StreamCoverage } from './coverage.ts'
import { explained } from './errors.ts'
import { Facts } from './facts.ts'
import { Imports } from './import.ts'
import { Knowledge } from './known.ts'
import { NewsStand } from './news.ts'
import { type OpenMode, openDatabase } from './open.ts'
import { PrivateWork } from './private-work.ts'
import { Repositories } from './repositories.ts'
import { Runs } from './runs.ts'
import type { Change, Scope } from './saving.ts'
import { Takeover } from './takeover.ts'

/** Rows a page brought. A row that was there and is the same counts for neither. */
export interface Changes {
  readonly added: number
  readonly changed: number
}

/** What forges said, and when we asked. Synchronous: better-sqlite3 answers at once. */
export class Store {
  readonly accounts: Accounts
  readonly coverages: Coverages
  readonly runs: Runs
  readonly facts: Facts
  readonly repositories: Repositories
  readonly actors: Actors
  readonly imports: Imports
  readonly news: NewsStand
  readonly privateWork: PrivateWork
  readonly #knowledge: Knowledge
  readonly #contributions: Contributions
  /** Of the database. */
  readonly path: string
  readonly #database: Database

  constructor(database: Database, path: string) {
    this.#database = database
    this.path = path
    this.actors = new Actors(database)
    const takeover = new Takeover(database)
    this.repositories = new Repositories(database, takeover)
    this.accounts = new Accounts(database, this.actors)
    this.coverages = new Coverages(database)
    this.runs = new Runs(database)
    this.facts = new Facts(database)
    this.imports = new Imports(database, this.accounts, this.repositories)
    this.news = new NewsStand(database)
    this.privateWork = new PrivateWork(database)
    this.#knowledge = new Knowledge(database)
    this.#contributions = new Contributions(database, this.actors, this.repositories, takeover)
  }

  /** Runs `work` in one transaction. @throws StoreError when the disk or the database says no; nothing of it is kept then. */
  transaction<T>(work: () => T): T {
    try {
      return this.#database.transaction(work).immediate()
    } catch (error) {
      // What was looked up may name rows that were rolled back.
      this.actors.forget()
      this.repositories.forget()
      throw explained(this.path, error)
    }
  }

  /**
   * Stores a page, its checkpoint and its coverage in one transaction.
   * @param fullRun the full reading the page belongs to
   */
  savePage(scope: Scope, page: Page, fullRun: number | null = null): Changes {
    return this.transaction(() => {
      const adopt = this.#contributions.hasImported()
      let added = 0
      let changed = 0
      for (const item of page.items) {
        const change = this.#saveItem(scope, item, adopt)
        if (counted(item, page.stream)) {
          if (change === 'new') added += 1
          if (change === 'changed') changed += 1
        }
      }
      this.coverages.saveCheckpoint(scope.account, page.stream, page.checkpoint, fullRun)
      this.coverages.save(scope.account, page, fullRun)
      return { added, changed }
    })
  }

  /** @param actor tells the account's actor now: unknown until the forge has named it */
  known(account: number, actor: () => number | null): Known {
    return this.#knowledge.of(account, actor)
  }

  coverage(account: Account, streams: readonly StreamName[]): readonly StreamCoverage[] {
    return this.coverages.of(account.id, streams, (stream) =>
      this.#knowledge.stored(stream, account.id, account.actor?.id ?? null),
    )
  }

  close(): void {
    this.#database.close()
  }

  #saveItem(scope: Scope, item: Item, adopt: boolean): Change {
    const { pullRequests, reviews, comments, links } = this.#contributions
    switch (item.kind) {
      case 'pull-request':
        return this.#savePullRequest(scope, item, adopt)
      case 'stub':
        return pullRequests.saveStub(scope, item)
      case 'review':
        return reviews.save(scope, item, adopt)
      case 'comment':
        return comments.save(scope, item, adopt)
      case 'repository':
        return this.#saveRepository(scope, item)
      case 'link':
        return links.save(scope, item)
      case 'vanished':
        return pullRequests.vanish(scope, item.id, item.status)
      case 'vanished-repository':
        this.repositories.vanish(scope.host, item.id, item.status, scope.now)
        return 'same'
      case 'vanished-path':
        this.repositories.vanishPath(scope.host, item.path, item.status, scope.now)
        return 'same'
      case 'review-comments':
        return reviews.saveComments(scope, item)
      case 'vanished-review':
        return reviews.vanish(scope, item.source, item.id)
    }
  }

  #savePullRequest(
    scope: Scope,
    item: Extract<Item, { kind: 'pull-request' }>,
    adopt: boolean,
  ): Change {
    const change = this.#contributions.pullRequests.save(scope, item, adopt)
    const { host, shownTo = null } = scope
    if (shownTo !== null && item.repository.visibility !== 'public') {
      this.privateWork.shown(host, item.id, shownTo)
    }
    return change
  }

  #saveRepository(scope: Scope, item: Extract<Item, { kind: 'repository' }>): Change {
    const { host, now } = scope
    const { askedAs, createdAt } = item
    const isAnother =
      askedAs !== undefined &&
      createdAt !== null &&
      this.repositories.isOlder(host, askedAs, createdAt)
    if (isAnother) {
      this.repositories.vanishPath(host, askedAs, 'hidden', now)
      return 'same'
    }
    const id = this.repositories.saveDetails(host, item, now)
    if (askedAs !== undefined) this.repositories.knowAgain(host, askedAs, id)
    return 'same'
  }
}

const aboutRepositories: ReadonlySet<Item['kind']> = new Set([
  'repository',
  'vanished-repository',
  'vanished-path',
])

/** The pull requests a page of reviews brings along are not news of its stream. */
function counted(item: Item, stream: StreamName): boolean {
  if (stream === 'reviews') return item.kind === 'review' || item.kind === 'vanished-review'
  if (stream === 'commands') return item.kind === 'comment' && item.commands.length > 0
  return !aboutRepositories.has(item.kind)
}

/** @throws StoreMissingError, StoreError as `openDatabase` does */
export function openStore(path: string, mode: OpenMode): Store {
  return new Store(openDatabase(path, mode), path)
}
