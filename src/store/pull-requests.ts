import type { Database } from 'better-sqlite3'
import type { PullRequest, PullRequestStub } from '../contribution/types.ts'
import type { Actors } from './actors.ts'
import type { Recognition } from './recognition.ts'
import type { Repositories } from './repositories.ts'
import { type Change, changeOf, type Scope, type Values, type Written } from './saving.ts'
import type { Takeover } from './takeover.ts'

export interface StoredPullRequest {
  readonly id: number
  readonly repository: number
  readonly number: number
  readonly url: string | null
}

interface Neighbours {
  readonly actors: Actors
  readonly repositories: Repositories
  readonly takeover: Takeover
  readonly recognition: Recognition
}

/** What pages write into `pull_request`. */
export class PullRequests {
  readonly #actors
  readonly #repositories
  readonly #takeover
  readonly #recognition
  readonly #save
  readonly #saveStub
  readonly #byNumber
  readonly #adopt
  readonly #vanish
  readonly #doubt

  constructor(database: Database, { actors, repositories, takeover, recognition }: Neighbours) {
    this.#actors = actors
    this.#repositories = repositories
    this.#takeover = takeover
    this.#recognition = recognition
    this.#save = database.prepare<[Values], Written>(savePullRequest)
    this.#saveStub = database.prepare<[Values]>(
      `INSERT INTO pull_request (host, forge_id, repository, number, detailed, added_run, changed_run)
       VALUES (@host, @forgeId, @repository, @number, 0, @run, @run)
       ON CONFLICT (host, forge_id) DO NOTHING`,
    )
    this.#byNumber = database.prepare<[string, string], StoredPullRequest>(
      'SELECT id, repository, number, url FROM pull_request WHERE host = ? AND forge_id = ?',
    )
    this.#adopt = database.prepare<[string, number, number]>(
      'UPDATE pull_request SET forge_id = ? WHERE repository = ? AND number = ? AND forge_id IS NULL',
    )
    this.#vanish = database.prepare<[string, number, string, string, string]>(
      'UPDATE pull_request SET status = ?, changed_run = ? WHERE host = ? AND forge_id = ? AND status <> ?',
    )
    this.#doubt = database.prepare<[string, string]>(
      `UPDATE repository SET details_read_at = NULL
       WHERE id = (SELECT repository FROM pull_request WHERE host = ? AND forge_id = ?)`,
    )
  }

  /** @param adopt whether an import may have told of it already */
  save(scope: Scope, pull: PullRequest, adopt: boolean): Change {
    const { host, run } = scope
    const repository = this.#repositories.save(host, pull.repository)
    const author = pull.author === null ? null : this.#actors.save(host, pull.author)
    if (adopt) {
      if (author !== null) this.#recognition.written({ ...pull, host, author }, repository)
      const told = this.#byNumber.get(host, pull.id)
      if (told === undefined) this.#adopt.run(pull.id, repository, pull.number)
      else this.#takeover.pullRequest(repository, pull.number, told.id)
    }
    const written = this.#save.get({
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
    return changeOf(written, run)
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

  vanish(scope: Scope, forgeId: string, status: 'gone' | 'hidden'): Change {
    const { changes } = this.#vanish.run(status, scope.run, scope.host, forgeId, status)
    // Gone with its repository, or made private with it? Reading the repository again tells; until then it is not public.
    if (changes > 0) this.#doubt.run(scope.host, forgeId)
    return changes > 0 ? 'changed' : 'same'
  }

  /** @throws Error when it was not stored before what hangs on it: the forge's order is broken. */
  get(host: string, forgeId: string): StoredPullRequest {
    const row = this.#byNumber.get(host, forgeId)
    if (row === undefined)
      throw new Error(`Cannot find pull request ${forgeId} of ${host} in the database`)
    return row
  }
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
