import { afterAll, beforeAll, expect, test } from 'vitest'
import { getAll, github } from '../client.ts'
import { fictional, fictionalPeople } from '../fictional.ts'
import { expectedExport, type OracleAccount } from '../oracle.ts'
import { type Sandbox, startSandbox } from '../server.ts'
import type { ReviewRow } from './rows.ts'

/** The oracle reads records, a client reads answers: on both ways the same things must be found. */
const { world } = fictional()
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ world, now: () => Date.parse(world.now) })
})
afterAll(() => sandbox.close())

const logins = Object.values(fictionalPeople)

function urls(rows: readonly { readonly url: string }[]): string[] {
  return rows.map(({ url }) => url).sort()
}

function expected(account: OracleAccount, ...sources: ReviewRow['source'][]) {
  const { pullRequests, reviews } = expectedExport(world, [account])
  return {
    pullRequests: urls(pullRequests),
    reviews: urls(reviews.filter(({ source }) => sources.includes(source))),
  }
}

/** Every node of a connection of the user's or of search. */
// biome-ignore lint/suspicious/noExplicitAny: nodes as asked for
async function nodes(field: string, selection: string): Promise<any[]> {
  const found = []
  for (let after = ''; ; ) {
    const connection = field.replace('FIRST', `first: 40${after}`)
    const { body } = await github(
      sandbox,
      `{ ${connection} { pageInfo { hasNextPage endCursor } nodes { ${selection} } } ${field.startsWith('user') ? '}' : ''} }`,
    )
    const { pageInfo, nodes } = body.data.user?.pullRequests ?? body.data.search
    found.push(...nodes)
    if (!pageInfo.hasNextPage) return found
    after = `, after: "${pageInfo.endCursor}"`
  }
}

test.for(logins)('GitHub tells of $github what the oracle expects', async ({ github: login }) => {
  const want = expected({ forge: 'github', login }, 'review')
  const authored = await nodes(
    `user(login: "${login}") { pullRequests(states: [MERGED], FIRST)`,
    'url',
  )
  const states = 'states: [APPROVED, CHANGES_REQUESTED, COMMENTED, DISMISSED]'
  const reviewed = await nodes(
    `search(type: ISSUE, query: "is:pr reviewed-by:${login} -author:${login}", FIRST)`,
    `... on PullRequest { reviews(first: 100, author: "${login}", ${states}) { nodes { url } } }`,
  )

  expect(urls(authored)).toEqual(want.pullRequests)
  expect(urls(reviewed.flatMap(({ reviews }) => reviews.nodes))).toEqual(want.reviews)
})

test.for(logins)('GitLab tells of $gitlab what the oracle expects', async ({ gitlab: login }) => {
  const want = expected({ forge: 'gitlab', login }, 'approval', 'note')
  const list = (query: string) =>
    getAll(`${sandbox.gitlabApiUrl}/merge_requests?scope=all&per_page=50&${query}`)
  const events = (action: string) =>
    getAll(`${sandbox.gitlabApiUrl}/users/${login}/events?action=${action}&per_page=50`)
  const authored = await list(`author_username=${login}&state=merged`)
  const approved = await list(`approved_by_usernames[]=${login}`)
  const all = (await list('')).rows
  const byId = new Map(all.map((row) => [row.id, row]))
  const foreign = (id: number) => byId.get(id)?.author.username !== login && byId.has(id)

  const approvals = (await events('approved')).rows.filter((event) => foreign(event.target_id))
  const notes = (await events('commented')).rows.filter(
    ({ note }) => note && !note.system && foreign(note.noteable_id),
  )
  const told = new Set([
    ...approvals.map((event) => event.target_id),
    ...notes.map(({ note }) => note.noteable_id),
  ])
  const older = approved.rows.filter(({ id }) => foreign(id) && !told.has(id))

  expect(authored.rows.map(({ web_url }) => web_url).sort()).toEqual(want.pullRequests)
  expect(
    [
      ...approvals.map((event) => byId.get(event.target_id).web_url),
      ...older.map(({ web_url }) => web_url),
      ...notes.map(({ note }) => `${byId.get(note.noteable_id).web_url}#note_${note.id}`),
    ].sort(),
  ).toEqual(want.reviews)
})
