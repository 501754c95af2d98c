import { afterEach, expect, test } from 'vitest'
import { addApproval, addNote, addPullRequest, addRepository, addUser } from '../build.ts'
import { get, getAll, gitlab, post } from '../client.ts'
import * as happens from '../mutate.ts'
import { type Sandbox, startSandbox } from '../server.ts'
import { emptyWorld } from '../world.ts'

let sandbox: Sandbox
afterEach(() => sandbox.close())

async function start() {
  const world = emptyWorld('2026-06-15T12:00:00Z')
  const forge = world.gitlab
  const person = addUser(forge, { login: 'Person' })
  const other = addUser(forge, { login: 'other' })
  const project = addRepository(forge, { path: 'group/sub/thing', ownerId: other.id })
  const pull = addPullRequest(forge, {
    repositoryId: project.id,
    authorId: other.id,
    createdAt: '2020-01-01T00:00:00.000Z',
    mergedAt: '2020-02-01T00:00:00.000Z',
    updatedAt: '2020-02-02T00:00:00.000Z',
  })
  sandbox = await startSandbox({ world, now: () => Date.parse(world.now) })
  const note = (createdAt: string, more: object = {}) =>
    addNote(forge, { pullRequestId: pull.id, authorId: person.id, createdAt, ...more })
  const events = (query: string) => `${sandbox.gitlabApiUrl}/users/person/events?${query}`
  return { forge, person, other, project, pull, note, events }
}

test('events end three years back and know whole days, both bounds left out', async () => {
  const { note, events } = await start()
  note('2023-06-15T11:59:59.999Z')
  const days = [
    '2023-06-15T12:00:00.000Z',
    '2026-06-01T23:59:59.999Z',
    '2026-06-02T00:00:00.000Z',
    '2026-06-03T00:00:00.000Z',
  ]
  for (const day of days) note(day)
  const times = async (query: string) =>
    (await getAll(events(`action=commented&sort=asc${query}`))).rows.map((row) => row.created_at)

  expect(await times('')).toEqual(days)
  expect(await times('&after=2026-06-01')).toEqual(days.slice(2))
  expect(await times('&after=2026-06-01&before=2026-06-03')).toEqual(days.slice(2, 3))
})

test('event pages may be short or empty while more follow', async () => {
  const { note, events } = await start()
  for (let hour = 10; hour < 22; hour++)
    note(`2026-06-01T${hour}:00:00.000Z`, { hidden: hour < 14 || hour === 15 })

  const { rows, pages } = await getAll(events('action=commented&sort=asc&per_page=3'))
  expect(pages).toEqual([0, 1, 3, 3])
  expect(rows).toHaveLength(7)
})

test('events of a project are counted once the reader may see it, single hidden ones always', async () => {
  const { forge, project, note, events } = await start()
  note('2026-06-01T10:00:00.000Z')
  note('2026-06-01T11:00:00.000Z', { hidden: true })
  const counted = async () =>
    (await get(events('action=commented&per_page=1'))).headers.get('x-total')

  expect(await counted()).toBe('2')
  happens.setVisibility(forge, project.id, 'private')
  expect(await counted()).toBe('0')
})

test('above 10,000 events totals are gone and page 101 is the last', async () => {
  const { note, events } = await start()
  for (let count = 0; count < 10_200; count++) {
    note(new Date(Date.UTC(2026, 0, 1) + count * 60_000).toISOString())
  }
  const first = await get(events('action=commented&per_page=100'))
  const last = await get(events('action=commented&per_page=100&page=101'))
  const fewer = await get(events('action=commented&per_page=100&after=2026-01-05'))

  expect([first.headers.has('x-total'), first.headers.has('x-total-pages')]).toEqual([false, false])
  expect(first.headers.get('link')).not.toContain('rel="last"')
  expect(last.body).toHaveLength(100)
  expect(last.headers.get('x-next-page')).toBe('')
  expect(fewer.headers.get('x-total')).toBe(String(10_200 - 5 * 1440))
})

test('an event of a note carries it, and null once it is deleted; `target_type=note` misses notes on diffs', async () => {
  const { forge, note, events, pull } = await start()
  const { id } = note('2026-06-01T00:00:00.000Z', { type: 'DiffNote' })
  const [event] = (await get(events('action=commented'))).body
  const missed = (await get(events('action=commented&target_type=note'))).body
  happens.deleteNote(forge, id)
  const [later] = (await get(events('action=commented'))).body

  expect(event).toMatchObject({
    action_name: 'commented on',
    target_id: id,
    target_type: 'DiffNote',
    note: {
      id,
      noteable_id: pull.id,
      noteable_type: 'MergeRequest',
      noteable_iid: pull.number,
      system: false,
    },
  })
  expect(missed).toEqual([])
  expect(later).toMatchObject({ id: event.id, note: null })
})

test('a name is found whatever its case, and an unknown one is an empty list', async () => {
  const { person } = await start()

  expect((await get(`${sandbox.gitlabApiUrl}/users?username=PERSON`)).body).toMatchObject([
    { id: person.id },
  ])
  expect((await get(`${sandbox.gitlabApiUrl}/users?username=nobody`)).body).toEqual([])
})

test('approvals are found by their filter, and only while they stand', async () => {
  const { forge, person, pull } = await start()
  const { id } = addApproval(forge, {
    pullRequestId: pull.id,
    userId: person.id,
    at: '2020-01-05T00:00:00Z',
  })
  const list = (name: string) =>
    get(`${sandbox.gitlabApiUrl}/merge_requests?scope=all&approved_by_usernames[]=${name}`)
  const found = await list('person')
  happens.deleteApproval(forge, id)

  expect(found.body).toMatchObject([
    { id: pull.id, author: { username: 'other' }, references: { full: 'group/sub/thing!1' } },
  ])
  expect((await list('person')).body).toEqual([])
  expect((await list('nobody')).body).toEqual([])
})

