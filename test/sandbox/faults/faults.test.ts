import { afterEach, expect, test } from 'vitest'
import { get, getAll, github, gitlab } from '../client.ts'
import { fictional } from '../fictional.ts'
import { closePullRequest } from '../mutate.ts'
import { type Sandbox, startSandbox } from '../server.ts'
import type { Fault, FaultRule } from './rules.ts'

let sandbox: Sandbox
afterEach(() => sandbox.close())

const data = fictional()

async function start(
  fault: Fault,
  match: FaultRule['match'] = {},
  times?: number,
): Promise<FaultRule> {
  const rule = { fault, match, ...(times !== undefined && { times }) }
  sandbox = await startSandbox({ world: fictional().world, faults: [rule] })
  return rule
}

const user = '{ user(login: "mara-oduya") { login } rateLimit { limit } }'
const rest = () => get(`${sandbox.githubApiUrl}/users/mara-oduya`)
const version = () => get(`${sandbox.gitlabApiUrl}/version`)

test('a fault strikes the nth request that fits, as often as asked, and is counted', async () => {
  const rule = await start({ kind: 'status', status: 502 }, { forge: 'gitlab', index: 2 })
  await rest()

  const statuses = []
  for (let count = 0; count < 4; count++) statuses.push((await version()).status)
  expect(statuses).toEqual([200, 502, 200, 200])
  expect(sandbox.fired(rule)).toBe(1)
  expect(sandbox.requests[2]).toMatchObject({ faults: ['status'], status: 502 })
})

test('a rule may be a function, may name an operation, and may be added later', async () => {
  await start({ kind: 'status', status: 500 }, { operation: /^Other$/ })
  const before = await github(sandbox, `query Mine ${user}`)
  sandbox.faults.push({
    match: ({ kind }) => kind === 'graphql',
    fault: { kind: 'status', status: 503, retryAfter: 7 },
  })
  const after = await github(sandbox, `query Mine ${user}`)

  expect(before.status).toBe(200)
  expect(after.status).toBe(503)
  expect(after.headers.get('retry-after')).toBe('7')
})

test('GitHub tells its primary limit by 403 or 429 on REST and by 200 on GraphQL', async () => {
  await start({ kind: 'primary-limit', resetIn: 30 }, {}, 2)
  const byRest = await rest()
  const byGraphql = await github(sandbox, user)

  expect(byRest.status).toBe(403)
  expect(byGraphql).toMatchObject({ status: 200, body: { errors: [{ type: 'RATE_LIMITED' }] } })
  for (const { headers } of [byRest, byGraphql]) {
    expect(headers.get('x-ratelimit-remaining')).toBe('0')
    const wait = Number(headers.get('x-ratelimit-reset')) - sandbox.now() / 1000
    expect(wait).toBeGreaterThan(28)
    expect(wait).toBeLessThan(32)
  }
})

test.for(['403', '429', '200-message', '200-errors'] as const)(
  'GitHub tells a secondary limit by %s, with and without Retry-After',
  async (form) => {
    await start({ kind: 'secondary-limit', form })
    sandbox.faults.push({ match: {}, fault: { kind: 'secondary-limit', form, retryAfter: 5 } })
    const plain = await github(sandbox, user)

    expect(plain.status).toBe(form.startsWith('200') ? 200 : Number(form))
    expect(JSON.stringify(plain.body)).toContain('secondary rate limit')
    expect(plain.body).not.toHaveProperty('data')
    expect(plain.headers.get('retry-after')).toBe(null)
    expect((await rest()).status).toBe(200)
  },
)

test('GitLab throttles with headers, its application without', async () => {
  await start({ kind: 'throttled', retryAfter: 3 })
  const rack = await version()
  sandbox.faults.push({ match: {}, fault: { kind: 'throttled' } })
  const application = await version()

  expect(rack).toMatchObject({ status: 429, body: 'Retry later\n' })
  expect(rack.headers.get('retry-after')).toBe('3')
  expect(application.body.message.error).toContain('too many times')
  expect(application.headers.get('retry-after')).toBe(null)
})

