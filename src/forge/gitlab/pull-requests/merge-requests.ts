import { fromMilliseconds, later } from '../../../contribution/timestamp.ts'
import type { Gap, PullRequest, Timestamp } from '../../../contribution/types.ts'
import type { ForgeError, Item } from '../../forge.ts'
import { type Account, failureGap, gap, sayingSo, Writer } from '../account.ts'
import { byUpdate, keyedPages } from '../api/keyed-pages.ts'
import type { Look } from '../first-look.ts'
import type { Emergence } from '../repositories/emergence.ts'
import { toRepository } from '../repositories/project.ts'
import {
  before,
  beginPass,
  type Checkpoint,
  noteNewest,
  openCheckpoint,
  type Pass,
  reopen,
} from './authored-checkpoint.ts'
import { AuthoredPages } from './authored-pages.ts'
import type { Authored, AuthoredPage, Head } from './authored-query.ts'
import { authoredQuery, completeRows, countByRest, sweep } from './authored-rest.ts'
import { completeMergeTimes } from './details-rest.ts'
import { fromNode } from './merge-request.ts'

/** An account without merge requests may have a private profile, which only REST tells; it is asked this often. */
const zeroCheck = 20 * 3600 * 1000

export interface AuthoredFindings {
  /** GraphQL hides the account's work and REST does not: its events are hidden too. Null where GraphQL could not be asked. */
  readonly privateProfile: boolean | null
}

/**
 * Brings the account's merged merge requests up to date: GraphQL pages, newest update first, compared with GraphQL's count
 * and, when they differ or count is nothing, with REST's.
 * @param emergence is told what should have been seen before
 * @throws ForgeError
 */
export async function readMergeRequests(
  account: Account,
  look: Look | null,
  emergence: Emergence,
): Promise<AuthoredFindings> {
  const reader = new Reader(account, look, emergence)
  return await sayingSo(
    () => reader.read(),
    (error) => reader.close(error),
  )
}

class Reader {
  readonly #account: Account
  readonly #look: Look | null
  readonly #emergence: Emergence
  readonly #writer: Writer<Checkpoint>
  readonly #state: Checkpoint
  #restCount: Promise<number | null> | undefined
  #hostTotal: number | null = null

  constructor(account: Account, look: Look | null, emergence: Emergence) {
    this.#account = account
    this.#look = look
    this.#emergence = emergence
    this.#writer = new Writer(account, 'pull-requests', openCheckpoint(account.task))
    this.#state = this.#writer.checkpoint
    emergence.at = this.#state.emerged
  }

  async read(): Promise<AuthoredFindings> {
    try {
      return await this.#read()
    } finally {
      // No request outlives the reading.
      await this.#restCount?.catch(() => undefined)
    }
  }

