import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { toJsonSchema } from '../../src/config/json-schema.ts'
import { loadConfig } from '../../src/config/load.ts'

const file = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url))

test('the committed schema is the one the program uses (else run scripts/config-schema.ts)', () => {
  expect(readFileSync(file('config.schema.json'), 'utf8')).toBe(toJsonSchema())
})

test('the schema does not ask for what has a default', () => {
  const { required, properties } = JSON.parse(toJsonSchema())

  expect(required).toEqual(['people'])
  expect(properties.people.items.required).toEqual(['id', 'name', 'accounts'])
})

test('the example configuration is one', () => {
  const { people, forges } = loadConfig(file('config.example.json'))

  expect(people.map(({ name }) => name)).toEqual(['Ada Example'])
  expect([...forges.keys()]).toEqual(['github', 'gitlab', 'acme'])
})

test('every key is described, for editors that show it', () => {
  expect(undescribed(JSON.parse(toJsonSchema()), 'config')).toEqual([])
})

interface Node {
  readonly description?: string
  readonly properties?: Readonly<Record<string, Node>>
  readonly items?: Node
  readonly additionalProperties?: Node | boolean
}

function undescribed(node: Node, path: string): readonly string[] {
  const { properties = {}, items, additionalProperties } = node
  const lists = [items, additionalProperties].filter((inner) => typeof inner === 'object')
  return [
    ...Object.entries(properties).flatMap(([key, property]) => [
      ...(property.description === undefined ? [`${path}.${key}`] : []),
      ...undescribed(property, `${path}.${key}`),
    ]),
    ...lists.flatMap((inner) => undescribed(inner, `${path}[]`)),
  ]
}
