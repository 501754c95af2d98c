import type { Config, ForgeConfig, Person } from '../../config/config.ts'
import { createRunCommand } from '../../config/run-command.ts'
import { readTokens } from '../../config/tokens.ts'
import { fromMilliseconds } from '../../contribution/timestamp.ts'
import { type Forge, ForgeError } from '../../forge/forge.ts'
import { createFetch } from '../../forge/http/proxy.ts'
import { kindFacts } from '../../forge/kinds.ts'
import { createForge } from '../../forge/registry.ts'
import { takeLock } from '../../store/lock.ts'
import type { AccountPlan } from '../../sync/account-run.ts'
import {
  type AccountResult,
  type ForgeEstimate,
  type ForgePlan,
  type StreamProgress,
  type SyncPlan,
  type SyncResult,
  sync,
} from '../../sync/sync.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes, mostSevere } from '../exit-codes.ts'
import { linksOf } from '../links.ts'
import type { CommonOptions } from '../options.ts'
import { ProgressLine, say, sayJson } from '../output.ts'
import { planJson, planLine } from '../plan.ts'
import { Progress } from '../progress.ts'
import { choosePeople, openConfig, withJson, withStore } from '../workspace.ts'

export interface SyncOptions extends CommonOptions {
  readonly full?: boolean
  /** Say first how many requests it will take. */
  readonly plan?: boolean
}

export async function syncCommand(
  ids: readonly string[],
  options: SyncOptions,
  context: Context,
): Promise<ExitCode> {
  const config = openConfig(options, context)
  const people = choosePeople(config, ids)
  return withJson(
    options,
    context,
    () => nothingDone(context.signal.aborted, options),
    async () => {
      const result = await syncPeople(config, people, options, context)
      if (options.json === true) sayJson(context.stdout, toJson(result, people))
      return exitCodeOf(result)
    },
  )
}

export function nothingDone(interrupted: boolean, options: SyncOptions): unknown {
  const outcome = interrupted ? 'interrupted' : 'failed'
  const nothing = { outcome, requests: 0, accounts: [] }
  return options.plan === true ? { ...nothing, plan: [] } : nothing
}

export interface PeopleSynced extends SyncResult {
  /** A sentence for each token that was missing or refused while another of the same forge went on. */
  readonly tokenProblems: readonly string[]
  /** Where it was asked for. */
  readonly plan?: readonly ForgeEstimate[]
}

/** Syncs the accounts of `people`, saying what happens; the result is not printed. @throws StoreError, StoreBusyError */
export async function syncPeople(
  config: Config,
  people: readonly Person[],
  options: SyncOptions,
  context: Context,
): Promise<PeopleSynced> {
  // A proxy that cannot be used is a wrong setting: told before any file is touched.
  const fetch = createFetch(context.env)
  const lock = takeLock(config.database.path, fromMilliseconds(context.now()))
  try {
    return await withStore(config, 'create', async (store) => {
      const line = new ProgressLine(context)
      const tell = (message: string) => {
        line.clear()
        say(context.stderr, message)
      }
      const tokenProblems: string[] = []
      const tellToken = (problem: string) => {
        tokenProblems.push(problem)
        tell(problem)
      }
      const told = { warn: tell, token: tellToken }
      const plan = await createPlan(config, people, options.full === true, fetch, context, told)
      let estimates: readonly ForgeEstimate[] = []
      const total = plan.forges.reduce((sum, forge) => sum + forge.accounts.length, 0)
      const progress = new Progress(total, context.now())
      const draw = () => line.show(progress.line(context.now()))
      const watcher = {
        requested(requests: number) {
          progress.requested(requests, context.now())
          draw()
        },
        ...(line.isShown && {
          read(stream: StreamProgress) {
            progress.read(stream)
            draw()
          },
        }),
        waiting(seconds: number, why: string) {
          tell(`waiting ${seconds} s: ${why}`)
          draw()
        },
        warn: tell,
        planned(found: readonly ForgeEstimate[]) {
          if (options.plan !== true) return
          estimates = found
          for (const each of found) tell(planLine(each))
        },
        ended(result: AccountResult) {
          progress.ended()
          line.clear()
          tellAccount(result, options, context)
        },
      }
      const result = await sync(plan, store, context, context.signal, watcher)
      line.clear()
      const synced = { ...result, tokenProblems }
      return options.plan === true ? { ...synced, plan: estimates } : synced
    })
  } finally {
    lock.release()
  }
}

/** A token that was missing or refused is told although others did its work: some day they will not. */
export function exitCodeOf(result: PeopleSynced): ExitCode {
  const refused =
    result.tokenProblems.length > 0 ||
    result.accounts.some(({ failure }) => failure?.kind === 'auth')
  const ofOutcome = {
    completed: exitCodes.done,
    partial: exitCodes.partial,
    failed: exitCodes.failed,
    interrupted: exitCodes.interrupted,
  }[result.outcome]
  return mostSevere(ofOutcome, refused ? exitCodes.auth : exitCodes.done)
}

