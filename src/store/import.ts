import type { Database } from 'better-sqlite3'
import type { Accounts } from './accounts.ts'
import type { Repositories } from './repositories.ts'

/** A row of an ndjson export, checked. */
export type ImportRow = ImportedPullRequest | ImportedReview

interface Imported {
  readonly forge: string
  readonly host: string
  readonly repository: string
  readonly number: number
  readonly reference: string
  readonly url: string
  /** The account to hang it on. */
  readonly login: string
}

export interface ImportedPullRequest extends Imported {
  readonly type: 'pull-request'
  readonly title: string
  readonly state: string
  readonly createdAt: string | null
  readonly mergedAt: string | null
  readonly additions: number | null
  readonly deletions: number | null
  readonly visibility: string
}

export interface ImportedReview extends Imported {
  readonly type: 'review'
  readonly verdict: string
  readonly source: string
  readonly at: string
  /** Of the repository: what another row of the file says, else what the file was exported with. */
  readonly visibility: string
}

type Values = Record<string, unknown>

/**
 * Puts exported rows back. Rows that are there are left as they are; new ones have no forge number until a sync tells it
 * and takes them over.
 */
export class Imports {
  readonly #accounts
  readonly #repositories
  readonly #findPullRequest
  readonly #insertPullRequest
  readonly #completePullRequest
  readonly #countReviews
  readonly #insertReview
  readonly #findCommand
  readonly #insertComment
  readonly #insertCommand
  readonly #equalsSeen = new Map<string, number>()

