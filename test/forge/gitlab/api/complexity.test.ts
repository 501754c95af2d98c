import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { complexityLimit, type Operation, pack } from '../../../../src/forge/gitlab/api/graphql.ts'
import { type Looked, planLook } from '../../../../src/forge/gitlab/first-look.ts'
import {
  authoredOperation,
  headsOperation,
  headsPerOperation,
  sortsOperation,
} from '../../../../src/forge/gitlab/pull-requests/authored-query.ts'
import {
  detailsOperation,
  projectsPerRequest,
} from '../../../../src/forge/gitlab/pull-requests/details.ts'
import { complexity } from '../../../sandbox/gitlab/complexity.ts'
import { gitlabSchema } from '../../../sandbox/gitlab/schema.ts'
import { startFlow } from '../flow.ts'
import { ago, busyVillage } from '../village.ts'

function counted({ query, variables }: Operation): number {
  return complexity(gitlabSchema(), parse(query), { name: undefined, query, variables })
}

const ask = { login: 'ada', cursor: null, updatedAfter: null }
const logins = Array.from({ length: headsPerOperation }, (_, index) => `ada-${index}`)

function details(approvals: boolean): Operation {
  const projects = projectsPerRequest(complexityLimit, approvals)
  const iids = Array.from({ length: 100 }, (_, index) => index + 1)
  const batches = Array.from({ length: projects }, (_, index) => ({
    projectId: `${index + 1}`,
    iids,
  }))
  return detailsOperation(batches, approvals)
}

/** @param open addresses of merge requests in as many projects */
function lookedAt(accounts: number, open: number): Looked[] {
  return Array.from({ length: accounts }, (_, index) => ({
    id: `${index + 1}`,
    login: `ada-${index}`,
    ask: { ...ask, first: 100 },
    open: Array.from({ length: open }, (_, project) => ({ projectId: `${project + 1}`, iid: 1 })),
  }))
}

test.each([
  ['a page of 100', authoredOperation({ ...ask, first: 100 })],
  ['a page of 100 from the old end', authoredOperation({ ...ask, first: 100 }, 'UPDATED_ASC')],
  ['a page of 5', authoredOperation({ ...ask, first: 5 })],
  ['the heads of 25 accounts', headsOperation(logins)],
  ['merge requests of many projects', details(false)],
  ['merge requests of many projects with who approved them', details(true)],
  ['what a list can be sorted by', sortsOperation],
])('%s costs about what is expected, and never more', (_, operation) => {
  const cost = counted(operation)

  expect(cost).toBeLessThanOrEqual(operation.complexity)
  expect(cost).toBeGreaterThan(0.95 * operation.complexity - 8)
  expect(operation.complexity).toBeLessThanOrEqual(complexityLimit)
  expect(operation.query.length).toBeLessThan(10_000)
})

test.each([1, 2, 3, 24, 25, 26, 49, 50, 99, 100])(
  'no request of the first look at %d accounts is too complex, whatever rides in it',
  (accounts) => {
    for (const open of [0, 1, 20]) {
      const { operations } = planLook(lookedAt(accounts, open), complexityLimit)
      for (const request of pack(operations, complexityLimit)) {
        const cost = request.reduce((sum, operation) => sum + counted(operation), 0)
        expect(cost).toBeLessThanOrEqual(complexityLimit)
      }
    }
  },
)

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
