import { z } from 'zod'
import { fromMilliseconds, plusSeconds } from '../../../contribution/timestamp.ts'
import type {
  Actor,
  Link,
  PullRequest,
  RepositoryDetails,
  Timestamp,
} from '../../../contribution/types.ts'
import type { AccountTask, Item } from '../../forge.ts'
import { type Account, failureGap, gap, sayingSo, Writer } from '../account.ts'
import { type Api, parse } from '../api/api.ts'
import { Refusal } from '../api/requester.ts'
import { chunks, Id, Time } from '../api/values.ts'
import { type Answer, readDetails, withMergeTimes } from '../pull-requests/details.ts'
import { addressKey, type Detail } from '../pull-requests/details-rest.ts'
import { type Address as ByNumber, fromHandle, toActor } from '../pull-requests/merge-request.ts'
import { readProjectDetails } from '../repositories/details.ts'
import { Project } from '../repositories/project.ts'
import { type LinkAddress as Address, parseAddress } from './address.ts'

/** Looked up again after so long. */
const intervalSeconds = 20 * 3600
export const perBatch = 100

const Checkpoint = z.object({ version: z.literal(1) })

/** GitLab docs, "Notes API". */
const Note = z.object({
  id: Id,
  created_at: Time,
  author: z.object({ id: Id, username: z.string() }).nullish(),
})

/** What became of the project of an address. */
type Found =
  | { readonly status: 'found'; readonly project: RepositoryDetails }
  | { readonly status: 'missing' | 'hidden' }

/**
 * Looks up what the account's people link in their documents: merge requests, notes on them and projects, whoever wrote
 * them. Addresses of other things are left out.
 * @param again what the first look brought along of what was open
 * @throws ForgeError
 */
export async function readLinked(account: Account, again: Answer | null): Promise<void> {
  const writer = new Writer(account, 'linked', Checkpoint.parse({ version: 1 }))
  const unread = gap('interrupted', 'The linked addresses were not all looked up.')
  await sayingSo(
    async () => {
      const { task, api } = account
      const due = dueAddresses(task, api.client.between().latest, api.client.settings.url)
      if (again !== null) {
        const items = await foundAgain(api, again)
        writer.page(items, { hostTotal: null, gaps: [unread], finished: false })
        due.push(...notFoundAgain(account, again, due))
      }
      for (const batch of chunks(due, perBatch)) {
        const items = await lookUp(account, batch)
        writer.page(items, { hostTotal: null, gaps: [unread], finished: false })
      }
      writer.page([], { hostTotal: null, gaps: [], finished: true })
    },
    (error) =>
      writer.page([], { hostTotal: null, gaps: [failureGap(error, null)], finished: false }),
  )
}

/** Addresses that are to be looked up now. @param now milliseconds since 1970. @param url the forge's `url` */
export function dueAddresses(task: AccountTask, now: number, url: string): Address[] {
  const before = plusSeconds(fromMilliseconds(now), -intervalSeconds)
  const due =
    task.full('linked') === 'begin' ? task.links : task.known.linksReadBefore(task.links, before)
  return due.flatMap((text) => parseAddress(text, url) ?? [])
}

/**
 * Merge requests that were open when last looked at, beside those that are due.
 * @param now milliseconds since 1970. @param url the forge's `url`
 */
export function openAddresses(task: AccountTask, now: number, url: string): ByNumber[] {
  const due = new Set(dueAddresses(task, now, url).map(({ text }) => text))
  const others = task.links.filter((link) => !due.has(link))
  return task.known.openLinks(others).flatMap(({ handle }) => fromHandle(handle) ?? [])
}

async function foundAgain(api: Api, { found }: Answer): Promise<Item[]> {
  const details = await withMergeTimes(api, found)
  return [...details.values()].flatMap(toItem)
}

/** Addresses of what was not found where it was: they are looked up anew. */
function notFoundAgain(
  { task, api }: Account,
  { missing }: Answer,
  due: readonly Address[],
): Address[] {
  const lost = new Set(
    missing.flatMap(({ projectId, iids }) => iids.map((iid) => addressKey({ projectId, iid }))),
  )
  const looked = new Set(due.map(({ text }) => text))
  const open = task.known.openLinks(task.links.filter((link) => !looked.has(link)))
  return open
    .filter(({ handle }) => lost.has(handle))
    .flatMap(({ address }) => parseAddress(address, api.client.settings.url) ?? [])
}

