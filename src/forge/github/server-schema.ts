import { z } from 'zod'
import { probedTypes, type ServerSchema } from './fragments.ts'
import type { GraphQLDocument } from './question.ts'

/**
 * Asks which fields the server knows of the types we read. Deprecated ones are listed too, or `databaseId` would seem
 * to be missing where `fullDatabaseId` is.
 */
export function schemaQuestion(): GraphQLDocument {
  const fields = probedTypes.map(
    (type, index) =>
      `  t${index}: __type(name: "${type}") { fields(includeDeprecated: true) { name } }`,
  )
  return { query: `query TrackerSchema {\n${fields.join('\n')}\n}`, variables: {} }
}

const TypeFields = z.object({ fields: z.array(z.object({ name: z.string() })).nullable() })

export function readSchema(data: Readonly<Record<string, unknown>>): ServerSchema {
  const schema = new Map<string, ReadonlySet<string>>()
  for (const [index, type] of probedTypes.entries()) {
    const found = TypeFields.safeParse(data[`t${index}`]).data?.fields
    if (found) schema.set(type, new Set(found.map((field) => field.name)))
  }
  return schema
}
