import { afterEach, expect, test } from 'vitest'
import { addPullRequest, addRepository, addReview, addUser } from '../build.ts'
import { get, github } from '../client.ts'
import * as happens from '../mutate.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '../server.ts'
import { defaultTokens } from '../tokens.ts'
import { emptyWorld } from '../world.ts'
import { nodeId } from './ids.ts'

let sandbox: Sandbox
afterEach(() => sandbox.close())

/** A person with `merged` pull requests, all updated at the same second, who reviewed `reviewed` others. */
async function start(merged: number, reviewed = 0, options: Partial<SandboxOptions> = {}) {
  const world = emptyWorld('2026-06-15T12:00:00Z')
  const forge = world.github
  const person = addUser(forge, { login: 'Person' })
  const other = addUser(forge, { login: 'other' })
  const repository = addRepository(forge, { path: 'other/thing', ownerId: other.id })
  const common = {
    repositoryId: repository.id,
    createdAt: '2025-01-01T00:00:00Z',
    mergedAt: '2025-02-01T00:00:00Z',
  }
  for (let count = 0; count < merged; count++) {
    addPullRequest(forge, { ...common, authorId: person.id })
  }
  for (let count = 0; count < reviewed; count++) {
    const { id } = addPullRequest(forge, { ...common, authorId: other.id })
    addReview(forge, { pullRequestId: id, authorId: person.id, at: '2025-01-20T00:00:00Z' })
  }
  sandbox = await startSandbox({ world, ...options })
  return { forge, person, other, repository }
}

const authored = `query Authored($first: Int, $after: String) {
  user(login: "person") {
    pullRequests(states: [MERGED], first: $first, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
      totalCount pageInfo { hasNextPage endCursor } nodes { id }
    }
  }
}`

async function walk(between: (page: number) => void = () => undefined): Promise<string[]> {
  const ids: string[] = []
  let after: string | null = null
  for (let page = 1; ; page++) {
    const { body }: Awaited<ReturnType<typeof github>> = await github(sandbox, authored, {
      first: 100,
      after,
    })
    const { nodes, pageInfo } = body.data.user.pullRequests
    ids.push(...nodes.map(({ id }: { id: string }) => id))
    if (!pageInfo.hasNextPage) return ids
    after = pageInfo.endCursor
    between(page)
  }
}

test('an invalid query is a 200 with an error that names the field', async () => {
  await start(0)
  const { status, body } = await github(sandbox, '{ user(login: "person") { shoeSize } }')

  expect(status).toBe(200)
  expect(body).not.toHaveProperty('data')
  expect(body.errors[0]).toMatchObject({
    message: "Field 'shoeSize' doesn't exist on type 'User'",
    extensions: { code: 'undefinedField', typeName: 'User', fieldName: 'shoeSize' },
  })
})

test('cursors lead through 250 pull requests of one second, each once', async () => {
  await start(250)

  const ids = await walk()
  expect(ids).toHaveLength(250)
  expect(new Set(ids).size).toBe(250)
})

test('a pull request that moves to the front while paging does not shift the rest', async () => {
  const { forge } = await start(250)
  const oldest = Math.min(...forge.pullRequests.keys())
  const ids = await walk((page) => {
    if (page === 1) happens.editPullRequest(forge, oldest, { title: 'x' }, '2026-06-01T00:00:00Z')
  })

  expect(ids).toHaveLength(249)
  expect(ids).not.toContain(nodeId('PR', oldest))
})

test('pages have 1 to 100 items, and a connection without a page size has only its total', async () => {
  await start(3)
  const large = await github(sandbox, authored, { first: 101 })
  const none = await github(sandbox, authored)
  const total = await github(sandbox, '{ user(login: "person") { pullRequests { totalCount } } }')

  expect(large.body.errors[0].type).toBe('EXCESSIVE_PAGINATION')
  expect(none.body.errors[0].type).toBe('MISSING_PAGINATION_BOUNDARIES')
  expect(total.body.data.user.pullRequests.totalCount).toBe(3)
})

test('a cursor that is none, and more than 500,000 nodes, are refused', async () => {
  await start(3)
  const cursor = await github(sandbox, authored, { first: 1, after: 'x' })
  const nested = `{ search(query: "is:pr", type: ISSUE, first: 100) { nodes { ... on PullRequest {
    reviews(first: 100) { nodes { comments(first: 100) { totalCount } } } } } } }`

  expect(cursor.body.errors[0].type).toBe('INVALID_CURSOR_ARGUMENTS')
  expect((await github(sandbox, nested)).body.errors[0].type).toBe('MAX_NODE_LIMIT_EXCEEDED')
})

