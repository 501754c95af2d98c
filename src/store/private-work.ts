import type { Database } from 'better-sqlite3'

/** Pull requests in repositories that not everybody may see, as far as they are still shown. */
export class PrivateWork {
  readonly #count
  readonly #holds

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
    this.#holds = database.prepare<[string, string], { found: number }>(
      `SELECT EXISTS (SELECT 1 FROM pull_request p JOIN repository r ON r.id = p.repository
                      WHERE p.host = ? AND p.forge_id = ? AND p.status = 'present' AND r.visibility <> 'public') AS found`,
    )
  }

  /** How many of them the actor wrote or reviewed. */
  count(actor: number): number {
    return this.#count.get({ actor })?.count ?? 0
  }

  /** Unknown visibility counts as private. @param id the forge's number of a pull request */
  holds(host: string, id: string): boolean {
    return this.#holds.get(host, id)?.found === 1
  }
}
