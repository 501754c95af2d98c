/** Accounts and sessions for tests of forges, without a store: a recorder that knows what it was handed. */
import type { Timestamp } from '../../src/contribution/timestamp.ts'
import type { StreamName } from '../../src/contribution/types.ts'
import type {
  AccountTask,
  Coverage,
  ForgeError,
  Identity,
  Item,
  Json,
  Known,
  Page,
  Session,
} from '../../src/forge/forge.ts'

type Of<Kind extends Item['kind']> = Extract<Item, { kind: Kind }>

/** What an account was handed, kept by key as the store would keep it. Hand it to the next run to go on. */
export class Recorder {
  readonly pages: Page[] = []
  readonly warnings: string[] = []
  readonly checkpoints: Partial<Record<StreamName, Json>> = {}
  readonly coverage: Partial<Record<StreamName, Coverage>> = {}
  readonly pullRequests = new Map<string, Of<'pull-request'>>()
  readonly reviews = new Map<string, Of<'review'>>()
  readonly comments = new Map<string, Of<'comment'>>()
  readonly repositories = new Map<string, Of<'repository'> & { readAt: Timestamp }>()
  readonly links = new Map<string, Of<'link'> & { readAt: Timestamp }>()
  readonly stubs = new Map<string, Of<'stub'>>()
  readonly vanished = new Map<string, 'gone' | 'hidden'>()
  identity: Identity | undefined
  failure: ForgeError | undefined
  readonly #now: () => number

  constructor(now: () => number = () => Date.parse('2026-06-15T12:00:00Z')) {
    this.#now = now
  }

  /** A task that goes on where this recorder stands. */
  task(part: Partial<AccountTask> & Pick<AccountTask, 'login'>): AccountTask {
    this.failure = undefined
    return {
      id: this.identity?.id,
      handle: this.identity?.handle ?? undefined,
      createdAt: this.identity?.createdAt ?? undefined,
      commands: false,
      full: false,
      checkpoints: structuredClone(this.checkpoints),
      links: [],
      known: this.known(),
      identified: (identity) => {
        this.identity = identity
      },
      page: (page) => this.#store(page),
      failed: (error) => {
        if (this.failure !== undefined) throw new Error('An account fails at most once')
        this.failure = error
      },
      warn: (message) => {
        this.warnings.push(message)
      },
      ...part,
    }
  }

  /** Gaps of a stream, by reason. */
  gaps(stream: StreamName): string[] {
    return (this.coverage[stream]?.gaps ?? []).map((gap) => gap.reason)
  }

  known(): Known {
    return {
      stored: (stream) => this.stored(stream),
      merged: () =>
        new Map(this.#merged().map((pullRequest) => [pullRequest.id, pullRequest.handle])),
      stubs: (limit) => [...this.stubs.values()].slice(0, limit),
      hasExactReview: (id) =>
        [...this.reviews.values()].some((each) => each.pullRequestId === id && !each.approximate),
      repositoriesReadBefore: (before, limit) =>
        this.#contributedTo()
          .filter(({ id }) => (this.repositories.get(id)?.readAt ?? '') < before)
          .slice(0, limit),
      linksReadBefore: (addresses, before) =>
        addresses.filter((address) => (this.links.get(address)?.readAt ?? '') < before),
    }
  }

  stored(stream: StreamName): number {
    if (stream === 'pull-requests') return this.#merged().length
    if (stream === 'reviews') return this.#reviewed().size
    if (stream === 'linked') return this.links.size
    if (stream === 'repositories') {
      const login = this.identity?.login.toLowerCase()
      return [...this.repositories.values()].filter(
        (each) => each.ownerLogin.toLowerCase() === login,
      ).length
    }
    return [...this.comments.keys()].filter((id) => !id.startsWith('review:')).length
  }

  #merged(): Of<'pull-request'>[] {
    return [...this.pullRequests.values()].filter(
      ({ id, state, author }) =>
        state === 'merged' &&
        author !== null &&
        author.id === this.identity?.id &&
        this.vanished.get(id) !== 'gone',
    )
  }

  #reviewed(): Set<string> {
    const ids = [...this.reviews.values()].map((review) => review.pullRequestId)
    return new Set(
      ids.filter((id) => this.pullRequests.get(id)?.author?.id !== this.identity?.id),
    )
  }

  #contributedTo(): { id: string; handle: string | null }[] {
    const repositories = [...this.pullRequests.values()].map(({ repository }) => repository)
    return [...new Map(repositories.map(({ id, handle }) => [id, { id, handle }])).values()]
  }

  #store(page: Page): void {
    if (this.identity === undefined) throw new Error('A page came before the identity')
    if (this.failure !== undefined) throw new Error('A page came after the account had failed')
    this.pages.push(page)
    for (const item of page.items) this.#keep(item)
    this.checkpoints[page.stream] = structuredClone(page.checkpoint)
    this.coverage[page.stream] = page.coverage
  }

  #keep(item: Item): void {
    const readAt = new Date(this.#now()).toISOString().replace(/\.\d+/, '') as Timestamp
    switch (item.kind) {
      case 'pull-request':
        this.stubs.delete(item.id)
        this.vanished.delete(item.id)
        this.pullRequests.set(item.id, item)
        return
      case 'stub':
        if (!this.pullRequests.has(item.id)) this.stubs.set(item.id, item)
        return
      case 'review':
        if (!this.pullRequests.has(item.pullRequestId) && !this.stubs.has(item.pullRequestId)) {
          throw new Error(`Review ${item.id} came before its pull request`)
        }
        this.reviews.set(`${item.source}:${item.id}`, item)
        return
      case 'comment':
        this.comments.set(item.id, item)
        return
      case 'repository':
        this.repositories.set(item.id, { ...item, readAt })
        return
      case 'link':
        this.links.set(item.address, { ...item, readAt })
        return
      case 'vanished':
        this.vanished.set(item.id, item.status)
        return
      case 'vanished-review':
        this.reviews.delete(`${item.source}:${item.id}`)
    }
  }
}

export interface TestSession extends Session {
  readonly requests: (string | undefined)[]
  /** Waits granted, in milliseconds. */
  readonly waits: number[]
}

/** A session whose clock moves only when somebody sleeps; waits are granted up to 60 s in all. */
export function testSession(
  options: { readonly now?: number; readonly signal?: AbortSignal; readonly budget?: number } = {},
): TestSession {
  let now = options.now ?? Date.parse('2026-06-15T12:00:00Z')
  let budget = options.budget ?? 60_000
  const requests: (string | undefined)[] = []
  const waits: number[] = []
  const signal = options.signal ?? new AbortController().signal
  return {
    signal,
    requests,
    waits,
    now: () => now,
    async sleep(milliseconds) {
      signal.throwIfAborted()
      now += milliseconds
    },
    mayWait(milliseconds) {
      if (milliseconds > budget) return false
      budget -= milliseconds
      waits.push(milliseconds)
      return true
    },
    requested: (login) => {
      requests.push(login)
    },
  }
}
