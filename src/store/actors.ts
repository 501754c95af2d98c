import type { Database } from 'better-sqlite3'
import type { Actor } from '../contribution/types.ts'

/** Actors that pages name again and again are looked up once; the map is emptied when it grows past this. */
const remembered = 10_000

/** All SQL of the table `actor`. */
export class Actors {
  readonly #byNumber
  readonly #byLogin
  readonly #insert
  readonly #update
  readonly #seen = new Map<string, number>()

  constructor(database: Database) {
    this.#byNumber = database.prepare<[string, string], { id: number; login: string; bot: number }>(
      'SELECT id, login, bot FROM actor WHERE host = ? AND forge_id = ?',
    )
    this.#byLogin = database.prepare<[string, string], { id: number }>(
      'SELECT id FROM actor WHERE host = ? AND login = ? COLLATE NOCASE AND forge_id IS NULL',
    )
    this.#insert = database.prepare<[string, string | null, string, number]>(
      'INSERT INTO actor (host, forge_id, login, bot) VALUES (?, ?, ?, ?)',
    )
    this.#update = database.prepare<[string, string, number, number]>(
      'UPDATE actor SET forge_id = ?, login = ?, bot = ? WHERE id = ?',
    )
  }

  /** Stores what `actor` is called now; an actor known by login only (imported) gets its number. */
  save(host: string, actor: Actor): number {
    const key = `${host} ${actor.id} ${actor.login} ${actor.bot}`
    const seen = this.#seen.get(key)
    if (seen !== undefined) return seen
    const id = this.#write(host, actor)
    if (this.#seen.size >= remembered) this.#seen.clear()
    this.#seen.set(key, id)
    return id
  }

  /** The actor behind a followed account: the forge said who it is, not whether it is a bot. */
  identify(host: string, id: string, login: string): number {
    const bot = this.#byNumber.get(host, id)?.bot === 1
    return this.save(host, { id, login, bot })
  }

  /** The actor with that login whose number is not known yet; made when there is none. */
  saveByLogin(host: string, login: string): number {
    const row = this.#byLogin.get(host, login)
    return row?.id ?? Number(this.#insert.run(host, null, login, 0).lastInsertRowid)
  }

  /** Forgets what was looked up: a transaction was rolled back. */
  forget(): void {
    this.#seen.clear()
  }

  #write(host: string, actor: Actor): number {
    const bot = Number(actor.bot)
    const known = this.#byNumber.get(host, actor.id)
    if (known !== undefined) {
      if (known.login !== actor.login || known.bot !== bot) {
        this.#update.run(actor.id, actor.login, bot, known.id)
      }
      return known.id
    }
    const imported = this.#byLogin.get(host, actor.login)
    if (imported !== undefined) {
      this.#update.run(actor.id, actor.login, bot, imported.id)
      return imported.id
    }
    return Number(this.#insert.run(host, actor.id, actor.login, bot).lastInsertRowid)
  }
}
