import type { Database } from 'better-sqlite3'
import type { Actors } from './actors.ts'
import { Comments } from './comments.ts'
import { Links } from './links.ts'
import { PullRequests } from './pull-requests.ts'
import { Recognition } from './recognition.ts'
import type { Repositories } from './repositories.ts'
import { Reviews } from './reviews.ts'
import type { Takeover } from './takeover.ts'

/** Where pages are written to, a table or two each. Saving the same thing twice changes nothing. */
export class Contributions {
  readonly pullRequests: PullRequests
  readonly reviews: Reviews
  readonly comments: Comments
  readonly links: Links
  readonly #imported

  constructor(database: Database, actors: Actors, repositories: Repositories, takeover: Takeover) {
    const recognition = new Recognition(database, repositories, takeover)
    const neighbours = { actors, repositories, takeover, recognition }
    this.pullRequests = new PullRequests(database, neighbours)
    this.reviews = new Reviews(database, this.pullRequests, recognition)
    this.comments = new Comments(database, this.pullRequests, recognition)
    this.links = new Links(database, actors, repositories, this.pullRequests)
    this.#imported = database.prepare<[], { found: number }>(
      `SELECT EXISTS (SELECT 1 FROM pull_request WHERE forge_id IS NULL)
           OR EXISTS (SELECT 1 FROM review WHERE forge_id IS NULL)
           OR EXISTS (SELECT 1 FROM comment WHERE forge_id IS NULL) AS found`,
    )
  }

  /** True while rows exist that only an import told of; only then do pages look for rows to take over. */
  hasImported(): boolean {
    return this.#imported.get()?.found === 1
  }
}
