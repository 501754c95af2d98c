import { expect, test } from 'vitest'
import { get, github } from './client.ts'
import { fictional } from './fictional.ts'
import { nodeId } from './github/ids.ts'
import { mustGet } from './lookup.ts'
import * as happens from './mutate.ts'
import { startSandbox } from './server.ts'

const at = '2026-06-15T11:00:00Z'

test('what happens between two requests is told by the second', async () => {
  const { world, github: data } = fictional()
  const forge = world.github
  const { mara } = data.users
  const reviews = [...forge.reviews.values()].filter(
    ({ authorId, state }) => authorId === mara.id && state === 'APPROVED',
  )
  const [dismissed, edited, deleted] = reviews.filter(({ pullRequestId }) => {
    const pull = mustGet(forge.pullRequests, pullRequestId)
    return mustGet(forge.repositories, pull.repositoryId).visibility === 'public'
  })
  const [comment, gone] = forge.comments.values()
  if (!dismissed || !edited || !deleted || !comment || !gone)
    throw new Error('The world is too small')
  happens.dismissReview(forge, dismissed.id, at)
  happens.editReview(forge, edited.id, { body: 'Better so' }, at)
  happens.deleteReview(forge, deleted.id)
  happens.editComment(forge, comment.id, { body: '/lgtm cancel' }, at)
  happens.deleteComment(forge, gone.id)
  happens.mergePullRequest(forge, data.openLinked.id, at, data.users.bram.id)
  happens.editRepository(forge, data.repositories.beacon.id, { archived: true, stars: 7 })
  happens.editUser(forge, mara.id, { name: 'Mara O.' })
  happens.deleteRepository(forge, data.repositories.sextant.id)

  const ids = [
    nodeId('PRR', dismissed.id),
    nodeId('PRR', edited.id),
    nodeId('PRR', deleted.id),
    nodeId('IC', comment.id),
    nodeId('IC', gone.id),
    nodeId('PR', data.openLinked.id),
    nodeId('R', data.repositories.beacon.id),
    nodeId('R', data.repositories.sextant.id),
    nodeId('U', mara.id),
  ]
  const query = `query ($ids: [ID!]!) { nodes(ids: $ids) {
    ... on PullRequestReview { state reviewBody: body changed: updatedAt }
    ... on IssueComment { body updatedAt }
    ... on PullRequest { prState: state mergedAt mergedBy { login } }
    ... on Repository { isArchived stargazerCount }
    ... on User { name }
  } }`
  const sandbox = await startSandbox({ world })
  const { body } = await github(sandbox, query, { ids })
  const found = await get(`${sandbox.githubApiUrl}/repos/mara-oduya/pocket-sextant`)
  await sandbox.close()

  expect(body.data.nodes).toEqual([
    { state: 'DISMISSED', reviewBody: dismissed.body, changed: at },
    { state: 'APPROVED', reviewBody: 'Better so', changed: at },
    null,
    { body: '/lgtm cancel', updatedAt: at },
    null,
    { prState: 'MERGED', mergedAt: at, mergedBy: { login: 'bram-hollis' } },
    { isArchived: true, stargazerCount: 7 },
    null,
    { name: 'Mara O.' },
  ])
  expect(found.status).toBe(404)
})
