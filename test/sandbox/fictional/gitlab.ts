/** The GitLab half of the project's own data. */
import { addApproval, addNote, addPullRequest } from '../build.ts'
import { hostileTitles } from '../hostile-titles.ts'
import { plusHours, type Random } from '../random.ts'
import type { ForgeWorld, PullRequest, User } from '../world.ts'
import { cast, organization, place } from './people.ts'
import { openPulls } from './pulls.ts'

export function fillGitLab(forge: ForgeWorld, random: Random, now: string) {
  const users = cast(forge, 7_001)
  const { mara, teo, ines, bram, yuki, bot } = users
  const group = organization(forge, 7_101, 'saltmarsh')
  const runner = place(forge, group, 'saltmarsh/runner', { stars: 2_400 })
  const charts = place(forge, group, 'saltmarsh/tools/charts', {
    formerPaths: ['saltmarsh/charts'],
  })
  const secret = place(forge, group, 'saltmarsh/secret', { visibility: 'private' })
  place(forge, mara, `${mara.login}/notebook`, { stars: 3 })

  const open = { repositories: [runner, charts], mergedBy: bram }
  const until = now
  openPulls(forge, random, [
    {
      ...open,
      author: mara,
      count: 60,
      from: '2021-06-01T00:00:00Z',
      until,
      titles: hostileTitles,
    },
    { ...open, author: mara, count: 3, from: '2025-01-01T00:00:00Z', until, state: 'open' },
    {
      ...open,
      author: mara,
      count: 4,
      from: '2024-01-01T00:00:00Z',
      until,
      repositories: [secret],
    },
    { ...open, author: teo, count: 25, from: '2022-06-01T00:00:00Z', until },
    { ...open, author: ines, count: 50, from: '2021-01-01T00:00:00Z', until },
    {
      ...open,
      author: yuki,
      count: 50,
      from: '2022-01-01T00:00:00Z',
      until,
      labels: ['Community contribution'],
    },
    { ...open, author: bot, count: 10, from: '2023-01-01T00:00:00Z', until },
    { ...open, author: null, count: 6, from: '2022-01-01T00:00:00Z', until },
    {
      ...open,
      author: ines,
      count: 10,
      from: '2025-01-01T00:00:00Z',
      until,
      repositories: [secret],
    },
  ])
  const pulls = [...forge.pullRequests.values()]
  for (const pull of pulls) reviewMergeRequest(forge, random, pull, [mara, teo], now)
  // GitLab lost the merge time of a few (gitlab#26911).
  const lost = pulls.find((pull) => pull.authorId === mara.id && pull.state === 'merged')
  if (lost !== undefined) lost.mergedAt = null

  const openLinked = addPullRequest(forge, {
    repositoryId: runner.id,
    authorId: yuki.id,
    number: 9_001,
    title: 'Moor the runner at night',
    createdAt: '2026-05-01T09:00:00Z',
  })
  const linkedNote = addNote(forge, {
    pullRequestId: openLinked.id,
    authorId: mara.id,
    body: 'Would this survive a restart?',
    createdAt: '2026-05-02T11:15:00.250Z',
  })
  return { users, repositories: { runner, charts, secret }, openLinked, linkedNote }
}

const noteTypes = [null, null, 'DiffNote', 'DiscussionNote'] as const

function reviewMergeRequest(
  forge: ForgeWorld,
  random: Random,
  pull: PullRequest,
  people: readonly User[],
  now: string,
): void {
  for (const { id } of people) {
    const own = pull.authorId === id
    if (!own && random.chance(0.3)) pull.reviewerIds.push(id)
    if (!random.chance(own ? 0.1 : 0.5)) continue
    const at = plusHours(pull.createdAt, random.integer(1, 100))
    if (at > now) continue
    const notes = random.integer(0, 3)
    for (let index = 0; index < notes; index++) {
      const createdAt = at.replace('Z', `.${100 + index}Z`)
      const hidden = random.chance(0.03)
      addNote(forge, {
        pullRequestId: pull.id,
        authorId: id,
        type: random.pick(noteTypes),
        createdAt,
        hidden,
      })
    }
    if (random.chance(0.2)) {
      const body = 'requested review from @bram-hollis'
      addNote(forge, { pullRequestId: pull.id, authorId: id, system: true, body, createdAt: at })
    }
    if (!own && random.chance(0.6)) addApproval(forge, { pullRequestId: pull.id, userId: id, at })
  }
}
