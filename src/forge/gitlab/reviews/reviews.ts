import PQueue from 'p-queue'
import { fromMilliseconds } from '../../../contribution/timestamp.ts'
import type { Gap, PullRequestStub, Timestamp } from '../../../contribution/types.ts'
import type { ForgeError, Item } from '../../forge.ts'
import { type Account, failureGap, gap, sayingSo, Writer } from '../account.ts'
import { allEnded } from '../api/values.ts'
import type { Meeting } from '../meeting.ts'
import { lookUp } from '../pull-requests/stubs.ts'
import type { Emergence } from '../repositories/emergence.ts'
import {
  beginPass,
  type Checkpoint,
  correctHorizon,
  isDoubtful,
  isSkippable,
  noteSeen,
  openCheckpoint,
  type Pass,
  settle,
} from './checkpoint.ts'
import { type Event, toItems } from './event.ts'
import { compare, countedDays, covers, readNewest } from './event-count.ts'
import { hasEvents, readSlice, type Slice } from './events.ts'
import { hiddenGap, lastingGaps } from './gaps.ts'
import { readOlderReviews } from './older-reviews.ts'

/** Requests of one account's events at a time: the authored chain needs the third, until it has ended. */
const besideAuthored = 2
const alone = 3
/** Stubs taken up at once: many, so that those of one project come together. */
const stubBatch = 5000

/**
 * Brings the account's reviews up to date: approvals and notes from its events (three years back), then, once, what older
 * approvals the filters prove; then the merge requests behind them.
 */
export class Reviews {
  readonly #account: Account
  readonly #privateProfile: Promise<boolean | null>
  readonly #emergence: Emergence
  readonly #meeting: Meeting
  readonly #writer: Writer<Checkpoint>
  readonly #state: Checkpoint
  readonly #queue = new PQueue({ concurrency: besideAuthored })
  readonly #resolved = new Set<string>()
  /** What the newest events of this run showed: there are some. */
  #shown = false
  /** More events are counted than what happened since explains. */
  #grown = false
  /** The profile hides what happened. */
  #hidden = false

  /**
   * @param emergence tells, once the merge requests are read, whether events were passed while their project was hidden
   * @param meeting is come to before the merge requests behind them are asked for
   * @param privateProfile settles once the merge requests are read: true when the profile hides them, and so the events; null
   * where nobody could tell; rejects when they could not be read
   */
  constructor(
    account: Account,
    privateProfile: Promise<boolean | null>,
    emergence: Emergence,
    meeting: Meeting,
  ) {
    this.#account = account
    this.#emergence = emergence
    this.#meeting = meeting
    this.#privateProfile = privateProfile
    this.#writer = new Writer(account, 'reviews', openCheckpoint(account.task))
    this.#state = this.#writer.checkpoint
    const { closed } = this.#state
    this.#state.closed = [...new Set([...closed, ...account.task.known.closedRepositories()])]
    const widen = () => {
      this.#queue.concurrency = alone
    }
    void privateProfile.then(widen, widen)
  }

  /** @throws ForgeError */
  async read(): Promise<void> {
    await sayingSo(
      () => this.#read(),
      (error) => this.#close(error),
    )
  }

