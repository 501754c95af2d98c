import * as z from 'zod'
import { fromMilliseconds } from '../../contribution/timestamp.ts'
import { bodyOf, dateOf, get, resetOf, type TokenChecker } from '../token-check.ts'

const Token = z.object({ scopes: z.array(z.string()), expires_at: z.iso.date().nullish() })
const Users = z.array(z.object({ id: z.int(), username: z.string() }))

/** GitLab docs, "Personal access tokens API": a token may always read what it is itself, whatever its scopes. */
export const gitlabTokenChecker: TokenChecker = {
  async check(at) {
    const answer = await get(at, '/personal_access_tokens/self')
    // An OAuth or job token is none of these: it is good, and says nothing of itself.
    const token = answer.status === 200 ? Token.safeParse(bodyOf(answer, at)) : undefined
    const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
      Number(answer.headers.get(`ratelimit-${name}`) ?? Number.NaN),
    )
    const resetsAt = resetOf(reset)
    return {
      scopes: token?.success === true ? token.data.scopes : null,
      // The day on which it stops working, at midnight UTC.
      expiresAt:
        token?.success === true && token.data.expires_at != null
          ? fromMilliseconds(Date.parse(token.data.expires_at))
          : null,
      budget:
        Number.isNaN(limit) || Number.isNaN(remaining) || resetsAt === null
          ? null
          : { limit: limit ?? 0, remaining: remaining ?? 0, resetsAt },
      serverTime: dateOf(answer),
    }
  },

  async find(at, login) {
    const answer = await get(at, `/users?username=${encodeURIComponent(login)}`)
    const users = answer.status === 200 ? Users.parse(bodyOf(answer, at)) : []
    const [user] = users
    return user === undefined ? null : { id: String(user.id), login: user.username }
  },
}
