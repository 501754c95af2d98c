import { fromMilliseconds } from '../contribution/timestamp.ts'
import { type Estimate, type Forge, ForgeError } from '../forge/forge.ts'
import { StoreError } from '../store/errors.ts'
import type { AccountOutcome } from '../store/runs.ts'
import type { Store } from '../store/store.ts'
import { type AccountPlan, AccountRun, type StreamResult } from './account-run.ts'
import type { StreamProgress } from './row-count.ts'
import { type Clock, createSession, type Meter, WaitBudget, type Watcher } from './session.ts'

/** A forge with the accounts to read from it; `forge` is an error where it cannot be asked (no token). */
export interface ForgePlan {
  readonly forge: Forge | ForgeError
  readonly streams: Forge['streams']
  /**
   * Where its tokens are configured to come from (`ForgeSettings.tokenNames`), those that give none among them; left out:
   * nobody asks.
   */
  readonly tokenSources?: readonly string[]
  readonly accounts: readonly AccountPlan[]
}

export interface SyncPlan {
  readonly people: readonly {
    readonly id: string
    readonly name: string
    readonly accounts: readonly { readonly host: string; readonly login: string }[]
  }[]
  readonly forges: readonly ForgePlan[]
  readonly full: boolean
}

export type { StreamProgress } from './row-count.ts'

/** What reading one forge will take. */
export interface ForgeEstimate extends Estimate {
  /** Name of the forge in the configuration. */
  readonly forge: string
  readonly host: string
}

export interface SyncWatcher extends Watcher {
  /** Called before the first request is sent; a forge that cannot be asked is left out. */
  planned?(estimates: readonly ForgeEstimate[]): void
  /** Called after each page of pull requests and reviews. */
  read?(progress: StreamProgress): void
  warn(message: string): void
  ended(result: AccountResult): void
}

export interface AccountResult extends AccountOutcome {
  readonly host: string
  readonly login: string
  /** Name of the forge in the configuration. */
  readonly forge: string
  /** Requests sent for this account alone. */
  readonly requests: number
  readonly streams: readonly StreamResult[]
}

export interface SyncResult {
  readonly outcome: AccountOutcome['outcome']
  /** Every HTTP request sent. */
  readonly requests: number
  readonly accounts: readonly AccountResult[]
}

/**
 * Brings every account of the plan up to date. Forges are read side by side; a failure of one account or forge never
 * stops another. What was stored stays, however the run ends.
 * @throws StoreError when the database says no
 */
export async function sync(
  plan: SyncPlan,
  store: Store,
  clock: Clock,
  signal: AbortSignal,
  watcher: SyncWatcher,
): Promise<SyncResult> {
  const meter: Meter = { requests: 0, own: new Map() }
  const budget = new WaitBudget()
  const now = () => fromMilliseconds(clock.now())
  const run = store.transaction(() => store.runs.begin(now()))
  const groups = store.transaction(() => begin(plan, store, run, clock, watcher))

  if (watcher.planned !== undefined) watcher.planned(estimates(groups, clock.now()))

  async function readForge({ forge, runs }: (typeof groups)[number]): Promise<AccountResult[]> {
    const host = runs[0]?.plan.host ?? ''
    const stop = AbortSignal.any([signal, broken.signal])
    const session = createSession(host, clock, stop, meter, budget, watcher)
    await read(forge, runs, session)
    const anew = stop.aborted ? [] : runs.filter((account) => account.beginsAnew())
    if (anew.length > 0) await read(forge, anew, session)
    return runs.map((account) => {
      const outcome = account.conclude(signal.aborted)
      const { host, login, forge } = account.plan
      const requests = meter.own.get(`${host}/${login.toLowerCase()}`) ?? 0
      const result = { ...outcome, host, login, forge, requests, streams: account.results() }
      watcher.ended(result)
      return result
    })
  }

  // When one forge's pages, or how it ended, cannot be stored, the others stop too.
  const broken = new AbortController()
  const ends = await Promise.allSettled(
    groups.map((group) =>
      readForge(group).catch((error: unknown) => {
        broken.abort(error)
        throw error
      }),
    ),
  )
  if (broken.signal.aborted) throw broken.signal.reason
  const accounts = ends.flatMap((end) => (end.status === 'fulfilled' ? end.value : []))
  const outcome = overall(accounts, signal.aborted)
  store.transaction(() => store.runs.finish(run, outcome, meter.requests, now()))
  return { outcome, requests: meter.requests, accounts }
}

/** Rows of people, accounts and their streams exist before the first request. */
function begin(
  plan: SyncPlan,
  store: Store,
  run: number,
  clock: Clock,
  watcher: SyncWatcher,
): { readonly forge: Forge | ForgeError; readonly runs: readonly AccountRun[] }[] {
  const groups = plan.forges.map(({ forge, streams, tokenSources = [], accounts }) => ({
    forge,
    runs: accounts.map((account) => {
      const row = store.accounts.begin(account)
      store.coverages.begin(row.id, streams)
      const now = () => clock.now()
      return new AccountRun({
        plan: account,
        account: row,
        streams,
        sources: tokenSources,
        full: plan.full,
        store,
        run,
        now,
        warn: (message) => watcher.warn(message),
        watch: watcher.read?.bind(watcher),
      })
    }),
  }))
  for (const { id, name, accounts } of plan.people) {
    const rows = accounts.flatMap(
      (account) => store.accounts.find({ ...account, forge: '' })?.id ?? [],
    )
    store.accounts.savePerson(id, name, rows)
  }
  return groups
}

function estimates(groups: ReturnType<typeof begin>, now: number): ForgeEstimate[] {
  return groups.flatMap(({ forge, runs }) => {
    const host = runs[0]?.plan.host
    if (forge instanceof ForgeError || host === undefined) return []
    return [{ forge: forge.name, host, ...forge.estimate(runs, now) }]
  })
}

async function read(
  forge: Forge | ForgeError,
  runs: readonly AccountRun[],
  session: Parameters<Forge['read']>[1],
): Promise<void> {
  if (forge instanceof ForgeError) {
    for (const account of runs) account.failed(forge)
    return
  }
  try {
    await forge.read(runs, session)
  } catch (error) {
    if (session.signal.aborted) return
    if (error instanceof StoreError) throw error
    const failure = error instanceof ForgeError ? error : bug(error, runs[0]?.plan.host ?? '')
    for (const account of runs) account.failed(failure)
  }
}

/** A fault of ours in reading one forge is told like a forge's: the others go on, and what was read is kept. */
function bug(error: unknown, host: string): ForgeError {
  const why = error instanceof Error ? error.message : String(error)
  return new ForgeError(
    'protocol',
    `Cannot go on with ${host}: ${why}; this is a bug in tracker, please report it`,
    { cause: error },
  )
}

function overall(accounts: readonly AccountResult[], interrupted: boolean): SyncResult['outcome'] {
  if (interrupted) return 'interrupted'
  if (accounts.every((account) => account.outcome === 'completed')) return 'completed'
  return accounts.every((account) => account.outcome === 'failed') ? 'failed' : 'partial'
}