test('search ends at 1,000 results and still tells the true number', async () => {
  await start(0, 1150)
  const query = `query ($after: String) {
    search(query: "is:pr reviewed-by:person -author:person", type: ISSUE, first: 100, after: $after) {
      issueCount pageInfo { hasNextPage endCursor } nodes { ... on PullRequest { id } }
    }
  }`
  const ids = new Set<string>()
  let after: string | null = null
  let count = 0
  do {
    const { body }: Awaited<ReturnType<typeof github>> = await github(sandbox, query, { after })
    const { nodes, pageInfo, issueCount } = body.data.search
    for (const { id } of nodes) ids.add(id)
    count = issueCount
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null
  } while (after !== null)

  expect(ids.size).toBe(1000)
  expect(count).toBe(1150)
  expect(
    (await get(`${sandbox.githubApiUrl}/search/issues?q=is:pr&per_page=100&page=11`)).status,
  ).toBe(422)
})

test('search bounds on days are whole and both count', async () => {
  await start(1, 2)
  const count = async (range: string) => {
    const query = `{ search(query: "is:pr created:${range}", type: ISSUE) { issueCount } }`
    return (await github(sandbox, query)).body.data.search.issueCount
  }

  expect(await count('2025-01-01..2025-01-01')).toBe(3)
  expect(await count('>2025-01-01')).toBe(0)
  expect(await count('<=2025-01-01')).toBe(3)
  expect(await count('2025-01-01T00:00:01Z..*')).toBe(0)
})

const contributions = `query ($from: DateTime, $to: DateTime) {
  user(login: "person") {
    contributionsCollection(from: $from, to: $to) {
      contributionYears
      restrictedContributionsCount
      totalPullRequestReviewContributions
      pullRequestReviewContributions(first: 10) { nodes { pullRequestReview { state } } }
    }
  }
}`

test('a contributions collection spans at most a year', async () => {
  await start(0)
  const span = (to: string) => github(sandbox, contributions, { from: '2024-01-01T00:00:00Z', to })

  expect((await span('2025-01-01T00:00:00Z')).body).not.toHaveProperty('errors')
  expect((await span('2025-01-01T00:00:01Z')).body.errors[0].message).toBe(
    "The total time spanned by 'from' and 'to' must not exceed 1 year",
  )
})

test('a contributions collection has the latest review of each pull request in its span', async () => {
  const { forge, person } = await start(0, 1)
  const [pullRequestId = 0] = forge.pullRequests.keys()
  addReview(forge, {
    pullRequestId,
    authorId: person.id,
    state: 'APPROVED',
    at: '2025-01-25T00:00:00Z',
  })
  addReview(forge, {
    pullRequestId,
    authorId: person.id,
    state: 'DISMISSED',
    at: '2025-03-01T00:00:00Z',
  })
  const { body } = await github(sandbox, contributions, {
    from: '2025-01-01T00:00:00Z',
    to: '2025-02-01T00:00:00Z',
  })
  const { pullRequestReviewContributions, contributionYears } =
    body.data.user.contributionsCollection

  expect(pullRequestReviewContributions.nodes).toEqual([
    { pullRequestReview: { state: 'APPROVED' } },
  ])
  expect(contributionYears).toEqual([2025, 2012])
})

test('a private profile has a blank collection, while search still finds its reviews', async () => {
  const { forge, person } = await start(0, 4)
  happens.setProfilePrivate(forge, person.id, true)
  const { body } = await github(sandbox, contributions, { from: '2025-01-01T00:00:00Z' })
  const search = await github(
    sandbox,
    '{ search(query: "is:pr reviewed-by:person", type: ISSUE) { issueCount } }',
  )

  expect(body.data.user.contributionsCollection).toMatchObject({
    contributionYears: [],
    totalPullRequestReviewContributions: 0,
  })
  expect(search.body.data.search.issueCount).toBe(4)
})

test('what is private is not found, counted nowhere, and there for a token that may see it', async () => {
  const seer = { login: 'seer', scopes: ['repo'], seesPrivate: true }
  const { forge, repository } = await start(2, 1, { tokens: { ...defaultTokens, seer } })
  happens.setVisibility(forge, repository.id, 'private')
  const [pull = 0] = forge.pullRequests.keys()
  const query = `{
    user(login: "person") { pullRequests { totalCount }
      contributionsCollection(from: "2025-01-01T00:00:00Z") { restrictedContributionsCount totalPullRequestReviewContributions } }
    node(id: "${nodeId('PR', pull)}") { id }
    repository(owner: "other", name: "thing") { id }
  }`
  const { body } = await github(sandbox, query)
  const path = `${sandbox.githubApiUrl}/repos/other/thing`

  expect(body.data.user).toEqual({
    pullRequests: { totalCount: 0 },
    contributionsCollection: {
      restrictedContributionsCount: 1,
      totalPullRequestReviewContributions: 0,
    },
  })
  expect(body.data).toMatchObject({ node: null, repository: null })
  expect(body.errors.map(({ type }: { type: string }) => type)).toEqual(['NOT_FOUND', 'NOT_FOUND'])
  expect((await get(path)).status).toBe(404)
  expect((await get(path, 'seer')).body.private).toBe(true)
})

