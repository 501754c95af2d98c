import type { Database } from 'better-sqlite3'

/**
 * Joins what an import told of with what a forge tells of the same thing, where both have a row: a forge may name a pull
 * request by number alone first, and only its details say that an import had it already.
 */
export class Takeover {
  readonly #movePullRequests
  readonly #deleteRepository
  readonly #find
  readonly #dropKnownReviews
  readonly #moveReviews
  readonly #dropKnownComments
  readonly #moveComments
  readonly #deletePullRequest
  readonly #twins

  constructor(database: Database) {
    this.#movePullRequests = database.prepare<[number, number]>(
      'UPDATE pull_request SET repository = ? WHERE repository = ?',
    )
    this.#deleteRepository = database.prepare<[number]>(
      'DELETE FROM repository WHERE id = ? AND forge_id IS NULL',
    )
    this.#find = database.prepare<[number, number], { id: number }>(
      'SELECT id FROM pull_request WHERE repository = ? AND number = ? AND forge_id IS NULL',
    )
    // Several of one second are equal but for their number: as many go as the forge has told of.
    this.#dropKnownReviews = database.prepare<[Record<string, number>]>(
      `DELETE FROM review WHERE id IN (
         SELECT imported.id
         FROM (SELECT id, actor, source, at,
                      row_number() OVER (PARTITION BY actor, source, at ORDER BY id) AS place
               FROM review WHERE pull_request = @imported AND forge_id IS NULL) AS imported
         WHERE place <= (SELECT count(*) FROM review AS told
                         WHERE told.pull_request = @told AND told.forge_id IS NOT NULL AND told.actor = imported.actor
                           AND told.source = imported.source AND told.at = imported.at))`,
    )
    this.#moveReviews = database.prepare<[Record<string, number>]>(
      'UPDATE review SET pull_request = @told WHERE pull_request = @imported',
    )
    this.#dropKnownComments = database.prepare<[Record<string, number>]>(
      `DELETE FROM comment WHERE pull_request = @imported AND forge_id IS NULL AND EXISTS (
         SELECT 1 FROM comment AS told
         WHERE told.pull_request = @told AND told.actor = comment.actor AND told.at = comment.at
           AND substr(told.url, instr(told.url, '#')) = substr(comment.url, instr(comment.url, '#')))`,
    )
    this.#moveComments = database.prepare<[Record<string, number>]>(
      'UPDATE comment SET pull_request = @told WHERE pull_request = @imported',
    )
    this.#deletePullRequest = database.prepare<[number]>('DELETE FROM pull_request WHERE id = ?')
    // Of a stub less is known than an import tells: it waits for its details.
    this.#twins = database.prepare<[number], { number: number; told: number }>(
      `SELECT told.number, told.id AS told
       FROM pull_request imported
       JOIN pull_request told ON told.repository = imported.repository AND told.number = imported.number
       WHERE imported.repository = ? AND imported.forge_id IS NULL AND told.forge_id IS NOT NULL AND told.detailed = 1`,
    )
  }

  /** Everything of the repository that only an import told of becomes `told`'s. */
  repository(imported: number, told: number): void {
    this.#movePullRequests.run(told, imported)
    this.#deleteRepository.run(imported)
    this.twins(told)
  }

  /** Imported pull requests of the repository that the forge has told of already become those. */
  twins(repository: number): void {
    for (const { number, told } of this.#twins.all(repository))
      this.pullRequest(repository, number, told)
  }

  /** The imported pull request with that number, if any, becomes `told`. */
  pullRequest(repository: number, number: number, told: number): void {
    const imported = this.#find.get(repository, number)?.id
    if (imported === undefined) return
    this.#dropKnownReviews.run({ imported, told })
    this.#moveReviews.run({ imported, told })
    this.#dropKnownComments.run({ imported, told })
    this.#moveComments.run({ imported, told })
    this.#deletePullRequest.run(imported)
  }
}
