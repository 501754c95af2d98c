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
import type { StreamCoverage } from '../store/coverage.ts'
import type { AccountOutcome } from '../store/runs.ts'
import type { Changes, Store } from '../store/store.ts'
import { Lacks } from './lacks.ts'
import { Progress } from './progress.ts'
import { RowCount, type StreamProgress } from './row-count.ts'
import { Seating } from './seating.ts'

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
const takenOver = 'another token took over and has not read all of it'

/** One account being brought up to date: stores what its forge hands over, and remembers how it went. */
export class AccountRun implements AccountTask {
  readonly plan: AccountPlan
  readonly known: Known
  readonly streams: readonly StreamName[]
  failure: ForgeError | undefined
  readonly #store: Store
  readonly #run: number
  readonly #now: () => number
  readonly #warn: (message: string) => void
  readonly #rows = new RowCount()
  readonly #watch: ((progress: StreamProgress) => void) | undefined
  readonly #changes = new Map<StreamName, Changes>()
  readonly #progress: Progress
  readonly #seating: Seating
  readonly #lacks: Lacks
  #account: Account
  #pages = 0
  /** How it ended is told: what still comes would change it. */
  #concluded = false

  constructor(options: {
    readonly plan: AccountPlan
    readonly account: Account
    readonly streams: readonly StreamName[]
    /** Where the tokens of its forge are configured to come from. */
    readonly sources: readonly string[]
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
    const { account, store, now } = options
    const { readFullyAt } = account
    const due = readFullyAt !== null && now() - Date.parse(readFullyAt) >= fullEvery
    const begins = options.full || (due && account.fullRun === null)
    this.#progress = new Progress(store, account, options.run, begins)
    this.known = store.known(account.id, () => this.#account.actor?.id ?? null)
    const current = () => this.#account
    this.#seating = new Seating(store, current, this.known, options.sources)
    this.#lacks = new Lacks(store, current, options.streams, options.plan.commands)
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

  get checkpoints(): AccountTask['checkpoints'] {
    return this.#progress.checkpoints
  }

  get seat(): string | null {
    return this.#seating.token
  }

  seated(name: string, heard: boolean): void {
    this.#store.transaction(() => {
      const known = Object.keys(this.checkpoints).length > 0
      const move = this.#seating.take(name, heard, known)
      if (move === 'amidst') this.#progress.beginNextTime()
      if (move !== 'else') return
      // What it lacks would show nowhere else.
      if (this.#seating.private > 0 || this.#lacks.isUncounted()) this.#progress.beginNow()
    })
  }

  /**
   * After a reading: whether all is to be read once more, since another token took over in the midst of it, or since another
   * is shown more.
   */
  beginsAnew(): boolean {
    if (this.failure !== undefined) return false
    return this.#store.transaction(() => {
      if (!this.#seating.moved && !this.#seating.yields()) return false
      if (this.#seating.moved) this.#lacks.add('interrupted', takenOver)
      this.#progress.beginNow()
      this.#seating.beginAnew()
      return true
    })
  }

  full(stream: StreamName): 'begin' | 'resume' | 'no' {
    return this.#progress.full(stream)
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
    const changes = this.#save(page, actor.id)
    const before = this.#changes.get(page.stream) ?? { added: 0, changed: 0 }
    this.#changes.set(page.stream, {
      added: before.added + changes.added,
      changed: before.changed + changes.changed,
    })
    this.#pages += 1
    this.#progress.came(page)
    if (this.#watch !== undefined) this.#tell(page, this.#watch)
  }

  #save(page: Page, actor: number): Changes {
    return this.#store.transaction(() => {
      const changes = this.#store.savePage(
        {
          host: this.plan.host,
          account: this.#account.id,
          actor,
          run: this.#run,
          shownTo: this.#seating.shownTo,
          now: fromMilliseconds(this.#now()),
        },
        { ...page, items: this.#seating.believed(page.items) },
        this.#seating.isSure ? this.#progress.fullRunOf(page.stream) : null,
      )
      // A run that is killed concludes nothing.
      if (!this.#seating.isSure) this.#lacks.add('interrupted', takenOver)
      return changes
    })
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
      for (const stream of this.streams) {
        const isOver = this.failure === undefined && !interrupted
        if (!isOver && !this.#progress.isFinished(stream))
          this.#lacks.unfinished(stream, this.failure)
      }
      const lost = this.#seating.lost()
      if (lost !== null) this.warn(lost)
      this.#settle(interrupted)
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
    if (interrupted && this.streams.some((stream) => !this.#progress.isFinished(stream))) {
      return { outcome: 'interrupted', failure: null }
    }
    return { outcome: this.#lacks.any() ? 'partial' : 'completed', failure: null }
  }

  results(): readonly StreamResult[] {
    const coverages = this.#store.transaction(() => this.#lacks.coverage())
    return coverages.map((coverage) => {
      const changes = this.#changes.get(coverage.stream)
      return { ...coverage, new: changes?.added ?? 0, changed: changes?.changed ?? 0 }
    })
  }

  /** Whether everything was read, and its token is its own from now on: what another one lacks is read when its own is back. */
  #settle(interrupted: boolean): void {
    const lack = this.#seating.lack()
    if (lack !== null) this.#lacks.add('forbidden', lack)
    if (!this.#seating.isSure) this.#lacks.drop(takenOver)
    const clean =
      this.failure === undefined && !this.#seating.moved && !interrupted && this.#isRead()
    const proven = lack === null && (this.#seating.private === 0 || this.#lacks.isProven())
    if (this.#seating.isGuest && clean && proven) this.#seating.settle()
    if (!this.#seating.isSure && lack === null) this.#lacks.add('interrupted', takenOver)
    if (!this.#seating.isSure || lack !== null) this.#progress.beginNextTime()
    else if (clean && (this.#progress.isFull || this.#account.readFullyAt === null)) {
      this.#store.accounts.readFully(this.#account.id, fromMilliseconds(this.#now()))
    }
  }

  #isRead(): boolean {
    const before = (stream: StreamName) => this.#lacks.wasRead(stream)
    return this.streams.every((stream) => this.#progress.isRead(stream, before))
  }
}
