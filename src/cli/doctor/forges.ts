import type { Config, ForgeConfig } from '../../config/config.ts'
import { createRunCommand } from '../../config/run-command.ts'
import { readTokens } from '../../config/tokens.ts'
import { type Timestamp, toMilliseconds } from '../../contribution/timestamp.ts'
import { ForgeError } from '../../forge/forge.ts'
import { createFetch } from '../../forge/http/proxy.ts'
import { kindFacts } from '../../forge/kinds.ts'
import { loadTokenChecker } from '../../forge/registry.ts'
import type { TokenCheck } from '../../forge/token-check.ts'
import type { Context } from '../context.ts'
import { type Finding, fine } from './finding.ts'

const day = 86_400_000
/** How long before its end a token is told of. */
const notice = 14 * day
/** Milliseconds; the forge tells whole seconds, and its answer takes a moment. */
const skewTold = 60_000
/** A share of the budget under which a full sync may not end. */
const lowBudget = 0.1

/** Looks at every forge that accounts are on, with one request for each of its tokens. */
export async function checkForges(config: Config, context: Context): Promise<readonly Finding[]> {
  const used = new Set(config.people.flatMap(({ accounts }) => accounts.map(({ forge }) => forge)))
  const findings = await Promise.all([...used].map((forge) => checkForge(forge, config, context)))
  return findings.flat()
}

async function checkForge(
  forge: ForgeConfig,
  config: Config,
  context: Context,
): Promise<readonly Finding[]> {
  const fetch = createFetch(context.env)
  const runCommand = createRunCommand(context.env, context.signal)
  const tokens = await readTokens(forge, context.env, runCommand)
  if (tokens.outcome === 'missing') {
    return [
      {
        check: 'token',
        state: 'problem',
        subject: forge.host,
        message: tokens.message,
        fix: `make one ${placeOf(forge)}`,
      },
    ]
  }
  const checker = await loadTokenChecker(forge.kind)
  const { host, apiUrl } = forge
  const findings = await Promise.all(
    tokens.tokens.map(async (token, index) => {
      const subject = tokens.tokens.length === 1 ? host : `${host}, token ${index + 1}`
      try {
        const check = await checker.check({ host, apiUrl, token, fetch, signal: context.signal })
        return judge(subject, forge, check, config, context.now())
      } catch (error) {
        if (error instanceof ForgeError) return [failed(subject, forge, error)]
        throw error
      }
    }),
  )
  return [
    ...tokens.problems.map(
      (problem): Finding => ({
        check: 'token',
        state: 'warning',
        subject: host,
        message: problem,
        fix: `give it a token, or take it out of \`forges.${forge.name}.tokens\``,
      }),
    ),
    ...findings.flat(),
  ]
}

/** Where tokens are made, and where they go. */
function placeOf({ kind, url, tokenSources }: ForgeConfig): string {
  const variables = tokenSources.flatMap((source) => ('env' in source ? [`\`${source.env}\``] : []))
  const into = variables.length === 0 ? '' : ` and put it into ${variables.join(' or ')}`
  return `at ${kindFacts[kind].tokenPage(url)}${into}`
}

function failed(subject: string, forge: ForgeConfig, error: ForgeError): Finding {
  if (error.kind === 'rate-limit') {
    const fix = 'wait an hour, or use a token that nothing else uses'
    return { check: 'budget', state: 'warning', subject, message: error.message, fix }
  }
  const refused = error.kind === 'auth'
  return {
    check: refused ? 'token' : 'reachability',
    state: 'problem',
    subject,
    message: error.message,
    fix: refused
      ? `make ${kindFacts[forge.kind].leastScope} ${placeOf(forge)}`
      : `see why ${forge.apiUrl} cannot be reached from here: the network, the proxy (HTTPS_PROXY), or \`forges.${forge.name}\``,
  }
}

/** What the forge's answer means for what is configured. */
export function judge(
  subject: string,
  forge: ForgeConfig,
  check: TokenCheck,
  config: Config,
  now: number,
): readonly Finding[] {
  const findings = [
    scopesOf(subject, forge, check, needsPrivate(config, forge)),
    expiryOf(subject, forge, check.expiresAt, now),
    budgetOf(subject, check),
    clockOf(subject, check.serverTime, now),
  ]
  return findings.filter((finding) => finding !== null)
}

function scopesOf(
  subject: string,
  forge: ForgeConfig,
  { scopes }: TokenCheck,
  isPrivate: boolean,
): Finding {
  if (scopes === null)
    return fine('token', subject, 'the token is good; it does not tell its scopes')
  const { lackingScope } = kindFacts[forge.kind]
  const lacking = lackingScope(scopes, isPrivate)
  if (lacking === null) {
    return fine('token', subject, `the token is good (${scopes.join(', ') || 'public data only'})`)
  }
  return {
    check: 'token',
    state: 'problem',
    subject,
    message: `the token lacks ${lacking}; it has ${scopes.join(', ') || 'no scope'}`,
    fix: `make one with it ${placeOf(forge)}`,
  }
}

function expiryOf(
  subject: string,
  forge: ForgeConfig,
  expiresAt: Timestamp | null,
  now: number,
): Finding | null {
  if (expiresAt === null) return null
  const left = toMilliseconds(expiresAt) - now
  if (left > notice) return fine('token', subject, `the token works until ${expiresAt}`)
  const days = Math.max(0, Math.floor(left / day))
  return {
    check: 'token',
    state: 'warning',
    subject,
    message: `the token stops working ${expiresAt}, in ${days} ${days === 1 ? 'day' : 'days'}`,
    fix: `make a new one ${placeOf(forge)}`,
  }
}

function budgetOf(subject: string, { budget }: TokenCheck): Finding | null {
  if (budget === null || budget.limit <= 0) return null
  const { remaining, limit, resetsAt } = budget
  const message = `${remaining} of ${limit} requests left until ${resetsAt}`
  if (remaining / limit >= lowBudget) return fine('budget', subject, message)
  return {
    check: 'budget',
    state: 'warning',
    subject,
    message,
    fix: `wait until ${resetsAt}, or use a token that nothing else uses`,
  }
}

function clockOf(subject: string, serverTime: number | null, now: number): Finding | null {
  if (serverTime === null) return null
  const skew = now - serverTime
  if (Math.abs(skew) < skewTold) {
    return fine('clock', subject, 'reachable, and its clock agrees with this one')
  }
  const minutes = Math.round(Math.abs(skew) / 60_000)
  return {
    check: 'clock',
    state: 'warning',
    subject,
    message: `this machine's clock is ${minutes} minutes ${skew > 0 ? 'ahead' : 'behind'}`,
    fix: 'turn on time synchronisation',
  }
}

function needsPrivate(config: Config, forge: ForgeConfig): boolean {
  return config.people.some(
    ({ accounts, resumes }) =>
      accounts.some((account) => account.forge === forge) &&
      resumes.some(({ sections }) => sections.some(({ select }) => select.visibility === 'all')),
  )
}
