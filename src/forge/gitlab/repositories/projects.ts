import { z } from 'zod'
import { fromMilliseconds, plusSeconds } from '../../../contribution/timestamp.ts'
import type { Gap, RepositoryDetails } from '../../../contribution/types.ts'
import type { Item } from '../../forge.ts'
import { type Account, failureGap, gap, sayingSo, Writer } from '../account.ts'
import type { Api } from '../api/api.ts'
import { keyedPages, ownProjects } from '../api/keyed-pages.ts'
import { allEnded, StoredTime } from '../api/values.ts'
import type { Meeting } from '../meeting.ts'
import { lookUpReturned } from '../pull-requests/stubs.ts'
import { isInactive } from '../reviews/checkpoint.ts'
import { readProjectDetails, toItems } from './details.ts'
import { lookUpImported } from './imported.ts'

/** Read at most daily; a little less, so that a daily run that starts a minute earlier does not skip a day. */
export const intervalSeconds = 20 * 3600

export const Checkpoint = z.object({
  version: z.literal(1),
  readAt: StoredTime.nullable(),
  /** How many own projects the host last stated. */
  total: z.number().nullable().default(null),
})
type Checkpoint = z.infer<typeof Checkpoint>

/** Settle when the streams that name projects have ended. */
interface Ends {
  readonly authored: Promise<void>
  readonly reviews: Promise<void>
}

/**
 * Reads the account's own projects, and what the projects of its merge requests and reviews say of themselves (GitLab docs,
 * "Projects API"). Emits nothing when it is not due.
 * @param meeting is come to before the projects are asked for
 * @throws ForgeError
 */
export async function readProjects(account: Account, ends: Ends, meeting: Meeting): Promise<void> {
  const { api } = account
  const writer = writerOf(account)
  const now = api.client.between().latest
  const { readAt } = writer.checkpoint
  const isFresh = readAt !== null && now - Date.parse(readAt) < intervalSeconds * 1000
  if (isFresh || isInactive(account.lastActivityOn, readAt, now)) {
    meeting.leave('repositories')
    return await readImportedAlone(account, writer, ends)
  }
  const unread = gap('interrupted', 'The projects were not read to the end.')
  const emit = (items: readonly Item[]) =>
    writer.page(items, { hostTotal: null, gaps: [unread], finished: false })
  await sayingSo(
    async () => {
      const own = await listOwn(account)
      await meeting.come('repositories')
      await ends.authored
      emit(await readAll(account, own.rows, now))
      await ends.reviews
      // What older reviews have named since, what is doubted since, and what nobody but an import told of.
      const late = dueProjects(account, now)
      const asked = [
        readProjectDetails(api, late),
        lookUpImported(api, dueImports(account)),
      ] as const
      await allEnded(asked)
      const [details, imported] = await Promise.all(asked)
      if (late.length + imported.length > 0) emit([...toItems(late, details), ...imported])
      await lookUpReturned(account, emit)
      const { total } = own
      // Of a clock that is ahead nothing may be left that says for years that all is fresh.
      const readAt = fromMilliseconds(api.client.between().earliest)
      Object.assign(writer.checkpoint, { readAt, total })
      writer.page([], { hostTotal: total, gaps: lacking(account, total), finished: true })
    },
    (error) => {
      if (!writer.finished)
        writer.page([], { hostTotal: null, gaps: [failureGap(error, null)], finished: false })
    },
  )
}

/** An import may have come since the projects were read. */
async function readImportedAlone(
  account: Account,
  writer: Writer<Checkpoint>,
  ends: Ends,
): Promise<void> {
  if (dueImports(account).length === 0) return
  const { total } = writer.checkpoint
  await sayingSo(
    async () => {
      await Promise.all([ends.authored, ends.reviews])
      const items = await lookUpImported(account.api, dueImports(account))
      writer.page(items, { hostTotal: total, gaps: [], finished: false })
      writer.page([], { hostTotal: total, gaps: lacking(account, total), finished: true })
    },
    (error) =>
      writer.page([], { hostTotal: total, gaps: [failureGap(error, null)], finished: false }),
  )
}

function dueImports({ task, api }: Account): readonly string[] {
  const before = plusSeconds(fromMilliseconds(api.client.now()), -intervalSeconds)
  return task.known.importedReadBefore(before)
}

function writerOf(account: Account): Writer<Checkpoint> {
  const { task } = account
  const anew = task.full('repositories') === 'begin'
  const saved = anew ? undefined : Checkpoint.safeParse(task.checkpoints.repositories).data
  return new Writer(account, 'repositories', saved ?? { version: 1, readAt: null, total: null })
}

/**
 * What the projects say that accounts without a sign of life once worked on: they may have become private meanwhile. Asked
 * for all these accounts together, where the projects of an active account ride with its own.
 * @throws ForgeError
 */
export async function refreshProjects(api: Api, accounts: readonly Account[]): Promise<void> {
  const due = accounts.flatMap((account) => {
    const writer = writerOf(account)
    const { latest } = api.client.between()
    if (!isInactive(account.lastActivityOn, writer.checkpoint.readAt, latest)) return []
    const ids = dueProjects(account, latest)
    return ids.length === 0 ? [] : [{ account, writer, ids }]
  })
  const ids = [...new Set(due.flatMap((each) => each.ids))]
  if (ids.length === 0) return
  const details = await readProjectDetails(api, ids)
  for (const { account, writer, ids } of due) {
    const { total } = writer.checkpoint
    const gaps = lacking(account, total)
    const emit = (items: readonly Item[]) =>
      writer.page(items, { hostTotal: total, gaps, finished: true })
    emit(toItems(ids, details))
    await lookUpReturned({ ...account, api }, emit)
  }
}

interface OwnProjects {
  readonly rows: readonly RepositoryDetails[]
  readonly total: number
}

async function listOwn({ api, id }: Account): Promise<OwnProjects> {
  let total: number | null = null
  const rows: RepositoryDetails[] = []
  for await (const page of keyedPages(api, ownProjects(id), null)) {
    total ??= page.total
    rows.push(...page.rows)
  }
  return { rows, total: total ?? rows.length }
}

/** The own projects with what only GraphQL tells of them, and those that are due: reviews may just have named some. */
async function readAll(
  account: Account,
  own: readonly RepositoryDetails[],
  now: number,
): Promise<Item[]> {
  const listed = new Set(own.map(({ id }) => id))
  const due = dueProjects(account, now).filter((id) => !listed.has(id))
  const details = await readProjectDetails(account.api, [...listed, ...due])
  return [
    ...own.map(
      (project): Item => ({
        kind: 'repository',
        ...project,
        languages: details.get(project.id)?.languages ?? null,
      }),
    ),
    ...toItems(due, details),
  ]
}

function dueProjects({ task }: Account, now: number): readonly string[] {
  const before = plusSeconds(fromMilliseconds(now), -intervalSeconds)
  return task.known.repositoriesReadBefore(before, Number.MAX_SAFE_INTEGER).map(({ id }) => id)
}

function lacking(account: Account, total: number | null): Gap[] {
  const refused = dueImports(account).length
  const detail = `${refused} projects that an import told of may not be seen.`
  return [
    ...(total === null ? [] : differing(account, total)),
    ...(refused === 0 ? [] : [gap('forbidden', detail)]),
  ]
}

function differing({ task }: Account, total: number): Gap[] {
  const stored = task.known.stored('repositories')
  if (total <= stored) return []
  return [
    gap('total-differs', `GitLab counts ${total} projects of the account and shows ${stored}.`),
  ]
}
