import { createRequesterFn } from '@gitbeaker/requester-utils'
import { ForgeError } from '../../forge.ts'
import { type Answer, printable } from '../../http/exchange.ts'
import { json } from './answers.ts'

/** GitLab said no to one thing: it is not there (404) or not for this token (403). Mostly the run goes on without it. */
export class Refusal extends ForgeError {
  readonly status: 403 | 404

  constructor(status: 403 | 404, url: string) {
    const why =
      status === 403 ? 'the token may not' : 'there is no such thing, or not for this token'
    super(
      status === 403 ? 'unavailable' : 'not-found',
      `Cannot read ${printable(url)}: ${why} (${status})`,
    )
    this.status = status
  }
}

/** Sends one GET and gives the answer back once it is worth reading. */
export type Get = (url: string) => Promise<Answer>

/** gitbeaker puts this after its host; some of its resources add a part of their own. */
const gitbeakerPath = '/api/v4'

/** The host to give gitbeaker, so that its addresses lead to `apiUrl`. */
export function gitbeakerHost(apiUrl: string): string {
  return apiUrl.endsWith(gitbeakerPath) ? apiUrl.slice(0, -gitbeakerPath.length) : apiUrl
}

/**
 * gitbeaker's transport, replaced as a whole: its own hammers on 429, gives HTML to callers that expect rows, and puts the
 * token into its errors. The addresses and queries stay gitbeaker's; headers it worked out are dropped, since `get` sets
 * its own. This program only reads, so every other verb is refused.
 */
export function createRequester(apiUrl: string, get: Get): ReturnType<typeof createRequesterFn> {
  const base = gitbeakerHost(apiUrl) + gitbeakerPath
  return createRequesterFn(
    ({ url }, request) =>
      Promise.resolve({ ...request, prefixUrl: apiUrl + url.slice(base.length) }),
    async (endpoint, options) => {
      if (options?.['method'] !== 'GET') {
        throw new TypeError('Cannot write to GitLab: only GET is allowed')
      }
      const { prefixUrl, searchParams } = options
      const query = typeof searchParams === 'string' ? `?${searchParams}` : ''
      const url = `${String(prefixUrl).replace(/\/+$/, '')}/${endpoint}${query}`
      const answer = await get(url)
      if (answer.status === 403 || answer.status === 404) throw new Refusal(answer.status, url)
      return {
        body: json(answer) as Record<string, unknown>,
        headers: Object.fromEntries(answer.headers),
        status: answer.status,
      }
    },
  )
}
