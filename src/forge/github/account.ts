import type { z } from 'zod'
import type { Gap, StreamName, Timestamp } from '../../contribution/types.ts'
import type { AccountTask, Coverage, Identity, Item, Json, Session } from '../forge.ts'
import type { Client } from './graphql/client.ts'
import type { Composer } from './graphql/composer.ts'
import { PageSize } from './graphql/page-size.ts'
import type { Question, Reply } from './graphql/question.ts'

/** Whom questions are about: node id and login as far as known. */
export interface Me {
  readonly handle: string
  readonly login: string
}

/** Whom the account proved to be. */
export interface Identified extends Identity {
  /** Years with contributions where they rode along; the reviews need them for a full pass. */
  readonly years: readonly number[] | undefined
}

/** What all accounts of one run have in common. */
export interface Shared {
  readonly client: Client
  readonly composer: Composer
  readonly session: Session
  readonly crowded: boolean
  readonly inHand: Set<string>
  /** Replies to questions that are about no account, by the question. */
  readonly replies: Map<string, Promise<Reply>>
  readonly sizes: Map<string, PageSize>
}

/** What a stream holds and lacks after a page; `finished`: the pass has come to its end. */
export interface Reading extends Omit<Coverage, 'finishedAt'> {
  readonly finished: boolean
}

/** One account while it is being read: what its streams share. */
export class Account {
  readonly task: AccountTask
  readonly client: Client
  /** True when so many accounts are read at once that each should only be probed first. */
  readonly crowded: boolean
  /** Repositories whose details some account of this run has asked for. */
  readonly inHand: Set<string>
  /** Forge numbers of the pull requests whose reviews this run has listed, or which it has found to be away. */
  readonly seen = new Set<string>()
  readonly #shared: Shared
  /** This machine's clock when reading began. */
  readonly #began: number
  readonly #last = new Map<StreamName, { readonly checkpoint: Json; readonly reading: Reading }>()
  #me: Me
  #identity: Promise<Identified> | undefined

  constructor(task: AccountTask, shared: Shared) {
    this.task = task
    this.client = shared.client
    this.crowded = shared.crowded
    this.inHand = shared.inHand
    this.#shared = shared
    this.#began = shared.session.now()
    this.#me = { handle: task.handle ?? '', login: task.login }
  }

  /** This machine's clock, as the store's own times are; `client.now()` is the server's. Milliseconds since 1970. */
  localTime(): number {
    return this.#shared.session.now()
  }

  /** What was dated before then by the server has happened, whichever of both clocks is wrong. */
  surely(): Timestamp {
    return this.client.surely(this.localTime())
  }

  /** Names the account in messages: "of `ada` on github.com". */
  get name(): string {
    return `of \`${this.task.login}\` on ${this.client.host}`
  }

  /** What the streams may rely on once it is settled; they may ask before. */
  expectIdentity(identity: Promise<Identified>): void {
    this.#identity = identity
  }

