/** The GitHub half of the project's own data. */
import { addComment, addPullRequest, addReview, addReviewComment } from '../build.ts'
import { hostileTitles, monstrousTitles } from '../hostile-titles.ts'
import { plusHours, type Random } from '../random.ts'
import type { ForgeWorld, PullRequest, User } from '../world.ts'
import { cast, organization, place } from './people.ts'
import { openPulls } from './pulls.ts'

const go = [
  { name: 'Go', size: 640_000 },
  { name: 'Makefile', size: 4_000 },
]
const prowLabels = ['lgtm', 'approved', 'size/M']

export function fillGitHub(forge: ForgeWorld, random: Random, now: string) {
  const users = cast(forge, 4_001)
  const { mara, teo, ines, bram, yuki, finch, bot } = users
  const lumen = organization(forge, 4_101, 'lumen-works')
  const kelp = organization(forge, 4_102, 'kelp-sigs')
  const vault = organization(forge, 4_103, 'vault-nine')
  const lantern = place(forge, lumen, 'lumen-works/lantern', { stars: 12_345 })
  const beacon = place(forge, lumen, 'lumen-works/beacon', { formerPaths: ['lumen-works/torch'] })
  const anchor = place(forge, kelp, 'kelp-sigs/anchor', { languages: go, stars: 5_120 })
  const secret = place(forge, vault, 'vault-nine/ledger', { visibility: 'private' })
  const sextant = place(forge, mara, `${mara.login}/pocket-sextant`, {
    stars: 41,
    pushedAt: '2026-05-02T20:00:00Z',
  })
  place(forge, mara, `${mara.login}/lantern`, { fork: true, stars: 0 })
  place(forge, mara, `${mara.login}/diary`, { visibility: 'private', stars: 0 })
  place(forge, teo, `${teo.login}/tidewatch`, { languages: go, archived: true })

  const open = { repositories: [lantern, beacon], mergedBy: bram }
  const prow = { repositories: [anchor], mergedBy: bot, labels: prowLabels }
  const until = now
  openPulls(forge, random, [
    {
      ...open,
      author: mara,
      count: 90,
      from: '2021-02-01T00:00:00Z',
      until,
      titles: hostileTitles,
    },
    { ...prow, author: mara, count: 45, from: '2023-05-01T00:00:00Z', until },
    { ...open, author: mara, count: 5, from: '2026-01-01T00:00:00Z', until, state: 'open' },
    { ...open, author: mara, count: 4, from: '2024-01-01T00:00:00Z', until, state: 'closed' },
    {
      ...open,
      author: mara,
      count: 6,
      from: '2024-01-01T00:00:00Z',
      until,
      repositories: [secret],
    },
    {
      ...open,
      author: mara,
      count: 3,
      from: '2024-01-01T00:00:00Z',
      until,
      repositories: [sextant],
    },
    { ...open, author: teo, count: 40, from: '2022-01-01T00:00:00Z', until },
    { ...prow, author: teo, count: 12, from: '2024-01-01T00:00:00Z', until },
    { ...open, author: ines, count: 60, from: '2021-01-01T00:00:00Z', until },
    { ...prow, author: yuki, count: 60, from: '2023-01-01T00:00:00Z', until },
    {
      ...open,
      author: finch,
      count: 20,
      from: '2022-01-01T00:00:00Z',
      until,
      titles: monstrousTitles,
    },
    { ...open, author: bot, count: 15, from: '2022-01-01T00:00:00Z', until },
    { ...open, author: null, count: 8, from: '2021-01-01T00:00:00Z', until },
    {
      ...open,
      author: ines,
      count: 4,
      from: '2025-01-01T00:00:00Z',
      until,
      repositories: [secret],
    },
  ])
  const pulls = [...forge.pullRequests.values()]
  for (const pull of pulls) reviewPull(forge, random, pull, [mara, teo], now)
  for (const pull of pulls)
    if (pull.repositoryId === anchor.id) command(forge, random, pull, [mara, teo], now)
  addComment(forge, {
    repositoryId: lantern.id,
    number: 3,
    authorId: mara.id,
    body: 'On an issue a command says nothing:\n/lgtm',
    createdAt: '2025-03-03T10:00:00Z',
  })

  const linked = { repositoryId: beacon.id, authorId: mara.id, additions: 40, deletions: 2 }
  const openLinked = addPullRequest(forge, {
    ...linked,
    number: 9_001,
    title: 'Dim the lamp at dawn',
    createdAt: '2026-04-02T09:00:00Z',
  })
  const closedLinked = addPullRequest(forge, {
    ...linked,
    number: 9_002,
    title: 'Rewrite the lens',
    createdAt: '2025-09-12T09:00:00Z',
    state: 'closed',
    closedAt: '2025-10-01T12:00:00Z',
  })
  return {
    users,
    repositories: { lantern, beacon, anchor, secret, sextant },
    openLinked,
    closedLinked,
  }
}

/** Some get several reviews by one person, some are dismissed, some drafts; now and then on one's own. */
function reviewPull(
  forge: ForgeWorld,
  random: Random,
  pull: PullRequest,
  people: readonly User[],
  now: string,
): void {
  for (const person of people) {
    const own = pull.authorId === person.id
    if (!random.chance(own ? 0.04 : 0.45)) continue
    const times = random.chance(0.25) ? random.integer(2, 4) : 1
    for (let index = 0; index < times; index++) {
      const at = plusHours(pull.createdAt, random.integer(1, 200) + index * 5)
      if (at > now) continue
      const state = own
        ? 'COMMENTED'
        : random.pick([
            'APPROVED',
            'APPROVED',
            'CHANGES_REQUESTED',
            'COMMENTED',
            'DISMISSED',
          ] as const)
      const body = random.pick(['', '', 'Thank you, this reads well.', '/lgtm'])
      const review = addReview(forge, {
        pullRequestId: pull.id,
        authorId: person.id,
        state,
        body,
        at,
      })
      if (random.chance(0.3)) addReviewComment(forge, { reviewId: review.id })
    }
    if (random.chance(0.05)) {
      addReview(forge, { pullRequestId: pull.id, authorId: person.id, state: 'PENDING', at: now })
    }
  }
}

/** Prow's commands, some taken back, some on one's own pull request, where they do nothing. */
function command(
  forge: ForgeWorld,
  random: Random,
  pull: PullRequest,
  people: readonly User[],
  now: string,
): void {
  for (const { id: authorId } of people) {
    if (!random.chance(pull.authorId === authorId ? 0.1 : 0.5)) continue
    const body = random.pick([
      '/lgtm',
      'Good.\n\n/lgtm\n/approve',
      '/LGTM no-issue',
      '/approve no-issue',
      'Thanks! /lgtm',
      '/approve',
    ])
    const createdAt = plusHours(pull.createdAt, random.integer(1, 90))
    if (createdAt > now) continue
    addComment(forge, { pullRequestId: pull.id, authorId, body, createdAt })
    const later = plusHours(createdAt, 2)
    if (later < now && random.chance(0.15)) {
      const cancel = random.pick(['/lgtm cancel', '/remove-lgtm', '/approve cancel', '/hold'])
      addComment(forge, { pullRequestId: pull.id, authorId, body: cancel, createdAt: later })
    }
  }
}
