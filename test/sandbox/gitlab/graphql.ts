/** GitLab's GraphQL endpoint. */
import type { Answer } from '../exchange.ts'
import { answer } from '../exchange.ts'
import { type Engine, forgeError, runOperation } from '../graphql/run.ts'
import { complexity } from './complexity.ts'
import type { GitLabContext } from './context.ts'
import { gitlabFields } from './fields.ts'
import { gitlabSchema } from './schema.ts'

/** An array of operations is answered by an array of results, each with a complexity of its own. */
export function gitlabGraphql(context: GitLabContext): Answer {
  const { operations, multiplex } = context.request
  const results = operations.map((operation) => runOperation(engine(), operation, { ...context }))
  return answer(200, multiplex ? results : results[0])
}

function engine(): Engine<GitLabContext> {
  const schema = gitlabSchema()
  return {
    schema,
    fields: gitlabFields,
    typeOf: () => 'UserCore',
    checkConnection: () => undefined,
    check(document, operation, context) {
      if (operation.query.length > 10_000) throw forgeError('Query too large')
      const limit = context.viewer === undefined ? 200 : 250
      const score = Math.ceil(Number(complexity(schema, document, operation).toFixed(6)))
      if (score > limit) {
        throw forgeError(
          `Query has complexity of ${score}, which exceeds max complexity of ${limit}`,
        )
      }
      context.complexity = { score, limit }
    },
  }
}