  constructor(database: Database, accounts: Accounts, repositories: Repositories) {
    this.#accounts = accounts
    this.#repositories = repositories
    this.#findPullRequest = database.prepare<
      [number, number],
      { id: number; detailed: number; url: string | null }
    >('SELECT id, detailed, url FROM pull_request WHERE repository = ? AND number = ?')
    this.#insertPullRequest = database.prepare<[Values]>(
      `INSERT INTO pull_request (host, repository, number, reference, title, url, state, author, created_at, merged_at,
         additions, deletions, detailed)
       VALUES (@host, @repository, @number, @reference, @title, @url, @state, @author, @createdAt, @mergedAt,
         @additions, @deletions, 1)`,
    )
    this.#completePullRequest = database.prepare<[Values]>(
      `UPDATE pull_request
       SET reference = @reference, title = @title, url = @url, state = @state, author = @author,
           created_at = @createdAt, merged_at = @mergedAt, additions = @additions, deletions = @deletions
       WHERE repository = @repository AND number = @number AND forge_id IS NULL AND author IS NULL`,
    )
    this.#countReviews = database.prepare<[Values], { count: number }>(
      `SELECT count(*) AS count FROM review
       WHERE pull_request = @pullRequest AND actor = @actor AND source = @source AND at = @at
         AND (url IS @url OR url = @address)`,
    )
    this.#insertReview = database.prepare<[Values]>(
      `INSERT INTO review (host, source, actor, pull_request, verdict, at, updated_at, url)
       VALUES (@host, @source, @actor, @pullRequest, @verdict, @at, @at, @url)`,
    )
    this.#findCommand = database.prepare<[Values], { id: number; commands: number }>(
      `SELECT comment.id,
              (SELECT count(*) FROM standing_command WHERE standing_command.comment = comment.id) AS commands
       FROM comment
       WHERE pull_request = @pullRequest AND actor = @actor AND at = @at AND url IN (@url, @address)`,
    )
    this.#insertComment = database.prepare<[Values]>(
      `INSERT INTO comment (host, actor, pull_request, at, updated_at, url)
       VALUES (@host, @actor, @pullRequest, @at, @at, @url)`,
    )
    this.#insertCommand = database.prepare<[number | bigint, number, string]>(
      'INSERT INTO command (comment, line, kind, cancels) VALUES (?, ?, ?, 0)',
    )
  }

  /** @returns true when the row was not there */
  add(row: ImportRow): boolean {
    const account = this.#accounts.begin({ host: row.host, login: row.login, forge: row.forge })
    const actor = this.#accounts.actorForImport(account)
    const repositoryUrl = row.url.includes(`/${row.repository}/`)
      ? row.url.slice(0, row.url.indexOf(`/${row.repository}/`) + row.repository.length + 1)
      : null
    const repository = this.#repositories.saveByPath(
      row.host,
      row.repository,
      repositoryUrl,
      row.visibility,
    )
    if (row.type === 'pull-request') return this.#addPullRequest(row, repository, actor)
    return this.#addReview(row, repository, actor)
  }

  #addPullRequest(row: ImportedPullRequest, repository: number, author: number): boolean {
    const known = this.#findPullRequest.get(repository, row.number)
    const { host, number, reference, title, url, state } = row
    const { createdAt, mergedAt, additions, deletions } = row
    const values = {
      host,
      repository,
      number,
      reference,
      title,
      url,
      state,
      author,
      createdAt,
      mergedAt,
      additions,
      deletions,
    }
    // A review of it, by somebody else in the same file, may have come first.
    if (known !== undefined) return this.#completePullRequest.run(values).changes > 0
    this.#insertPullRequest.run(values)
    return true
  }

  #addReview(row: ImportedReview, repository: number, actor: number): boolean {
    const pull = this.#reviewedPullRequest(row, repository)
    const url = withinPullRequest(row.url, pull.url)
    if (row.source === 'command') return this.#addCommand(row, pull.id, actor, url ?? row.url)
    const { host, source, verdict, at } = row
    const key = { pullRequest: pull.id, actor, source, at, url, address: row.url }
    if (!this.#isFurther(key, this.#countReviews.get(key)?.count ?? 0)) return false
    this.#insertReview.run({ host, source, actor, pullRequest: pull.id, verdict, at, url })
    return true
  }

  /** Rows of a file may be equal: its third is new only where fewer than three are stored. */
  #isFurther(key: Values, stored: number): boolean {
    const name = JSON.stringify(key)
    const place = (this.#equalsSeen.get(name) ?? 0) + 1
    this.#equalsSeen.set(name, place)
    return place > stored
  }

  /** A review's row does not say what the pull request is called or who wrote it: only that it was somebody else. */
  #reviewedPullRequest(
    row: ImportedReview,
    repository: number,
  ): { id: number; url: string | null } {
    const known = this.#findPullRequest.get(repository, row.number)
    if (known !== undefined) return known
    const url = row.url.split('#', 1)[0] ?? row.url
    this.#insertPullRequest.run({
      host: row.host,
      repository,
      number: row.number,
      reference: row.reference,
      title: row.reference,
      url,
      state: 'open',
      author: null,
      createdAt: null,
      mergedAt: null,
      additions: null,
      deletions: null,
    })
    return this.#findPullRequest.get(repository, row.number) ?? { id: -1, url }
  }

  /**
   * An export does not tell `/lgtm` from `/approve`, so two of them in one comment are equal rows: the second equal row
   * of a file is the comment's second line.
   */
  #addCommand(row: ImportedReview, pullRequest: number, actor: number, url: string): boolean {
    const { host, at } = row
    const key = { pullRequest, actor, at, url, address: row.url }
    const known = this.#findCommand.get(key)
    const stored = known?.commands ?? 0
    if (!this.#isFurther(key, stored)) return false
    const comment =
      known?.id ??
      Number(this.#insertComment.run({ host, actor, pullRequest, at, url }).lastInsertRowid)
    this.#insertCommand.run(comment, stored, 'lgtm')
    return true
  }
}

/** As the store keeps addresses: null is the pull request's own, `#…` a place on its page. */
function withinPullRequest(address: string, pullRequest: string | null): string | null {
  if (pullRequest === null) return address
  if (address === pullRequest) return null
  return address.startsWith(`${pullRequest}#`) ? address.slice(pullRequest.length) : address
}
