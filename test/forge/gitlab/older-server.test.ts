import { describe, expect, test } from 'vitest'
import type { World } from '../../sandbox/world.ts'
import { type Flow, startFlow, stream } from './flow.ts'
import { ago, busyVillage } from './village.ts'

type Fetch = typeof fetch

/** Answers to operations that ask for `field` as a GitLab does that has none. */
function without(field: RegExp): Fetch {
  return async (input, init) => {
    const body = typeof init?.body === 'string' ? (JSON.parse(init.body) as unknown) : null
    if (body === null) return await fetch(input, init)
    const posted = [body].flat() as { query: string }[]
    const lacking = {
      errors: [{ message: "Field doesn't exist on type", extensions: { code: 'undefinedField' } }],
    }
    const results = await Promise.all(
      posted.map(async (each) => {
        if (field.test(each.query)) return lacking
        const answer = await fetch(input, { ...init, body: JSON.stringify(each) })
        return (await answer.json()) as unknown
      }),
    )
    return Response.json(Array.isArray(body) ? results : results[0])
  }
}

const off: Fetch = (input, init) =>
  init?.method === 'POST'
    ? Promise.resolve(Response.json({ error: '404 Not Found' }, { status: 404 }))
    : fetch(input, init)

const single: Fetch = (input, init) =>
  init?.method === 'POST' && String(init.body).startsWith('[')
    ? Promise.resolve(Response.json({ errors: [{ message: 'Unexpected array' }] }))
    : fetch(input, init)

const breaking: Fetch = (input, init) =>
  init?.method === 'POST' && String(init.body).startsWith('[')
    ? Promise.resolve(Response.json({ message: '500' }, { status: 500 }))
    : fetch(input, init)

const servers: readonly [string, Fetch][] = [
  ['without GraphQL', off],
  ['without multiplexed requests', single],
  ['that breaks on multiplexed requests', breaking],
  ['without diffStatsSummary', without(/diffStatsSummary/)],
  ['without lastActivityOn', without(/lastActivityOn/)],
  ['without languages', without(/languages/)],
  ['without enum values', without(/__type/)],
]

async function flowOn(world: World, server: Fetch): Promise<Flow> {
  return await startFlow({ world, settings: { fetch: server } })
}

describe.each(servers)('a GitLab %s', (_, server) => {
  test('is read to the end all the same, first and later', async () => {
    const place = busyVillage(12, 6)
    const flow = await flowOn(place.world, server)
    const first = await flow.sync()
    flow.clock.advance(86_400)
    place.merge(ago(place.world, -20))
    place.review(ago(place.world, -21), 'note')
    const second = await flow.sync()

    expect(first.outcome).toBe('completed')
    expect(second.outcome).toBe('completed')
    expect(stream(second, 'pull-requests')).toMatchObject({
      new: 1,
      stored: 13,
      hostTotal: 13,
      complete: true,
    })
    expect(stream(second, 'reviews')).toMatchObject({ new: 1, stored: 7, complete: true })
    expect(flow.merged().every(({ visibility }) => visibility === 'public')).toBe(true)
  })
})

test('a row that GraphQL withholds is found by comparing with REST', async () => {
  const place = busyVillage(12, 0)
  const withholding: Fetch = async (input, init) => {
    const answer = await fetch(input, init)
    if (!String(init?.body).includes('AuthoredMergeRequests')) return answer
    const results = [await answer.json()].flat() as {
      data: { user: { authoredMergeRequests: { nodes: unknown[] } } }
    }[]
    results[0]?.data.user.authoredMergeRequests.nodes.fill(null, 3, 5)
    const errors = [
      { message: 'you may not see this', path: ['user', 'authoredMergeRequests', 'nodes', 3] },
    ]
    return Response.json([{ ...results[0], errors }, ...results.slice(1)])
  }
  const flow = await flowOn(place.world, withholding)
  const result = await flow.sync()

  expect(result.outcome).toBe('completed')
  expect(stream(result, 'pull-requests')).toMatchObject({
    stored: 12,
    hostTotal: 12,
    complete: true,
  })
  expect(flow.merged().every(({ additions }) => additions !== null)).toBe(true)
})
