import { readFileSync } from 'node:fs'
import { buildSchema, type GraphQLSchema } from 'graphql'

let built: GraphQLSchema | undefined

export function gitlabSchema(): GraphQLSchema {
  built ??= buildSchema(readFileSync(new URL('./gitlab.graphql', import.meta.url), 'utf8'))
  return built
}
