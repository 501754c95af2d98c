import type { Database } from 'better-sqlite3'
import type { Review } from '../contribution/types.ts'
import { onPage } from './page-address.ts'
import type { PullRequests } from './pull-requests.ts'
import type { Recognition } from './recognition.ts'
import { type Change, changeOf, flag, type Scope, type Values, type Written } from './saving.ts'

/** What pages write into `review`. */
export class Reviews {
  readonly #pullRequests
  readonly #recognition
  readonly #save
  readonly #adopt
  readonly #vanish
  readonly #saveComments

  constructor(database: Database, pullRequests: PullRequests, recognition: Recognition) {
    this.#pullRequests = pullRequests
    this.#recognition = recognition
    this.#save = database.prepare<[Values], Written>(saveReview)
    this.#adopt = database.prepare<[Values]>(
      `UPDATE review SET forge_id = @forgeId
       WHERE id = (SELECT id FROM review
                   WHERE pull_request = @pullRequest AND actor = @actor AND source = @source AND at = @at
                     AND forge_id IS NULL
                   ORDER BY url IS @url DESC LIMIT 1)
         AND NOT EXISTS (SELECT 1 FROM review WHERE host = @host AND source = @source AND forge_id = @forgeId)`,
    )
    this.#vanish = database.prepare<[number, string, string, string]>(
      `UPDATE review SET status = 'gone', changed_run = ?
       WHERE host = ? AND source = ? AND forge_id = ? AND status <> 'gone'`,
    )
    this.#saveComments = database.prepare<[Values]>(
      `UPDATE review SET has_comments = @hasComments, untold = @hasComments IS NULL
       WHERE host = @host AND source = @source AND forge_id = @forgeId`,
    )
  }

  /** @throws Error when the review's pull request was not stored before it */
  save(scope: Scope, review: Review, adopt: boolean): Change {
    const pullRequest = this.#pullRequests.get(scope.host, review.pullRequestId)
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
      url: onPage(review.url, pullRequest),
      approximate: Number(review.approximate),
      hasComments: flag(review.hasComments),
    }
    if (adopt) {
      const { host, forgeId, actor, source, at, url } = values
      this.#recognition.given(
        { host, actor, source, at, url, number: pullRequest.number },
        pullRequest,
      )
      this.#adopt.run({ host, forgeId, actor, source, pullRequest: pullRequest.id, at, url })
    }
    return changeOf(this.#save.get(values), scope.run)
  }

  vanish(scope: Scope, source: string, forgeId: string): Change {
    return this.#vanish.run(scope.run, scope.host, source, forgeId).changes > 0 ? 'changed' : 'same'
  }

  /** What is known of a review besides is no news. */
  saveComments(
    { host }: Scope,
    { id, source, hasComments }: Pick<Review, 'id' | 'source' | 'hasComments'>,
  ): Change {
    this.#saveComments.run({ host, source, forgeId: id, hasComments: flag(hasComments) })
    return 'same'
  }
}

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
