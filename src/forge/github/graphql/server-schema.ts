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

/** What a server of one version knows, as a checkpoint keeps it. */
export const KnownSchema = z.object({
  /** As the server's answers state it (GitHub Enterprise Server: `X-GitHub-Enterprise-Version`). */
  version: z.string(),
  /** Names of the fields of each type. */
  fields: z.record(z.string(), z.array(z.string())),
})
export type KnownSchema = z.infer<typeof KnownSchema>

export function fromKnown({ fields }: KnownSchema): ServerSchema {
  return new Map(Object.entries(fields).map(([type, names]) => [type, new Set(names)]))
}

/** Null where the version is not told, so that nobody could see it change. */
export function toKnown(schema: ServerSchema, version: string | null): KnownSchema | null {
  if (schema === null || version === null) return null
  const fields = [...schema].map(([type, names]) => [type, [...names].sort()] as const)
  return { version, fields: Object.fromEntries(fields) }
}

export function readSchema(data: Readonly<Record<string, unknown>>): NonNullable<ServerSchema> {
  const schema = new Map<string, ReadonlySet<string>>()
  for (const [index, type] of probedTypes.entries()) {
    const found = TypeFields.safeParse(data[`t${index}`]).data?.fields
    if (found) schema.set(type, new Set(found.map((field) => field.name)))
  }
  return schema
}

/** What both know; a type that only one told of is taken from that one. */
export function common(
  one: ServerSchema,
  other: NonNullable<ServerSchema>,
): NonNullable<ServerSchema> {
  const both = new Map([...(one ?? []), ...other])
  for (const [type, fields] of both) {
    const known = one?.get(type)
    if (known !== undefined) both.set(type, new Set([...fields].filter((name) => known.has(name))))
  }
  return both
}
