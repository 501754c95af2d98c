import type { Database } from 'better-sqlite3'
import type {
  Comment,
  Link,
  PullRequest,
  PullRequestStub,
  Review,
  Timestamp,
} from '../contribution/types.ts'
import type { Actors } from './actors.ts'
import { Recognition } from './recognition.ts'
import type { Repositories } from './repositories.ts'
import type { Takeover } from './takeover.ts'

export type Change = 'new' | 'changed' | 'same'

/** Who is being read, and in which run. */
export interface Scope {
  readonly host: string
  readonly account: number
  readonly actor: number
  readonly run: number
  /** Milliseconds are cut; the time of this page. */
  readonly now: Timestamp
}

type Values = Record<string, unknown>
interface StoredPullRequest {
  readonly id: number
  readonly repository: number
  readonly number: number
  readonly url: string | null
}
interface Written {
  readonly id: number
  readonly added_run: number | null
}

/** Of pull request `p`: merges, reviews and commands of an account, which streams of their own keep reading. */
const isCounted = `(
  p.state = 'merged' AND EXISTS (SELECT 1 FROM account WHERE actor = p.author)
  OR EXISTS (SELECT 1 FROM review WHERE pull_request = p.id)
  OR EXISTS (SELECT 1 FROM account JOIN comment USING (actor) WHERE pull_request = p.id))`

/** All writing SQL of `pull_request`, `review`, `comment`, `command` and `link`. Saving the same thing twice changes nothing. */
export class Contributions {
  readonly #takeover
  readonly #recognition
  readonly #actors
  readonly #repositories
  readonly #savePullRequest
  readonly #saveStub
  readonly #pullRequestByNumber
  readonly #adoptPullRequest
  readonly #saveReview
  readonly #adoptReview
  readonly #saveComment
  readonly #adoptComment
  readonly #commandsOf
  readonly #deleteCommands
  readonly #insertCommand
  readonly #vanish
  readonly #doubt
  readonly #vanishReview
  readonly #saveReviewComments
  readonly #saveLink
  readonly #vanishLinked
  readonly #imported
  readonly #commentByNumber

