import { z } from 'zod'
import { later, plusSeconds } from '../../contribution/timestamp.ts'
import type { Gap, PullRequest, Timestamp } from '../../contribution/types.ts'
import { type AccountTask, ForgeError, type Item } from '../forge.ts'
import { type Account, failureGap, gap, sayingSo, Writer } from './account.ts'
import {
  type Authored,
  type AuthoredAsk,
  type AuthoredPage,
  authoredOperation,
  type Head,
  headRows,
  markOf,
  readAuthoredPage,
} from './authored-query.ts'
import { authoredQuery, completeRows, countByRest, sweep } from './authored-rest.ts'
import { completeMergeTimes, tooSlow } from './details.ts'
import type { Look } from './first-look.ts'
import { fromNode, MergeRequest } from './merge-request.ts'
import { toRepository } from './project.ts'
import { StoredTime } from './values.ts'

/** Each pass begins this long before the watermark: rows become visible a little later than their time says. */
const overlapSeconds = 3600
const largestPage = 100
const smallestPage = 5
/** After so many pages without trouble a page may be twice as large again. */
const cleanPagesToGrow = 3
/** An account without merge requests may have a private profile, which only REST tells; it is asked this often. */
const zeroCheckSeconds = 20 * 3600

const Pass = z.object({
  way: z.enum(['graphql', 'rest']),
  full: z.boolean(),
  /** Read what was updated from here on; null: everything. */
  since: StoredTime.nullable(),
  /** GraphQL: cursor. REST: number of the page to read next. */
  cursor: z.string().nullable(),
  /** The watermark once the pass ends clean: newest update on its first page. */
  newest: StoredTime.nullable(),
  recent: z.array(z.string()),
  privateProfile: z.boolean(),
  /** GitLab withheld something: the numbers must be compared with REST. */
  partial: z.boolean(),
})
type Pass = z.infer<typeof Pass>

const Checkpoint = z.object({
  version: z.literal(1),
  /** Newest `updatedAt` known stored by a pass that ended clean. */
  watermark: StoredTime.nullable(),
  /** Marks of the newest rows at the watermark: while they stand, nothing is new. */
  recent: z.array(z.string()),
  pageSize: z.int(),
  /** How the totals differed when last compared row by row: stored rows and REST's total, each minus GraphQL's count. */
  settled: z.object({ stored: z.int(), rest: z.int() }),
  zeroCheckedAt: StoredTime.nullable(),
  pass: Pass.nullable(),
})
type Checkpoint = z.infer<typeof Checkpoint>

export interface AuthoredFindings {
  /** GraphQL hides the account's work and REST does not: its events are hidden too. */
  readonly privateProfile: boolean
  /** Nothing had changed. */
  readonly quiet: boolean
}

/**
 * What the account's merge requests would be asked for first, if they are to be read from a watermark on; null when a first
 * or full pass is due, or one is under way.
 */
export function incrementalAsk(task: AccountTask): AuthoredAsk | null {
  const { watermark, pageSize, pass } = openCheckpoint(task)
  if (watermark === null || pass !== null) return null
  return { login: task.login, first: pageSize, cursor: null, updatedAfter: before(watermark) }
}

/**
 * Brings the account's merged merge requests up to date: GraphQL pages, newest update first, compared with GraphQL's count
 * and, when they differ or count is nothing, with REST's (forge-apis §4).
 * @throws ForgeError
 */
export async function readMergeRequests(
  account: Account,
  look: Look | null,
): Promise<AuthoredFindings> {
  const reader = new Reader(account, look)
  return await sayingSo(
    () => reader.read(),
    (error) => reader.close(error),
  )
}

class Reader {
  readonly #account: Account
  readonly #look: Look | null
  readonly #writer: Writer<Checkpoint>
  readonly #state: Checkpoint
  #restCount: Promise<number | null> | undefined
  #cleanPages = 0
  #hostTotal: number | null = null

  constructor(account: Account, look: Look | null) {
    this.#account = account
    this.#look = look
    this.#writer = new Writer(account, 'pull-requests', openCheckpoint(account.task))
    this.#state = this.#writer.checkpoint
  }

