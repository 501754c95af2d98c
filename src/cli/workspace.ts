import type { Config, Person } from '../config/config.ts'
import { findConfig, loadConfig } from '../config/load.ts'
import { kindFacts } from '../forge/kinds.ts'
import type { Proof } from '../report/proof.ts'
import type { Contributions } from '../report/select.ts'
import type { Account } from '../store/accounts.ts'
import type { Store } from '../store/store.ts'
import { isOptional } from '../sync/account-run.ts'
import type { Context } from './context.ts'
import { UsageError } from './exit-codes.ts'

/** @throws ConfigError, UsageError before anything is tried */
export function openConfig(options: { readonly config?: string }, context: Context): Config {
  return loadConfig(findConfig(options, context.env, context.cwd))
}

/**
 * The people named on the command line, as configured; all when none is named.
 * @throws UsageError naming every id the configuration does not have
 */
export function choosePeople(config: Config, ids: readonly string[]): readonly Person[] {
  const unknown = ids.filter((id) => config.people.every((person) => person.id !== id))
  if (unknown.length > 0) {
    const known = config.people.map((person) => `\`${person.id}\``).join(', ')
    throw new UsageError(
      `Cannot find ${unknown.map((id) => `\`${id}\``).join(' and ')} among the people of ${config.path}: expected ${known}`,
    )
  }
  return ids.length === 0
    ? config.people
    : config.people.filter((person) => ids.includes(person.id))
}

/** One configured account with what the store knows of it; undefined before its first sync. */
export interface StoredAccount {
  readonly configured: Person['accounts'][number]
  readonly stored: Account | undefined
}

export function storedAccounts(person: Person, store: Store): readonly StoredAccount[] {
  return person.accounts.map((configured) => ({
    configured,
    stored: store.accounts.find({
      host: configured.forge.host,
      login: configured.login,
      forge: configured.forge.name,
    }),
  }))
}

/** What is proven of a person's streams. An account that was never synced has nothing but gaps. */
export function proofsOf(person: Person, store: Store): readonly Proof[] {
  return storedAccounts(person, store).flatMap(({ configured, stored }) => {
    const { forge, login, commands } = configured
    const { streams } = kindFacts[forge.kind]
    const coverage =
      stored === undefined
        ? streams.map((stream) => ({
            stream,
            stored: 0,
            hostTotal: null,
            complete: false,
            finishedAt: null,
            gaps: [{ reason: 'not-read' as const, from: null, until: null, detail: 'never read' }],
          }))
        : store.coverage(stored, streams)
    return coverage.map((row) => ({
      ...row,
      host: forge.host,
      login,
      wanted: !isOptional(row.stream, commands),
    }))
  })
}

export function contributionsOf(person: Person, store: Store): Contributions {
  const rows = storedAccounts(person, store).flatMap(({ stored }) => stored?.id ?? [])
  return {
    pullRequests: store.facts.pullRequests(rows),
    reviews: store.facts.reviews(rows),
    repositories: store.facts.repositories(rows),
  }
}
