import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { PullRequestFact, ReviewFact } from '../../src/contribution/facts.ts'
import type { ForgeSettings } from '../../src/forge/forge.ts'
import { createGitHub } from '../../src/forge/github/index.ts'
import { createGitLab } from '../../src/forge/gitlab/index.ts'
import type { StreamResult } from '../../src/sync/account-run.ts'
import { type AccountResult, type SyncResult, sync } from '../../src/sync/sync.ts'
import type { RequestLog } from '../sandbox/server/log.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox/server.ts'
import type { ForgeWorld } from '../sandbox/world.ts'
import { testClock } from '../support/clock.ts'
import { testStore } from '../support/database.ts'
import { testFolder } from '../support/folder.ts'

const create = { github: createGitHub, gitlab: createGitLab } as const
type Kind = keyof typeof create

/** Loopback addresses under the identity of github.com or gitlab.com. */
function settingsFor(kind: Kind, sandbox: Sandbox): ForgeSettings {
  const host = `${kind}.com`
  const addresses = {
    github: { apiUrl: sandbox.githubApiUrl, graphqlUrl: `${sandbox.githubApiUrl}/graphql` },
    gitlab: { apiUrl: sandbox.gitlabApiUrl, graphqlUrl: `${sandbox.origin}/gitlab/api/graphql` },
  }
  return {
    name: kind,
    url: `https://${host}`,
    host,
    ...addresses[kind],
    tokens: ['sandbox-token'],
    fetch,
  }
}

export interface FlowOptions extends Omit<SandboxOptions, 'now'> {
  readonly logins?: readonly string[]
  readonly links?: readonly string[]
  readonly commands?: 'auto' | boolean
  readonly ids?: Readonly<Record<string, string>>
  readonly settings?: Partial<ForgeSettings>
}

/** A forge of one's own with a store that is synced from it. */
export interface Flow {
  readonly sandbox: Sandbox
  readonly forge: ForgeWorld
  readonly clock: ReturnType<typeof testClock>
  readonly store: ReturnType<typeof testStore>
  /** Of the database. */
  readonly path: string
  readonly warnings: string[]
  /** The row of an account; none before its first sync. */
  account(login?: string): number[]
  sync(options?: {
    full?: boolean
    signal?: AbortSignal
  }): Promise<SyncResult & { sent: readonly RequestLog[] }>
  merged(login?: string): PullRequestFact[]
  reviews(login?: string): ReviewFact[]
}

export async function startFlowOf(kind: Kind, options: FlowOptions): Promise<Flow> {
  const host = `${kind}.com`
  const { logins = ['ada'], links = [], ids = {}, commands = false } = options
  const clock = testClock(options.world.now)
  const sandbox = await startSandbox({ ...options, now: () => clock.now() })
  onTestFinished(() => sandbox.close())
  const path = join(testFolder(), 'tracker.db')
  const store = testStore(path)
  const forge = create[kind]({ ...settingsFor(kind, sandbox), ...options.settings })
  const warnings: string[] = []
  const accounts = logins.map((login) => ({
    host,
    login,
    forge: kind,
    id: ids[login],
    commands,
    links,
  }))
  const account = (login = logins[0] ?? '') => {
    const found = store.accounts.find({ host, login, forge: kind })
    return found === undefined ? [] : [found.id]
  }
  return {
    sandbox,
    forge: options.world[kind],
    clock,
    store,
    path,
    warnings,
    account,
    async sync({ full = false, signal = new AbortController().signal } = {}) {
      const before = sandbox.requests.length
      const plan = { people: [], forges: [{ forge, streams: forge.streams, accounts }], full }
      const watcher = {
        warn: (message: string) => warnings.push(message),
        ended: () => undefined,
        requested: () => undefined,
        waiting: () => undefined,
      }
      const result = await sync(plan, store, clock, signal, watcher)
      return { ...result, sent: sandbox.requests.slice(before) }
    },
    merged: (login) =>
      store.facts
        .pullRequests(account(login))
        .filter(({ state, gone }) => state === 'merged' && !gone),
    reviews: (login) => store.facts.reviews(account(login)),
  }
}

export function only(result: SyncResult): AccountResult {
  const [account] = result.accounts
  if (account === undefined) throw new Error('no account')
  return account
}

export function stream(result: SyncResult, name: StreamResult['stream']): StreamResult {
  const found = only(result).streams.find((each) => each.stream === name)
  if (found === undefined) throw new Error(`no stream ${name}`)
  return found
}

export function reasons(result: SyncResult, name: StreamResult['stream']): string[] {
  return stream(result, name).gaps.map(({ reason }) => reason)
}