  async read(): Promise<AuthoredFindings> {
    const authored = this.#look?.authored
    if (this.#state.pass === null && authored?.kind === 'head' && this.#unchanged(authored.head)) {
      this.#finish(authored.head.count)
      return { privateProfile: false, quiet: true }
    }
    const pass = this.#pass()
    // Asked beside the first page, so that it takes no time of its own.
    if (pass.full) this.#countByRest().catch(() => undefined)
    const count = pass.way === 'graphql' ? await this.#readByGraphql(pass) : null
    if (count === null || (count === 0 && ((await this.#countByRest()) ?? 0) > 0)) {
      await this.#readByRest(pass, count === 0)
    }
    await this.#compare(pass, pass.way === 'graphql' ? count : null)
    return { privateProfile: pass.privateProfile, quiet: false }
  }

  /** Leaves a page that says why the stream was not read to its end. */
  close(error: ForgeError): void {
    if (this.#writer.finished) return
    this.#writer.page([], {
      hostTotal: this.#hostTotal,
      gaps: [failureGap(error, this.#provenUntil())],
      finished: false,
    })
  }

  #unchanged(head: Head): boolean {
    const { watermark, recent, settled, zeroCheckedAt } = this.#state
    const stored = this.#account.task.known.stored('pull-requests')
    if (head.count === 0) {
      if (stored > 0 || zeroCheckedAt === null) return false
      return Date.parse(zeroCheckedAt) + zeroCheckSeconds * 1000 > this.#account.api.client.now()
    }
    if (watermark === null || stored - head.count !== settled.stored) return false
    const marks = head.newest
      .filter(({ updatedAt }) => updatedAt >= before(watermark))
      .map(({ mark }) => mark)
    return marks.join() === recent.join()
  }

  #pass(): Pass {
    const state = this.#state
    if (state.pass !== null) return state.pass
    const full = state.watermark === null
    if (full) state.settled = { stored: 0, rest: 0 }
    state.pass = {
      way: 'graphql',
      full,
      since: state.watermark === null ? null : before(state.watermark),
      cursor: null,
      newest: state.watermark,
      recent: [],
      privateProfile: false,
      partial: false,
    }
    return state.pass
  }

  /** @returns GraphQL's count of all, or null when GraphQL cannot be asked */
  async #readByGraphql(pass: Pass): Promise<number | null> {
    for (;;) {
      const first = pass.cursor === null
      const page = this.#lookedPage(pass) ?? (await this.#askPage(pass))
      if (page === null) return null
      if (page.userId !== this.#account.id) throw this.#strange(page.userId)
      if (first) this.#begin(pass, page.rows)
      pass.partial ||= page.withheld
      if (page.cursor !== null && page.cursor === pass.cursor) throw this.#stuck()
      pass.cursor = page.cursor
      this.#hostTotal = page.count
      const over = page.cursor === null
      if (over) reopen(pass)
      this.#emit(await this.#items(page.rows))
      if (over) return page.count
    }
  }

  /** The page that the shared first look has brought along, once. */
  #lookedPage(pass: Pass): AuthoredPage | null {
    const authored = this.#look?.authored
    if (
      authored?.kind !== 'page' ||
      pass.cursor !== null ||
      pass.since !== authored.ask.updatedAfter
    )
      return null
    return authored.page
  }

  async #askPage(pass: Pass): Promise<AuthoredPage | null> {
    const { api, login } = this.#account
    for (;;) {
      const first = this.#state.pageSize
      const operation = authoredOperation({
        login,
        first,
        cursor: pass.cursor,
        updatedAfter: pass.since,
      })
      const [outcome] = await api.graphql([operation])
      if (outcome?.outcome === 'data') {
        this.#grow()
        pass.partial ||= outcome.partial
        return readAuthoredPage(outcome.data)
      }
      if (outcome?.outcome !== 'too-much') return null
      if (first <= smallestPage) throw tooSlow(api.client.settings.host, outcome.why)
      this.#cleanPages = 0
      this.#state.pageSize = Math.max(smallestPage, Math.floor(first / 2))
    }
  }

  #grow(): void {
    this.#cleanPages += 1
    if (this.#cleanPages < cleanPagesToGrow || this.#state.pageSize >= largestPage) return
    this.#cleanPages = 0
    this.#state.pageSize = Math.min(largestPage, this.#state.pageSize * 2)
  }

  async #items(rows: readonly Authored[]): Promise<Item[]> {
    const mergeRequests = rows.map((row): PullRequest => fromNode(row, toRepository(row.project)))
    const complete = await completeMergeTimes(this.#account.api, mergeRequests)
    return mergeRequests.map((row) => ({ kind: 'pull-request', ...(complete.get(row.id) ?? row) }))
  }