test.for(['reset-before-headers', 'reset-after-headers'] as const)(
  '%s ends in a network error',
  async (kind) => {
    await start({ kind })

    await expect(version()).rejects.toThrow()
    expect((await version()).status).toBe(200)
  },
)

test('a stalled request gets no answer', async () => {
  await start({ kind: 'stall' })
  const signal = AbortSignal.timeout(80)

  await expect(fetch(`${sandbox.gitlabApiUrl}/version`, { signal })).rejects.toThrow('timeout')
  expect(sandbox.requests[0]?.status).toBe(null)
})

test('half of a JSON text comes as a whole answer, and so does a page of HTML', async () => {
  await start({ kind: 'truncated-json' })
  await expect(version()).rejects.toThrow(SyntaxError)
  sandbox.faults.push({ match: {}, fault: { kind: 'html' } })

  expect(await version()).toMatchObject({ status: 200, body: expect.stringContaining('<html>') })
})

test('a part of the data is forbidden while the rest stands', async () => {
  await start({ kind: 'forbidden-path', path: ['user'] })
  const { body } = await github(sandbox, user)

  expect(body).toMatchObject({
    data: { user: null, rateLimit: { limit: 5000 } },
    errors: [{ type: 'FORBIDDEN', path: ['user'] }],
  })
})

test.each([
  ['field', 'last', { user: { login: 'mara-oduya' }, other: null }],
  ['row', 'first', { user: { pullRequests: { nodes: [null, { id: expect.any(String) }] } } }],
] as const)('the %s that comes %s is forbidden, whatever it is', async (what, which, data) => {
  await start({ kind: 'forbidden', what, which })
  const { body } = await github(
    sandbox,
    `{ user(login: "mara-oduya") { login pullRequests(first: 2) { nodes { id url } } } other: user(login: "mara-oduya") { login } }`,
  )

  expect(body).toMatchObject({ data, errors: [{ type: 'FORBIDDEN' }] })
})

test('too much work in one operation exceeds the resource limits, less does not', async () => {
  await start({ kind: 'resource-limits', maxFirst: 50, maxCollections: 1 })
  const pulls = (first: number) =>
    github(
      sandbox,
      `{ user(login: "mara-oduya") { pullRequests(first: ${first}) { nodes { id } } } rateLimit { cost } }`,
    )
  const collection = (from: string) => `contributionsCollection(from: "${from}") { startedAt }`
  const two = await github(
    sandbox,
    `{ user(login: "mara-oduya") { a: ${collection('2025-01-01T00:00:00Z')} b: ${collection('2024-01-01T00:00:00Z')} } }`,
  )
  const large = await pulls(100)

  expect((await pulls(50)).body).not.toHaveProperty('errors')
  expect(large.body).toMatchObject({
    data: { user: null, rateLimit: { cost: 1 } },
    errors: [{ type: 'RESOURCE_LIMITS_EXCEEDED' }],
  })
  expect(two.body.errors[0].type).toBe('RESOURCE_LIMITS_EXCEEDED')
})

test('pages that are shorter than asked for lead to all there is', async () => {
  await start({ kind: 'short-pages', rows: 2 })
  const pulls = 'pullRequests(first: 100) { totalCount pageInfo { hasNextPage } nodes { id } }'
  const { body } = await github(
    sandbox,
    `{ user(login: "mara-oduya") { ${pulls} } rateLimit { cost } }`,
  )
  const listed = await getAll(`${sandbox.gitlabApiUrl}/merge_requests?scope=all&per_page=100`)

  expect(body.data.user.pullRequests).toMatchObject({ pageInfo: { hasNextPage: true } })
  expect(body.data.user.pullRequests.nodes).toHaveLength(2)
  expect(listed.rows.length).toBeGreaterThan(2)
  expect(sandbox.requests.filter(({ kind }) => kind === 'rest').length).toBe(
    Math.ceil(listed.rows.length / 2),
  )
})

