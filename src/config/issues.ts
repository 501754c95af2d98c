import * as z from 'zod'
import { type ConfigPath, formatPath, quote, valueAt } from './config-path.ts'
import { nearest } from './nearest.ts'
import { holdsCredentials, looksLikeToken } from './secrets.ts'
import { alternatives } from './values.ts'

type Issue = z.core.$ZodIssue
type JsonSchema = z.core.JSONSchema.BaseSchema

/**
 * One sentence for each thing that `schema` finds wrong with `value`. The messages of the schema are what is expected.
 */
export function toSentences(
  issues: readonly Issue[],
  value: unknown,
  schema: z.ZodType,
): readonly string[] {
  const paths = new Set(
    issues.flatMap(({ code, path }) => (code === 'unrecognized_keys' ? [path.join('.')] : [])),
  )
  // A key that is not known explains why an object as a whole is not what was expected.
  const telling = issues.filter(({ code, path }) => code !== 'custom' || !paths.has(path.join('.')))
  const sentences = telling.flatMap((issue) => {
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
    if (issue.code === 'unrecognized_keys') {
      const known = knownKeys(schema, path)
      return issue.keys.map((key) => unknownKey([...path, key], key, known))
    }
    if (issue.code === 'invalid_key') {
      return [`${formatPath(path)}: expected ${issue.issues[0]?.message ?? 'another key'}`]
    }
    return [`${formatPath(path)}: expected ${issue.message}, received ${received(value, path)}`]
  })
  // One value may fail several checks of one meaning.
  return [...new Set(sentences)]
}

/** `PATH: unknown key, did you mean NEAREST?`; where nothing is near, what may stand there. */
function unknownKey(path: ConfigPath, key: string, known: readonly string[]): string {
  // A key of a neighbouring object, as `since` beside `select`, is known by its last part.
  const moved = known.find((candidate) => candidate.split('.').at(-1) === key)
  const meant = moved ?? nearest(key, known)
  const hint =
    meant === undefined ? `expected ${alternatives(top(known))}` : `did you mean \`${meant}\`?`
  return `${formatPath(path)}: unknown key, ${hint}`
}

function top(known: readonly string[]): readonly string[] {
  return known.filter((key) => !key.includes('.'))
}

/** Keys that may stand in the object at `path`, then those of the objects in it, as `select.since`. */
function knownKeys(schema: z.ZodType, path: ConfigPath): readonly string[] {
  let node: JsonSchema | undefined = z.toJSONSchema(schema, { io: 'input' })
  for (const part of path) {
    const next: unknown =
      typeof part === 'number'
        ? node?.items
        : (node?.properties?.[part] ?? node?.additionalProperties)
    node = isSchema(next) ? next : undefined
  }
  const properties = Object.entries(node?.properties ?? {})
  const nested = properties.flatMap(([key, property]) =>
    isSchema(property)
      ? Object.keys(property.properties ?? {}).map((name) => `${key}.${name}`)
      : [],
  )
  return [...properties.map(([key]) => key), ...nested]
}

function isSchema(node: unknown): node is JsonSchema {
  return typeof node === 'object' && node !== null && !Array.isArray(node)
}

/** What stands there, short and fit for a message: never anything that may be a secret. */
function received(value: unknown, path: ConfigPath): string {
  const found = valueAt(value, path)
  if (found === undefined) return 'nothing'
  if (found === null) return 'null'
  if (Array.isArray(found)) return found.length === 0 ? 'an empty list' : 'a list'
  if (typeof found === 'object') return 'an object'
  if (typeof found !== 'string') return String(found)
  if (isSecret(found, path)) return 'text (not shown, it may be a secret)'
  return quote(found.length > 60 ? `${found.slice(0, 59)}…` : found)
}

function isSecret(text: string, path: ConfigPath): boolean {
  if (path.includes('token') || path.includes('tokens')) return true
  return looksLikeToken(text) || holdsCredentials(text)
}
