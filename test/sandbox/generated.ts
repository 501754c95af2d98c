/** Worlds of any size, for benchmarks and property tests. */
import { addApproval, addNote, addPullRequest, addRepository, addReview, addUser } from './build.ts'
import { iso, type Random, random } from './random.ts'
import type { ForgeWorld, PullRequest, User, World } from './world.ts'
import { emptyWorld } from './world.ts'

export interface GeneratedOptions {
  readonly seed: number
  /** Merged ones by each person on each forge. */
  readonly pullRequests: number
  /** By each person on each forge; on GitLab half approvals, half notes. */
  readonly reviews: number
  readonly people: number
  /** How far back the oldest lies. */
  readonly years: number
  /** Distinct pull requests among each person's reviews. Default: four fifths of the reviews. */
  readonly reviewedPullRequests?: number
  readonly repositories?: number
  readonly forges?: readonly ForgeWorld['kind'][]
  readonly now?: string
}

/** Logins are `person-1`, `person-2` and so on, the same on both forges. */
export function generatedWorld(options: GeneratedOptions): World {
  const world = emptyWorld(options.now ?? '2026-06-15T12:00:00Z')
  for (const kind of options.forges ?? ['github', 'gitlab']) {
    fill(
      world[kind],
      options,
      random(options.seed + kind.length * 7919 + kind.charCodeAt(3)),
      Date.parse(world.now),
    )
  }
  return world
}

interface Stage {
  readonly forge: ForgeWorld
  readonly random: Random
  readonly others: readonly User[]
  readonly numbers: Map<number, number>
  readonly repositoryIds: readonly number[]
}

function fill(forge: ForgeWorld, options: GeneratedOptions, random: Random, now: number): void {
  const group = addUser(forge, { login: 'generated', type: 'Organization' })
  const repositoryIds = Array.from(
    { length: options.repositories ?? 30 },
    (_, index) =>
      addRepository(forge, { path: `generated/project-${index + 1}`, ownerId: group.id }).id,
  )
  const others = Array.from({ length: 20 }, (_, index) =>
    addUser(forge, { login: `other-${index + 1}` }),
  )
  const stage: Stage = { forge, random, others, numbers: new Map(), repositoryIds }
  const span = options.years * 365 * 86_400_000
  for (let index = 1; index <= options.people; index++) {
    const person = addUser(forge, { login: `person-${index}`, name: `Person ${index}` })
    for (const at of evenly(options.pullRequests, now, span, random)) addMerged(stage, person, at)
    const distinct = Math.min(
      options.reviews,
      options.reviewedPullRequests ?? Math.ceil(options.reviews * 0.8),
    )
    const reviewed = evenly(distinct, now, span, random).map((at) =>
      addMerged(stage, random.pick(others), at),
    )
    for (let count = 0; count < options.reviews; count++) {
      const pull = reviewed[count % distinct]
      if (pull !== undefined) review(stage, person, pull, count)
    }
  }
}

/** Times spread over the span, newest first, the newest at least a day ago. */
function evenly(count: number, now: number, span: number, random: Random): number[] {
  const step = span / count
  return Array.from({ length: count }, (_, index) =>
    Math.floor(now - 86_400_000 - (index + random.next()) * step),
  )
}

function addMerged(
  { forge, random, others, numbers, repositoryIds }: Stage,
  author: User,
  at: number,
): PullRequest {
  const repositoryId = random.pick(repositoryIds)
  const number = (numbers.get(repositoryId) ?? 0) + 1
  numbers.set(repositoryId, number)
  const merger = random.pick(others)
  return addPullRequest(forge, {
    repositoryId,
    number,
    title: `Change ${number} of ${repositoryId}`,
    authorId: author.id,
    createdAt: iso(at - random.integer(1, 200) * 3_600_000),
    mergedAt: iso(at),
    mergedById: merger.id,
    additions: random.integer(1, 500),
    deletions: random.integer(0, 200),
  })
}

function review({ forge, random }: Stage, person: User, pull: PullRequest, count: number): void {
  const at = iso(Date.parse(pull.createdAt) + (1 + random.integer(0, 50)) * 1_200_000 + count)
  const pullRequestId = pull.id
  if (forge.kind === 'github') {
    const state = random.pick(['APPROVED', 'COMMENTED', 'CHANGES_REQUESTED'] as const)
    addReview(forge, { pullRequestId, authorId: person.id, state, at })
  } else if (count % 2 === 0) {
    addApproval(forge, { pullRequestId, userId: person.id, at })
  } else {
    addNote(forge, { pullRequestId, authorId: person.id, createdAt: at })
  }
}