test('a token revoked half-way is refused from then on', async () => {
  await start({ kind: 'revoked' }, { from: 2 })

  const statuses = []
  for (let count = 0; count < 3; count++) statuses.push((await rest()).status)
  expect(statuses).toEqual([200, 401, 401])
  expect((await gitlab(sandbox, '{ x }')).body.errors[0].message).toBe('Invalid token')
})

test('redirects and next-links to the stranger are seen there', async () => {
  await start({ kind: 'redirect' })
  const moved = await version()
  sandbox.faults.push({ match: {}, fault: { kind: 'foreign-next' } })
  const { headers } = await get(`${sandbox.gitlabApiUrl}/merge_requests?scope=all`)
  await get(moved.headers.get('location') ?? '')

  expect(headers.get('link')).toContain(
    `<${sandbox.stranger.origin}/merge_requests?page=2>; rel="next"`,
  )
  expect(sandbox.stranger.requests).toEqual([{ path: '/version?', authorization: 'present' }])
})

const pulls = `query ($after: String) { user(login: "mara-oduya") {
  pullRequests(first: 10, after: $after) { pageInfo { hasNextPage endCursor } nodes { number } } } }`
const pageOf = async (after: string | null) =>
  (await github(sandbox, pulls, { after })).body.data.user.pullRequests

test('a cursor that does not move comes again and again, and so does a page number', async () => {
  await start({ kind: 'stuck-cursor' })
  const first = await pageOf(null)
  const second = await pageOf(first.pageInfo.endCursor)
  const list = await get(`${sandbox.gitlabApiUrl}/merge_requests?scope=all&page=2`)

  expect(second.pageInfo).toEqual({ hasNextPage: true, endCursor: first.pageInfo.endCursor })
  expect(list.headers.get('x-next-page')).toBe('2')
})

test('pages shift when an item comes in at the front or is taken out', async () => {
  await start({ kind: 'shifted', by: 1 }, { index: 2 })
  sandbox.faults.push({ match: { index: 1 }, fault: { kind: 'shifted', by: -1 } })
  const first = await pageOf(null)
  const { endCursor } = first.pageInfo
  const late = await pageOf(endCursor)
  const honest = await pageOf(endCursor)

  expect(late.nodes[0]).toEqual(first.nodes[9])
  expect(late.nodes[1]).toEqual(honest.nodes[0])
})

test('search lags behind by the newest', async () => {
  const rule = await start({ kind: 'search-lag', newest: 3 })
  const lagging = await count()
  sandbox.faults.splice(sandbox.faults.indexOf(rule), 1)

  expect(await count()).toBe(lagging + 3)
})

test('search may count another number than it finds', async () => {
  const rule = await start({ kind: 'search-count', by: -1 })
  const wrong = await count()
  sandbox.faults.splice(sandbox.faults.indexOf(rule), 1)

  expect(await count()).toBe(wrong + 1)
})

/** What search says of one author. */
async function count(): Promise<number> {
  const query = '{ search(query: "is:pr author:teo-valdris", type: ISSUE) { issueCount } }'
  return (await github(sandbox, query)).body.data.search.issueCount
}

test('the clock may be wrong, and the world may change between two requests', async () => {
  await start({ kind: 'wrong-clock', by: 3600 }, {}, 1)
  const early = Date.parse((await version()).headers.get('date') ?? '')
  const { openLinked } = data.github
  const at = '2026-06-15T12:00:00Z'
  sandbox.faults.push({
    match: {},
    fault: { kind: 'mutate', change: ({ github }) => closePullRequest(github, openLinked.id, at) },
  })
  const pull = await get(
    `${sandbox.githubApiUrl}/repos/lumen-works/beacon/pulls/${openLinked.number}`,
  )

  expect(early - sandbox.now()).toBeGreaterThan(3_590_000)
  expect(pull.body.state).toBe('closed')
})
