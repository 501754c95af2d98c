import type { Database } from 'better-sqlite3'
import type { PullRequestStub, StreamName, Timestamp } from '../contribution/types.ts'
import type { Known } from '../forge/forge.ts'
import { explained } from './errors.ts'

type Handle = { readonly id: string; readonly handle: string | null }

/** What an account's forge may ask of the store (`Known`). Statements are prepared once for all accounts. */
export class Knowledge {
  readonly #path: string
  readonly #counts: Readonly<Record<StreamName, (account: number, actor: number) => number>>
  readonly #merged
  readonly #reviewed
  readonly #reviewedByDay
  readonly #reviewsOf
  readonly #stubs
  readonly #reviewsInDoubt
  readonly #exact
  readonly #repositories
  readonly #closed
  readonly #imported
  readonly #link
  readonly #openLink

  constructor(database: Database) {
    this.#path = database.name
    this.#counts = counts(database)
    this.#merged = database.prepare<[number], Handle>(
      `SELECT forge_id AS id, handle FROM pull_request
       WHERE author = ? AND state = 'merged' AND status = 'present' AND forge_id IS NOT NULL`,
    )
    this.#reviewed = database.prepare<[number], PullRequestStub & { handle: string | null }>(
      `SELECT DISTINCT p.forge_id AS id, p.handle, r.forge_id AS repositoryId, p.number
       FROM review JOIN pull_request p ON p.id = review.pull_request JOIN repository r ON r.id = p.repository
       WHERE review.actor = ? AND review.status = 'present' AND review.forge_id IS NOT NULL
         AND p.author IS NOT review.actor AND p.forge_id IS NOT NULL
         AND (p.status <> 'gone' OR r.visibility = 'public')`,
    )
    this.#reviewedByDay = database.prepare<[number], { day: string; count: number }>(
      `SELECT substr(p.created_at, 1, 10) AS day, count(DISTINCT p.id) AS count
       FROM review JOIN pull_request p ON p.id = review.pull_request
       WHERE review.actor = ? AND review.status = 'present' AND p.status = 'present'
         AND p.author IS NOT review.actor AND p.created_at IS NOT NULL
       GROUP BY day ORDER BY day`,
    )
    this.#reviewsOf = database.prepare<[number, string], { id: string }>(
      `SELECT review.forge_id AS id
       FROM actor
       JOIN pull_request p ON p.host = actor.host
       JOIN review ON review.pull_request = p.id AND review.actor = actor.id
       WHERE actor.id = ? AND p.forge_id = ? AND review.source = 'review' AND review.status = 'present'
         AND review.forge_id IS NOT NULL`,
    )
    this.#stubs = database.prepare<[number, number], PullRequestStub & { handle: string | null }>(
      `SELECT DISTINCT p.forge_id AS id, p.handle, r.forge_id AS repositoryId, p.number
       FROM review JOIN pull_request p ON p.id = review.pull_request JOIN repository r ON r.id = p.repository
       WHERE review.actor = ? AND p.forge_id IS NOT NULL
         AND (p.detailed = 0 AND p.status = 'present' OR p.status = 'hidden' AND r.visibility = 'public'
              OR p.status = 'gone' AND r.details_read_at IS NULL)
       ORDER BY p.id LIMIT ?`,
    )
    this.#reviewsInDoubt = database.prepare<
      [Record<string, number>],
      { id: string; handle: string }
    >(
      `SELECT review.forge_id AS id, review.handle
       FROM review JOIN pull_request p ON p.id = review.pull_request
       WHERE review.actor = @actor AND review.has_comments IS NULL AND review.source = 'review'
         AND review.status = 'present' AND review.forge_id IS NOT NULL AND review.handle IS NOT NULL
         AND (review.untold = 0 OR @again = 1)
         AND p.status = 'present' AND p.author IS NOT review.actor
         AND NOT EXISTS (SELECT 1 FROM review other
                         WHERE other.pull_request = p.id AND other.actor = review.actor
                           AND other.has_comments = 1 AND other.status = 'present')
       ORDER BY review.id LIMIT @limit`,
    )
    this.#exact = database.prepare<[number, string], { found: number }>(
      // The host belongs to the key of the number: without it, all that the actor reviewed is searched.
      `SELECT EXISTS (SELECT 1 FROM actor
                      JOIN pull_request p ON p.host = actor.host
                      JOIN review ON review.pull_request = p.id AND review.actor = actor.id
                      WHERE actor.id = ? AND p.forge_id = ? AND review.approximate = 0) AS found`,
    )
    const contributed = `SELECT repository FROM pull_request WHERE author = @actor
           UNION SELECT p.repository FROM review JOIN pull_request p ON p.id = review.pull_request
                 WHERE review.actor = @actor
           UNION SELECT p.repository FROM comment JOIN pull_request p ON p.id = comment.pull_request
                 JOIN command ON command.comment = comment.id
                 WHERE comment.actor = @actor`
    this.#repositories = database.prepare<[Record<string, unknown>], Handle>(
      `SELECT r.forge_id AS id, r.handle FROM repository r
       WHERE r.forge_id IS NOT NULL
         AND (r.details_read_at IS NULL OR r.details_read_at < @before)
         AND r.id IN (${contributed})
       ORDER BY r.id LIMIT @limit`,
    )
    this.#closed = database.prepare<[{ actor: number }], { id: string }>(
      `SELECT r.forge_id AS id FROM repository r
       WHERE r.forge_id IS NOT NULL AND r.visibility <> 'public'
         AND (r.visibility = 'private' OR r.details_read_at IS NOT NULL)
         AND r.id IN (${contributed})`,
    )
    this.#imported = database.prepare<[Record<string, unknown>], { path: string }>(
      // By host, so that the index of the numbers finds those without one.
      `SELECT r.path FROM repository r
       WHERE r.host = (SELECT host FROM actor WHERE id = @actor) AND r.forge_id IS NULL AND r.path IS NOT NULL
         AND (r.details_read_at IS NULL OR r.details_read_at < @before)
         AND EXISTS (
           SELECT 1 FROM pull_request p
           WHERE p.repository = r.id
             AND (p.author = @actor
                  OR EXISTS (SELECT 1 FROM review WHERE review.pull_request = p.id AND review.actor = @actor)
                  OR EXISTS (SELECT 1 FROM comment WHERE comment.pull_request = p.id AND comment.actor = @actor)))
       ORDER BY r.id`,
    )
    this.#link = database.prepare<[number, string], { read_at: Timestamp }>(
      'SELECT read_at FROM link WHERE account = ? AND address = ?',
    )
    this.#openLink = database.prepare<[number, string], { address: string; handle: string }>(
      `SELECT link.address, p.handle FROM link JOIN pull_request p ON p.id = link.pull_request
       WHERE link.account = ? AND link.address = ? AND link.status = 'found'
         AND p.state = 'open' AND p.status = 'present' AND p.handle IS NOT NULL`,
    )
  }

  stored(stream: StreamName, account: number, actor: number | null): number {
    return actor === null ? 0 : this.#counts[stream](account, actor)
  }

  /** @param actor tells the account's actor now: unknown until the forge has named it */
  of(account: number, actor: () => number | null): Known {
    // A damaged database shows while a forge is being read: that is no fault of the forge's, nor of ours.
    const explaining = <T>(question: () => T): T => {
      try {
        return question()
      } catch (error) {
        throw explained(this.#path, error)
      }
    }
    const ask = <T>(fallback: T, question: (actor: number) => T): T => {
      const id = actor()
      return id === null ? fallback : explaining(() => question(id))
    }
    return {
      stored: (stream) => explaining(() => this.stored(stream, account, actor())),
      merged: () =>
        ask(new Map(), (id) => new Map(this.#merged.all(id).map((row) => [row.id, row.handle]))),
      reviewed: () => ask([], (id) => this.#reviewed.all(id)),
      reviewedByDay: () =>
        ask(
          new Map(),
          (id) => new Map(this.#reviewedByDay.all(id).map((row) => [row.day, row.count])),
        ),
      reviewsOf: (forgeId) =>
        ask([], (id) => this.#reviewsOf.all(id, forgeId).map((row) => row.id)),
      reviewsInDoubt: (limit, again) =>
        ask([], (actor) => this.#reviewsInDoubt.all({ actor, limit, again: Number(again) })),
      stubs: (limit) => ask([], (id) => this.#stubs.all(id, limit)),
      hasExactReview: (forgeId) => ask(false, (id) => this.#exact.get(id, forgeId)?.found === 1),
      repositoriesReadBefore: (before, limit) =>
        ask([], (id) => this.#repositories.all({ actor: id, before, limit })),
      closedRepositories: () => ask([], (actor) => this.#closed.all({ actor }).map(({ id }) => id)),
      importedReadBefore: (before) =>
        ask([], (actor) => this.#imported.all({ actor, before }).map(({ path }) => path)),
      linksReadBefore: (addresses, before) =>
        explaining(() =>
          addresses.filter((address) => {
            const row = this.#link.get(account, address)
            return row === undefined || row.read_at < before
          }),
        ),
      openLinks: (addresses) =>
        explaining(() => addresses.flatMap((address) => this.#openLink.all(account, address))),
    }
  }
}

/** What is compared with a host's total: see `Known.stored`. */
function counts(
  database: Database,
): Record<StreamName, (account: number, actor: number) => number> {
  const counter = (sql: string) => database.prepare<[number], { count: number }>(sql)
  const byActor = (sql: string) => {
    const statement = counter(sql)
    return (_account: number, actor: number) => statement.get(actor)?.count ?? 0
  }
  const links = counter(`SELECT count(*) AS count FROM link WHERE account = ? AND status = 'found'`)
  const repositories = database.prepare<[number], { count: number }>(
    `SELECT count(*) AS count FROM repository r JOIN account a ON a.id = ? JOIN actor ON actor.id = a.actor
     WHERE r.host = a.host AND r.owner_login = actor.login COLLATE NOCASE`,
  )
  return {
    'pull-requests': byActor(
      `SELECT count(*) AS count FROM pull_request
       WHERE author = ? AND state = 'merged' AND status = 'present' AND forge_id IS NOT NULL`,
    ),
    reviews: byActor(
      `SELECT count(DISTINCT review.pull_request) AS count
       FROM review JOIN pull_request p ON p.id = review.pull_request
       WHERE review.actor = ? AND review.status = 'present' AND review.forge_id IS NOT NULL
         AND p.author IS NOT review.actor AND p.status = 'present'`,
    ),
    commands: byActor(
      `SELECT count(*) AS count FROM comment WHERE actor = ? AND forge_id LIKE 'comment:%'`,
    ),
    repositories: (account) => repositories.get(account)?.count ?? 0,
    linked: (account) => links.get(account)?.count ?? 0,
  }
}
