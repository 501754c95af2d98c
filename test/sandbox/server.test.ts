import { afterEach, expect, test } from 'vitest'
import { get, github, post } from './client.ts'
import { fictional, fictionalWorld } from './fictional.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from './server.ts'
import { defaultTokens } from './tokens.ts'

let sandbox: Sandbox
afterEach(() => sandbox.close())

async function start(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  sandbox = await startSandbox({ world: fictionalWorld(), ...options })
  return sandbox
}

test('GitHub answers 401 without a token and with one it does not know', async () => {
  const { githubApiUrl } = await start()

  expect(await get(`${githubApiUrl}/user`, null)).toMatchObject({
    status: 401,
    body: { message: 'Requires authentication' },
  })
  expect(await get(`${githubApiUrl}/user`, 'wrong')).toMatchObject({
    status: 401,
    body: { message: 'Bad credentials' },
  })
})

test('GitLab tells public things without a token and refuses a wrong one', async () => {
  const { gitlabApiUrl } = await start()

  expect((await get(`${gitlabApiUrl}/users?username=mara-oduya`, null)).status).toBe(200)
  expect((await get(`${gitlabApiUrl}/user`, null)).status).toBe(401)
  expect((await get(`${gitlabApiUrl}/users?username=mara-oduya`, 'wrong')).body).toEqual({
    message: '401 Unauthorized',
  })
})

test('the log tells operations and variables, and never a token', async () => {
  await start()
  await github(sandbox, 'query Who($l: String!) { user(login: $l) { id } }', { l: 'mara-oduya' })
  await post(`${sandbox.githubApiUrl}/graphql`, {
    query: '{ x }',
    variables: { t: 'sandbox-token' },
  })
  await get(`${sandbox.gitlabApiUrl}/version?private_token=sandbox-token`, null)

  const [first, second, third] = sandbox.requests
  expect(first).toMatchObject({
    forge: 'github',
    kind: 'graphql',
    operations: [{ name: 'Who', variables: { l: 'mara-oduya' } }],
    authorization: 'present',
    tokenSeen: true,
    tokenLeaked: false,
    status: 200,
  })
  expect(second?.tokenLeaked).toBe(true)
  expect(third).toMatchObject({ authorization: 'absent', tokenSeen: false, tokenLeaked: true })
  expect(JSON.stringify(sandbox.requests)).not.toContain('sandbox-token')
})

test('answers come after the latency, and requests under way are counted', async () => {
  await start({ latencyMs: 60 })
  const before = performance.now()
  await Promise.all([1, 2, 3].map(() => get(`${sandbox.gitlabApiUrl}/version`)))

  expect(performance.now() - before).toBeGreaterThanOrEqual(59)
  expect(sandbox.maxInFlight('gitlab')).toBe(3)
  expect(sandbox.maxInFlight('github')).toBe(0)
})

test('an Enterprise Server is the same GitHub at its own paths, and tells its version', async () => {
  await start({ withoutFields: ['PullRequest.fullDatabaseId'] })
  const meta = await get(`${sandbox.enterpriseApiUrl}/meta`)
  const query = '{ __type(name: "PullRequest") { fields { name } } }'
  const { body } = await post(`${sandbox.origin}/github/api/graphql`, { query })
  const fields = body.data.__type.fields.map(({ name }: { name: string }) => name)

  expect(meta.body.installed_version).toBe('3.12.4')
  expect(fields).toContain('databaseId')
  expect(fields).not.toContain('fullDatabaseId')
})

test('the clock starts at the present of the world', async () => {
  await start({ now: '2026-06-15T12:00:00Z' })
  const { headers } = await get(`${sandbox.gitlabApiUrl}/version`)

  expect(headers.get('date')).toContain('Mon, 15 Jun 2026 12:00:0')
})

test('a quota that is enforced ends in the primary limit', async () => {
  const entry = { login: 'limited', scopes: [], seesPrivate: false, quota: 2 }
  await start({ tokens: { ...defaultTokens, 'sandbox-token': entry } })
  const query = '{ rateLimit { remaining } }'
  await github(sandbox, query)
  await github(sandbox, query)
  const third = await github(sandbox, query)

  expect(third).toMatchObject({ status: 200, body: { errors: [{ type: 'RATE_LIMITED' }] } })
  expect(third.headers.get('x-ratelimit-remaining')).toBe('0')
})

test('what the sandbox cannot do is a 501, not an answer', async () => {
  await start()
  const reply = await github(sandbox, '{ licenses { key } }')

  expect(reply.status).toBe(501)
  expect(reply.body.message).toBe('The sandbox does not serve `Query.licenses`')
})

test('the fictional world is the same each time it is made', () => {
  const json = () => {
    const { github, gitlab } = fictional().world
    return JSON.stringify([github, gitlab].map((forge) => [...forge.pullRequests, ...forge.events]))
  }

  expect(json()).toBe(json())
})
