import { fromMilliseconds } from '../contribution/timestamp.ts'
import type { StreamName } from '../contribution/types.ts'
import {
  type AccountTask,
  ForgeError,
  type Identity,
  type Known,
  type Page,
} from '../forge/forge.ts'
import type { Account } from '../store/accounts.ts'
import type { FullReading, StreamCoverage } from '../store/coverage.ts'
import type { AccountOutcome } from '../store/runs.ts'
import type { Changes, Store } from '../store/store.ts'
import { gapsLeft, isExcused, reasonOf } from './gaps.ts'
import { RowCount, type StreamProgress } from './row-count.ts'

/** What the configuration says of one login, for all the people who have it. */
export interface AccountPlan {
  readonly host: string
  readonly login: string
  readonly forge: string
  /** The forge's number, if configured. */
  readonly id: string | undefined
  readonly commands: 'auto' | boolean
  readonly links: readonly string[]
}

export interface StreamResult extends StreamCoverage {
  readonly new: number
  readonly changed: number
}

/** Weeks apart so that nothing the incremental passes can miss (a dismissal, a deletion) stays wrong for long. */
const fullEvery = 7 * 24 * 3600 * 1000

/** One account being brought up to date: stores what its forge hands over, and remembers how it went. */
export class AccountRun implements AccountTask {
  readonly plan: AccountPlan
  readonly known: Known
  checkpoints: AccountTask['checkpoints']
  readonly streams: readonly StreamName[]
  failure: ForgeError | undefined
  readonly #store: Store
  readonly #run: number
  readonly #now: () => number
  readonly #warn: (message: string) => void
  readonly #rows = new RowCount()
  readonly #watch: ((progress: StreamProgress) => void) | undefined
  readonly #changes = new Map<StreamName, Changes>()
  readonly #finished = new Set<StreamName>()
  /** The run that began the full reading this run goes on with; null when only news are read. */
  #fullRun: number | null
  #fullReading: FullReading
  #account: Account
  #pages = 0
  /** Another token took over while it was being read: what the lists lack of either is not known. */
  #moved = false
  /** A token was dealt to it: its streams are being read. */
  #seated = false
  /** What a token showed that not everybody may see, when the run began. */
  readonly #before: Seen | undefined
  /** How it ended is told: what still comes would change it. */
  #concluded = false

  constructor(options: {
    readonly plan: AccountPlan
    readonly account: Account
    readonly streams: readonly StreamName[]
    readonly full: boolean
    readonly store: Store
    readonly run: number
    readonly now: () => number
    readonly warn: (message: string) => void
    /** Called after each page. */
    readonly watch: ((progress: StreamProgress) => void) | undefined
  }) {
    this.plan = options.plan
    this.streams = options.streams
    this.#account = options.account
    this.#store = options.store
    this.#run = options.run
    this.#now = options.now
    this.#warn = options.warn
    this.#watch = options.watch
    const { readFullyAt } = options.account
    const due = readFullyAt !== null && options.now() - Date.parse(readFullyAt) >= fullEvery
    const { account, run, store } = options
    const begins = options.full || (due && account.fullRun === null)
    if (begins) store.accounts.beginFull(account.id, run)
    this.#fullRun = begins ? run : account.fullRun
    this.#fullReading =
      this.#fullRun === null
        ? { begun: new Set(), ended: new Set() }
        : store.coverages.ofFullReading(account.id, this.#fullRun)
    this.checkpoints = options.store.coverages.checkpoints(options.account.id)
    this.known = options.store.known(options.account.id, () => this.#account.actor?.id ?? null)
    this.#before = this.known.private() > 0 ? seen(this.known) : undefined
  }

  get login(): string {
    return this.plan.login
  }

  get id(): string | undefined {
    return this.#account.actor?.forgeId ?? this.plan.id
  }

  get handle(): string | undefined {
    return this.#account.handle ?? undefined
  }

  get createdAt(): AccountTask['createdAt'] {
    return this.#account.createdAt ?? undefined
  }

  get commands(): 'auto' | boolean {
    return this.plan.commands
  }

  get links(): readonly string[] {
    return this.plan.links
  }

  /** `gitlab.com/ada` */
  get name(): string {
    return `${this.plan.host}/${this.plan.login}`
  }

  get seat(): string | null {
    return this.#account.seat
  }

  seated(name: string, heard: boolean): void {
    const { id, seat } = this.#account
    const begun = this.#seated
    this.#seated = true
    if (name === seat) return
    this.#account = { ...this.#account, seat: name }
    const known = seat !== null && Object.keys(this.checkpoints).length > 0
    this.#store.transaction(() => {
      this.#store.accounts.seat(id, name)
      if (heard || (begun && known)) {
        this.#moved = true
        this.#beginNextTime()
      } else if (known && this.#isUncounted()) this.#beginNow()
    })
  }

  /** After a reading: whether all is to be read once more, since another token took over in the midst of it. */
  beginsAnew(): boolean {
    if (!this.#moved || this.failure !== undefined) return false
    this.#moved = false
    this.#store.transaction(() => {
      this.#doubtLists()
      this.#beginNow()
    })
    return true
  }