  constructor(database: Database, actors: Actors, repositories: Repositories, takeover: Takeover) {
    this.#takeover = takeover
    this.#recognition = new Recognition(database, repositories, takeover)
    this.#actors = actors
    this.#repositories = repositories
    this.#savePullRequest = database.prepare<[Values], Written>(savePullRequest)
    this.#saveStub = database.prepare<[Values]>(
      `INSERT INTO pull_request (host, forge_id, repository, number, detailed, added_run, changed_run)
       VALUES (@host, @forgeId, @repository, @number, 0, @run, @run)
       ON CONFLICT (host, forge_id) DO NOTHING`,
    )
    this.#pullRequestByNumber = database.prepare<[string, string], StoredPullRequest>(
      'SELECT id, repository, number, url FROM pull_request WHERE host = ? AND forge_id = ?',
    )
    this.#commentByNumber = database.prepare<[string, string], { id: number }>(
      'SELECT id FROM comment WHERE host = ? AND forge_id = ?',
    )
    this.#adoptPullRequest = database.prepare<[string, number, number]>(
      'UPDATE pull_request SET forge_id = ? WHERE repository = ? AND number = ? AND forge_id IS NULL',
    )
    this.#saveReview = database.prepare<[Values], Written>(saveReview)
    this.#adoptReview = database.prepare<[Values]>(
      `UPDATE review SET forge_id = @forgeId
       WHERE id = (SELECT id FROM review
                   WHERE pull_request = @pullRequest AND actor = @actor AND source = @source AND at = @at
                     AND forge_id IS NULL
                   ORDER BY url IS @url DESC LIMIT 1)
         AND NOT EXISTS (SELECT 1 FROM review WHERE host = @host AND source = @source AND forge_id = @forgeId)`,
    )
    this.#saveComment = database.prepare<[Values], Written>(saveComment)
    this.#adoptComment = database.prepare<[Values]>(
      `UPDATE comment SET forge_id = @forgeId
       WHERE id = (SELECT id FROM comment WHERE actor = @actor AND url = @url AND forge_id IS NULL LIMIT 1)
         AND NOT EXISTS (SELECT 1 FROM comment WHERE host = @host AND forge_id = @forgeId)`,
    )
    this.#commandsOf = database.prepare<[number], { line: number; kind: string; cancels: number }>(
      'SELECT line, kind, cancels FROM command WHERE comment = ? ORDER BY line',
    )
    this.#deleteCommands = database.prepare<[number]>('DELETE FROM command WHERE comment = ?')
    this.#insertCommand = database.prepare<[number, number, string, number]>(
      'INSERT INTO command (comment, line, kind, cancels) VALUES (?, ?, ?, ?)',
    )
    this.#vanish = database.prepare<[string, number, string, string, string]>(
      'UPDATE pull_request SET status = ?, changed_run = ? WHERE host = ? AND forge_id = ? AND status <> ?',
    )
    this.#doubt = database.prepare<[string, string]>(
      `UPDATE repository SET details_read_at = NULL
       WHERE id = (SELECT repository FROM pull_request WHERE host = ? AND forge_id = ?)`,
    )
    this.#vanishReview = database.prepare<[number, string, string, string]>(
      `UPDATE review SET status = 'gone', changed_run = ?
       WHERE host = ? AND source = ? AND forge_id = ? AND status <> 'gone'`,
    )
    this.#saveReviewComments = database.prepare<[Values]>(
      `UPDATE review SET has_comments = @hasComments, untold = @hasComments IS NULL
       WHERE host = @host AND source = @source AND forge_id = @forgeId`,
    )
    this.#saveLink = database.prepare<[Values]>(
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

  savePullRequest(scope: Scope, pull: PullRequest, adopt: boolean): Change {
    const { host, run } = scope
    const repository = this.#repositories.save(host, pull.repository)
    const author = pull.author === null ? null : this.#actors.save(host, pull.author)
    if (adopt) {
      if (author !== null) this.#recognition.written({ ...pull, host, author }, repository)
      const told = this.#pullRequestByNumber.get(host, pull.id)
      if (told === undefined) this.#adoptPullRequest.run(pull.id, repository, pull.number)
      else this.#takeover.pullRequest(repository, pull.number, told.id)
    }
    const written = this.#savePullRequest.get({
      host,
      run,
      repository,
      author,
      forgeId: pull.id,
      handle: pull.handle,
      number: pull.number,
      reference: pull.reference,
      title: pull.title,
      url: pull.url,
      state: pull.state,
      draft: Number(pull.draft),
      createdAt: pull.createdAt,
      updatedAt: pull.updatedAt,
      mergedAt: pull.mergedAt,
      additions: pull.additions,
      deletions: pull.deletions,
      changedFiles: pull.changedFiles,
      labels: JSON.stringify(pull.labels),
    })
    return change(written, run)
  }

  saveStub(scope: Scope, stub: PullRequestStub): Change {
    const repository = this.#repositories.saveStub(scope.host, stub.repositoryId)
    this.#saveStub.run({
      host: scope.host,
      run: scope.run,
      repository,
      forgeId: stub.id,
      number: stub.number,
    })
    return 'same'
  }

  /** @throws Error when the review's pull request was not stored before it: the forge's order is broken. */
  saveReview(scope: Scope, review: Review, adopt: boolean): Change {
    const pullRequest = this.#pullRequest(scope.host, review.pullRequestId)
    const values = {
      host: scope.host,
      run: scope.run,
      actor: scope.actor,
      forgeId: review.id,
      handle: review.handle,
      source: review.source,
      pullRequest: pullRequest.id,
      verdict: review.verdict,
      at: review.at,
      updatedAt: review.updatedAt,
      url: withinPullRequest(review.url, pullRequest.url),
      approximate: Number(review.approximate),
      hasComments: flag(review.hasComments),
    }
    if (adopt) {
      const { host, forgeId, actor, source, at, url } = values
      this.#recognition.given(
        { host, actor, source, at, url, number: pullRequest.number },
        pullRequest,
      )
      this.#adoptReview.run({ host, forgeId, actor, source, pullRequest: pullRequest.id, at, url })
    }
    return change(this.#saveReview.get(values), scope.run)
  }

  saveComment(scope: Scope, comment: Comment, adopt: boolean): Change {
    const pullRequest =
      comment.pullRequestId === null ? null : this.#pullRequest(scope.host, comment.pullRequestId)
    const values = {
      host: scope.host,
      run: scope.run,
      actor: scope.actor,
      forgeId: comment.id,
      pullRequest: pullRequest?.id ?? null,
      at: comment.at,
      updatedAt: comment.updatedAt,
      url: withinPullRequest(comment.url, pullRequest?.url ?? null),
      hasWords: flag(comment.hasWords),
    }
    if (adopt) {
      const { host, forgeId, actor, url } = values
      if (pullRequest !== null) this.#recognition.commented({ host, actor, url }, pullRequest)
      this.#adoptComment.run({ host, forgeId, actor, url })
    }
    const written = this.#saveComment.get(values)
    const id = written?.id ?? this.#commentByNumber.get(scope.host, comment.id)?.id
    if (id === undefined) throw new Error(`Cannot find comment ${comment.id} just written`)
    const commandsChanged = this.#saveCommands(id, comment)
    const outcome = change(written, scope.run)
    return outcome === 'same' && commandsChanged ? 'changed' : outcome
  }

  vanish(scope: Scope, forgeId: string, status: 'gone' | 'hidden'): Change {
    const { changes } = this.#vanish.run(status, scope.run, scope.host, forgeId, status)
    // Gone with its repository, or made private with it? Reading the repository again tells; until then it is not public.
    if (changes > 0) this.#doubt.run(scope.host, forgeId)
    return changes > 0 ? 'changed' : 'same'
  }

  vanishReview(scope: Scope, source: string, forgeId: string): Change {
    return this.#vanishReview.run(scope.run, scope.host, source, forgeId).changes > 0
      ? 'changed'
      : 'same'
  }

  /** What is known of a review besides is no news. */
  saveReviewComments(
    { host }: Scope,
    { id, source, hasComments }: Pick<Review, 'id' | 'source' | 'hasComments'>,
  ): Change {
    this.#saveReviewComments.run({ host, source, forgeId: id, hasComments: flag(hasComments) })
    return 'same'
  }

  saveLink(scope: Scope, link: Link): Change {
    const { host, account, run } = scope
    const { address } = link
    // What an address led to and leads to no more has vanished, also where no other stream asks for it. One refused look
    // takes nothing away that another stream reads and answers for: no gap would tell why the count is lower.
    if (link.status !== 'found') {
      const status = link.status === 'missing' ? 'gone' : 'hidden'
      this.#vanishLinked.run({ account, address, run, status })
    }
    this.#saveLink.run({
      account,
      address,
      kind: link.target,
      status: link.status,
      pullRequest:
        link.pullRequestId === null ? null : this.#pullRequest(host, link.pullRequestId).id,
      repository:
        link.repositoryId === null ? null : this.#repositories.saveStub(host, link.repositoryId),
      actor: link.author === null ? null : this.#actors.save(host, link.author),
      at: link.at,
      readAt: scope.now,
    })
    return 'same'
  }

  #saveCommands(id: number, comment: Comment): boolean {
    const wanted = comment.commands.map((command) => ({
      line: command.line,
      kind: command.kind,
      cancels: Number(command.cancels),
    }))
    const stored = this.#commandsOf.all(id)
    if (JSON.stringify(wanted) === JSON.stringify(stored)) return false
    this.#deleteCommands.run(id)
    for (const { line, kind, cancels } of wanted) this.#insertCommand.run(id, line, kind, cancels)
    return stored.length > 0
  }

  #pullRequest(host: string, forgeId: string): StoredPullRequest {
    const row = this.#pullRequestByNumber.get(host, forgeId)
    if (row === undefined)
      throw new Error(`Cannot find pull request ${forgeId} of ${host} in the database`)
    return row
  }
}

