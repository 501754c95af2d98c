import type { Database } from 'better-sqlite3'
import type { Timestamp } from '../contribution/types.ts'
import type { Identity } from '../forge/forge.ts'
import type { Actors } from './actors.ts'

/** A configured login and what is known of it. */
export interface Account {
  readonly id: number
  readonly host: string
  readonly login: string
  readonly forge: string
  readonly handle: string | null
  readonly createdAt: Timestamp | null
  readonly readFullyAt: Timestamp | null
  /** The run that began the full reading under way. */
  readonly fullRun: number | null
  /** Where the token came from that it was last read with. */
  readonly seat: string | null
  readonly actor: {
    readonly id: number
    readonly forgeId: string | null
    readonly login: string
  } | null
}

/** An account as the configuration names it. */
export interface AccountName {
  readonly host: string
  readonly login: string
  /** Name of the forge in the configuration. */
  readonly forge: string
}

interface Row {
  readonly id: number
  readonly host: string
  readonly login: string
  readonly forge: string
  readonly handle: string | null
  readonly created_at: Timestamp | null
  readonly read_fully_at: Timestamp | null
  readonly full_run: number | null
  readonly seat: string | null
  readonly actor: number | null
  readonly forge_id: string | null
  readonly actor_login: string | null
}

const select = `
SELECT account.id, account.host, account.login, account.forge, account.handle, account.created_at,
       account.read_fully_at, account.full_run, account.seat, account.actor, actor.forge_id, actor.login AS actor_login
FROM account LEFT JOIN actor ON actor.id = account.actor`

/** All SQL of `person`, `account` and `person_account`. */
export class Accounts {
  readonly #actors
  readonly #byLogin
  readonly #byCurrentLogin
  readonly #insert
  readonly #rename
  readonly #identify
  readonly #beginFull
  readonly #readFully
  readonly #seat
  readonly #savePerson
  readonly #unlink
  readonly #link

  constructor(database: Database, actors: Actors) {
    this.#actors = actors
    this.#byLogin = database.prepare<[string, string], Row>(
      `${select} WHERE account.host = ? AND account.login = ?`,
    )
    this.#byCurrentLogin = database.prepare<[string, string], Row>(
      `${select} WHERE account.host = ? AND actor.login = ? COLLATE NOCASE AND actor.forge_id IS NOT NULL`,
    )
    this.#insert = database.prepare<[string, string, string]>(
      'INSERT INTO account (host, login, forge) VALUES (?, ?, ?)',
    )
    this.#rename = database.prepare<[string, string, number]>(
      'UPDATE account SET login = ?, forge = ? WHERE id = ? ',
    )
    this.#identify = database.prepare<[number, string | null, Timestamp | null, number]>(
      'UPDATE account SET actor = ?, handle = ?, created_at = coalesce(?, created_at) WHERE id = ?',
    )
    this.#beginFull = database.prepare<[number, number]>(
      'UPDATE account SET full_run = ? WHERE id = ?',
    )
    this.#readFully = database.prepare<[Timestamp, number]>(
      'UPDATE account SET read_fully_at = ?, full_run = NULL WHERE id = ?',
    )
    this.#seat = database.prepare<[string, number]>('UPDATE account SET seat = ? WHERE id = ?')
    this.#savePerson = database.prepare<[string, string]>(
      `INSERT INTO person (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name
       WHERE name <> excluded.name`,
    )
    this.#unlink = database.prepare<[string]>('DELETE FROM person_account WHERE person = ?')
    this.#link = database.prepare<[string, number]>(
      'INSERT OR IGNORE INTO person_account (person, account) VALUES (?, ?)',
    )
  }

  find(name: AccountName): Account | undefined {
    const row =
      this.#byLogin.get(name.host, name.login) ?? this.#byCurrentLogin.get(name.host, name.login)
    return row === undefined ? undefined : toAccount(row)
  }

  /**
   * The row of a configured account; made when there is none. A login the configuration took over after a rename finds
   * the row it had before.
   */
  begin(name: AccountName): Account {
    const known = this.find(name)
    if (known === undefined) this.#insert.run(name.host, name.login, name.forge)
    else if (known.login !== name.login || known.forge !== name.forge) {
      this.#rename.run(name.login, name.forge, known.id)
    }
    const row = this.#byLogin.get(name.host, name.login)
    if (row === undefined) throw new Error(`Cannot find account ${name.login} just written`)
    return toAccount(row)
  }

  identify(account: Account, identity: Identity): number {
    const actor = this.#actors.identify(account.host, identity.id, identity.login)
    this.#identify.run(actor, identity.handle, identity.createdAt, account.id)
    return actor
  }

  /** Gives an account whose number is not known yet an actor to hang imported rows on. */
  actorForImport(account: Account): number {
    if (account.actor !== null) return account.actor.id
    const actor = this.#actors.saveByLogin(account.host, account.login)
    this.#identify.run(actor, null, null, account.id)
    return actor
  }

  /** All streams of the account are to be read from the beginning, however many runs that takes. */
  beginFull(account: number, run: number): void {
    this.#beginFull.run(run, account)
  }

  readFully(account: number, at: Timestamp): void {
    this.#readFully.run(at, account)
  }

  /** @param name of where its token comes from, in the configuration's words */
  seat(account: number, name: string): void {
    this.#seat.run(name, account)
  }

  savePerson(id: string, name: string, accounts: readonly number[]): void {
    this.#savePerson.run(id, name)
    this.#unlink.run(id)
    for (const account of accounts) this.#link.run(id, account)
  }
}

function toAccount(row: Row): Account {
  return {
    id: row.id,
    host: row.host,
    login: row.login,
    forge: row.forge,
    handle: row.handle,
    createdAt: row.created_at,
    readFullyAt: row.read_fully_at,
    fullRun: row.full_run,
    seat: row.seat,
    actor:
      row.actor === null
        ? null
        : { id: row.actor, forgeId: row.forge_id, login: row.actor_login ?? row.login },
  }
}