function toItem(detail: Detail): Item[] {
  return detail.status === 'found' ? [{ kind: 'pull-request', ...detail.mergeRequest }] : []
}

async function lookUp(account: Account, addresses: readonly Address[]): Promise<Item[]> {
  const projects = new Map<string, Found>()
  for (const { path } of addresses) {
    if (!projects.has(path)) projects.set(path, await findProject(account, path))
  }
  const details = await readMergeRequests(account, addresses, projects)
  const items = [...details.values()].flatMap(toItem)
  items.push(...(await readRepositories(account, addresses, projects)))
  for (const address of addresses) items.push(await toLink(account, address, projects, details))
  return items
}

/** Only addresses of a project itself bring what it says of itself. */
async function readRepositories(
  { api }: Account,
  addresses: readonly Address[],
  projects: ReadonlyMap<string, Found>,
): Promise<Item[]> {
  const asked = addresses.flatMap(({ path, iid }) => {
    const found = projects.get(path)
    return iid === null && found?.status === 'found' ? [found.project] : []
  })
  const details = await readProjectDetails(
    api,
    asked.map(({ id }) => id),
  )
  return asked.map((project) => ({
    kind: 'repository',
    ...project,
    languages: details.get(project.id)?.languages ?? null,
  }))
}

/** A project that was renamed or moved is found under its former path: GitLab redirects. */
async function findProject({ api }: Account, path: string): Promise<Found> {
  try {
    return {
      status: 'found',
      project: parse(Project, await api.projects.show(path), 'a project'),
    }
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status === 403 ? 'hidden' : 'missing' }
    throw error
  }
}

async function readMergeRequests(
  { api }: Account,
  addresses: readonly Address[],
  projects: ReadonlyMap<string, Found>,
): Promise<ReadonlyMap<string, Detail>> {
  const wanted = addresses.flatMap(({ path, iid }) => {
    const found = projects.get(path)
    return iid !== null && found?.status === 'found' ? [{ projectId: found.project.id, iid }] : []
  })
  const read = new Map<string, Detail>()
  await readDetails(api, wanted, {}, (details) => {
    for (const [key, detail] of details) read.set(key, detail)
  })
  return read
}

async function toLink(
  account: Account,
  address: Address,
  projects: ReadonlyMap<string, Found>,
  details: ReadonlyMap<string, Detail>,
): Promise<Item> {
  const found = projects.get(address.path)
  if (found?.status !== 'found') return link(address, { status: found?.status ?? 'missing' })
  const repositoryId = found.project.id
  if (address.iid === null) return link(address, { status: 'found', repositoryId })
  const detail = details.get(addressKey({ projectId: repositoryId, iid: address.iid }))
  if (detail?.status !== 'found') {
    return link(address, {
      status: detail?.status === 'hidden' ? 'hidden' : 'missing',
      repositoryId,
    })
  }
  const { mergeRequest } = detail
  if (address.note === null)
    return link(address, { status: 'found', repositoryId, pullRequestId: mergeRequest.id })
  const note = await findNote(account, mergeRequest, address.note)
  return link(address, { ...note, repositoryId, pullRequestId: mergeRequest.id })
}

async function findNote(
  { api }: Account,
  { repository, number }: PullRequest,
  id: string,
): Promise<{ status: Link['status']; author?: Actor | null; at?: Timestamp }> {
  try {
    const body = await api.notes.show(Number(repository.id), number, Number(id))
    const note = parse(Note, body, 'a note')
    return { status: 'found', author: toActor(note.author, undefined), at: note.created_at }
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status === 403 ? 'hidden' : 'missing' }
    throw error
  }
}

function link(address: Address, found: Pick<Link, 'status'> & Partial<Link>): Item {
  const of = address.note === null ? 'pull-request' : 'note'
  return {
    kind: 'link',
    target: address.iid === null ? 'repository' : of,
    address: address.text,
    pullRequestId: null,
    repositoryId: null,
    author: null,
    at: null,
    ...found,
  }
}
