/** Adds something up over the tree of an operation, fragments spread, children before parents. */
import type {
  DocumentNode,
  FieldNode,
  GraphQLField,
  GraphQLNamedType,
  GraphQLSchema,
  SelectionSetNode,
} from 'graphql'
import {
  GraphQLError,
  getNamedType,
  getOperationAST,
  getVariableValues,
  isInterfaceType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
} from 'graphql'
import type { Operation } from '../exchange.ts'

export interface Visited {
  readonly name: string
  readonly type: GraphQLNamedType
  readonly connection: boolean
  readonly args: Readonly<Record<string, unknown>>
}

/** `visit` gets each field with the sum over its children. */
export function sumUp<T>(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: Operation,
  monoid: { readonly zero: T; add(a: T, b: T): T; visit(field: Visited, children: T): T },
): T {
  const root = getOperationAST(document, operation.name)
  const rootType = schema.getQueryType()
  if (!root || !rootType) return monoid.zero
  const variables = getVariableValues(schema, root.variableDefinitions ?? [], operation.variables)
  if (variables.errors) throw variables.errors[0] ?? new GraphQLError('Invalid variables')
  return sumSelections([root.selectionSet], rootType)

  function sumSelections(sets: readonly SelectionSetNode[], parent: GraphQLNamedType): T {
    let sum = monoid.zero
    for (const { node, field, same } of collect(sets, parent).values()) {
      const type = getNamedType(field.type)
      const args: Record<string, unknown> = {}
      for (const definition of field.args) args[definition.name] = definition.defaultValue
      for (const argument of node.arguments ?? []) {
        args[argument.name.value] = valueFromASTUntyped(argument.value, variables.coerced)
      }
      const connection = type.name.endsWith('Connection')
      const below = sumSelections(same, type)
      sum = monoid.add(sum, monoid.visit({ name: node.name.value, type, connection, args }, below))
    }
    return sum
  }

  interface Collected {
    readonly node: FieldNode
    readonly field: GraphQLField<unknown, unknown>
    readonly same: SelectionSetNode[]
  }

  /** A field asked for twice under one name is one field. */
  function collect(
    sets: readonly SelectionSetNode[],
    parent: GraphQLNamedType,
    found = new Map<string, Collected>(),
  ): Map<string, Collected> {
    for (const selection of sets.flatMap((set) => set.selections)) {
      if (selection.kind === Kind.FIELD) {
        const field =
          isObjectType(parent) || isInterfaceType(parent)
            ? parent.getFields()[selection.name.value]
            : undefined
        if (field === undefined) continue
        const key = `${parent.name}.${selection.alias?.value ?? selection.name.value}`
        const known = found.get(key)
        const below = selection.selectionSet ? [selection.selectionSet] : []
        if (known === undefined) found.set(key, { node: selection, field, same: below })
        else known.same.push(...below)
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const type = schema.getType(selection.typeCondition?.name.value ?? parent.name) ?? parent
        collect([selection.selectionSet], type, found)
      } else {
        const fragment = document.definitions.find(
          (each) =>
            each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === selection.name.value,
        )
        if (fragment?.kind !== Kind.FRAGMENT_DEFINITION) continue
        const type = schema.getType(fragment.typeCondition.name.value) ?? parent
        collect([fragment.selectionSet], type, found)
      }
    }
    return found
  }
}
