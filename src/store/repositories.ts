import type { Database } from 'better-sqlite3'
import type { Repository, RepositoryDetails, Timestamp } from '../contribution/types.ts'
import type { Takeover } from './takeover.ts'

/** A repository that only an import told of. */
interface Imported {
  readonly id: number
  readonly path: string
  readonly url: string | null
}

interface Row {
  readonly id: number
  readonly forge_id: string | null
  readonly handle: string | null
  readonly path: string | null
  readonly url: string | null
  readonly visibility: string
}

const columns = 'id, forge_id, handle, path, url, visibility'
const remembered = 10_000

/** All SQL of the tables `repository` and `former_path`. */
export class Repositories {
  readonly #takeover
  readonly #byNumber
  readonly #importedByPath
  readonly #byPath
  readonly #hide
  readonly #byId
  readonly #name
  readonly #insert
  readonly #update
  readonly #saveDetails
  readonly #keepFormerPath
  readonly #moveAddresses
  readonly #vanish
  readonly #vanishPath
  readonly #isOlder
  readonly #doubt
  readonly #seen = new Map<string, number>()

  constructor(database: Database, takeover: Takeover) {
    this.#takeover = takeover
    this.#byNumber = database.prepare<[string, string], Row>(
      `SELECT ${columns} FROM repository WHERE host = ? AND forge_id = ?`,
    )
    this.#importedByPath = database.prepare<[string, string], Row>(
      `SELECT ${columns} FROM repository WHERE host = ? AND path = ? COLLATE NOCASE AND forge_id IS NULL`,
    )
    this.#byPath = database.prepare<[string, string], Row>(
      `SELECT ${columns} FROM repository WHERE host = ? AND path = ? COLLATE NOCASE ORDER BY forge_id IS NULL`,
    )
    this.#byId = database.prepare<[number], Row>(`SELECT ${columns} FROM repository WHERE id = ?`)
    // Of one that only a review has named the path comes later; until then it is called as it was.
    this.#name = database.prepare<[string, string | null, number]>(
      'UPDATE repository SET path = ?, url = ? WHERE id = ?',
    )
    this.#hide = database.prepare<[string, number]>(
      'UPDATE repository SET visibility = ? WHERE id = ?',
    )
    this.#insert = database.prepare<
      [string, string | null, string | null, string | null, string | null, string]
    >(
      `INSERT INTO repository (host, forge_id, handle, path, url, visibility) VALUES (?, ?, ?, ?, ?, ?)`,
    )
    this.#update = database.prepare<[string, string | null, string, string, string, number]>(
      `UPDATE repository SET forge_id = ?, handle = coalesce(?, handle), path = ?, url = ?, visibility = ?
       WHERE id = ?`,
    )
    this.#saveDetails = database.prepare<[Record<string, unknown>]>(
      `UPDATE repository
       SET description = @description, stars = coalesce(@stars, stars), languages = coalesce(@languages, languages),
           topics = coalesce(@topics, topics), archived = @archived, fork = coalesce(@fork, fork),
           created_at = coalesce(@createdAt, created_at), pushed_at = coalesce(@pushedAt, pushed_at),
           owner_login = @ownerLogin, details_read_at = @readAt
       WHERE id = @id`,
    )
    this.#vanish = database.prepare<[string, Timestamp, string, string]>(
      'UPDATE repository SET visibility = ?, details_read_at = ? WHERE host = ? AND forge_id = ?',
    )
    this.#vanishPath = database.prepare<[string, Timestamp, string, string]>(
      `UPDATE repository SET visibility = ?, details_read_at = ?
       WHERE host = ? AND path = ? COLLATE NOCASE AND forge_id IS NULL`,
    )
    this.#isOlder = database.prepare<[Record<string, string>], { found: number }>(
      `SELECT EXISTS (SELECT 1 FROM repository r JOIN pull_request p ON p.repository = r.id
                      WHERE r.host = @host AND r.path = @path COLLATE NOCASE AND r.forge_id IS NULL
                        AND (p.created_at < @createdAt
                             OR EXISTS (SELECT 1 FROM review
                                        WHERE review.pull_request = p.id AND review.at < @createdAt))) AS found`,
    )
    // What went with its repository need not have come back with it, nor the reviews on it.
    this.#doubt = database.prepare<[number]>(
      `UPDATE pull_request SET status = 'hidden'
       WHERE repository = ? AND status = 'gone'
         AND EXISTS (SELECT 1 FROM review WHERE review.pull_request = pull_request.id AND review.status = 'present')`,
    )
    this.#keepFormerPath = database.prepare<[number, string]>(
      'INSERT OR IGNORE INTO former_path (repository, path) VALUES (?, ?)',
    )
    // Pull requests are not read again because their repository was renamed: their addresses move with it.
    this.#moveAddresses = database.prepare<[Record<string, unknown>]>(
      `UPDATE pull_request
       SET url = CASE WHEN substr(url, 1, length(@oldUrl) + 1) = @oldUrl || '/'
                      THEN @url || substr(url, length(@oldUrl) + 1) ELSE url END,
           reference = CASE WHEN substr(reference, 1, length(@oldPath)) = @oldPath
                             AND substr(reference, length(@oldPath) + 1, 1) IN ('#', '!')
                            THEN @path || substr(reference, length(@oldPath) + 1) ELSE reference END
       WHERE repository = @id AND detailed = 1`,
    )
  }

  /** Stores what the repository is called now; returns its row. */
  save(host: string, repository: Repository): number {
    const key = `${host} ${repository.id} ${repository.path} ${repository.visibility} ${repository.url}`
    const seen = this.#seen.get(key)
    if (seen !== undefined) return seen
    const id = this.#write(host, repository)
    if (this.#seen.size >= remembered) this.#seen.clear()
    this.#seen.set(key, id)
    return id
  }

  /** The row of a repository of which only the number is known. */
  saveStub(host: string, forgeId: string): number {
    const known = this.#byNumber.get(host, forgeId)
    if (known !== undefined) return known.id
    return Number(this.#insert.run(host, forgeId, null, null, null, 'unknown').lastInsertRowid)
  }

  saveDetails(host: string, details: RepositoryDetails, readAt: Timestamp): number {
    const id = this.save(host, details)
    this.#saveDetails.run({
      id,
      description: details.description,
      stars: details.stars,
      languages: toText(details.languages),
      topics: toText(details.topics),
      archived: Number(details.archived),
      fork: details.fork === null ? null : Number(details.fork),
      createdAt: details.createdAt,
      pushedAt: details.pushedAt,
      ownerLogin: details.ownerLogin,
      readAt,
    })
    return id
  }

  /** The row of a repository that only an import names, by its current path; made when there is none. */
  saveByPath(host: string, path: string, url: string | null, visibility: string): number {
    const known = this.#byPath.get(host, path)
    if (known !== undefined) {
      // What only imports told of: the stricter word stands.
      if (known.forge_id === null && visibility !== 'public') this.#hide.run(visibility, known.id)
      return known.id
    }
    return Number(this.#insert.run(host, null, null, path, url, visibility).lastInsertRowid)
  }

  /** What an import told of a repository under another name becomes that of the one with this row. */
  takeOver(imported: Imported, told: number): void {
    const now = this.#byId.get(told)
    if (now === undefined) return
    this.#takeover.repository(imported.id, told)
    const { path, url } = now
    if (path !== null && path !== imported.path) this.#keepFormerPath.run(told, imported.path)
    const oldNames = { id: told, oldUrl: imported.url, oldPath: imported.path }
    if (path === null) this.#name.run(imported.path, imported.url, told)
    else this.#moveAddresses.run({ ...oldNames, url, path })
  }

  /** What can no longer be seen is private, or at least not known to be public. */
  vanish(host: string, forgeId: string, status: 'gone' | 'hidden', readAt: Timestamp): void {
    this.#vanish.run(status === 'hidden' ? 'private' : 'unknown', readAt, host, forgeId)
    this.#seen.clear()
  }

  /** The same for one that only an import told of. */
  vanishPath(host: string, path: string, status: 'gone' | 'hidden', readAt: Timestamp): void {
    this.#vanishPath.run(status === 'hidden' ? 'private' : 'unknown', readAt, host, path)
  }

  /** Whether an import tells of something in the repository from before then: one made then under its path is another. */
  isOlder(host: string, path: string, createdAt: Timestamp): boolean {
    return this.#isOlder.get({ host, path, createdAt })?.found === 1
  }

  /** The forge showed the repository with the row `told` when asked for `path`: what an import told of under it is that one's. */
  knowAgain(host: string, path: string, told: number): void {
    const imported = this.#importedByPath.get(host, path)
    if (imported !== undefined) this.takeOver({ ...imported, path }, told)
  }

  forget(): void {
    this.#seen.clear()
  }

  #write(host: string, repository: Repository): number {
    const { id: forgeId, handle, path, url, visibility } = repository
    const told = this.#byNumber.get(host, forgeId)
    const imported = this.#importedByPath.get(host, path)
    if (told !== undefined && imported !== undefined)
      this.#takeover.repository(imported.id, told.id)
    const known = told ?? imported
    if (known === undefined) {
      return Number(this.#insert.run(host, forgeId, handle, path, url, visibility).lastInsertRowid)
    }
    const same =
      known.forge_id === forgeId &&
      known.path === path &&
      known.url === url &&
      known.visibility === visibility &&
      (handle === null || known.handle === handle)
    if (same) return known.id
    this.#update.run(forgeId, handle, path, url, visibility, known.id)
    if (known.visibility !== 'public' && visibility === 'public') this.#doubt.run(known.id)
    if (known.path !== null && known.path !== path) {
      this.#keepFormerPath.run(known.id, known.path)
      this.#moveAddresses.run({ id: known.id, oldUrl: known.url, url, oldPath: known.path, path })
      this.#seen.clear()
    }
    return known.id
  }
}

function toText(list: readonly string[] | null): string | null {
  return list === null ? null : JSON.stringify(list)
}
