import type { Config, Person } from '../../config/config.ts'
import { createRunCommand } from '../../config/run-command.ts'
import { readTokens } from '../../config/tokens.ts'
import { ForgeError } from '../../forge/forge.ts'
import { createFetch } from '../../forge/http/proxy.ts'
import { loadTokenChecker } from '../../forge/registry.ts'
import type { Context } from '../context.ts'
import { judge } from '../doctor/forges.ts'

/** What a forge says of one account and of the token it is read with. */
export interface CheckedAccount {
  readonly host: string
  readonly login: string
  /** The forge's number; null where it could not be asked. */
  readonly id: string | null
  /** Why it could not be asked, or what is wrong with the token; null when all is well. */
  readonly problem: string | null
  /** `unknown`: there is nobody of that login. */
  readonly outcome: 'found' | 'unknown' | 'auth' | 'unreachable'
}

/** Asks each forge once about its token and once about the login. */
export function checkAccounts(
  config: Config,
  context: Context,
): Promise<readonly CheckedAccount[]> {
  const accounts = config.people.flatMap((person) => person.accounts)
  return Promise.all(accounts.map((account) => checkAccount(account, config, context)))
}

async function checkAccount(
  { forge, login }: Person['accounts'][number],
  config: Config,
  context: Context,
): Promise<CheckedAccount> {
  const { host, apiUrl } = forge
  const failed = (outcome: CheckedAccount['outcome'], problem: string): CheckedAccount => ({
    host,
    login,
    id: null,
    problem,
    outcome,
  })
  const runCommand = createRunCommand(context.env, context.signal)
  const tokens = await readTokens(forge, context.env, runCommand)
  if (tokens.outcome === 'missing') return failed('auth', tokens.message)
  const [token = ''] = tokens.tokens
  const at = { host, apiUrl, token, fetch: createFetch(context.env), signal: context.signal }
  try {
    const checker = await loadTokenChecker(forge.kind)
    const check = await checker.check(at)
    const wrong = judge(host, forge, check, config, context.now()).find(
      ({ check: what, state }) => what === 'token' && state === 'problem',
    )
    const found = await checker.find(at, login)
    if (found === null) {
      return failed('unknown', `Cannot find \`${login}\` on ${host}: nobody has that login`)
    }
    return {
      host,
      login: found.login,
      id: found.id,
      problem: wrong?.message ?? null,
      outcome: wrong === undefined ? 'found' : 'auth',
    }
  } catch (error) {
    if (!(error instanceof ForgeError)) throw error
    return failed(error.kind === 'auth' ? 'auth' : 'unreachable', error.message)
  }
}
