import type { Database } from 'better-sqlite3'
import type {
  LinkFact,
  PullRequestFact,
  RepositoryFact,
  ReviewFact,
} from '../contribution/facts.ts'
import type { PullRequestState, Timestamp } from '../contribution/types.ts'

/** What SQLite has no type for: booleans are 0 and 1, lists are JSON. */
type Row<Fact, Flags extends keyof Fact, Lists extends keyof Fact = never> = Omit<
  Fact,
  Flags | Lists
> &
  Readonly<Record<Flags, number>> &
  Readonly<Record<Lists, string>>

type PullRequestRow = Row<PullRequestFact, 'draft' | 'authorIsBot' | 'gone', 'labels'>
type ReviewRow = Row<Omit<ReviewFact, 'hasComments'>, 'approximate' | 'gone'> & {
  readonly hasComments: number | null
}
type RepositoryRow = Row<RepositoryFact, 'fork' | 'own', 'languages' | 'formerPaths'>

interface LinkRow extends Pick<LinkFact, 'address' | 'target' | 'status' | 'visibility'> {
  readonly host: string
  readonly reference: string | null
  readonly url: string | null
  readonly state: PullRequestState | null
  readonly draft: number | null
  readonly createdAt: Timestamp | null
  readonly gone: number | null
  /** 1: one of the person's numbers, 0: another, null: nobody known. */
  readonly written: number | null
  readonly noted: number | null
  readonly path: string | null
  readonly repositoryUrl: string | null
}

/** One number behind a person's accounts. */
interface Me {
  readonly account: number
  readonly actor: number
  readonly host: string
  readonly forge: string
  /** All numbers of the person, as a JSON array. */
  readonly actors: string
}

/**
 * What is hidden from us is private, whatever its repository says; what is gone is in doubt until its repository has been
 * read again.
 */
const visibilityOf = `CASE
  WHEN p.status = 'hidden' THEN 'private'
  WHEN p.status = 'gone' AND r.details_read_at IS NULL THEN 'unknown'
  ELSE r.visibility END`
const visibility = `${visibilityOf} AS visibility`

/**
 * Reads what one person contributed. Rows of other people never reach it: every query is asked for one of the person's
 * actors, so that SQLite takes it down into the view `given_review`; joined with a list of actors, the view would be
 * worked out for everybody first.
 */
export class Facts {
  readonly #behind
  readonly #pullRequests
  readonly #reviews
  readonly #repositories
  readonly #links

