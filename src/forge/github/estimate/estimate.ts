import type { AccountTask, Estimate, ForgeSettings, Quota, Range } from '../../forge.ts'
import { atATime, uncrowded } from '../crowd.ts'
import { expectCommands } from './commands.ts'
import { expectDepth } from './depth.ts'
import { expectLinked } from './linked.ts'
import { expectPullRequests } from './pull-requests.ts'
import { expectRepositories } from './repositories.ts'
import { expectReviews } from './reviews.ts'
import {
  type Chain,
  calls,
  type Expected,
  fewestRequests,
  mostRequests,
  rounds,
  total,
} from './rounds.ts'

/** Every hour, for one user (GitHub docs, "Rate limits and query limits for the GraphQL API"). */
const pointsPerHour = 5000
const each = 'about 1 more for every 100 merged pull requests and every 100 reviews'
/** By handle, and by login, which brings the handle all else is asked by. */
const byHandle: Chain = { after: 0, asks: [{ weight: 1, calls: 0 }] }
const byLogin: Chain = { after: 0, asks: [{ weight: 5, calls: 0 }] }

/**
 * What reading the accounts will take, worked out as their questions ride together.
 * @param now milliseconds since 1970
 */
export function estimate(
  settings: ForgeSettings,
  tasks: readonly AccountTask[],
  now: number,
): Estimate {
  const crowded = tasks.length > uncrowded
  const inHand = new Set<string>()
  const accounts = tasks.map((task) => expectAccount(task, settings.host, crowded, now, inHand))
  const tokens = settings.tokens.length
  const requests: Range[] = []
  const points: Range[] = []
  for (let start = 0; start < accounts.length; start += atATime) {
    const some = accounts.slice(start, start + atATime)
    const sent = requestsOf(some, tokens)
    requests.push(sent)
    points.push(pointsOf(some, sent))
  }
  // An account is begun as soon as another has ended: at best their questions ride together.
  const best = requestsOf(accounts, tokens)
  const used = { ...total(points), least: pointsOf(accounts, best).least }
  return {
    requests: { ...total(requests), least: best.least },
    unread: tasks.filter((_, index) => accounts[index]?.most === null).map(({ login }) => login),
    each,
    quota: quotaOf(settings.host, used),
  }
}

function expectAccount(
  task: AccountTask,
  host: string,
  crowded: boolean,
  now: number,
  inHand: Set<string>,
): Expected {
  const pullRequests = expectPullRequests(task, crowded)
  const reviews = expectReviews(task, crowded, now)
  const commands = expectCommands(task, crowded, now)
  const met = [pullRequests, reviews, commands]
  const after = {
    least: Math.min(rounds(pullRequests.least), rounds(reviews.least)),
    most: Math.max(...met.map(({ most }) => rounds(most ?? []))),
  }
  const repositories = expectRepositories(task, now, after, inHand)
  const depth = expectDepth(task, rounds(reviews.most ?? []))
  const all = [...met, repositories, depth, expectLinked(task, host, crowded, now)]
  const known = all.flatMap(({ most }) => most ?? [])
  const rest = all.reduce((sum, stream) => sum + (stream.rest ?? 0), 0)
  return {
    least: identified(
      task,
      all.flatMap(({ least }) => least),
    ),
    most: all.every(({ most }) => most !== null) ? identified(task, known) : null,
    rest,
  }
}

function identified({ handle }: AccountTask, chains: readonly Chain[]): Chain[] {
  if (handle !== undefined) return [byHandle, ...chains]
  return [byLogin, ...chains.map(({ after, asks }) => ({ after: after + 1, asks }))]
}

function requestsOf(accounts: readonly Expected[], tokens: number): Range {
  const rest = accounts.reduce((sum, account) => sum + (account.rest ?? 0), 0)
  const most = chainsOf(accounts)
  return {
    least: rest + fewestRequests(accounts.flatMap((account) => account.least)),
    most: most === null ? null : rest + mostRequests(most, tokens),
  }
}

/** A request takes a point at least; REST has points of its own, which its requests are counted against. */
function pointsOf(accounts: readonly Expected[], sent: Range): Range {
  // Each request is rounded: with half a point lost in each, 150 connections still take one.
  const least = calls(accounts.flatMap((account) => account.least)) / 150
  const most = chainsOf(accounts)
  return {
    least: Math.max(sent.least, Math.floor(least)),
    most: most === null || sent.most === null ? null : sent.most + Math.ceil(calls(most) / 100),
  }
}

function chainsOf(accounts: readonly Expected[]): readonly Chain[] | null {
  const known = accounts.flatMap(({ most }) => most ?? [])
  return accounts.every(({ most }) => most !== null) ? known : null
}

/** An Enterprise Server has the limits its administrator set, by default none (GitHub docs). */
function quotaOf(host: string, used: Range): Quota | null {
  if (host !== 'github.com' && !host.endsWith('.ghe.com')) return null
  return { unit: 'points', limit: pointsPerHour, per: 'hour', used }
}
