/** Counts what each token has used, as rate limit headers tell. */
import type { Request } from './exchange.ts'

export interface Account {
  readonly limit: number
  readonly used: number
  readonly remaining: number
  /** Seconds since 1970. */
  readonly reset: number
  /** A quota of the token's is enforced and used up. */
  readonly exhausted: boolean
}

export interface Ledger {
  /** Takes `cost` off. `now` in milliseconds since 1970. */
  spend(request: Request, cost: number, now: number): Account
}

export function newLedger(): Ledger {
  const accounts = new Map<string, { used: number; reset: number }>()
  return {
    spend(request, cost, now) {
      const { limit, window, name } = limitOf(request)
      const quota = request.credentials.entry?.quota
      const key = `${request.forge} ${name} ${request.credentials.place}`
      let account = accounts.get(key)
      if (account === undefined || account.reset <= now / 1000) {
        account = { used: 0, reset: Math.ceil(now / 1000) + window }
        accounts.set(key, account)
      }
      if (quota !== undefined) {
        const exhausted = account.used + cost > quota
        if (!exhausted) account.used += cost
        const { used, reset } = account
        return { limit: quota, used, remaining: exhausted ? 0 : quota - used, reset, exhausted }
      }
      account.used += cost
      // Not enforced, so that a big world can be read; then it must not look used up either.
      const used = Math.min(account.used, Math.floor(limit / 2))
      return { limit, used, remaining: limit - used, reset: account.reset, exhausted: false }
    },
  }
}

/** GitHub docs: 5,000 points an hour, 30 searches a minute. GitLab docs: 2,000 requests a minute. */
function limitOf({ forge, kind, path }: Request): { limit: number; window: number; name: string } {
  if (forge === 'gitlab') return { limit: 2000, window: 60, name: 'api' }
  if (kind === 'graphql') return { limit: 5000, window: 3600, name: 'graphql' }
  if (path.startsWith('/search')) return { limit: 30, window: 60, name: 'search' }
  return { limit: 5000, window: 3600, name: 'core' }
}