/**
 * An address on the pull request's own page is kept as its fragment (`#note_1`), so that it moves with the pull request
 * when a repository is renamed.
 */
function withinPullRequest(url: string | null, pullRequestUrl: string | null): string | null {
  if (url === null || pullRequestUrl === null || !url.startsWith(`${pullRequestUrl}#`)) return url
  return url.slice(pullRequestUrl.length)
}

/** SQLite has no booleans. */
function flag(value: boolean | null): number | null {
  return value === null ? null : Number(value)
}

function change(written: Written | undefined, run: number): Change {
  if (written === undefined) return 'same'
  return written.added_run === run ? 'new' : 'changed'
}

/** A row that an earlier page already brought with a newer time keeps what it has. */
const savePullRequest = `
INSERT INTO pull_request (
  host, forge_id, handle, repository, number, reference, title, url, state, draft, author, created_at, updated_at,
  merged_at, additions, deletions, changed_files, labels, detailed, added_run, changed_run
) VALUES (
  @host, @forgeId, @handle, @repository, @number, @reference, @title, @url, @state, @draft, @author, @createdAt,
  @updatedAt, @mergedAt, @additions, @deletions, @changedFiles, @labels, 1, @run, @run
)
ON CONFLICT (host, forge_id) DO UPDATE SET
  handle = coalesce(excluded.handle, handle), repository = excluded.repository, number = excluded.number,
  reference = excluded.reference, title = excluded.title, url = excluded.url, state = excluded.state,
  draft = excluded.draft, author = excluded.author, created_at = excluded.created_at,
  updated_at = excluded.updated_at, merged_at = coalesce(excluded.merged_at, merged_at),
  additions = coalesce(excluded.additions, additions), deletions = coalesce(excluded.deletions, deletions),
  changed_files = coalesce(excluded.changed_files, changed_files),
  labels = CASE WHEN excluded.labels = '[]' THEN labels ELSE excluded.labels END,
  detailed = 1, status = 'present', changed_run = excluded.changed_run
WHERE detailed = 0 OR status <> 'present' OR updated_at IS NULL
   OR (excluded.updated_at >= updated_at AND (
     excluded.reference <> reference OR excluded.title <> title OR excluded.url <> url OR excluded.state <> state
     OR excluded.draft <> draft OR excluded.author IS NOT author OR excluded.updated_at <> updated_at
     OR (excluded.merged_at IS NOT NULL AND excluded.merged_at IS NOT merged_at)
     OR excluded.repository <> repository
     OR (excluded.additions IS NOT NULL AND excluded.additions IS NOT additions)
     OR (excluded.deletions IS NOT NULL AND excluded.deletions IS NOT deletions)
     OR (excluded.changed_files IS NOT NULL AND excluded.changed_files IS NOT changed_files)
     OR (excluded.handle IS NOT NULL AND excluded.handle IS NOT handle)
     OR (excluded.labels <> '[]' AND excluded.labels <> labels)))
RETURNING id, added_run`

