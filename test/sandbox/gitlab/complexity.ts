/**
 * What GitLab refuses as too complex. A field is 1; one with a resolver is its children + 1 (+ 1 with `sort`); a connection
 * grows by 1 % for each row it may return, unless asked for by `iids` (GitLab source base_field.rb, base_resolver.rb). GitLab
 * drops fractions of a connection; they are kept here, so that what fits does so either way.
 */
import type { DocumentNode, GraphQLSchema } from 'graphql'
import type { Operation } from '../exchange.ts'
import { sumUp, type Visited } from '../graphql/analysis.ts'

/** `max_page_size`: also what a connection without `first` counts as. */
const pageSize = 100

export function complexity(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: Operation,
): number {
  return sumUp(schema, document, operation, { zero: 0, add: (a, b) => a + b, visit })
}

function visit({ name, args, connection }: Visited, below: number): number {
  if (name.startsWith('__')) return below
  const own = below + 1 + (args['sort'] ? 1 : 0)
  if (!connection || args['iids']) return own
  const rows = Math.min(pageSize, Number(args['first'] ?? args['last'] ?? pageSize))
  return own * (1 + rows * 0.01)
}