  #beginNextTime(): void {
    this.#store.accounts.beginFull(this.#account.id, this.#run)
    this.#store.coverages.forgetFullReading(this.#account.id)
  }

  #beginNow(): void {
    this.#beginNextTime()
    this.#fullRun = this.#run
    this.#fullReading = { begun: new Set(), ended: new Set() }
    this.checkpoints = this.#store.coverages.checkpoints(this.#account.id)
    this.#finished.clear()
  }

  #lists(): readonly StreamName[] {
    return this.streams.filter((stream) => stream === 'pull-requests' || stream === 'reviews')
  }

  /** Where the host does not say how long a list is, what another token shows more would not be missed. */
  #isUncounted(): boolean {
    return this.#store
      .coverage(this.#account, this.#lists())
      .some(({ hostTotal }) => hostTotal === null)
  }

  #doubtLists(): void {
    const detail = 'another token took over while it was being read'
    const gap = { reason: 'interrupted', from: null, until: null, detail } as const
    for (const stream of this.#lists()) {
      this.#store.coverages.saveGaps(this.#account.id, stream, [gap])
    }
  }

  full(stream: StreamName): 'begin' | 'resume' | 'no' {
    if (this.#fullRun === null || this.#fullReading.ended.has(stream)) return 'no'
    return this.#fullReading.begun.has(stream) ? 'resume' : 'begin'
  }

  identified(identity: Identity): void {
    // The number configured counts also where another is stored: one of them is not this person's.
    const known = [this.#account.actor?.forgeId, this.plan.id]
    const expected = known.find((id) => id != null && id !== identity.id)
    if (expected != null) {
      throw new ForgeError(
        'identity',
        `Cannot sync ${this.name}: the login is account ${identity.id} now, not ${expected}; correct the login or \`id\` in the configuration`,
      )
    }
    this.#store.transaction(() => {
      const actor = this.#store.accounts.identify(this.#account, identity)
      this.#account = {
        ...this.#account,
        handle: identity.handle,
        createdAt: identity.createdAt ?? this.#account.createdAt,
        actor: { id: actor, forgeId: identity.id, login: identity.login },
      }
    })
  }

  page(page: Page): void {
    // What comes after the end is dropped: the checkpoint stays behind it, so that the next run asks for it again.
    if (this.failure !== undefined || this.#concluded) return
    const actor = this.#account.actor
    if (actor === null)
      throw new Error(`Cannot store a page of ${this.name} before it is identified`)
    const changes = this.#store.savePage(
      {
        host: this.plan.host,
        account: this.#account.id,
        actor: actor.id,
        run: this.#run,
        now: fromMilliseconds(this.#now()),
      },
      page,
      this.#moved || this.full(page.stream) === 'no' ? null : this.#fullRun,
    )
    const before = this.#changes.get(page.stream) ?? { added: 0, changed: 0 }
    this.#changes.set(page.stream, {
      added: before.added + changes.added,
      changed: before.changed + changes.changed,
    })
    this.#pages += 1
    if (page.coverage.finishedAt !== null) this.#finished.add(page.stream)
    else this.#finished.delete(page.stream)
    if (this.#watch !== undefined) this.#tell(page, this.#watch)
  }

  #tell(page: Page, watch: (progress: StreamProgress) => void): void {
    const first = this.#account.readFullyAt === null
    const whole = first || this.full(page.stream) === 'begin'
    const stored = first ? this.known.stored(page.stream) : null
    const progress = this.#rows.after(page, { stored, whole })
    if (progress !== null) watch({ host: this.plan.host, login: this.plan.login, ...progress })
  }

  failed(error: ForgeError): void {
    this.failure ??= error
  }

  warn(message: string): void {
    this.#warn(`${this.name}: ${message}`)
  }

  /** Says in the coverage what this run did not get, and stores how the account ended. */
  conclude(interrupted: boolean): AccountOutcome {
    this.#concluded = true
    return this.#store.transaction(() => {
      for (const stream of this.streams) this.#markUnfinished(stream, interrupted)
      if (this.#moved) this.#doubtLists()
      this.#tellHidden()
      const whole = this.streams.every(
        (stream) =>
          this.#finished.has(stream) ||
          (this.#fullRun === null
            ? this.#wasFinished(stream)
            : this.#fullReading.ended.has(stream)),
      )
      if (
        this.failure === undefined &&
        !this.#moved &&
        !interrupted &&
        whole &&
        (this.#fullRun !== null || this.#account.readFullyAt === null)
      ) {
        this.#store.accounts.readFully(this.#account.id, fromMilliseconds(this.#now()))
      }
      const outcome = this.outcome(interrupted)
      this.#store.runs.saveAccount(this.#run, this.#account.id, outcome)
      return outcome
    })
  }

  outcome(interrupted: boolean): AccountOutcome {
    const { failure } = this
    const told =
      failure === undefined
        ? null
        : { kind: failure.kind, message: failure.message, retryAt: failure.retryAt }
    if (told !== null) {
      // A limit is a pause, not a failure: what was there stays, and the rest comes later.
      const outcome = this.#pages > 0 || told.kind === 'rate-limit' ? 'partial' : 'failed'
      return { outcome, failure: told }
    }
    if (interrupted && this.streams.some((stream) => !this.#finished.has(stream))) {
      return { outcome: 'interrupted', failure: null }
    }
    return { outcome: this.#lacks() ? 'partial' : 'completed', failure: null }
  }

  results(): readonly StreamResult[] {
    const coverages = this.#store.transaction(() =>
      this.#store.coverage(this.#account, this.streams),
    )
    return coverages.map((coverage) => {
      const changes = this.#changes.get(coverage.stream)
      return { ...coverage, new: changes?.added ?? 0, changed: changes?.changed ?? 0 }
    })
  }

  /** A token that is shown less than before, or another in its place, looks like work that was deleted. */
  #tellHidden(): void {
    if (this.#before === undefined) return
    const now = seen(this.known)
    const fewer = this.#before.private - now.private
    if (fewer <= 0 || now.all >= this.#before.all) return
    const from = this.#account.seat === null ? '' : ` from ${this.#account.seat}`
    this.warn(
      `${fewer} of ${this.#before.private} pull requests in private repositories are no longer shown to the token${from}; if they still exist, give it access to them again`,
    )
  }

  #lacks(): boolean {
    return this.#store
      .coverage(this.#account, this.streams)
      .some(({ stream, gaps }) => gaps.some((gap) => !isExcused(stream, gap, this.commands)))
  }

  #wasFinished(stream: StreamName): boolean {
    return this.#store
      .coverage(this.#account, [stream])
      .every(
        ({ finishedAt, gaps }) =>
          finishedAt !== null && gaps.every((gap) => isExcused(stream, gap, this.commands)),
      )
  }

  /** A stream this run should have read and did not: its coverage says why, from when on. */
  #markUnfinished(stream: StreamName, interrupted: boolean): void {
    if (this.#finished.has(stream) || (this.failure === undefined && !interrupted)) return
    const { gaps, finishedAt } = this.#store.coverage(this.#account, [stream])[0] ?? {}
    if (gaps === undefined || finishedAt === undefined) return
    const why = {
      reason: reasonOf(this.failure),
      detail: this.failure?.message ?? 'the run was stopped',
    }
    const left = gapsLeft(stream, { gaps, finishedAt }, why)
    if (left !== null) this.#store.coverages.saveGaps(this.#account.id, stream, left)
  }
}

interface Seen {
  /** Pull requests in private repositories. */
  readonly private: number
  /** Those the account wrote and those it reviewed. */
  readonly all: number
}

function seen(known: Known): Seen {
  const all = known.stored('pull-requests') + known.stored('reviews')
  return { private: known.private(), all }
}
