import type { AccountTask, Estimate, ForgeSettings, Quota, Range } from '../../forge.ts'
import { uncrowded } from '../account.ts'
import { complexityLimit, pack } from '../api/graphql.ts'
import { chunks } from '../api/values.ts'
import { knownOf, perLook, planLook } from '../first-look.ts'
import { sum } from './expected.ts'
import { expectIdentity } from './identity.ts'
import { expectLinked } from './linked.ts'
import { expectMergeRequests } from './merge-requests.ts'
import { expectProjects } from './projects.ts'
import { expectReviews } from './reviews.ts'

/** For one user of gitlab.com (GitLab docs, "Rate limits on GitLab.com"). */
const requestsPerMinute = 2000
const each = 'about 1 more for every 200 merged merge requests and every 100 approvals and comments'

/**
 * What reading the accounts will take: a look at them all together, then requests of each.
 * @param now milliseconds since 1970
 */
export function estimate(
  settings: ForgeSettings,
  tasks: readonly AccountTask[],
  now: number,
): Estimate {
  const unread: string[] = []
  const requests = chunks(tasks, perLook).flatMap((group) => {
    const { shared, paged } = lookOf(group, now, settings.url)
    const crowded = tasks.length > uncrowded
    const accounts = group.map((task) => expectAccount(task, { paged, crowded }, now, settings.url))
    unread.push(...group.filter((_, index) => accounts[index]?.most === null).map(loginOf))
    return [shared, ...accounts]
  })
  const all = sum(requests)
  return { requests: all, unread, each, quota: quotaOf(settings.host, all) }
}

function lookOf(
  group: readonly AccountTask[],
  now: number,
  url: string,
): {
  readonly shared: Range
  readonly paged: boolean
} {
  const known = knownOf(group, now, url)
  if (known.length === 0) return { shared: sum([]), paged: false }
  const { operations, paged } = planLook(known, complexityLimit)
  const requests = pack(operations, complexityLimit).length
  return { shared: { least: requests, most: requests }, paged }
}

function expectAccount(
  task: AccountTask,
  { paged, crowded }: { readonly paged: boolean; readonly crowded: boolean },
  now: number,
  url: string,
): Range {
  return sum([
    expectIdentity(task),
    expectMergeRequests(task, paged),
    expectReviews(task, now, crowded),
    expectProjects(task, now),
    expectLinked(task, now, url),
  ])
}

function loginOf({ login }: AccountTask): string {
  return login
}

/** A GitLab of one's own has the limits its administrator set, by default none (GitLab docs, "User and IP rate limits"). */
function quotaOf(host: string, used: Range): Quota | null {
  if (host !== 'gitlab.com') return null
  return { unit: 'requests', limit: requestsPerMinute, per: 'minute', used }
}