  async #readByRest(pass: Pass, privateProfile: boolean): Promise<void> {
    const { api, id } = this.#account
    if (pass.way === 'graphql') {
      Object.assign(pass, { way: 'rest', cursor: null, privateProfile })
      if (pass.full) pass.since = null
    }
    const query = {
      ...authoredQuery(id),
      order_by: 'updated_at',
      sort: 'desc',
      page: Number(pass.cursor ?? 1),
      ...(pass.since === null ? {} : { updated_after: pass.since }),
    }
    for await (const page of api.pages('merge_requests', query, MergeRequest)) {
      const rows = page.rows.map((row) => ({ id: row.id, updatedAt: row.updated_at }))
      if (pass.cursor === null) this.#begin(pass, rows)
      pass.cursor = page.next === null ? null : String(page.next)
      if (page.next === null) reopen(pass)
      const items = await completeRows(api, page.rows)
      this.#emit(items.map((row) => ({ kind: 'pull-request', ...row })))
    }
  }

  /** What the first page of a pass says: where the next one may begin, and what it may compare with. */
  #begin(
    pass: Pass,
    rows: readonly { readonly id: string; readonly updatedAt: Timestamp }[],
  ): void {
    pass.newest = later(pass.newest, rows[0]?.updatedAt ?? null)
    const { newest } = pass
    if (newest === null) return
    pass.recent = rows
      .filter(({ updatedAt }) => updatedAt >= before(newest))
      .slice(0, headRows)
      .map(markOf)
  }

  #emit(items: readonly Item[]): void {
    const unread = gap(
      'interrupted',
      'The merge requests were not read to the end.',
      this.#provenUntil(),
    )
    this.#writer.page(items, { hostTotal: this.#hostTotal, gaps: [unread], finished: false })
  }

  /**
   * Ends the pass: totals that differ in a new way are looked into row by row.
   * @param count GraphQL's count, null when REST's is all there is
   */
  async #compare(pass: Pass, count: number | null): Promise<void> {
    const { known } = this.#account.task
    const asked = pass.full || count === null || count === 0
    const rest = asked ? await this.#countByRest() : null
    const base = count ?? rest
    if (base === null) return this.#finish(null)
    if (base === 0 && known.stored('pull-requests') > 0) return this.#doubt()
    if (base === 0) this.#state.zeroCheckedAt = this.#serverTime()
    const { settled } = this.#state
    const usual = known.stored('pull-requests') - base === settled.stored
    if (!usual || pass.partial || (rest ?? 0) > base + settled.rest) {
      const total = await sweep(this.#account, (items) => this.#emit(items))
      this.#state.settled = {
        stored: known.stored('pull-requests') - base,
        rest: Math.max(0, total - base),
      }
    }
    this.#finish(base)
  }

  #finish(count: number | null): void {
    const state = this.#state
    const stored = this.#account.task.known.stored('pull-requests')
    if (state.pass !== null) {
      state.watermark = later(state.watermark, state.pass.newest)
      state.recent = state.pass.recent
      state.pass = null
    }
    const hostTotal = count === null ? null : count + state.settled.rest
    const gaps: Gap[] =
      hostTotal !== null && hostTotal > stored
        ? [
            gap(
              'total-differs',
              `GitLab counts ${hostTotal} merged merge requests and shows ${stored}.`,
            ),
          ]
        : []
    this.#writer.page([], { hostTotal, gaps, finished: true })
  }

  /** None where there were some: hidden, broken or deleted, GitLab does not say. Nothing is taken back. */
  #doubt(): void {
    const { stored } = this.#account.task.known
    this.#state.pass = null
    const detail = `GitLab shows none of the ${stored('pull-requests')} merge requests it once showed.`
    this.#writer.page([], {
      hostTotal: 0,
      gaps: [gap('unknown', detail, this.#state.watermark)],
      finished: true,
    })
  }

  #countByRest(): Promise<number | null> {
    this.#restCount ??= countByRest(this.#account)
    return this.#restCount
  }

  #provenUntil(): Timestamp | null {
    return this.#state.pass?.full === true ? null : this.#state.watermark
  }

  #serverTime(): Timestamp {
    return StoredTime.parse(new Date(this.#account.api.client.now()).toISOString())
  }

  #strange(id: string): ForgeError {
    const { login, api } = this.#account
    return new ForgeError(
      'identity',
      `Cannot read merge requests of \`${login}\` on ${api.client.settings.host}: the login now belongs to number ${id}`,
    )
  }

  #stuck(): ForgeError {
    const { login, api } = this.#account
    return new ForgeError(
      'protocol',
      `Cannot read merge requests of \`${login}\` on ${api.client.settings.host}: the cursor does not move`,
    )
  }
}

/** After its last page a pass only has its totals to compare; taken up again, it first reads what came meanwhile. */
function reopen(pass: Pass): void {
  pass.since = pass.newest === null ? null : before(pass.newest)
  pass.cursor = null
}

function before(watermark: Timestamp): Timestamp {
  return plusSeconds(watermark, -overlapSeconds)
}

function openCheckpoint(task: AccountTask): Checkpoint {
  const saved = task.full ? undefined : Checkpoint.safeParse(task.checkpoints['pull-requests']).data
  return (
    saved ?? {
      version: 1,
      watermark: null,
      recent: [],
      pageSize: largestPage,
      settled: { stored: 0, rest: 0 },
      zeroCheckedAt: null,
      pass: null,
    }
  )
}
