import type { Database } from 'better-sqlite3'
import type { PullRequestFact, RepositoryFact, ReviewFact } from '../contribution/facts.ts'
import type {
  PullRequestState,
  ReviewSource,
  Timestamp,
  Verdict,
  Visibility,
} from '../contribution/types.ts'

interface PullRequestRow {
  readonly forge: string
  readonly host: string
  readonly repository: string
  readonly number: number
  readonly reference: string
  readonly title: string
  readonly url: string
  readonly state: PullRequestState
  readonly draft: number
  readonly created_at: Timestamp | null
  readonly merged_at: Timestamp | null
  readonly additions: number | null
  readonly deletions: number | null
  readonly labels: string
  readonly bot: number
  readonly status: string
  readonly visibility: Visibility
}

interface ReviewRow {
  readonly forge: string
  readonly host: string
  readonly repository: string
  readonly number: number
  readonly reference: string
  readonly title: string
  readonly pull_request_url: string
  readonly verdict: Verdict
  readonly source: ReviewSource
  readonly at: Timestamp
  readonly url: string
  readonly approximate: number
  readonly has_comments: number | null
  readonly visibility: Visibility
}

interface RepositoryRow {
  readonly forge: string
  readonly host: string
  readonly path: string
  readonly url: string
  readonly visibility: Visibility
  readonly description: string | null
  readonly stars: number | null
  readonly languages: string
  readonly fork: number
  readonly created_at: Timestamp | null
  readonly pushed_at: Timestamp | null
  readonly own: number
  readonly former: string
}

/** The accounts given as a JSON array of row numbers, one row for each number behind them. */
const accounts = `WITH mine AS (
  SELECT min(account.id) AS account, account.actor, account.host, min(account.forge) AS forge
  FROM account WHERE account.id IN (SELECT value FROM json_each(?)) AND account.actor IS NOT NULL
  GROUP BY account.actor, account.host
)`

/** What is hidden from us is private, whatever its repository says. */
const visibility = `CASE WHEN p.status = 'hidden' THEN 'private' ELSE r.visibility END AS visibility`

/** Reads what one person contributed. Rows of other people never reach it: every query starts from the person's actors. */
export class Facts {
  readonly #pullRequests
  readonly #reviews
  readonly #repositories

  constructor(database: Database) {
    this.#pullRequests = database.prepare<[string], PullRequestRow>(
      `${accounts}
       SELECT mine.forge, p.host, r.path AS repository, p.number, p.reference, p.title, p.url, p.state, p.draft,
              p.created_at, p.merged_at, p.additions, p.deletions, p.labels, actor.bot, p.status, ${visibility}
       FROM mine
       JOIN pull_request p ON p.author = mine.actor
       JOIN actor ON actor.id = p.author
       JOIN repository r ON r.id = p.repository
       WHERE p.detailed = 1`,
    )
    this.#reviews = database.prepare<[string], ReviewRow>(
      `${accounts}
       SELECT mine.forge, p.host, r.path AS repository, p.number, p.reference, p.title,
              p.url AS pull_request_url, g.verdict, g.source, g.at, g.url, g.approximate, g.has_comments, ${visibility}
       FROM mine
       JOIN given_review g ON g.actor = mine.actor
       JOIN pull_request p ON p.id = g.pull_request
       JOIN repository r ON r.id = p.repository
       WHERE p.detailed = 1 AND g.status = 'present'
         AND (p.author IS NULL OR p.author NOT IN (SELECT actor FROM mine))
         AND (g.source <> 'command' OR NOT EXISTS (
           SELECT 1 FROM gap
           WHERE gap.account = mine.account AND gap.stream = 'commands' AND gap.reason = 'not-read'))
         AND NOT (g.approximate = 1 AND EXISTS (
           SELECT 1 FROM review exact
           WHERE exact.pull_request = g.pull_request AND exact.actor = g.actor AND exact.source = 'approval'
             AND exact.approximate = 0))`,
    )
    this.#repositories = database.prepare<[string], RepositoryRow>(
      `${accounts}
       SELECT DISTINCT mine.forge, r.host, r.path, r.url, r.visibility, r.description, r.stars, r.languages, r.fork,
              r.created_at, r.pushed_at,
              EXISTS (SELECT 1 FROM mine AS owner JOIN actor ON actor.id = owner.actor
                      WHERE owner.host = r.host
                        AND actor.login = coalesce(r.owner_login, substr(r.path, 1, instr(r.path, '/') - 1)) COLLATE NOCASE
              ) AS own,
              (SELECT json_group_array(f.path) FROM former_path f WHERE f.repository = r.id) AS former
       FROM mine
       JOIN repository r ON r.host = mine.host
       WHERE r.path IS NOT NULL AND (
         r.id IN (SELECT repository FROM pull_request WHERE author = mine.actor)
         OR r.id IN (SELECT p.repository FROM given_review g JOIN pull_request p ON p.id = g.pull_request
                     WHERE g.actor = mine.actor)
         OR r.owner_login = (SELECT login FROM actor WHERE actor.id = mine.actor) COLLATE NOCASE)`,
    )
  }

  /** Every pull request the accounts wrote, whatever its state and visibility, oldest merge first. */
  pullRequests(accounts: readonly number[]): PullRequestFact[] {
    return this.#pullRequests
      .all(JSON.stringify(accounts))
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
    return this.#reviews
      .all(JSON.stringify(accounts))
      .map(toReview)
      .sort(
        (a, b) => byText(a.at, b.at) || byText(a.reference, b.reference) || byText(a.url, b.url),
      )
  }

  /** Every repository the accounts own or contributed to. */
  repositories(accounts: readonly number[]): RepositoryFact[] {
    return this.#repositories
      .all(JSON.stringify(accounts))
      .map(toRepository)
      .sort((a, b) => byText(a.host, b.host) || byText(a.path, b.path))
  }
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function toPullRequest(row: PullRequestRow): PullRequestFact {
  const { created_at, merged_at, draft, labels, bot, status, ...same } = row
  return {
    ...same,
    draft: draft === 1,
    createdAt: created_at,
    mergedAt: merged_at,
    labels: JSON.parse(labels) as string[],
    authorIsBot: bot === 1,
    gone: status === 'gone',
  }
}

function toReview(row: ReviewRow): ReviewFact {
  const { pull_request_url, approximate, has_comments, ...same } = row
  return {
    ...same,
    pullRequestUrl: pull_request_url,
    approximate: approximate === 1,
    hasComments: has_comments === null ? null : has_comments === 1,
  }
}

function toRepository(row: RepositoryRow): RepositoryFact {
  const { languages, fork, created_at, pushed_at, own, former, ...same } = row
  return {
    ...same,
    languages: JSON.parse(languages) as string[],
    fork: fork === 1,
    createdAt: created_at,
    pushedAt: pushed_at,
    own: own === 1,
    formerPaths: JSON.parse(former) as string[],
  }
}
