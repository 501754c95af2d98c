import { z } from 'zod'
import { fromMilliseconds, plusSeconds } from '../../../contribution/timestamp.ts'
import type { Link } from '../../../contribution/types.ts'
import type { AccountTask, Item } from '../../forge.ts'
import { type Account, interrupted, settled } from '../account.ts'
import { assertReadable } from '../graphql/connection.ts'
import { type Fault, int, type Question, text } from '../graphql/question.ts'
import { PullRequestRow, parse, toPullRequest } from '../graphql/rows.ts'
import { lookUp as lookUpHandles } from '../lookup.ts'
import { askByPath } from '../repositories/by-path.ts'
import { parseAddress, type Target } from './addresses.ts'
import { type FoundNote, readNote } from './notes.ts'

const Checkpoint = z.object({ version: z.literal(1), finished: z.boolean() })

/** Addresses looked up between two pages. */
const batch = 100
/** Looked up again after so long; a daily run that starts a little earlier skips none. Seconds. */
const daily = 20 * 3600
/** Open pull requests looked at whenever there is a sync: so many ride in the first request beside all else. */
const mostOpen = 50

/**
 * Looks up what the documents of the account's people link, whoever wrote it and whatever its state: everything once a day
 * and with a full reading, and what was open the last time whenever it costs no request of its own.
 */
export async function readLinked(account: Account): Promise<void> {
  const state = account.checkpoint('linked', Checkpoint)
  const { task, client, crowded } = account
  const due = dueAddresses(task, client.host, account.localTime())
  const open = crowded ? [] : openHandles(task, client.host, due)
  if (due.length + open.length === 0 && state?.finished === true) return
  due.push(...(await lookAgain(account, open, due)))
  for (let from = 0; from < due.length; from += batch) {
    const items = await settled(due.slice(from, from + batch).map((each) => lookUp(account, each)))
    const coverage = { hostTotal: null, gaps: [interrupted(null)], finished: false }
    account.page('linked', items.flat(), { version: 1, finished: false }, coverage)
  }
  const coverage = { hostTotal: null, gaps: [], finished: true }
  account.page('linked', [], { version: 1, finished: true }, coverage)
}

/** @returns the addresses of what is not found where it was: those are looked up anew */
async function lookAgain(
  account: Account,
  handles: readonly string[],
  due: readonly Address[],
): Promise<Address[]> {
  if (handles.length === 0) return []
  const { items, status } = await lookUpHandles(account, handles)
  const coverage = { hostTotal: null, gaps: [interrupted(null)], finished: false }
  account.page('linked', items, { version: 1, finished: false }, coverage)
  const others = othersThan(account.task, account.client.host, due)
  const open = account.task.known.openLinks(others.map(({ address }) => address))
  const lost = new Set(open.flatMap((each) => (status.has(each.handle) ? [each.address] : [])))
  return others.filter(({ address }) => lost.has(address))
}

/** Pull requests that were open when last looked at, beside those that are due. */
export function openHandles(task: AccountTask, host: string, due: readonly Address[]): string[] {
  const others = othersThan(task, host, due).map(({ address }) => address)
  const handles = new Set(task.known.openLinks(others).map(({ handle }) => handle))
  return [...handles].slice(0, mostOpen)
}

function othersThan(task: AccountTask, host: string, due: readonly Address[]): Address[] {
  const looked = new Set(due.map(({ address }) => address))
  return understood(task, host).filter(({ address }) => !looked.has(address))
}

interface Address {
  readonly address: string
  readonly target: Target
}

/** Addresses that are to be looked up now. @param now this machine's clock, milliseconds since 1970 */
export function dueAddresses(task: AccountTask, host: string, now: number): Address[] {
  const all = understood(task, host)
  if (task.full('linked') === 'begin') return all
  const before = plusSeconds(fromMilliseconds(now), -daily)
  const addresses = all.map(({ address }) => address)
  const due = new Set(task.known.linksReadBefore(addresses, before))
  return all.filter(({ address }) => due.has(address))
}

function understood(task: AccountTask, host: string): Address[] {
  return task.links.flatMap((address) => {
    const target = parseAddress(address, host)
    return target === null ? [] : [{ address, target }]
  })
}

/** Not which: it may be private. */
const linkedPull = 'a pull request that a document links'
const linkedRepository = 'a repository that a document links'

async function lookUp(account: Account, { address, target }: Address): Promise<Item[]> {
  if (target.kind === 'repository') return await lookUpRepository(account, address, target)
  const [reply, note] = await settled([
    account.ask(() => pullRequestQuestion(target)),
    readNote(account, target),
  ])
  assertReadable(reply.faults, linkedPull)
  const found = parse(Found, reply.value ?? null, linkedPull)
  const pullRequest = found?.pullRequest ? toPullRequest(found.pullRequest) : null
  const link = linkTo(address, note === null ? 'pull-request' : 'note', {
    status: statusOf(reply.faults, pullRequest !== null, note),
    pullRequestId: pullRequest?.id ?? null,
    repositoryId: pullRequest?.repository.id ?? null,
    ...(note?.status === 'found' ? { author: note.author, at: note.at } : {}),
  })
  return pullRequest === null ? [link] : [{ kind: 'pull-request', ...pullRequest }, link]
}

const Found = z.object({ pullRequest: PullRequestRow.nullish() }).nullable()

async function lookUpRepository(
  account: Account,
  address: string,
  target: Extract<Target, { kind: 'repository' }>,
): Promise<Item[]> {
  const { repository, faults } = await askByPath(account, target, linkedRepository)
  const link = linkTo(address, 'repository', {
    status: statusOf(faults, repository !== null, null),
    repositoryId: repository?.id ?? null,
  })
  return repository === null ? [link] : [{ kind: 'repository', ...repository }, link]
}

function linkTo(
  address: string,
  target: Link['target'],
  rest: Partial<Link> & Pick<Link, 'status'>,
): Item {
  const nothing = { pullRequestId: null, repositoryId: null, author: null, at: null }
  return { kind: 'link', address, target, ...nothing, ...rest }
}

function statusOf(
  faults: readonly Fault[],
  found: boolean,
  note: FoundNote | null,
): Link['status'] {
  if (found) return note?.status ?? 'found'
  const hidden = faults.some(({ type }) => type !== 'NOT_FOUND')
  return hidden ? 'hidden' : 'missing'
}

type PullRequestTarget = Extract<Target, { kind: 'pull-request' }>

export function pullRequestQuestion({ owner, name, number }: PullRequestTarget): Question {
  return {
    field:
      'repository(owner: $owner, name: $name) { pullRequest(number: $number) { ...PullRequestRow } }',
    variables: { owner: text(owner), name: text(name), number: int(number) },
    weight: 2.5,
  }
}
