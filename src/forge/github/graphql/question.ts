import type { Json } from '../../forge.ts'
import { printFragments, type ServerSchema } from './fragments.ts'

/** One root field of a query. Many questions, of several accounts, travel in one request. */
export interface Question {
  /** Variables are written plainly (`$first`); rendering makes their names unique. */
  readonly field: string
  readonly variables: Readonly<Record<string, Variable>>
  /** How heavy the answer is for the server: about 1 for a pull request with all its fields. */
  readonly weight: number
  /** Rows still to come where one page is asked for after the other: the longest chain decides how long a run takes. */
  readonly chain?: number
  /** Whoever asks can ask for less when this alone is too heavy; otherwise the same is asked again. */
  readonly shrinks?: true
  /** However small its page is, a shorter span of time can be asked for instead. */
  readonly divisible?: true
}

export interface Variable {
  readonly type: string
  readonly value: Json
}

export interface GraphQLDocument {
  readonly query: string
  readonly variables: Readonly<Record<string, Json>>
}

/** One operation that asks all of `questions`; the answer to the n-th is under `aliasOf(n)`. */
export function render(questions: readonly Question[], schema: ServerSchema): GraphQLDocument {
  const declarations: string[] = []
  const fields: string[] = []
  const variables: Record<string, Json> = {}
  for (const [index, question] of questions.entries()) {
    const alias = aliasOf(index)
    for (const [name, { type, value }] of Object.entries(question.variables)) {
      declarations.push(`$${alias}_${name}: ${type}`)
      variables[`${alias}_${name}`] = value
    }
    fields.push(`  ${alias}: ${question.field.replaceAll('$', `$${alias}_`)}`)
  }
  const head =
    declarations.length === 0 ? 'query Tracker' : `query Tracker(${declarations.join(', ')})`
  const operation = `${head} {\n${fields.join('\n')}\n}`
  return { query: `${operation}\n${printFragments(operation, schema)}`, variables }
}

export function aliasOf(index: number): string {
  return `q${index}`
}

export const id = (value: string): Variable => ({ type: 'ID!', value })
export const ids = (value: readonly string[]): Variable => ({ type: '[ID!]!', value })
export const text = (value: string): Variable => ({ type: 'String!', value })
export const int = (value: number): Variable => ({ type: 'Int!', value })
/** Where a connection goes on; null asks for its beginning. */
export const cursor = (value: string | null): Variable => ({ type: 'String', value })
export const time = (value: string | null): Variable => ({ type: 'DateTime', value })

/** What came back for one question. */
export interface Reply {
  readonly value: unknown
  /** What went wrong below `value`; paths begin there. */
  readonly faults: readonly Fault[]
}

export interface Fault {
  readonly type: string
  readonly path: readonly (string | number)[]
  /** In our own words. */
  readonly why: string
}