test('`updated_after` includes its moment', async () => {
  const { pull } = await start()
  const since = (time: string) =>
    get(`${sandbox.gitlabApiUrl}/merge_requests?scope=all&updated_after=${time}`)

  expect((await since(pull.updatedAt)).body).toHaveLength(1)
  expect((await since('2020-02-02T00:00:00.001Z')).body).toEqual([])
})

test('a moved project leads on to its number, by path and below it', async () => {
  const { forge, project } = await start()
  happens.renameRepository(forge, project.id, 'elsewhere/thing')
  const moved = await get(`${sandbox.gitlabApiUrl}/projects/group%2Fsub%2Fthing/merge_requests/1`)
  const followed = await get(moved.headers.get('location') ?? '')

  expect(moved.status).toBe(301)
  expect(followed.body.web_url).toBe('https://gitlab.com/elsewhere/thing/-/merge_requests/1')
})

const authored = `query ($name: String!, $first: Int, $after: String) {
  user(username: $name) { authoredMergeRequests(state: merged, sort: UPDATED_DESC, first: $first, after: $after) {
    count pageInfo { hasNextPage endCursor } nodes { iid mergedAt diffStatsSummary { additions } }
  } }
}`

test('a private profile has empty lists in GraphQL and events, while REST still lists', async () => {
  const { forge, other, note, events, person } = await start()
  note('2026-06-01T00:00:00.000Z')
  const open = await gitlab(sandbox, authored, { name: 'other', first: 10 })
  happens.setProfilePrivate(forge, other.id, true)
  happens.setProfilePrivate(forge, person.id, true)
  const closed = await gitlab(sandbox, authored, { name: 'other', first: 10 })

  expect(open.body.data.user.authoredMergeRequests.count).toBe(1)
  expect(closed.body.data.user.authoredMergeRequests.count).toBe(0)
  expect(await get(events('action=commented'))).toMatchObject({ status: 200, body: [] })
  expect(
    (await get(`${sandbox.gitlabApiUrl}/merge_requests?scope=all&author_id=${other.id}`)).body,
  ).toHaveLength(1)
})

test('cursors lead through merge requests of one moment, each once', async () => {
  const { forge, person, project } = await start()
  for (let count = 0; count < 23; count++) {
    addPullRequest(forge, {
      repositoryId: project.id,
      authorId: person.id,
      createdAt: '2025-01-01T00:00:00Z',
      mergedAt: '2025-01-02T00:00:00Z',
    })
  }
  const seen: string[] = []
  let after: string | null = null
  do {
    const { body }: Awaited<ReturnType<typeof gitlab>> = await gitlab(sandbox, authored, {
      name: 'person',
      first: 10,
      after,
    })
    const { nodes, pageInfo } = body.data.user.authoredMergeRequests
    seen.push(...nodes.map(({ iid }: { iid: string }) => iid))
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null
  } while (after !== null)

  expect(seen).toHaveLength(23)
  expect(new Set(seen).size).toBe(23)
})

test('25 aliases of five rows fit the complexity, 30 do not, and less is allowed without a token', async () => {
  await start()
  const aliases = (count: number) =>
    `{ ${Array.from(
      { length: count },
      (_, index) => `u${index}: user(username: "person") { id username
      authoredMergeRequests(state: merged, sort: UPDATED_DESC, first: 5) { count nodes { id updatedAt } } }`,
    ).join(' ')} }`
  const tooMany = await gitlab(sandbox, aliases(30))
  const anonymous = await fetch(`${sandbox.origin}/gitlab/api/graphql`, {
    method: 'POST',
    body: JSON.stringify({ query: aliases(25) }),
  })

  expect((await gitlab(sandbox, aliases(25))).body).not.toHaveProperty('errors')
  expect(tooMany.body.errors[0].message).toBe(
    'Query has complexity of 279, which exceeds max complexity of 250',
  )
  expect(await anonymous.json()).toMatchObject({
    errors: [{ message: expect.stringContaining('complexity of 200') }],
  })
})

test('an array of operations is answered by an array, each with a complexity of its own', async () => {
  await start()
  const query = '{ queryComplexity { score limit } user(username: "person") { username } }'
  const { body } = await post(`${sandbox.origin}/gitlab/api/graphql`, [
    { query },
    { query: '{ nonsense }' },
  ])

  expect(body[0].data).toEqual({
    queryComplexity: { score: 5, limit: 250 },
    user: { username: 'Person' },
  })
  expect(body[1].errors[0].extensions.code).toBe('undefinedField')
})

test('global ids find accounts, projects and merge requests in bulk', async () => {
  const { person, project, pull } = await start()
  const query = `{
    users(ids: ["gid://gitlab/User/${person.id}", "gid://gitlab/User/9"]) { nodes { username lastActivityOn } }
    mergeRequest(id: "gid://gitlab/MergeRequest/${pull.id}") { iid project { fullPath } }
    projects(ids: ["gid://gitlab/Project/${project.id}"]) { nodes { mergeRequests(iids: ["1", "2"]) { nodes { iid } } } }
  }`

  expect((await gitlab(sandbox, query)).body.data).toEqual({
    users: { nodes: [{ username: 'Person', lastActivityOn: null }] },
    mergeRequest: { iid: '1', project: { fullPath: 'group/sub/thing' } },
    projects: { nodes: [{ mergeRequests: { nodes: [{ iid: '1' }] } }] },
  })
})
