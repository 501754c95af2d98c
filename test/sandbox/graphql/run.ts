/** Executes one GraphQL operation over a schema and tables of fields, with errors in graphql-ruby's shape. */
import type { DocumentNode, ExecutionResult, GraphQLResolveInfo, GraphQLSchema } from 'graphql'
import {
  execute,
  GraphQLError,
  getNamedType,
  getOperationAST,
  parse,
  specifiedRules,
  validate,
  versionInfo,
} from 'graphql'
import type { Operation } from '../exchange.ts'
import { Unsupported } from '../exchange.ts'

/** How a field of a type is read. A type with a table has only the fields in it; others are read by property. */
export type FieldTable<C> = Record<
  string,
  (source: Anything, args: Anything, context: C, info: GraphQLResolveInfo) => unknown
>

// biome-ignore lint/suspicious/noExplicitAny: sources and arguments have as many shapes as the schema has fields
export type Anything = any

export interface Engine<C> {
  readonly schema: GraphQLSchema
  readonly fields: Readonly<Record<string, FieldTable<C>>>
  typeOf(source: object): string
  /** Refuses an operation before it runs. */
  check(document: DocumentNode, operation: Operation, context: C): void
  /** Sees every connection field before it is read. */
  checkConnection(
    args: Readonly<Record<string, unknown>>,
    context: C,
    info: GraphQLResolveInfo,
  ): void
}

export interface Result {
  readonly data?: unknown
  readonly errors?: readonly object[]
}

/** An error with the words and the `type` that the forge gives. */
export function forgeError(message: string, type?: string, extra: object = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { ...extra, ...(type && { forgeType: type }) } })
}

export function runOperation<C>(engine: Engine<C>, operation: Operation, context: C): Result {
  const document = prepare(engine.schema, operation.query)
  if (Array.isArray(document)) return { errors: document.map(written) }
  const found = getOperationAST(document, operation.name)
  if (found?.operation !== 'query') return { errors: [{ message: 'No operation to run' }] }
  try {
    engine.check(document, operation, context)
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [written(error)] }
    throw error
  }
  const result = execute({
    schema: engine.schema,
    document,
    rootValue: {},
    contextValue: context,
    variableValues: operation.variables,
    operationName: operation.name ?? null,
    fieldResolver: (source, args, given: C, info) => readField(engine, source, args, given, info),
    typeResolver: (source) => engine.typeOf(source as object),
  }) as ExecutionResult
  const unsupported = result.errors?.find((error) => error.originalError instanceof Unsupported)
  if (unsupported?.originalError) throw unsupported.originalError
  const broken = result.errors?.find(
    (error) => error.originalError && !(error.originalError instanceof GraphQLError),
  )
  if (broken?.originalError) throw broken.originalError
  return {
    ...(result.data === undefined ? {} : { data: result.data }),
    ...(result.errors && { errors: result.errors.map(written) }),
  }
}

function readField<C>(
  engine: Engine<C>,
  source: unknown,
  args: Record<string, unknown>,
  context: C,
  info: GraphQLResolveInfo,
): unknown {
  const type = info.parentType.name
  if (getNamedType(info.returnType).name.endsWith('Connection'))
    engine.checkConnection(args, context, info)
  const table = engine.fields[type]
  const read = table?.[info.fieldName]
  if (read !== undefined) return read(source, args, context, info)
  if (table === undefined && info.fieldName in (source as object)) {
    return (source as Record<string, unknown>)[info.fieldName]
  }
  throw new Unsupported(`The sandbox does not serve \`${type}.${info.fieldName}\``)
}

const prepared = new WeakMap<GraphQLSchema, Map<string, DocumentNode | GraphQLError[]>>()

/** The parsed query, or why it is invalid. The same few texts come again and again. */
function prepare(schema: GraphQLSchema, query: string): DocumentNode | GraphQLError[] {
  const known = prepared.get(schema) ?? new Map<string, DocumentNode | GraphQLError[]>()
  prepared.set(schema, known)
  let document = known.get(query)
  if (document === undefined) {
    document = parseAndValidate(schema, query)
    if (known.size < 2000) known.set(query, document)
  }
  return document
}

function parseAndValidate(schema: GraphQLSchema, query: string): DocumentNode | GraphQLError[] {
  try {
    const document = parse(query)
    const errors = validate(schema, document, specifiedRules)
    return errors.length === 0 ? document : [...errors]
  } catch (error) {
    if (error instanceof GraphQLError) return [error]
    throw error
  }
}

/** GitHub and GitLab both run graphql-ruby; a client recognises an older schema by these words and this code. */
function written(error: GraphQLError): object {
  const { forgeType, ...extensions } = error.extensions
  const unknown = /^Cannot query field "(\w+)" on type "(\w+)"/.exec(error.message)
  const [, fieldName, typeName] = unknown ?? []
  return {
    ...(forgeType !== undefined && { type: forgeType }),
    ...(error.path && { path: error.path }),
    ...(error.locations && { locations: error.locations }),
    message: unknown ? `Field '${fieldName}' doesn't exist on type '${typeName}'` : error.message,
    ...(unknown && { extensions: { code: 'undefinedField', typeName, fieldName } }),
    ...(Object.keys(extensions).length > 0 && { extensions }),
  }
}

if (versionInfo.major !== 16) throw new Error('The sandbox is written for graphql 16')
