/** GitHub's published schema, also as an older server would have it. */
import { readFileSync } from 'node:fs'
import { buildSchema, type GraphQLSchema } from 'graphql'

const built = new Map<string, GraphQLSchema>()

/** `without` names fields as `PullRequest.fullDatabaseId`: an older GitHub Enterprise Server lacks them. */
export function githubSchema(without: readonly string[] = []): GraphQLSchema {
  const key = [...without].sort().join()
  const known = built.get(key)
  if (known !== undefined) return known
  // The package's own entry also loads a validator and the schema as JSON, which takes half a second.
  const file = new URL('./schema.graphql', import.meta.resolve('@octokit/graphql-schema'))
  const schema = buildSchema(readFileSync(file, 'utf8'), {
    assumeValidSDL: true,
    assumeValid: true,
    noLocation: true,
  })
  for (const each of without) removeField(schema, each)
  built.set(key, schema)
  return schema
}

function removeField(schema: GraphQLSchema, name: string): void {
  const [typeName = '', fieldName = ''] = name.split('.')
  const type = schema.getType(typeName)
  const fields = type !== undefined && 'getFields' in type ? type.getFields() : {}
  if (!(fieldName in fields))
    throw new Error(`Cannot remove \`${name}\`: the schema has no such field`)
  delete fields[fieldName]
  // `databaseId` was deprecated in favour of it, so where one is missing the other is not deprecated yet; `__type` lists
  // deprecated fields only when asked to.
  const { databaseId } = fields
  if (fieldName === 'fullDatabaseId' && databaseId !== undefined)
    databaseId.deprecationReason = undefined
}
