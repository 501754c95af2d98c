import { onTestFinished } from 'vitest'
import type { LinkFact, PullRequestFact, ReviewFact } from '../../../src/contribution/facts.ts'
import type { ForgeSettings } from '../../../src/forge/forge.ts'
import { createGitLab } from '../../../src/forge/gitlab/index.ts'
import type { StreamResult } from '../../../src/sync/account-run.ts'
import { type AccountResult, type SyncResult, sync } from '../../../src/sync/sync.ts'
import type { RequestLog } from '../../sandbox/server/log.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/server.ts'
import type { ForgeWorld } from '../../sandbox/world.ts'
import { testClock } from '../../support/clock.ts'
import { testStore } from '../../support/database.ts'

const host = 'gitlab.com'

/** Loopback addresses under the identity of gitlab.com. */
function settingsFor(sandbox: Sandbox, part: Partial<ForgeSettings> = {}): ForgeSettings {
  return {
    name: 'gitlab',
    url: `https://${host}`,
    host,
    apiUrl: sandbox.gitlabApiUrl,
    graphqlUrl: `${sandbox.origin}/gitlab/api/graphql`,
    tokens: ['sandbox-token'],
    fetch,
    ...part,
  }
}

export interface FlowOptions extends Omit<SandboxOptions, 'now'> {
  readonly logins?: readonly string[]
  readonly links?: readonly string[]
  readonly ids?: Readonly<Record<string, string>>
  readonly settings?: Partial<ForgeSettings>
}

/** A GitLab of one's own with a store that is synced from it. */
export interface Flow {
  readonly sandbox: Sandbox
  readonly forge: ForgeWorld
  readonly clock: ReturnType<typeof testClock>
  readonly warnings: string[]
  sync(options?: {
    full?: boolean
    signal?: AbortSignal
  }): Promise<SyncResult & { sent: readonly RequestLog[] }>
  merged(login?: string): PullRequestFact[]
  reviews(login?: string): ReviewFact[]
  links(): LinkFact[]
}

export async function startFlow(options: FlowOptions): Promise<Flow> {
  const { logins = ['ada'], links = [], ids = {} } = options
  const clock = testClock(options.world.now)
  const sandbox = await startSandbox({ ...options, now: () => clock.now() })
  onTestFinished(() => sandbox.close())
  const store = testStore()
  const forge = createGitLab(settingsFor(sandbox, options.settings))
  const warnings: string[] = []
  const accounts = logins.map((login) => ({
    host,
    login,
    forge: 'gitlab',
    id: ids[login],
    commands: false,
    links,
  }))
  const account = (login = logins[0] ?? '') => {
    const found = store.accounts.find({ host, login, forge: 'gitlab' })
    return found === undefined ? [] : [found.id]
  }
  return {
    sandbox,
    forge: options.world.gitlab,
    clock,
    warnings,
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
    links: () => store.facts.links(account()),
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
