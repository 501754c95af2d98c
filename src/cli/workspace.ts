import type { Config, Person } from '../config/config.ts'
import { findConfig, loadConfig } from '../config/load.ts'
import { kindFacts } from '../forge/kinds.ts'
import type { Contributions } from '../report/contributions.ts'
import type { Proof } from '../report/proof.ts'
import type { LandedVia } from '../report/rules.ts'
import type { Account } from '../store/accounts.ts'
import type { StreamCoverage } from '../store/coverage.ts'
import { explained } from '../store/errors.ts'
import { openStore, type Store } from '../store/store.ts'
import { isOptional } from '../sync/gaps.ts'
import type { Context } from './context.ts'
import { exitCodeOf, exitCodes, UsageError } from './exit-codes.ts'
import { sayJson } from './output.ts'

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

/**
 * Lends the configured database to `work` and closes it after.
 * @param mode `create` makes it when missing; `existing` does not
 * @throws StoreMissingError with `existing` before the first sync; StoreError, also for damage met on the way
 */
export async function withStore<T>(
  config: Config,
  mode: 'create' | 'existing',
  work: (store: Store) => T | Promise<T>,
): Promise<T> {
  const { path } = config.database
  const store = openStore(path, mode)
  try {
    return await work(store)
  } catch (error) {
    throw explained(path, error)
  } finally {
    store.close()
  }
}

/**
 * Machines get one object also when nothing could be done: `nothing`, where `work` throws. On wrong usage nothing was
 * tried, and none is due.
 */
export async function withJson<T>(
  options: { readonly json?: boolean },
  context: Context,
  nothing: () => unknown,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (options.json === true && exitCodeOf(error) !== exitCodes.usage) {
      sayJson(context.stdout, nothing())
    }
    throw error
  }
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

/** A row for each stream of the account. One that was never synced has nothing but gaps. */
export function coverageOf(
  { configured, stored }: StoredAccount,
  store: Store,
): readonly StreamCoverage[] {
  const { streams } = kindFacts[configured.forge.kind]
  if (stored !== undefined) return store.coverage(stored, streams)
  return streams.map((stream) => ({
    stream,
    stored: 0,
    hostTotal: null,
    complete: false,
    finishedAt: null,
    gaps: [{ reason: 'not-read', from: null, until: null, detail: 'never read' }],
  }))
}

/** What is proven of a person's streams. */
export function proofsOf(person: Person, store: Store): readonly Proof[] {
  return storedAccounts(person, store).flatMap((account) => {
    const { forge, login, commands } = account.configured
    return coverageOf(account, store).map((row) => ({
      ...row,
      forge: forge.name,
      host: forge.host,
      login,
      wanted: !isOptional(row.stream, commands),
    }))
  })
}

/** What a person says landed through other pull requests, in any of their sections. */
export function landedRules({ resumes }: Person): readonly LandedVia[] {
  const projects = resumes
    .flatMap(({ sections }) => sections)
    .flatMap((section) => Object.values(section.projects))
  return projects.flatMap(({ landedVia }) => landedVia ?? [])
}

export function contributionsOf(person: Person, store: Store): Contributions {
  const rows = storedAccounts(person, store).flatMap(({ stored }) => stored?.id ?? [])
  return {
    pullRequests: store.facts.pullRequests(rows),
    reviews: store.facts.reviews(rows),
    repositories: store.facts.repositories(rows),
    // Asked only where it matters.
    ...(landedRules(person).length === 0 ? {} : { links: store.facts.links(rows) }),
  }
}
