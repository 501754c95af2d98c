import { z } from 'zod'
import { ForgeError, type Json } from '../../forge.ts'
import type { Answer } from '../../http/exchange.ts'
import { isTimeout, json } from './answers.ts'

/**
 * What gitlab.com allows one operation and, since graphql-ruby adds them up, all operations of one multiplexed request
 * (GitLab docs, GraphQL "Limits").
 */
export const complexityLimit = 250

/** One GraphQL operation with what it is expected to cost. */
export interface Operation {
  readonly query: string
  readonly variables: Readonly<Record<string, Json>>
  /**
   * As GitLab counts: a field 1; a field that reads Gitaly 2; a resolver 1 more, 1 more when sorted; a connection times
   * 1 + 1 % per row asked for (100 when unsaid), except with `iids` (base_field.rb, base_resolver.rb). Fractions are rounded
   * up, wherever GitLab may drop them.
   */
  readonly complexity: number
}

/** Rides in each operation, so that a limit other than gitlab.com's is learned; costs 3. */
export const askComplexity = 'queryComplexity { score limit }'

export type Outcome =
  /** `partial`: beside the data the server named errors, so nulls may mean "not for you" or "failed". */
  | { readonly outcome: 'data'; readonly data: unknown; readonly partial: boolean }
  /** Too complex, or too slow: ask for less. */
  | { readonly outcome: 'too-much'; readonly why: string }
  /** No GraphQL here, or an older schema: ask by REST. */
  | { readonly outcome: 'unsupported'; readonly why: string }

const Result = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string() })).nullish(),
})

const Complexity = z.object({ queryComplexity: z.object({ score: z.number(), limit: z.number() }) })

/** Reads an answer to a single operation. */
export function readOutcome(answer: Answer): Outcome {
  if (isTimeout(answer.status)) return { outcome: 'too-much', why: `it answered ${answer.status}` }
  if (answer.status !== 200) return { outcome: 'unsupported', why: `it answered ${answer.status}` }
  return readResult(json(answer))
}

/** Reads an answer to a multiplexed request. Null when the server does not know them. */
export function readOutcomes(answer: Answer, count: number): readonly Outcome[] | null {
  if (answer.status !== 200) return null
  const results = json(answer)
  if (!Array.isArray(results) || results.length !== count) return null
  return results.map(readResult)
}

/** The complexity the server counted and its limit, where it says. */
export function statedComplexity(outcome: Outcome): { score: number; limit: number } | null {
  if (outcome.outcome !== 'data') return null
  return Complexity.safeParse(outcome.data).data?.queryComplexity ?? null
}

/** Puts operations into as few requests as `limit` allows: each into the first that has room. */
export function pack<Asked extends Pick<Operation, 'complexity'>>(
  operations: readonly Asked[],
  limit: number,
): Asked[][] {
  const requests: { readonly operations: Asked[]; room: number }[] = []
  for (const operation of operations) {
    let request = requests.find(({ room }) => operation.complexity <= room)
    if (request === undefined) {
      request = { operations: [], room: limit }
      requests.push(request)
    }
    request.operations.push(operation)
    request.room -= operation.complexity
  }
  return requests.map((request) => request.operations)
}

const timeOut = /time(?:d )?[- ]?out/i

function readResult(body: unknown): Outcome {
  const result = Result.safeParse(body)
  if (!result.success) return { outcome: 'unsupported', why: 'it sent no GraphQL answer' }
  const errors = result.data.errors ?? []
  for (const { message } of errors) {
    // Its own words are not repeated: they may name what is private.
    if (/complexity/i.test(message)) return { outcome: 'too-much', why: 'the query is too complex' }
    if (timeOut.test(message)) return { outcome: 'too-much', why: 'the query took too long' }
  }
  const data = result.data.data
  if (data === null || data === undefined) {
    const why = errors.length > 0 ? 'it answered with an error' : 'it sent no data'
    return { outcome: 'unsupported', why }
  }
  return { outcome: 'data', data, partial: errors.length > 0 }
}

/** For callers that cannot go on without an answer. */
export function tooSlow(host: string, why: string): ForgeError {
  return new ForgeError('unavailable', `Cannot read ${host}: ${why}, even when asked for little`)
}
