import type { Database } from 'better-sqlite3'
import type { Repositories } from './repositories.ts'
import type { Takeover } from './takeover.ts'

/** What tells a pull request of the account whatever its repository is called. */
interface WrittenMark {
  readonly host: string
  readonly author: number
  readonly number: number
  readonly title: string
  readonly createdAt: string
  readonly mergedAt: string | null
}

/** What tells a review likewise; `url` as the store keeps it. */
interface GivenMark {
  readonly host: string
  readonly actor: number
  readonly number: number
  readonly source: string
  readonly at: string
  readonly url: string | null
}

/** What tells a comment: the fragment of its address holds its own number. */
type CommentMark = Pick<GivenMark, 'host' | 'actor' | 'url'>

/** A row that only an import told of, and where it hangs. */
interface Found {
  readonly row: number
  readonly pull: number
  /** 1: the forge has told of the pull request, or of the repository; then one took the other's name. */
  readonly pullTold: number
  readonly repositoryTold: number
  readonly repository: number
  readonly path: string
  readonly url: string | null
}

/** The pull request in the database that a forge tells of now. */
interface Told {
  readonly id: number
  readonly repository: number
}

const found = `p.id AS pull, p.forge_id IS NOT NULL AS pullTold, r.forge_id IS NOT NULL AS repositoryTold,
  r.id AS repository, r.path, r.url`

/**
 * Knows again what an import told of under a name that is no longer, or is another repository's: an export names
 * repositories by path. The same person did the same thing under the same number at the same second; where several rows
 * would do, none is believed.
 */
export class Recognition {
  readonly #repositories
  readonly #takeover
  readonly #written
  readonly #given
  readonly #commented
  readonly #movePullRequest
  readonly #moveReview

  constructor(database: Database, repositories: Repositories, takeover: Takeover) {
    this.#repositories = repositories
    this.#takeover = takeover
    const written = `SELECT p.id AS row, ${found}
       FROM pull_request p JOIN repository r ON r.id = p.repository
       WHERE p.host = @host AND p.forge_id IS NULL AND p.author = @author AND p.number = @number
         AND p.created_at = @createdAt`
    this.#written = database.prepare<[WrittenMark], Found>(
      `${written} AND p.state = 'merged' AND p.merged_at = @mergedAt
       UNION ALL ${written} AND p.state IN ('open', 'closed') AND p.merged_at IS NULL AND p.title = @title
       LIMIT 2`,
    )
    this.#given = database.prepare<[GivenMark], Found>(
      `SELECT review.id AS row, ${found}
       FROM review JOIN pull_request p ON p.id = review.pull_request JOIN repository r ON r.id = p.repository
       WHERE review.actor = @actor AND review.at = @at AND review.host = @host AND review.source = @source
         AND review.forge_id IS NULL AND review.url IS @url AND p.number = @number
       LIMIT 2`,
    )
    this.#commented = database.prepare<[CommentMark], Found>(
      `SELECT comment.id AS row, ${found}
       FROM comment JOIN pull_request p ON p.id = comment.pull_request JOIN repository r ON r.id = p.repository
       WHERE comment.actor = @actor AND comment.host = @host AND comment.forge_id IS NULL AND comment.url IS @url
       LIMIT 2`,
    )
    this.#movePullRequest = database.prepare<[number, number]>(
      'UPDATE pull_request SET repository = ? WHERE id = ?',
    )
    this.#moveReview = database.prepare<[number, number]>(
      'UPDATE review SET pull_request = ? WHERE id = ?',
    )
  }

  /** @param repository the row of the repository that the forge names */
  written(mark: WrittenMark, repository: number): void {
    const row = only(this.#written.all(mark))
    if (row !== undefined && row.repository !== repository) this.#join(row, repository)
  }

  /** @param told the pull request that the forge names */
  given(mark: GivenMark, told: Told): void {
    const row = only(this.#given.all(mark))
    if (row === undefined || row.pull === told.id) return
    if (row.pullTold === 1) this.#moveReview.run(told.id, row.row)
    else if (row.repository !== told.repository) this.#join(row, told.repository)
  }

  /** A comment goes where the forge says by itself: what hung on the same pull request goes with it. */
  commented(mark: CommentMark, told: Told): void {
    const row = only(this.#commented.all(mark))
    if (row === undefined || row.pullTold === 1 || row.repository === told.repository) return
    this.#join(row, told.repository)
  }

  /** The repository is known by its new name, or, where another has the old one now, the pull request alone. */
  #join({ pull, repository: id, repositoryTold, path, url }: Found, told: number): void {
    if (repositoryTold === 0) this.#repositories.takeOver({ id, path, url }, told)
    else {
      this.#movePullRequest.run(told, pull)
      this.#takeover.twins(told)
    }
  }
}

function only(rows: readonly Found[]): Found | undefined {
  return rows.length === 1 ? rows[0] : undefined
}