/** Of a review that changed, what was asked about it before no longer holds. */
const saveReview = `
INSERT INTO review (
  host, source, forge_id, handle, actor, pull_request, verdict, at, updated_at, url, approximate, has_comments,
  added_run, changed_run
) VALUES (
  @host, @source, @forgeId, @handle, @actor, @pullRequest, @verdict, @at, @updatedAt, @url, @approximate, @hasComments,
  @run, @run
)
ON CONFLICT (host, source, forge_id) DO UPDATE SET
  actor = excluded.actor, pull_request = excluded.pull_request, verdict = excluded.verdict, at = excluded.at,
  updated_at = excluded.updated_at, url = coalesce(excluded.url, url), approximate = excluded.approximate,
  has_comments = CASE WHEN excluded.updated_at > updated_at THEN excluded.has_comments
                      ELSE coalesce(excluded.has_comments, has_comments) END,
  untold = CASE WHEN excluded.updated_at > updated_at THEN 0 ELSE untold END,
  handle = coalesce(excluded.handle, handle), status = 'present', changed_run = excluded.changed_run
WHERE status <> 'present' OR (excluded.updated_at >= updated_at AND (
  excluded.actor <> actor OR excluded.pull_request <> pull_request OR excluded.verdict <> verdict
  OR excluded.at <> at OR excluded.updated_at <> updated_at OR excluded.approximate <> approximate
  OR (excluded.url IS NOT NULL AND excluded.url IS NOT url)
  OR (excluded.handle IS NOT NULL AND excluded.handle IS NOT handle)
  OR (excluded.has_comments IS NOT NULL AND excluded.has_comments IS NOT has_comments)))
RETURNING id, added_run`

const saveComment = `
INSERT INTO comment (host, forge_id, actor, pull_request, at, updated_at, url, has_words, added_run, changed_run)
VALUES (@host, @forgeId, @actor, @pullRequest, @at, @updatedAt, @url, @hasWords, @run, @run)
ON CONFLICT (host, forge_id) DO UPDATE SET
  actor = excluded.actor, pull_request = excluded.pull_request, at = excluded.at, updated_at = excluded.updated_at,
  url = excluded.url, has_words = excluded.has_words, changed_run = excluded.changed_run
WHERE excluded.updated_at >= updated_at AND (
  excluded.has_words IS NOT has_words OR excluded.updated_at <> updated_at OR excluded.url <> url OR excluded.pull_request IS NOT pull_request
  OR excluded.actor <> actor OR excluded.at <> at)
RETURNING id, added_run`
