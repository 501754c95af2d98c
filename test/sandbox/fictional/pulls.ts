/** Pull requests in the order they were opened, so that numbers grow with time. */
import { addPullRequest } from '../build.ts'
import { iso, type Random } from '../random.ts'
import type { ForgeWorld, PullRequest, Repository, User } from '../world.ts'
import { title } from './words.ts'

export interface Plan {
  readonly author: User | null
  readonly repositories: readonly Repository[]
  readonly count: number
  readonly from: string
  readonly until: string
  readonly state?: PullRequest['state']
  readonly labels?: readonly string[]
  readonly mergedBy: User
  /** The first so many get these titles. */
  readonly titles?: readonly string[]
}

export function openPulls(forge: ForgeWorld, random: Random, plans: readonly Plan[]): void {
  const drafts = plans.flatMap((plan) =>
    Array.from({ length: plan.count }, (_, index) => ({
      plan,
      title: plan.titles?.[index] ?? title(random),
      repository: random.pick(plan.repositories),
      createdAt: random.time(plan.from, plan.until),
    })),
  )
  drafts.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1))
  const numbers = new Map<number, number>()
  for (const { plan, title, repository, createdAt } of drafts) {
    const number = (numbers.get(repository.id) ?? 0) + random.integer(1, 9)
    numbers.set(repository.id, number)
    const done = Date.parse(createdAt) + random.integer(1, 300) * 3_600_000
    const end = iso(Math.min(done, Date.parse(plan.until)))
    const state = plan.state ?? 'merged'
    addPullRequest(forge, {
      repositoryId: repository.id,
      authorId: plan.author?.id ?? null,
      number,
      title,
      body: random.chance(0.5) ? 'See the linked issue.' : '',
      state,
      createdAt,
      mergedAt: state === 'merged' ? end : null,
      closedAt: state === 'open' ? null : end,
      updatedAt: end,
      mergedById: state === 'merged' ? plan.mergedBy.id : null,
      additions: random.integer(1, 900),
      deletions: random.integer(0, 400),
      changedFiles: random.integer(1, 30),
      commits: random.integer(1, 6),
      labels: [...(plan.labels ?? [])],
      closes: random.chance(0.1) ? [{ number: number + 1000, title: 'It fails at high tide' }] : [],
    })
  }
}
