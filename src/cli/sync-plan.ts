import type { Config, ForgeConfig, Person } from '../config/config.ts'
import { createRunCommand } from '../config/run-command.ts'
import { readTokens } from '../config/tokens.ts'
import { ForgeError } from '../forge/forge.ts'
import { kindFacts } from '../forge/kinds.ts'
import { createForge } from '../forge/registry.ts'
import type { AccountPlan } from '../sync/account-run.ts'
import type { ForgePlan, SyncPlan } from '../sync/sync.ts'
import type { Context } from './context.ts'
import { linksOf } from './links.ts'

interface Tell {
  warn(message: string): void
  /** A token is missing or refused. */
  token(problem: string): void
}

/** What the configuration has a sync read: forges with their tokens, accounts with what their people link. */
export async function createPlan(
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
      return { ...opened, streams: kindFacts[forge.kind].streams, accounts: plans }
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
): Promise<Pick<ForgePlan, 'forge' | 'tokenSources'>> {
  const runCommand = createRunCommand(context.env, context.signal)
  const tokens = await readTokens(forge, context.env, runCommand)
  if (tokens.outcome === 'missing') {
    return { forge: new ForgeError('auth', tokens.message), tokenSources: [] }
  }
  const { name, url, host, apiUrl, graphqlUrl } = forge
  for (const problem of tokens.problems) tellToken(`${host}: ${problem}`)
  // The only one of all is told by its accounts, which all fail.
  const alone = forge.tokenSources.length === 1
  const tokenRefused = (place: number) => {
    const message = `${host}: the token from ${tokens.names[place]} was refused; make a new one, or take it out of \`forges.${name}.tokens\``
    if (!alone) tellToken(message)
  }
  const opened = await createForge(forge.kind, {
    name,
    url,
    host,
    apiUrl,
    graphqlUrl,
    tokens: tokens.tokens,
    tokenNames: tokens.names,
    tokenRefused,
    fetch,
  })
  return { forge: opened, tokenSources: tokens.sources }
}

function isOn(address: string, host: string): boolean {
  return URL.parse(address)?.host.toLowerCase() === host
}
