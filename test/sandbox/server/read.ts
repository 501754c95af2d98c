/** Reads an HTTP request into what the forges' halves answer. */
import type { IncomingMessage } from 'node:http'
import type { ForgeName, Operation, Request } from '../exchange.ts'
import { readCredentials, type TokenTable } from '../tokens.ts'

/** Prefixes of the APIs. GitHub Enterprise Server has its own; the longest comes first. */
const entrances: readonly {
  readonly prefix: string
  readonly forge: ForgeName
  readonly graphql: string
}[] = [
  { prefix: '/github/api/v3', forge: 'github', graphql: '/github/api/graphql' },
  { prefix: '/github', forge: 'github', graphql: '/github/graphql' },
  { prefix: '/gitlab/api/v4', forge: 'gitlab', graphql: '/gitlab/api/graphql' },
]

/** Undefined when the address is of no API. */
export function readRequest(
  message: IncomingMessage,
  body: string,
  origin: string,
  tokens: TokenTable,
): Request | undefined {
  const { pathname, searchParams: query } = new URL(message.url ?? '/', origin)
  const method = message.method ?? 'GET'
  const credentials = readCredentials(message.headers, tokens)
  const gate = entrances.find((each) => each.graphql === pathname)
  if (gate !== undefined) {
    const posted = parse(body)
    const multiplex = Array.isArray(posted)
    const operations = (multiplex ? posted : [posted])
      .filter((each) => each !== undefined)
      .map(readOperation)
    const base = origin + gate.prefix
    return {
      forge: gate.forge,
      kind: 'graphql',
      method,
      base,
      path: '/graphql',
      query,
      operations,
      multiplex,
      credentials,
    }
  }
  const door = entrances.find(
    ({ prefix }) => pathname === prefix || pathname.startsWith(`${prefix}/`),
  )
  if (door === undefined) return undefined
  const path = pathname.slice(door.prefix.length) || '/'
  const base = origin + door.prefix
  return {
    forge: door.forge,
    kind: 'rest',
    method,
    base,
    path,
    query,
    operations: [],
    multiplex: false,
    credentials,
  }
}

export async function readBody(message: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of message) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function readOperation(posted: unknown): Operation {
  const { query, variables, operationName } = (posted ?? {}) as Record<string, unknown>
  const text = typeof query === 'string' ? query : ''
  const named =
    typeof operationName === 'string' ? operationName : /(?:^|\})\s*query\s+(\w+)/.exec(text)?.[1]
  return { name: named, query: text, variables: (variables ?? {}) as Record<string, unknown> }
}