  /** Years with contributions if the identity brought them. */
  async years(): Promise<readonly number[] | undefined> {
    return (await this.#identity)?.years
  }

  /** The year the account was made; GitHub's first where that is unknown. */
  async firstYear(): Promise<number> {
    return Number((await this.#identity)?.createdAt?.slice(0, 4) ?? 2008)
  }

  /** The page size of one sort of list. @param remembered where it starts, if nobody has read such a list yet */
  size(list: string, remembered: number): PageSize {
    const known = this.#shared.sizes.get(list) ?? new PageSize(remembered)
    this.#shared.sizes.set(list, known)
    return known
  }

  /** Asks without waiting for the identity: for the identity itself. */
  async askFirst(question: Question): Promise<Reply> {
    return await this.#shared.composer.ask(question, this.task.login)
  }

  /**
   * Asks with the handle and login believed in. The answer is handed out only once the identity is proven; if it proved
   * the belief wrong (a renamed login), the question is asked again.
   */
  async ask(build: (me: Me) => Question): Promise<Reply> {
    const question = build(this.#me)
    const [reply, identity] = await Promise.all([this.askFirst(question), this.#identity])
    if (identity !== undefined) this.believe(identity)
    const better = build(this.#me)
    if (JSON.stringify(better) === JSON.stringify(question)) return reply
    return await this.askFirst(better)
  }

  /** Asks what is about no account, for all accounts of the run that ask the same with the same token. */
  async askOnce(question: Question): Promise<Reply> {
    const { replies } = this.#shared
    const key = JSON.stringify([this.client.placeOf(this.task.login), question])
    const asked = replies.get(key) ?? this.askFirst(question)
    replies.set(key, asked)
    const [reply] = await Promise.all([asked, this.#identity])
    return reply
  }

  /** What the stream's last page of this run said; undefined before the first. */
  reading(stream: StreamName): Reading | undefined {
    return this.#last.get(stream)?.reading
  }

  /** Whom later questions are about. A login that differs only in case is the same. */
  believe({ handle, login }: Identified): void {
    const sameLogin = login.toLowerCase() === this.#me.login.toLowerCase()
    this.#me = { handle: handle ?? this.#me.handle, login: sameLogin ? this.#me.login : login }
  }

  /** The stored checkpoint; undefined when there is none, it is of another version, or everything is to be read anew. */
  checkpoint<Shape extends z.ZodType>(
    stream: StreamName,
    shape: Shape,
  ): z.output<Shape> | undefined {
    return this.task.full(stream) === 'begin' ? undefined : this.remembered(stream, shape)
  }

  /** The same, also when everything is to be read anew: for what is no position. */
  remembered<Shape extends z.ZodType>(
    stream: StreamName,
    shape: Shape,
  ): z.output<Shape> | undefined {
    return shape.safeParse(this.task.checkpoints[stream]).data
  }

  /** @param checkpoint is copied: readers go on changing theirs */
  page(stream: StreamName, items: readonly Item[], checkpoint: Json, reading: Reading): void {
    const last = { checkpoint: structuredClone(checkpoint), reading }
    this.#last.set(stream, last)
    this.#hand(stream, items, last)
  }

  /** More about what a stream has read: where it goes on and what it lacks stay as its last page said. */
  amend(stream: StreamName, items: readonly Item[]): void {
    const last = this.#last.get(stream)
    if (last !== undefined) this.#hand(stream, items, last)
  }

  /**
   * The server could not do pages as large as the stream's last one said: kept at once, so that a run that is broken off
   * does not leave it to the next to find out again. Before the stream has a page there is nothing to keep it with: a
   * stream of which nothing was ever read is to stay so.
   */
  shrunk(stream: StreamName, size: number): void {
    const last = this.#last.get(stream)
    if (last !== undefined) this.cut(stream, { ...Object(last.checkpoint), size })
  }

  /** The same for spans of time: what is left to read is kept as it was cut. */
  cut(stream: StreamName, checkpoint: Json): void {
    const last = this.#last.get(stream)
    if (last !== undefined) this.page(stream, [], checkpoint, last.reading)
  }

  #hand(
    stream: StreamName,
    items: readonly Item[],
    { checkpoint, reading }: { readonly checkpoint: Json; readonly reading: Reading },
  ): void {
    const { finished, ...known } = reading
    const coverage = { ...known, finishedAt: finished ? this.client.surely(this.#began) : null }
    this.task.page({ stream, items, checkpoint, coverage })
  }
}

/** A pass that has not ended: what came before `from` was proven by an earlier one. */
export function interrupted(from: Timestamp | null): Gap {
  return { reason: 'interrupted', from, until: null, detail: 'the pass has not come to its end' }
}

export function gap(reason: Gap['reason'], detail: string): Gap {
  return { reason, from: null, until: null, detail }
}

/** Waits for all, also after one has failed, so that nobody goes on reading an account that has ended. */
export async function settled<const Work extends readonly Promise<unknown>[]>(
  work: Work,
): Promise<{ -readonly [Index in keyof Work]: Awaited<Work[Index]> }> {
  await Promise.allSettled(work)
  return await Promise.all(work)
}
