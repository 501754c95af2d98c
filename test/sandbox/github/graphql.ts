/** GitHub's GraphQL endpoint. */
import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql'
import { Kind } from 'graphql'
import type { Engine, FieldTable } from '../graphql/run.ts'
import { forgeError } from '../graphql/run.ts'
import type { GitHubContext } from './context.ts'
import { actorTables } from './fields/actors.ts'
import { contributionTables } from './fields/contributions.ts'
import { pullTables } from './fields/pulls.ts'
import { queryFields } from './fields/query.ts'
import { repositoryTables } from './fields/repositories.ts'
import { resourceLimits } from './guard.ts'
import { type Price, price } from './price.ts'

/** `spend` takes the price off the token's budget and says what is left. */
export function githubEngine(
  schema: GraphQLSchema,
  spend: (price: Price) => GitHubContext['budget'],
): Engine<GitHubContext> {
  return {
    schema,
    fields: tables,
    typeOf,
    checkConnection,
    check(document, operation, context) {
      const asked = price(schema, document, operation)
      checkNodes(asked)
      context.budget = spend(asked)
    },
  }
}

const tables: Record<string, FieldTable<GitHubContext>> = {
  Query: queryFields,
  ...actorTables,
  ...contributionTables,
  ...pullTables,
  ...repositoryTables,
}

/** What a record is, where the schema leaves it open. */
function typeOf(source: object): string {
  if ('login' in source && 'type' in source) return String(source.type)
  if ('path' in source) return 'Repository'
  if ('additions' in source) return 'PullRequest'
  if ('submittedAt' in source) return 'PullRequestReview'
  if ('reviewId' in source) return 'PullRequestReviewComment'
  return 'IssueComment'
}

function checkNodes({ nodeCount }: Price): void {
  if (nodeCount <= 500_000) return
  throw forgeError(
    `This query requests up to ${nodeCount.toLocaleString('en')} possible nodes which exceeds the maximum limit of 500,000.`,
    'MAX_NODE_LIMIT_EXCEEDED',
  )
}

/** "The value of first and last must be within 1-100" (GitHub docs); a connection asked only for its total needs neither. */
function checkConnection(
  args: Readonly<Record<string, unknown>>,
  { tweaks }: GitHubContext,
  info: GraphQLResolveInfo,
): void {
  const name = info.fieldName
  const [argument, value] =
    args['first'] != null ? ['first', args['first']] : ['last', args['last']]
  if (value == null) {
    if (!selectsItems(info)) return
    throw forgeError(
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
      'MISSING_PAGINATION_BOUNDARIES',
    )
  }
  const size = Number(value)
  if (size > tweaks.maxFirst) throw resourceLimits()
  if (size >= 0 && size <= 100) return
  const what =
    size < 0
      ? 'is below the minimum of 1 record'
      : `exceeds the \`${argument}\` limit of 100 records`
  throw forgeError(
    `Requesting ${size} records on the \`${name}\` connection ${what}.`,
    'EXCESSIVE_PAGINATION',
  )
}

function selectsItems(info: GraphQLResolveInfo): boolean {
  const selections = info.fieldNodes.flatMap((node) => node.selectionSet?.selections ?? [])
  return selections.some(
    (each) => each.kind !== Kind.FIELD || ['nodes', 'edges', 'pageInfo'].includes(each.name.value),
  )
}