/** The object docs/design.md "Commands" describes: one entry for each account of each person. */
export function toJson(result: PeopleSynced, people: readonly Person[]): unknown {
  const { outcome, requests, plan } = result
  const accounts = people.flatMap((person) =>
    person.accounts.flatMap(({ forge, login }) => {
      const account = result.accounts.find(
        (candidate) => candidate.host === forge.host && sameLogin(candidate.login, login),
      )
      return account === undefined ? [] : [toAccountJson(account, person.id, login)]
    }),
  )
  const object = { outcome, requests, accounts }
  return plan === undefined ? object : { ...object, plan: plan.map(planJson) }
}

function toAccountJson(account: AccountResult, person: string, login: string): unknown {
  const { forge, outcome, failure, requests, streams } = account
  return {
    person,
    forge,
    login,
    outcome,
    failure,
    requests,
    streams: streams.map((row) => {
      const { stream, changed, stored, hostTotal, complete, gaps } = row
      return { stream, new: row.new, changed, stored, hostTotal, complete, gaps }
    }),
  }
}

/** The last line of an account goes to stdout, unless that belongs to JSON; why it lacks something goes to stderr. */
function tellAccount(result: AccountResult, options: SyncOptions, context: Context): void {
  const name = `${result.host}/${result.login}`
  if (result.failure !== null) say(context.stderr, `${name}: ${result.failure.message}`)
  const lacking = result.streams.flatMap(({ stream, gaps }) =>
    gaps.map((gap) => `${name}: ${stream} ${gap.reason}: ${gap.detail}`),
  )
  if (result.outcome === 'partial' && result.failure === null) {
    for (const line of new Set(lacking)) say(context.stderr, line)
  }
  if (options.json === true) return
  const sum = (key: 'new' | 'changed') => result.streams.reduce((total, row) => total + row[key], 0)
  const suffix = result.outcome === 'completed' ? '' : ` (${result.outcome})`
  say(context.stdout, `${name}: ${sum('new')} new, ${sum('changed')} changed${suffix}`)
}

interface Tell {
  warn(message: string): void
  /** A token is missing or refused. */
  token(problem: string): void
}

async function createPlan(
  config: Config,
  people: readonly Person[],
  full: boolean,
  fetch: typeof globalThis.fetch,
  context: Context,
  tell: Tell,
): Promise<SyncPlan> {
  const accounts = await plannedAccounts(config, people, tell.warn)
  const used = [...config.forges.values()].filter((forge) => accounts.has(forge.host))
  const forges = await Promise.all(
    used.map(async (forge): Promise<ForgePlan> => {
      const plans = [...(accounts.get(forge.host)?.values() ?? [])]
      const opened = await openForge(forge, fetch, context, tell.token)
      return { forge: opened, streams: kindFacts[forge.kind].streams, accounts: plans }
    }),
  )
  return {
    people: people.map(({ id, name, accounts }) => ({
      id,
      name,
      accounts: accounts.map(({ forge, login }) => ({ host: forge.host, login })),
    })),
    forges,
    full,
  }
}

/** By host, then by login in lower case: people who share an account have it read once. */
async function plannedAccounts(
  config: Config,
  people: readonly Person[],
  warn: (message: string) => void,
): Promise<ReadonlyMap<string, ReadonlyMap<string, AccountPlan>>> {
  const hosts = new Map<string, Map<string, AccountPlan>>()
  for (const person of people) {
    const addresses = await linksOf(person, config, warn)
    const linked = new Set<string>()
    for (const { forge, login, id, commands } of person.accounts) {
      const { host } = forge
      // A document's links are looked up once for a host, whichever of the person's accounts asks.
      const links = linked.has(host) ? [] : addresses.filter((address) => isOn(address, host))
      linked.add(host)
      const plans = hosts.get(host) ?? new Map<string, AccountPlan>()
      hosts.set(host, plans)
      const known = plans.get(login.toLowerCase())
      plans.set(login.toLowerCase(), {
        host,
        login,
        forge: forge.name,
        id: id ?? known?.id,
        commands: strongest(commands, known?.commands),
        links: [...new Set([...(known?.links ?? []), ...links])],
      })
    }
  }
  return hosts
}

function strongest(a: 'auto' | boolean, b: 'auto' | boolean | undefined): 'auto' | boolean {
  if (b === undefined) return a
  if (a === true || b === true) return true
  return a === 'auto' || b === 'auto' ? 'auto' : false
}

async function openForge(
  forge: ForgeConfig,
  fetch: typeof globalThis.fetch,
  context: Context,
  tellToken: (problem: string) => void,
): Promise<Forge | ForgeError> {
  const runCommand = createRunCommand(context.env, context.signal)
  const tokens = await readTokens(forge, context.env, runCommand)
  if (tokens.outcome === 'missing') return new ForgeError('auth', tokens.message)
  const { name, url, host, apiUrl, graphqlUrl } = forge
  for (const problem of tokens.problems) tellToken(`${host}: ${problem}`)
  // The only one of all is told by its accounts, which all fail.
  const alone = forge.tokenSources.length === 1
  const tokenRefused = (place: number) => {
    const message = `${host}: the token from ${tokens.names[place]} was refused; make a new one, or take it out of \`forges.${name}.tokens\``
    if (!alone) tellToken(message)
  }
  return createForge(forge.kind, {
    name,
    url,
    host,
    apiUrl,
    graphqlUrl,
    tokens: tokens.tokens,
    tokenRefused,
    fetch,
  })
}

function isOn(address: string, host: string): boolean {
  return URL.parse(address)?.host.toLowerCase() === host
}

function sameLogin(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
