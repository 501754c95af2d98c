import type { Config, Person } from '../../config/config.ts'
import { nextRun } from '../../schedule/next-run.ts'
import type { StreamCoverage } from '../../store/coverage.ts'
import type { Store } from '../../store/store.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { say, sayJson } from '../output.ts'
import type { CommonOptions } from '../program.ts'
import { coverageOf, openConfig, storedAccounts, withJson, withStore } from '../workspace.ts'

interface AccountStatus {
  readonly person: string
  readonly forge: string
  readonly host: string
  readonly login: string
  readonly lastRun: string | null
  readonly lastClean: string | null
  readonly coverage: readonly StreamCoverage[]
}

export async function statusCommand(
  _people: readonly string[],
  options: CommonOptions,
  context: Context,
): Promise<ExitCode> {
  const config = openConfig(options, context)
  return withJson(options, context, nothingKnown, async () => {
    const accounts = await withStore(config, 'existing', (store) =>
      config.people.flatMap((person) => statusOf(person, store)),
    )
    const next = await nextRunOf(config)
    if (options.json === true) {
      sayJson(context.stdout, { accounts: accounts.map(toJson), nextRun: next })
    } else {
      for (const account of accounts) tell(account, context)
      say(context.stdout, `next run: ${next ?? 'no schedule is configured'}`)
    }
    return exitCodes.done
  })
}

function nothingKnown(): unknown {
  return { accounts: [], nextRun: null }
}

function statusOf(person: Person, store: Store): AccountStatus[] {
  return storedAccounts(person, store).map(({ configured, stored }) => {
    const { forge, login } = configured
    return {
      person: person.id,
      forge: forge.name,
      host: forge.host,
      login,
      lastRun: stored === undefined ? null : (store.runs.last(stored.id)?.startedAt ?? null),
      lastClean: stored === undefined ? null : (store.runs.lastClean(stored.id)?.startedAt ?? null),
      coverage: coverageOf({ configured, stored }, store),
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

async function nextRunOf(config: Config): Promise<string | null> {
  return config.schedule === null ? null : nextRun(config.schedule)
}

function tell(account: AccountStatus, context: Context): void {
  const { host, login, person, lastRun, lastClean, coverage } = account
  say(context.stdout, `${host}/${login} (${person})`)
  say(context.stdout, `  last run ${lastRun ?? 'never'}, last complete run ${lastClean ?? 'never'}`)
  for (const { stream, stored, hostTotal, complete, gaps } of coverage) {
    const total = hostTotal === null ? '' : ` of ${hostTotal}`
    const state = complete ? 'complete' : gaps.map((gap) => gap.reason).join(', ') || 'incomplete'
    say(context.stdout, `  ${stream.padEnd(13)} ${`${stored}${total}`.padStart(12)}  ${state}`)
  }
}
