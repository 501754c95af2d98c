import type { Config, Person } from '../../config/config.ts'
import { fromMilliseconds } from '../../contribution/timestamp.ts'
import { createFetch } from '../../forge/http/proxy.ts'
import { takeLock } from '../../store/lock.ts'
import {
  type AccountResult,
  type ForgeEstimate,
  type SyncResult,
  type SyncWatcher,
  sync,
} from '../../sync/sync.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes, mostSevere } from '../exit-codes.ts'
import type { CommonOptions } from '../options.ts'
import { say, sayJson } from '../output.ts'
import { planJson, planLine } from '../plan.ts'
import { SyncProgress } from '../progress.ts'
import { createPlan } from '../sync-plan.ts'
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
  const tally = emptyTally()
  return withJson(
    options,
    context,
    () => nothingDone(context.signal.aborted, options, tally),
    async () => {
      const result = await syncPeople(config, people, options, context, tally)
      if (options.json === true) sayJson(context.stdout, toJson(result, people))
      return exitCodeOf(result)
    },
  )
}

/** What is known of a sync that ended without a result: the database gave out, perhaps after requests were sent. */
export interface Tally {
  requests: number
  plan: readonly ForgeEstimate[]
}

export function emptyTally(): Tally {
  return { requests: 0, plan: [] }
}

export function nothingDone(interrupted: boolean, options: SyncOptions, tally: Tally): unknown {
  const outcome = interrupted ? 'interrupted' : 'failed'
  const nothing = { outcome, requests: tally.requests, accounts: [] }
  return options.plan === true ? { ...nothing, plan: tally.plan.map(planJson) } : nothing
}

export interface PeopleSynced extends SyncResult {
  /** A sentence for each token that was missing or refused while another of the same forge went on. */
  readonly tokenProblems: readonly string[]
  /** Where it was asked for. */
  readonly plan?: readonly ForgeEstimate[]
}

/**
 * Syncs the accounts of `people`, saying what happens; the result is not printed.
 * @param tally is kept up to date, also when this throws
 * @throws StoreError, StoreBusyError
 */
export async function syncPeople(
  config: Config,
  people: readonly Person[],
  options: SyncOptions,
  context: Context,
  tally: Tally = emptyTally(),
): Promise<PeopleSynced> {
  // A proxy that cannot be used is a wrong setting: told before any file is touched.
  const fetch = createFetch(context.env)
  const lock = takeLock(config.database.path, fromMilliseconds(context.now()))
  try {
    return await withStore(config, 'create', async (store) => {
      const progress = new SyncProgress(context)
      const warn = (message: string) => progress.say(message)
      const tokenProblems: string[] = []
      const token = (problem: string) => {
        tokenProblems.push(problem)
        warn(problem)
      }
      const tell = { warn, token }
      try {
        const plan = await createPlan(config, people, options.full === true, fetch, context, tell)
        progress.expect(plan.forges.reduce((sum, forge) => sum + forge.accounts.length, 0))
        const watcher = createWatcher(progress, options, context, tally)
        const result = await sync(plan, store, context, context.signal, watcher)
        const ended = { ...result, tokenProblems }
        return options.plan === true ? { ...ended, plan: tally.plan } : ended
      } finally {
        progress.end()
      }
    })
  } finally {
    lock.release()
  }
}

/** Says what happens. What only a terminal shows is not worked out for anybody else. */
function createWatcher(
  progress: SyncProgress,
  options: SyncOptions,
  context: Context,
  tally: Tally,
): SyncWatcher {
  const { shown } = progress
  const planned = (estimates: readonly ForgeEstimate[]) => {
    progress.planned(estimates)
    if (options.plan !== true) return
    tally.plan = estimates
    for (const each of estimates) progress.say(planLine(each))
  }
  return {
    requested(requests) {
      tally.requests = requests
      progress.requested(requests)
    },
    waiting(seconds, why) {
      progress.say(`waiting ${seconds} s: ${why}`)
      progress.waiting(seconds, why)
    },
    warn: (message) => progress.say(message),
    ...(shown || options.plan === true ? { planned } : {}),
    ...(shown ? { read: (reading) => progress.read(reading) } : {}),
    ended(result) {
      progress.accountEnded()
      progress.clear()
      tellAccount(result, options, context)
    },
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

function sameLogin(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
