import type { Database } from 'better-sqlite3'
import type { Comment } from '../contribution/types.ts'
import { onPage } from './page-address.ts'
import type { PullRequests } from './pull-requests.ts'
import type { Recognition } from './recognition.ts'
import { type Change, changeOf, flag, type Scope, type Values, type Written } from './saving.ts'

/** What pages write into `comment` and `command`. */
export class Comments {
  readonly #pullRequests
  readonly #recognition
  readonly #save
  readonly #byNumber
  readonly #adopt
  readonly #commandsOf
  readonly #deleteCommands
  readonly #insertCommand

  constructor(database: Database, pullRequests: PullRequests, recognition: Recognition) {
    this.#pullRequests = pullRequests
    this.#recognition = recognition
    this.#save = database.prepare<[Values], Written>(saveComment)
    this.#byNumber = database.prepare<[string, string], { id: number }>(
      'SELECT id FROM comment WHERE host = ? AND forge_id = ?',
    )
    this.#adopt = database.prepare<[Values]>(
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
  }

  /** @throws Error when the comment's pull request was not stored before it */
  save(scope: Scope, comment: Comment, adopt: boolean): Change {
    const pullRequest =
      comment.pullRequestId === null
        ? null
        : this.#pullRequests.get(scope.host, comment.pullRequestId)
    const values = {
      host: scope.host,
      run: scope.run,
      actor: scope.actor,
      forgeId: comment.id,
      pullRequest: pullRequest?.id ?? null,
      at: comment.at,
      updatedAt: comment.updatedAt,
      url: onPage(comment.url, pullRequest),
      hasWords: flag(comment.hasWords),
    }
    if (adopt) {
      const { host, forgeId, actor, url } = values
      if (pullRequest !== null) this.#recognition.commented({ host, actor, url }, pullRequest)
      this.#adopt.run({ host, forgeId, actor, url })
    }
    const written = this.#save.get(values)
    const id = written?.id ?? this.#byNumber.get(scope.host, comment.id)?.id
    if (id === undefined) throw new Error(`Cannot find comment ${comment.id} just written`)
    const commandsChanged = this.#saveCommands(id, comment)
    const outcome = changeOf(written, scope.run)
    return outcome === 'same' && commandsChanged ? 'changed' : outcome
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
}

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