  constructor(database: Database) {
    this.#behind = database.prepare<[string], Omit<Me, 'actors'>>(
      `SELECT min(id) AS account, actor, host, min(forge) AS forge
       FROM account WHERE id IN (SELECT value FROM json_each(?)) AND actor IS NOT NULL
       GROUP BY actor, host`,
    )
    this.#pullRequests = database.prepare<[Me], PullRequestRow>(
      `SELECT @forge AS forge, p.host, r.path AS repository, p.number, p.reference, p.title, p.url, p.state, p.draft,
              p.created_at AS createdAt, p.merged_at AS mergedAt, p.additions, p.deletions, p.labels,
              actor.bot AS authorIsBot, p.status = 'gone' AS gone, ${visibility}
       FROM pull_request p
       JOIN actor ON actor.id = p.author
       JOIN repository r ON r.id = p.repository
       WHERE p.author = @actor AND p.detailed = 1`,
    )
    this.#reviews = database.prepare<[Me], ReviewRow>(
      `SELECT @forge AS forge, p.host, r.path AS repository, p.number, p.reference, p.title,
              p.url AS pullRequestUrl, g.verdict, g.source, g.at, g.url, g.approximate, g.has_comments AS hasComments,
              p.status = 'gone' AS gone, ${visibility}
       FROM given_review g
       JOIN pull_request p ON p.id = g.pull_request
       JOIN repository r ON r.id = p.repository
       WHERE g.actor = @actor AND p.detailed = 1 AND g.status = 'present'
         AND (p.author IS NULL OR p.author NOT IN (SELECT value FROM json_each(@actors)))
         AND (g.source <> 'command' OR NOT EXISTS (
           SELECT 1 FROM gap
           WHERE gap.account = @account AND gap.stream = 'commands' AND gap.reason = 'not-read'))
         AND NOT (g.approximate = 1 AND EXISTS (
           SELECT 1 FROM review exact
           WHERE exact.pull_request = g.pull_request AND exact.actor = g.actor AND exact.source = 'approval'
             AND exact.approximate = 0))`,
    )
    this.#repositories = database.prepare<[Me], RepositoryRow>(
      `SELECT @forge AS forge, r.host, r.path, r.url, r.visibility, r.description, r.stars, r.languages, r.fork,
              r.created_at AS createdAt, r.pushed_at AS pushedAt,
              EXISTS (SELECT 1 FROM actor
                      WHERE actor.id IN (SELECT value FROM json_each(@actors)) AND actor.host = r.host
                        AND actor.login = coalesce(r.owner_login, substr(r.path, 1, instr(r.path, '/') - 1)) COLLATE NOCASE
              ) AS own,
              (SELECT json_group_array(f.path) FROM former_path f WHERE f.repository = r.id) AS formerPaths
       FROM repository r
       WHERE r.path IS NOT NULL AND r.id IN (
         SELECT repository FROM pull_request WHERE author = @actor
         UNION SELECT p.repository FROM review JOIN pull_request p ON p.id = review.pull_request
               WHERE review.actor = @actor
         UNION SELECT p.repository FROM standing_command c JOIN pull_request p ON p.id = c.pull_request
               WHERE c.actor = @actor
         UNION SELECT id FROM repository
               WHERE host = @host AND owner_login = (SELECT login FROM actor WHERE id = @actor) COLLATE NOCASE)`,
    )
    this.#links = database.prepare<[{ accounts: string; actors: string }], LinkRow>(
      `SELECT l.address, l.kind AS target, l.status, account.host, p.reference, p.url, p.state, p.draft,
              p.created_at AS createdAt, p.status = 'gone' AS gone,
              p.author IN (SELECT value FROM json_each(@actors)) AS written,
              l.actor IN (SELECT value FROM json_each(@actors)) AS noted,
              r.path, r.url AS repositoryUrl, coalesce(${visibilityOf}, 'unknown') AS visibility
       FROM link l
       JOIN account ON account.id = l.account
       LEFT JOIN pull_request p ON p.id = l.pull_request AND p.detailed = 1
       LEFT JOIN repository r ON r.id = coalesce(p.repository, l.repository)
       WHERE l.account IN (SELECT value FROM json_each(@accounts))
       ORDER BY l.address, l.status = 'found', l.read_at`,
    )
  }

  /** Every pull request the accounts wrote, whatever its state and visibility, oldest merge first. */
  pullRequests(accounts: readonly number[]): PullRequestFact[] {
    return this.#each(accounts)
      .flatMap((me) => this.#pullRequests.all(me))
      .map(toPullRequest)
      .sort(
        (a, b) =>
          byText(a.mergedAt ?? a.createdAt ?? '', b.mergedAt ?? b.createdAt ?? '') ||
          byText(a.reference, b.reference) ||
          byText(a.url, b.url),
      )
  }

  /** Every review by the accounts of pull requests that none of them wrote, oldest first. */
  reviews(accounts: readonly number[]): ReviewFact[] {
    return this.#each(accounts)
      .flatMap((me) => this.#reviews.all(me))
      .map(toReview)
      .sort(
        (a, b) =>
          byText(a.at, b.at) ||
          byText(a.reference, b.reference) ||
          byText(a.url, b.url) ||
          // A review and the command in its body share all of these.
          byText(a.source, b.source) ||
          byText(a.verdict, b.verdict),
      )
  }

  /** Every repository the accounts own or contributed to. */
  repositories(accounts: readonly number[]): RepositoryFact[] {
    const rows = this.#each(accounts).flatMap((me) => this.#repositories.all(me))
    // Two accounts of a person may know the same repository.
    return [...new Map(rows.map((row) => [`${row.host}/${row.path}`, row])).values()]
      .map(toRepository)
      .sort((a, b) => byText(a.host, b.host) || byText(a.path, b.path))
  }

  /** What the addresses in the person's documents are, one for each: of several answers the newest that found something. */
  links(accounts: readonly number[]): LinkFact[] {
    const actors = JSON.stringify(this.#each(accounts).map(({ actor }) => actor))
    const rows = this.#links.all({ accounts: JSON.stringify(accounts), actors })
    return [...new Map(rows.map((row) => [row.address, row])).values()].map(toLinkFact)
  }

  #each(accounts: readonly number[]): Me[] {
    const rows = this.#behind.all(JSON.stringify(accounts))
    const actors = JSON.stringify(rows.map(({ actor }) => actor))
    return rows.map((row) => ({ ...row, actors }))
  }
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function toPullRequest(row: PullRequestRow): PullRequestFact {
  return {
    ...row,
    draft: row.draft === 1,
    labels: toList(row.labels),
    authorIsBot: row.authorIsBot === 1,
    gone: row.gone === 1,
  }
}

function toReview(row: ReviewRow): ReviewFact {
  const { hasComments } = row
  return {
    ...row,
    approximate: row.approximate === 1,
    gone: row.gone === 1,
    hasComments: hasComments === null ? null : hasComments === 1,
  }
}

function toRepository(row: RepositoryRow): RepositoryFact {
  return {
    ...row,
    languages: toList(row.languages),
    fork: row.fork === 1,
    own: row.own === 1,
    formerPaths: toList(row.formerPaths),
  }
}

function toLinkFact(row: LinkRow): LinkFact {
  const { address, target, status, visibility, host, reference, url, state, path } = row
  const { repositoryUrl, createdAt } = row
  const isPull = status === 'found' && reference !== null && url !== null && state !== null
  return {
    address,
    target,
    status,
    visibility,
    repository: path === null || repositoryUrl === null ? null : { path, url: repositoryUrl },
    noteBy: byWhom(row.noted),
    pull: isPull
      ? {
          host,
          reference,
          url,
          state,
          draft: row.draft === 1,
          createdAt,
          author: byWhom(row.written),
          gone: row.gone === 1,
        }
      : null,
  }
}

function byWhom(isPerson: number | null): 'person' | 'other' | null {
  return isPerson === null ? null : isPerson === 1 ? 'person' : 'other'
}

/** Most lists are empty. */
function toList(json: string): readonly string[] {
  return json === '[]' ? [] : (JSON.parse(json) as string[])
}
