import type { Database } from 'better-sqlite3'
import type { Link } from '../contribution/types.ts'
import type { Actors } from './actors.ts'
import type { PullRequests } from './pull-requests.ts'
import type { Repositories } from './repositories.ts'
import type { Change, Scope, Values } from './saving.ts'

/** Of pull request `p`: merges, reviews and commands of an account, which streams of their own keep reading. */
const isCounted = `(
  p.state = 'merged' AND EXISTS (SELECT 1 FROM account WHERE actor = p.author)
  OR EXISTS (SELECT 1 FROM review WHERE pull_request = p.id)
  OR EXISTS (SELECT 1 FROM account JOIN comment USING (actor) WHERE pull_request = p.id))`

/** What pages write into `link`: where the addresses of documents led. */
export class Links {
  readonly #actors
  readonly #repositories
  readonly #pullRequests
  readonly #save
  readonly #vanishLinked

  constructor(
    database: Database,
    actors: Actors,
    repositories: Repositories,
    pullRequests: PullRequests,
  ) {
    this.#actors = actors
    this.#repositories = repositories
    this.#pullRequests = pullRequests
    this.#save = database.prepare<[Values]>(
      `INSERT INTO link (account, address, kind, status, pull_request, repository, actor, at, read_at)
       VALUES (@account, @address, @kind, @status, @pullRequest, @repository, @actor, @at, @readAt)
       ON CONFLICT (account, address) DO UPDATE
       SET kind = excluded.kind, status = excluded.status, pull_request = excluded.pull_request,
           repository = excluded.repository, actor = excluded.actor, at = excluded.at, read_at = excluded.read_at`,
    )
    this.#vanishLinked = database.prepare<[Values]>(
      `UPDATE pull_request AS p SET status = @status, changed_run = @run
       WHERE id = (SELECT pull_request FROM link WHERE account = @account AND address = @address AND kind = 'pull-request')
         AND status = 'present' AND NOT (@status = 'hidden' AND ${isCounted})`,
    )
  }

  save(scope: Scope, link: Link): Change {
    const { host, account, run } = scope
    const { address } = link
    // What an address led to and leads to no more has vanished, also where no other stream asks for it. One refused look
    // takes nothing away that another stream reads and answers for: no gap would tell why the count is lower.
    if (link.status !== 'found') {
      const status = link.status === 'missing' ? 'gone' : 'hidden'
      this.#vanishLinked.run({ account, address, run, status })
    }
    this.#save.run({
      account,
      address,
      kind: link.target,
      status: link.status,
      pullRequest:
        link.pullRequestId === null ? null : this.#pullRequests.get(host, link.pullRequestId).id,
      repository:
        link.repositoryId === null ? null : this.#repositories.saveStub(host, link.repositoryId),
      actor: link.author === null ? null : this.#actors.save(host, link.author),
      at: link.at,
      readAt: scope.now,
    })
    return 'same'
  }
}