test('without single sign-on a list has nulls beside what may be seen', async () => {
  const { forge, person, other } = await start(1)
  const closed = addRepository(forge, { path: 'other/closed', ownerId: other.id, saml: true })
  addPullRequest(forge, {
    repositoryId: closed.id,
    authorId: person.id,
    createdAt: '2025-01-01T00:00:00Z',
    mergedAt: '2025-01-02T00:00:00Z',
  })
  const { body } = await github(sandbox, authored, { first: 10 })

  expect(body.data.user.pullRequests.nodes).toEqual([{ id: expect.any(String) }, null])
  expect(body.errors[0]).toMatchObject({ type: 'FORBIDDEN', extensions: { saml_failure: true } })
})

test('a renamed login is gone under its old name and keeps its id; another may take the name', async () => {
  const { forge, person } = await start(1)
  happens.renameLogin(forge, person.id, 'new-name')
  const query = `{ old: user(login: "person") { id } node(id: "${nodeId('U', person.id)}") { ... on User { login } } }`
  const gone = await github(sandbox, query)
  const taker = addUser(forge, { login: 'person' })
  const taken = await github(sandbox, query)

  expect(gone.body).toMatchObject({
    data: { old: null, node: { login: 'new-name' } },
    errors: [{ type: 'NOT_FOUND' }],
  })
  expect(taken.body.data.old.id).toBe(nodeId('U', taker.id))
})

test('a renamed repository is followed by GraphQL and redirected by REST', async () => {
  const { forge, repository } = await start(1)
  happens.renameRepository(forge, repository.id, 'other/renamed')
  const { body } = await github(
    sandbox,
    '{ repository(owner: "other", name: "thing") { nameWithOwner } }',
  )
  const moved = await get(`${sandbox.githubApiUrl}/repos/other/thing/pulls/1`)
  const followed = await get(moved.headers.get('location') ?? '')

  expect(body.data.repository.nameWithOwner).toBe('other/renamed')
  expect(moved.status).toBe(301)
  expect(followed.body).toMatchObject({ number: 1, merged: true })
})

test('a deleted account leaves a null author, and `ghost` in REST', async () => {
  const { forge, other } = await start(0, 1)
  const owner = addUser(forge, { login: 'heir' })
  for (const repository of forge.repositories.values()) repository.ownerId = owner.id
  happens.deleteAccount(forge, other.id)
  const { body } = await github(
    sandbox,
    '{ repository(owner: "other", name: "thing") { pullRequest(number: 1) { author { login } } } }',
  )
  const rest = await get(`${sandbox.githubApiUrl}/repos/other/thing/pulls/1`)

  expect(body.data.repository.pullRequest.author).toBeNull()
  expect(rest.body.user.login).toBe('ghost')
})

test('drafts of reviews are hidden, and reviews are filtered by author and state', async () => {
  const { forge, person, other } = await start(0, 1)
  const [pullRequestId = 0] = forge.pullRequests.keys()
  addReview(forge, {
    pullRequestId,
    authorId: person.id,
    state: 'PENDING',
    at: '2025-01-26T00:00:00Z',
  })
  addReview(forge, {
    pullRequestId,
    authorId: other.id,
    state: 'APPROVED',
    at: '2025-01-26T00:00:00Z',
  })
  const { body } = await github(
    sandbox,
    `{ node(id: "${nodeId('PR', pullRequestId)}") { ... on PullRequest {
    all: reviews { totalCount }
    mine: reviews(author: "PERSON", first: 5) { nodes { state } }
    approved: reviews(states: [APPROVED]) { totalCount }
  } } }`,
  )

  expect(body.data.node).toEqual({
    all: { totalCount: 2 },
    mine: { nodes: [{ state: 'COMMENTED' }] },
    approved: { totalCount: 1 },
  })
})

test('an operation is priced as documented', async () => {
  await start(1)
  const { body } = await github(
    sandbox,
    `{ rateLimit { cost nodeCount }
    user(login: "person") { pullRequests(first: 100) { nodes {
      commits { totalCount } reviews { totalCount } labels(first: 20) { nodes { name } }
      closingIssuesReferences(first: 10) { nodes { id } } } } } }`,
  )

  expect(body.data.rateLimit).toEqual({ cost: 4, nodeCount: 3100 })
})
