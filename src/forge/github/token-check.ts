import * as z from 'zod'
import { fromMilliseconds, type Timestamp } from '../../contribution/timestamp.ts'
import { bodyOf, dateOf, get, resetOf, type TokenChecker } from '../token-check.ts'

const Profile = z.object({ id: z.int(), login: z.string() })
const Limit = z.object({ limit: z.int(), remaining: z.int(), reset: z.int() })
const RateLimit = z.object({ resources: z.object({ graphql: Limit }) })

/** GitHub tells scopes and expiry in the headers of every answer; `/rate_limit` costs nothing (GitHub docs, "Rate limits"). */
export const githubTokenChecker: TokenChecker = {
  async check(at) {
    const answer = await get(at, '/rate_limit')
    // Enterprise Servers without rate limits answer 404.
    const limits = answer.status === 200 ? RateLimit.safeParse(bodyOf(answer, at)) : undefined
    const graphql = limits?.success === true ? limits.data.resources.graphql : undefined
    const resetsAt = resetOf(graphql?.reset)
    const scopes = answer.headers.get('x-oauth-scopes')
    return {
      scopes: scopes === null ? null : scopes.split(/,\s*/).filter((scope) => scope !== ''),
      expiresAt: expiryOf(answer.headers.get('github-authentication-token-expiration')),
      budget:
        graphql === undefined || resetsAt === null
          ? null
          : { remaining: graphql.remaining, limit: graphql.limit, resetsAt },
      serverTime: dateOf(answer),
    }
  },

  async find(at, login) {
    const answer = await get(at, `/users/${encodeURIComponent(login)}`)
    if (answer.status === 404) return null
    const profile = Profile.parse(bodyOf(answer, at))
    return { id: String(profile.id), login: profile.login }
  },
}

/** `2026-07-01 12:00:00 UTC`, or with an offset such as `-0700`. */
function expiryOf(header: string | null): Timestamp | null {
  if (header === null) return null
  const [day, time, zone = 'UTC'] = header.trim().split(' ')
  const offset = zone === 'UTC' ? 'Z' : zone.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2')
  const milliseconds = Date.parse(`${day}T${time}${offset}`)
  return Number.isNaN(milliseconds) ? null : fromMilliseconds(milliseconds)
}
