/** What the sandbox remembers of each request: never a token. */
import type { Request } from '../exchange.ts'
import type { TokenTable } from '../tokens.ts'

export interface RequestLog {
  /** From 1, over both forges. */
  readonly index: number
  readonly forge: Request['forge']
  readonly kind: Request['kind']
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly operations: readonly {
    readonly name: string | undefined
    readonly variables: Readonly<Record<string, unknown>>
  }[]
  readonly authorization: 'present' | 'absent'
  /** A token of the table came where a token belongs. */
  readonly tokenSeen: boolean
  /** A token of the table came where none belongs: in the address or the body. */
  readonly tokenLeaked: boolean
  /** Kinds of the faults that struck. */
  readonly faults: readonly string[]
  /** Milliseconds since the sandbox started. */
  readonly at: number
  /** Requests under way when this one came, itself included. */
  readonly inFlight: number
  /** Null until it is answered, and when it never is. */
  status: number | null
  /** When its answer was sent, on the clock of `at`; null like `status`. */
  answeredAt: number | null
}

export function describe(
  request: Request,
  body: string,
  tokens: TokenTable,
): Omit<RequestLog, 'index' | 'at' | 'inFlight' | 'faults'> {
  const { forge, kind, method, path, query, operations, credentials } = request
  const address = query.size > 0 ? `${path}?${query}` : path
  const leaked = Object.keys(tokens).find(
    (token) => address.includes(token) || body.includes(token),
  )
  const telling = {
    path: address,
    operations: operations.map(({ name, variables }) => ({ name, variables })),
  }
  const text = JSON.stringify(telling)
  const safe = leaked === undefined ? text : text.replaceAll(leaked, '[token]')
  return {
    forge,
    kind,
    method,
    ...JSON.parse(safe),
    authorization: credentials.present ? 'present' : 'absent',
    tokenSeen: credentials.entry !== undefined,
    tokenLeaked: leaked !== undefined,
    status: null,
    answeredAt: null,
  }
}