  /**
   * Reads once more where a project, as the streams of this run know it now, is public and was not when events were read.
   * @throws ForgeError
   */
  async readOpened(): Promise<void> {
    const closed = new Set(this.#account.task.known.closedRepositories())
    if (this.#hidden || this.#state.closed.every((id) => closed.has(id))) return
    await sayingSo(
      async () => this.#finish(await this.#readAnew()),
      (error) => this.#close(error),
    )
  }

  async #read(): Promise<void> {
    const { api, lastActivityOn, crowded } = this.#account
    const skipped = isSkippable(this.#state, lastActivityOn, api.client.between().latest, crowded)
    const hidden = skipped ? false : await this.#readNews()
    await this.#privateProfile.catch(() => undefined)
    const doubtful = this.#grown || isDoubtful(this.#state, this.#emergence.at)
    this.#finish(!hidden && doubtful ? await this.#readAnew() : hidden)
  }

  /** @returns whether the profile hides what happened */
  async #readAnew(): Promise<boolean> {
    const closed = this.#account.task.known.closedRepositories()
    Object.assign(this.#state, { watermark: null, olderRead: false, pass: null })
    this.#emit([])
    const hidden = await this.#readPass(this.#beginPass())
    if (!hidden) this.#state.closed = [...closed]
    return hidden
  }

  /** @returns whether the profile hides what happened */
  async #readNews(): Promise<boolean> {
    const resumed = this.#state.pass
    const pass = this.#beginPass()
    const hidden = await this.#readPass(pass)
    if (pass !== resumed || hidden) return hidden
    // Slices that an earlier run has read know nothing of what happened since.
    return await this.#readPass(this.#beginPass())
  }

  #beginPass(): Pass {
    const { client } = this.#account.api
    const began = client.surely(this.#account.began)
    return beginPass(this.#state, client.between(), began, this.#emergence.at)
  }

  /** @returns whether the profile hides what happened */
  async #readPass(pass: Pass): Promise<boolean> {
    if (!pass.begun) await this.#readNewest(pass)
    if (!(await this.#isClosed(pass))) await this.#readEvents(pass)
    const hidden = await this.#isHidden(pass)
    await this.#meeting.come('reviews')
    // Older reviews come with their merge requests, so they and the stubs of the others need not wait for each other.
    await allEnded([this.#readOlder(pass), this.#resolveStubs()])
    if (this.#account.task.full('reviews') !== 'no') await this.#lookAgain()
    // What a private profile hides must be asked for again from where it was last seen.
    if (!hidden) settle(this.#state, pass)
    this.#state.pass = null
    return hidden
  }

  /** Leaves a page that says why the stream was not read to its end. */
  #close(error: ForgeError): void {
    if (this.#writer.finished) return
    const gaps = [failureGap(error, this.#provenUntil()), ...this.#lasting()]
    this.#writer.page([], { hostTotal: null, gaps, finished: false })
  }

  /**
   * Before anything else, so that whatever opens while the pass is under way is more than was counted. What a small account did
   * of late is read with it.
   */
  async #readNewest(pass: Pass): Promise<void> {
    const { api, id } = this.#account
    const { count } = this.#state
    if (!pass.full && count === null) return
    const { earliest, latest } = api.client.between()
    const days = pass.full ? countedDays(pass.horizon, earliest) : [count?.after ?? '']
    const until = pass.full ? null : (count?.newest ?? null)
    const newest = await readNewest(api, id, this.#queue, days, until)
    pass.begun = true
    this.#shown = newest.rows.length > 0
    const explained = pass.full || count === null ? newest.count : compare(count, newest, latest)
    this.#grown = !pass.full && explained === null
    pass.count = explained ?? count
    const covered = pass.slices.find((slice) => covers(newest, slice))
    if (covered === undefined) return
    pass.slices = pass.slices.filter((slice) => slice !== covered)
    const { rows } = newest
    const recent = rows.filter((event) => event.created_at >= covered.after)
    this.#store(pass, rows, recent.length)
  }

  async #readEvents(pass: Pass): Promise<void> {
    while (pass.slices.length > 0) {
      // One slice of each kind at a time: theirs are two chains that do not depend on each other.
      const heads = new Map<Slice['action'], Slice>()
      for (const each of pass.slices) if (!heads.has(each.action)) heads.set(each.action, each)
      await allEnded([...heads.values()].map((each) => this.#readSlice(pass, each)))
    }
    correctHorizon(pass)
  }

  async #readSlice(pass: Pass, current: Slice): Promise<void> {
    await readSlice(this.#account.api, this.#account.id, current, this.#queue, {
      page: (events) => this.#store(pass, events),
      over: (read, parts) => {
        const index = pass.slices.indexOf(read)
        if (index >= 0) pass.slices.splice(index, 1, ...parts)
      },
      capped: ({ after, before }) => {
        const detail = `More than 10,000 events on one day, ${after} to ${before}: GitLab shows no more.`
        if (this.#state.caps.some((cap) => cap.detail === detail)) return
        const [from, until] = [after, before].map((bound) => fromMilliseconds(Date.parse(bound)))
        this.#state.caps.push(gap('result-cap', detail, from, until))
      },
    })
  }

  /** @param seen how many of them count as seen by the pass */
  #store(pass: Pass, events: readonly Event[], seen = events.length): void {
    const items = events.flatMap(toItems)
    noteSeen(pass, events, items, seen)
    this.#emit(items)
  }

  /** Whether nothing need be asked for, since the profile is known to be private and has shown nothing. */
  async #isClosed({ seen }: Pass): Promise<boolean> {
    if (seen > 0 || this.#shown) return false
    return (await this.#privateProfile.catch(() => null)) === true
  }

  /**
   * A private profile answers with nothing and 200. Nothing is believed where there was something, or where the merge
   * requests show that the profile is private.
   * @throws ForgeError when neither can tell
   */
  async #isHidden(pass: Pass): Promise<boolean> {
    if (pass.seen > 0 || this.#shown) return false
    const { newest } = this.#state
    const { known } = this.#account.task
    const expected =
      known.stored('reviews') > 0 && newest !== null && newest > (pass.farthest ?? pass.horizon)
    const unread = (error: unknown): boolean => {
      if (expected) return false
      throw error
    }
    const told = await this.#privateProfile.catch(unread)
    // Of a private profile GitLab does not say either when it was made (GitLab source, API entity User).
    if (told ?? this.#account.createdAt === null) return true
    if (!expected) return false
    return pass.full || !(await hasEvents(this.#account.api, this.#account.id))
  }

  async #readOlder(pass: Pass): Promise<void> {
    const { full, horizon } = pass
    if (!full || this.#state.olderRead) return
    const { createdAt } = this.#account
    if (createdAt === null || createdAt < horizon) {
      pass.candidates = await readOlderReviews(this.#account, horizon, (items) => this.#emit(items))
    }
    this.#state.olderRead = true
  }

  /** Reads the merge requests that reviews name, many at a time, and marks those that nobody shows any more. */
  async #resolveStubs(): Promise<void> {
    const { task } = this.#account
    for (;;) {
      // A stub that could not be resolved may stay one: it is tried once a run.
      const stubs = task.known
        .stubs(this.#resolved.size + stubBatch)
        .filter(({ id }) => !this.#resolved.has(id))
      if (stubs.length === 0) return
      await this.#lookUp(stubs)
    }
  }

  /** The feed goes on telling of merge requests that are deleted or hidden since: only they themselves tell. */
  async #lookAgain(): Promise<void> {
    const known = this.#account.task.known.reviewed().filter(({ id }) => !this.#resolved.has(id))
    await this.#lookUp(known)
  }

  async #lookUp(wanted: readonly PullRequestStub[]): Promise<void> {
    await lookUp(this.#account.api, wanted, (items) => this.#emit(items))
    for (const { id } of wanted) this.#resolved.add(id)
  }

  #emit(items: readonly Item[]): void {
    const unread = gap('interrupted', 'The events were not read to the end.', this.#provenUntil())
    this.#writer.page(items, {
      hostTotal: null,
      gaps: [unread, ...this.#lasting()],
      finished: false,
    })
  }

  /** @param hidden whether the profile hides what happened */
  #finish(hidden: boolean): void {
    this.#hidden = hidden
    const gaps = [...(hidden ? [hiddenGap(this.#provenUntil())] : []), ...this.#lasting()]
    this.#writer.page([], { hostTotal: null, gaps, finished: true })
  }

  #lasting(): readonly Gap[] {
    return lastingGaps(this.#state, this.#account.createdAt)
  }

  #provenUntil(): Timestamp | null {
    return this.#state.pass?.full === true ? null : this.#state.watermark
  }
}
