import type { Database } from 'better-sqlite3'

/** A pull request that not everybody may see. */
export interface PrivatePullRequest {
  /** The forge's number. */
  readonly id: string
  /** Where the token came from that last showed it; null where that was not noted. */
  readonly shownTo: string | null
}

/** Pull requests in repositories that not everybody may see, as far as they are still shown. */
export class PrivateWork {
  readonly #count
  readonly #one
  readonly #linked
  readonly #shown

  constructor(database: Database) {
    this.#count = database.prepare<[{ actor: number }], { count: number }>(
      // From the repositories, of which few are private: by the actor, everything it ever did would be searched.
      `SELECT count(*) AS count
       FROM actor CROSS JOIN repository r CROSS JOIN pull_request p
       WHERE actor.id = @actor AND r.host = actor.host AND r.visibility IN ('private', 'internal')
         AND p.repository = r.id AND p.status = 'present' AND p.forge_id IS NOT NULL
         AND (p.author = @actor
              OR EXISTS (SELECT 1 FROM review WHERE review.pull_request = p.id AND review.actor = @actor
                                                AND review.status = 'present'))`,
    )
    const columns = 'p.forge_id AS id, p.shown_to AS shownTo'
    const isPrivate = `p.status = 'present' AND r.visibility <> 'public'`
    this.#one = database.prepare<[string, string], PrivatePullRequest>(
      `SELECT ${columns} FROM pull_request p JOIN repository r ON r.id = p.repository
       WHERE p.host = ? AND p.forge_id = ? AND ${isPrivate}`,
    )
    this.#linked = database.prepare<[number, string], PrivatePullRequest>(
      `SELECT ${columns}
       FROM link JOIN pull_request p ON p.id = link.pull_request JOIN repository r ON r.id = p.repository
       WHERE link.account = ? AND link.address = ? AND p.forge_id IS NOT NULL AND ${isPrivate}`,
    )
    this.#shown = database.prepare<[string, string, string, string]>(
      'UPDATE pull_request SET shown_to = ? WHERE host = ? AND forge_id = ? AND shown_to IS NOT ?',
    )
  }

  /** How many of them the actor wrote or reviewed. */
  count(actor: number): number {
    return this.#count.get({ actor })?.count ?? 0
  }

  /** Unknown visibility counts as private. @param id the forge's number of a pull request */
  one(host: string, id: string): PrivatePullRequest | undefined {
    return this.#one.get(host, id)
  }

  /** The one that an address in a document of the account led to. */
  linked(account: number, address: string): PrivatePullRequest | undefined {
    return this.#linked.get(account, address)
  }

  /** It is no news who showed a row that was there. @param token where it came from */
  shown(host: string, id: string, token: string): void {
    this.#shown.run(token, host, id, token)
  }
}
