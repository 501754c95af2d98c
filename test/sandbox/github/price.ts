/**
 * What an operation costs: the requests needed for each unique connection, pages assumed full, divided by 100; and how
 * many nodes it may return at most (GitHub docs, rate limits and query limits for the GraphQL API).
 */
import type { DocumentNode, GraphQLSchema } from 'graphql'
import type { Operation } from '../exchange.ts'
import { sumUp, type Visited } from '../graphql/analysis.ts'

interface Sum {
  readonly requests: number
  readonly nodes: number
}

export interface Price {
  readonly cost: number
  readonly nodeCount: number
}

export function price(schema: GraphQLSchema, document: DocumentNode, operation: Operation): Price {
  const zero: Sum = { requests: 0, nodes: 0 }
  const sum = sumUp(schema, document, operation, {
    zero,
    add: (a, b) => ({
      requests: a.requests + b.requests,
      nodes: a.nodes + b.nodes,
    }),
    visit,
  })
  const cost = Math.max(1, Math.round(sum.requests / 100))
  return { cost, nodeCount: sum.nodes }
}

function visit({ name, connection, args }: Visited, below: Sum): Sum {
  if (connection) return repeated(below, Number(args['first'] ?? args['last'] ?? 0), 1)
  if (name === 'nodes' && Array.isArray(args['ids'])) return repeated(below, args['ids'].length, 0)
  return below
}

function repeated(below: Sum, times: number, own: number): Sum {
  return {
    requests: own + times * below.requests,
    nodes: times + times * below.nodes,
  }
}
