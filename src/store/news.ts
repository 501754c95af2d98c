import type { Database } from 'better-sqlite3'
import type { Timestamp, Visibility } from '../contribution/types.ts'

/** A run from which on something is told. */
export interface NewsStart {
  readonly run: number
  readonly startedAt: Timestamp
}

/** A pull request that became somebody's contribution, or ceased to be seen. */
export interface News {
  readonly forge: string
  readonly host: string
  readonly repository: string
  readonly number: number
  readonly reference: string
  readonly title: string
  readonly url: string
  readonly visibility: Visibility
  /** When it was merged, or first reviewed. */
  readonly at: Timestamp | null
  /** Nothing of the kind was stored of this repository before. */
  readonly first: boolean
}

export interface Renaming {
  readonly host: string
  readonly from: string
  readonly to: string
  readonly visibility: Visibility
}

interface Row extends Omit<News, 'first'> {
  readonly first: number
}
interface Asked {
  readonly accounts: string
  readonly from: number
}

const mine = `WITH mine AS (
  SELECT account.actor, account.host, min(account.forge) AS forge
  FROM account WHERE account.id IN (SELECT value FROM json_each(@accounts)) AND account.actor IS NOT NULL
  GROUP BY account.actor, account.host
)`

const columns = `mine.forge, p.host, r.path AS repository, p.number, p.reference, p.title, p.url,
  CASE WHEN p.status = 'hidden' THEN 'private' ELSE r.visibility END AS visibility`

/** Imported rows belong to no run: they are older than every one. */
const mergedIn = (row: string) => `coalesce(${row}.merged_run, ${row}.added_run, 0)`

/** The given reviews of somebody else's pull requests, one row each, with the run that brought the first. */
const reviewed = `
  SELECT p.id, p.repository, g.actor, min(coalesce(g.added_run, 0)) AS run, min(g.at) AS at
  FROM mine JOIN given_review g ON g.actor = mine.actor JOIN pull_request p ON p.id = g.pull_request
  WHERE g.status = 'present' AND p.status <> 'gone'
    AND (p.author IS NULL OR p.author NOT IN (SELECT actor FROM mine))
  GROUP BY p.id`

/** What runs brought, read from the runs that rows were added, merged or changed in. */
export class NewsStand {
  readonly #since
  readonly #latest
  readonly #merged
  readonly #reviewed
  readonly #gone
  readonly #renamed

  constructor(database: Database) {
    this.#since = database.prepare<[string], NewsStart>(
      'SELECT id AS run, started_at AS startedAt FROM sync_run WHERE started_at >= ? ORDER BY id LIMIT 1',
    )
    this.#latest = database.prepare<[{ accounts: string }], NewsStart>(
      `${mine}
       SELECT id AS run, started_at AS startedAt FROM sync_run WHERE id = (SELECT max(run) FROM (
         SELECT max(changed_run) AS run FROM pull_request WHERE author IN (SELECT actor FROM mine)
         UNION ALL SELECT max(changed_run) FROM review WHERE actor IN (SELECT actor FROM mine)
         UNION ALL SELECT max(added_run) FROM standing_command WHERE actor IN (SELECT actor FROM mine)
         UNION ALL SELECT max(run) FROM renaming))`,
    )
    this.#merged = database.prepare<[Asked], Row>(
      `${mine}
       SELECT ${columns}, p.merged_at AS at, NOT EXISTS (
         SELECT 1 FROM pull_request other
         WHERE other.repository = p.repository AND other.author IN (SELECT actor FROM mine)
           AND other.state = 'merged' AND ${mergedIn('other')} < @from) AS first
       FROM mine JOIN pull_request p ON p.author = mine.actor JOIN repository r ON r.id = p.repository
       WHERE p.detailed = 1 AND p.state = 'merged' AND p.status <> 'gone' AND ${mergedIn('p')} >= @from
       ORDER BY at, p.reference`,
    )
    this.#reviewed = database.prepare<[Asked], Row>(
      `${mine}, reviewed AS (${reviewed})
       SELECT ${columns}, reviewed.at, NOT EXISTS (
         SELECT 1 FROM reviewed other WHERE other.repository = p.repository AND other.run < @from) AS first
       FROM reviewed JOIN mine ON mine.actor = reviewed.actor
       JOIN pull_request p ON p.id = reviewed.id JOIN repository r ON r.id = p.repository
       WHERE p.detailed = 1 AND reviewed.run >= @from
       ORDER BY reviewed.at, p.reference`,
    )
    this.#gone = database.prepare<[Asked], Row>(
      `${mine}
       SELECT ${columns}, p.merged_at AS at, 0 AS first
       FROM mine JOIN pull_request p ON p.author = mine.actor JOIN repository r ON r.id = p.repository
       WHERE p.detailed = 1 AND p.state = 'merged' AND p.status = 'gone' AND p.changed_run >= @from
       ORDER BY at, p.reference`,
    )
    this.#renamed = database.prepare<[Asked], Renaming>(
      `${mine}
       SELECT DISTINCT r.host, renaming.former AS "from", r.path AS "to", r.visibility
       FROM renaming JOIN repository r ON r.id = renaming.repository
       WHERE renaming.run >= @from AND renaming.former <> r.path AND (
         r.id IN (SELECT repository FROM pull_request WHERE author IN (SELECT actor FROM mine))
         OR r.id IN (SELECT p.repository FROM given_review g JOIN pull_request p ON p.id = g.pull_request
                     WHERE g.actor IN (SELECT actor FROM mine)))
       ORDER BY r.host, renaming.id`,
    )
  }

  /** The first run that began at `time` or later. */
  since(time: Timestamp): NewsStart | undefined {
    return this.#since.get(time)
  }

  /** The last run that changed anything of the accounts. */
  latest(accounts: readonly number[]): NewsStart | undefined {
    return this.#latest.get({ accounts: JSON.stringify(accounts) })
  }

  /** Merged pull requests of the accounts that a run since `start` told of first, oldest merge first. */
  merged(accounts: readonly number[], start: NewsStart): readonly News[] {
    return this.#merged.all(asked(accounts, start)).map(toNews)
  }

  /** Pull requests of others whose first stored review by the accounts came with a run since `start`. */
  reviewed(accounts: readonly number[], start: NewsStart): readonly News[] {
    return this.#reviewed.all(asked(accounts, start)).map(toNews)
  }

  /** Merged pull requests that the forge no longer shows since `start`. */
  gone(accounts: readonly number[], start: NewsStart): readonly News[] {
    return this.#gone.all(asked(accounts, start)).map(toNews)
  }

  /** Repositories the accounts contributed to that have another path since `start`. */
  renamed(accounts: readonly number[], start: NewsStart): readonly Renaming[] {
    return this.#renamed.all(asked(accounts, start))
  }
}

function asked(accounts: readonly number[], { run }: NewsStart): Asked {
  return { accounts: JSON.stringify(accounts), from: run }
}

function toNews(row: Row): News {
  return { ...row, first: row.first === 1 }
}
