import type { Config, Person } from '../../config/config.ts'
import type { Timestamp } from '../../contribution/timestamp.ts'
import type { Store } from '../../store/store.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { CommonOptions } from '../options.ts'
import { say, sayJson } from '../output.ts'
import { coverageOf, openConfig, storedAccounts, withJson, withStore } from '../workspace.ts'
import { type AccountStatus, staleSentence, summary } from './status-text.ts'

/** Scheduled runs that may pass without a complete one. */
const patience = 3

/** What is stored of every account and when it was read: one screen. Exits 8 when that is too long ago. */
export async function statusCommand(
  _people: readonly string[],
  options: CommonOptions,
  context: Context,
): Promise<ExitCode> {
  const config = openConfig(options, context)
  return withJson(options, context, nothingKnown, async () => {
    const { nextRun, oldest } = await scheduleOf(config, context.now())
    const accounts = await withStore(config, 'existing', (store) =>
      config.people.flatMap((person) => statusOf(person, store, oldest)),
    )
    if (options.json === true) {
      sayJson(context.stdout, { accounts: accounts.map(toJson), nextRun })
    } else {
      for (const line of summary(accounts, context.now())) say(context.stdout, line)
      say(context.stdout, `next run: ${nextRun ?? 'no schedule is configured'}`)
    }
    const stale = staleSentence(accounts, context.now(), patience)
    if (stale !== null) say(context.stderr, stale)
    return stale === null ? exitCodes.done : exitCodes.outdated
  })
}

function nothingKnown(): unknown {
  return { accounts: [], nextRun: null }
}

/** `oldest`: an account read completely before it is stale; null without a schedule, or before it came three times. */
async function scheduleOf(
  { schedule }: Config,
  now: number,
): Promise<{ readonly nextRun: Timestamp | null; readonly oldest: Timestamp | null }> {
  if (schedule === null) return { nextRun: null, oldest: null }
  const { DueTimes } = await import('../../schedule/due-times.ts')
  const due = new DueTimes(schedule)
  return { nextRun: due.next(now), oldest: due.previous(now, patience).at(patience - 1) ?? null }
}

function statusOf(person: Person, store: Store, oldest: Timestamp | null): AccountStatus[] {
  return storedAccounts(person, store).map(({ configured, stored }) => {
    const { forge, login } = configured
    const last = stored === undefined ? undefined : store.runs.last(stored.id)
    const clean = stored === undefined ? undefined : store.runs.lastClean(stored.id)
    const lastClean = clean?.startedAt ?? null
    return {
      person: person.id,
      forge: forge.name,
      host: forge.host,
      login,
      lastRun: last?.startedAt ?? null,
      lastClean,
      coverage: coverageOf({ configured, stored }, store),
      // One that was configured a moment ago has missed nothing; one that was tried and never ended clean has.
      stale: oldest !== null && last !== undefined && (lastClean ?? ('' as Timestamp)) < oldest,
    }
  })
}

function toJson({ person, forge, login, lastRun, lastClean, coverage }: AccountStatus): unknown {
  return {
    person,
    forge,
    login,
    lastRun,
    lastClean,
    coverage: coverage.map(({ stream, stored, hostTotal, complete, gaps }) => ({
      stream,
      stored,
      hostTotal,
      complete,
      gaps,
    })),
  }
}