  async #read(): Promise<AuthoredFindings> {
    const authored = this.#look?.authored
    if (this.#state.pass === null && authored?.kind === 'head' && this.#unchanged(authored.head)) {
      this.#finish(authored.head.count)
      return { privateProfile: false }
    }
    const resumed = (this.#state.pass?.cursor ?? null) !== null
    const pass = beginPass(this.#state)
    // Asked beside the first page, so that it takes no time of its own.
    if (pass.full) this.#countByRest().catch(() => undefined)
    let count = await this.#readPass(pass)
    // A pass begun in an earlier run knows nothing of what changed since: it goes on from where that one began.
    if (resumed) count = await this.#readPass(pass)
    await this.#compare(pass, count)
    const { way, privateProfile } = pass
    return { privateProfile: way === 'rest' && !privateProfile ? null : privateProfile }
  }

  /** @returns GraphQL's count of all, or null when only REST could be asked */
  async #readPass(pass: Pass): Promise<number | null> {
    const count = pass.way === 'graphql' ? await this.#readByGraphql(pass) : null
    if (count === null || (count === 0 && ((await this.#countByRest()) ?? 0) > 0)) {
      await this.#readByRest(pass, count === 0)
    }
    return pass.way === 'graphql' ? count : null
  }

  /** Leaves a page that says why the stream was not read to its end. */
  close(error: ForgeError): void {
    if (this.#writer.finished) return
    const gaps = [failureGap(error, this.#provenUntil())]
    this.#writer.page([], { hostTotal: this.#hostTotal, gaps, finished: false })
  }

  #unchanged(head: Head): boolean {
    const { watermark, recent, settled, zeroCheckedAt } = this.#state
    const stored = this.#account.task.known.stored('pull-requests')
    if (head.count === 0) {
      if (stored > 0 || zeroCheckedAt === null) return false
      return Date.parse(zeroCheckedAt) + zeroCheck > this.#account.api.client.between().latest
    }
    if (watermark === null || stored - head.count !== settled.stored) return false
    const near = head.newest.filter(({ updatedAt }) => updatedAt >= before(watermark))
    return near.map(({ mark }) => mark).join() === recent.join()
  }

  /** @returns GraphQL's count of all, or null when GraphQL cannot be asked */
  async #readByGraphql(pass: Pass): Promise<number | null> {
    const pages = new AuthoredPages(this.#account, this.#state)
    for (let brought = this.#brought(pass); ; brought = null) {
      const answer = await pages.next(pass, brought)
      if (answer === null) return null
      this.#hostTotal = answer.count
      this.#emit(await this.#complete(answer.rows))
      if (answer.over) return answer.count
    }
  }

  /** The page that the shared first look has brought along. */
  #brought(pass: Pass): AuthoredPage | null {
    const authored = this.#look?.authored
    if (authored?.kind !== 'page' || pass.cursor !== null) return null
    return pass.since === authored.ask.updatedAfter ? authored.page : null
  }

  async #complete(rows: readonly Authored[]): Promise<PullRequest[]> {
    const mergeRequests = rows.map((row) => fromNode(row, toRepository(row.project)))
    const complete = await completeMergeTimes(this.#account.api, mergeRequests)
    return mergeRequests.map((row) => complete.get(row.id) ?? row)
  }

  async #readByRest(pass: Pass, privateProfile: boolean): Promise<void> {
    const { api, id } = this.#account
    if (pass.way === 'graphql') {
      Object.assign(pass, { way: 'rest', cursor: null, seam: null, tail: null, privateProfile })
      if (pass.full) pass.since = null
    }
    const query = {
      ...authoredQuery(id),
      ...(pass.since === null ? {} : { updated_after: pass.since }),
    }
    for await (const page of keyedPages(api, byUpdate(query), pass.cursor)) {
      const rows = page.rows.map((row) => ({ id: row.id, updatedAt: row.updated_at }))
      if (pass.cursor === null) noteNewest(pass, rows)
      pass.cursor = page.next
      if (page.next === null) reopen(pass)
      this.#emit(await completeRows(api, page.rows))
    }
  }

  #emit(mergeRequests: readonly PullRequest[]): void {
    this.#emitItems(mergeRequests.map((row) => ({ kind: 'pull-request', ...row })))
  }

  #emitItems(items: readonly Item[]): void {
    this.#noteEmerged(items)
    const unread = gap(
      'interrupted',
      'The merge requests were not read to the end.',
      this.#provenUntil(),
    )
    this.#writer.page(items, { hostTotal: this.#hostTotal, gaps: [unread], finished: false })
  }

  /** A full pass shows much that is old and new to us. */
  #noteEmerged(items: readonly Item[]): void {
    if (this.#state.pass?.full === true || !this.#emergence.isAmong(items)) return
    this.#state.emerged = fromMilliseconds(this.#account.api.client.now())
    this.#emergence.at = this.#state.emerged
  }

  /**
   * Ends the pass: totals that differ in a new way are looked into row by row.
   * @param count GraphQL's count, null when REST's is all there is
   */
  async #compare(pass: Pass, count: number | null): Promise<void> {
    const stored = () => this.#account.task.known.stored('pull-requests')
    const asked = pass.full || count === null || count === 0
    const rest = asked ? await this.#countByRest() : null
    const base = count ?? rest
    if (base === null) return this.#finish(null)
    if (base === 0 && stored() > 0) return this.#doubt()
    const { earliest } = this.#account.api.client.between()
    if (base === 0) this.#state.zeroCheckedAt = fromMilliseconds(earliest)
    const usual = stored() - base === this.#state.settled.stored
    if (!usual || pass.partial || (rest ?? 0) > base + this.#state.settled.rest) {
      const total = await sweep(this.#account, (items) => this.#emitItems(items))
      this.#state.settled = { stored: stored() - base, rest: Math.max(0, total - base) }
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
    const gaps: Gap[] = []
    if (hostTotal !== null && hostTotal > stored) {
      const detail = `GitLab counts ${hostTotal} merged merge requests and shows ${stored}.`
      gaps.push(gap('total-differs', detail))
    }
    this.#writer.page([], { hostTotal, gaps, finished: true })
  }

  /** None where there were some: hidden, broken or deleted, GitLab does not say. Nothing is taken back. */
  #doubt(): void {
    const { known } = this.#account.task
    const detail = `GitLab shows none of the ${known.stored('pull-requests')} merge requests it once showed.`
    this.#state.pass = null
    const gaps = [gap('unknown', detail, this.#state.watermark)]
    this.#writer.page([], { hostTotal: 0, gaps, finished: true })
  }

  #countByRest(): Promise<number | null> {
    this.#restCount ??= countByRest(this.#account)
    return this.#restCount
  }

  #provenUntil(): Timestamp | null {
    return this.#state.pass?.full === true ? null : this.#state.watermark
  }
}
