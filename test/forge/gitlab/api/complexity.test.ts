import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { complexityLimit, type Operation, pack } from '../../../../src/forge/gitlab/api/graphql.ts'
import {
  authoredOperation,
  headsOperation,
  headsPerOperation,
  sortsOperation,
} from '../../../../src/forge/gitlab/pull-requests/authored-query.ts'
import { complexity } from '../../../sandbox/gitlab/complexity.ts'
import { gitlabSchema } from '../../../sandbox/gitlab/schema.ts'
import { startFlow } from '../flow.ts'
import { ago, busyVillage } from '../village.ts'

function counted({ query, variables }: Operation): number {
  return complexity(gitlabSchema(), parse(query), { name: undefined, query, variables })
}

const ask = { login: 'ada', cursor: null, updatedAfter: null }
const logins = Array.from({ length: headsPerOperation }, (_, index) => `ada-${index}`)

test.each([
  ['a page of 100', authoredOperation({ ...ask, first: 100 })],
  ['a page of 100 from the old end', authoredOperation({ ...ask, first: 100 }, 'UPDATED_ASC')],
  ['a page of 5', authoredOperation({ ...ask, first: 5 })],
  ['the heads of 25 accounts', headsOperation(logins)],
  ['what a list can be sorted by', sortsOperation],
])('%s costs about what is expected, and never more', (_, operation) => {
  const cost = counted(operation)

  expect(cost).toBeLessThanOrEqual(operation.complexity)
  expect(cost).toBeGreaterThan(operation.complexity - 8)
  expect(operation.complexity).toBeLessThanOrEqual(complexityLimit)
  expect(operation.query.length).toBeLessThan(10_000)
})

test('no request of a whole sync is more complex than GitLab allows, all its operations together', async () => {
  const sums: number[] = []
  const watch: typeof fetch = (input, init) => {
    if (typeof init?.body === 'string') {
      const operations = [JSON.parse(init.body) as Operation | Operation[]].flat()
      sums.push(operations.reduce((sum, operation) => sum + counted(operation), 0))
    }
    return fetch(input, init)
  }
  const place = busyVillage(250, 40)
  for (const user of place.world.gitlab.users.values()) user.createdAt = '2015-01-01T00:00:00Z'
  place.review(ago(place.world, 35_000))
  const flow = await startFlow({ world: place.world, settings: { fetch: watch } })
  await flow.sync()
  await flow.sync()

  expect(sums.length).toBeGreaterThan(4)
  expect(Math.max(...sums)).toBeLessThanOrEqual(complexityLimit)
})

test('operations are packed where there is room, none above the limit together', () => {
  const operation = (cost: number): Operation => ({ query: '', variables: {}, complexity: cost })

  expect(
    pack([100, 150, 10, 240, 300, 10].map(operation), 260).map((group) =>
      group.map((each) => each.complexity),
    ),
  ).toEqual([[100, 150, 10], [240, 10], [300]])
})
