import PQueue from 'p-queue'
import { type AccountTask, ForgeError, type ForgeSettings, type Session } from '../forge.ts'
import { type Account, uncrowded } from './account.ts'
import { Api } from './api/api.ts'
import { Client } from './api/client.ts'
import { allEnded, chunks } from './api/values.ts'
import { knownOf, type Look, look, perLook } from './first-look.ts'
import { identify } from './identity.ts'
import { readLinked } from './linked/linked.ts'
import { Meeting } from './meeting.ts'
import { readMergeRequests } from './pull-requests/merge-requests.ts'
import { Emergence } from './repositories/emergence.ts'
import { readProjects, refreshProjects } from './repositories/projects.ts'
import { Reviews } from './reviews/reviews.ts'

/** Accounts read side by side; more would only hold more pages in memory, since a token has three requests in flight. */
const accountsAtOnce = 6

/** Brings all accounts up to date, a hundred looked at together, a few read side by side. */
export async function readAccounts(
  settings: ForgeSettings,
  tasks: readonly AccountTask[],
  session: Session,
): Promise<void> {
  const client = new Client(settings, session)
  client.seat(tasks)
  const run = new Run(client, tasks.length > uncrowded)
  for (const group of chunks(tasks, perLook)) await run.readGroup(group)
}

/** An account whose streams all ended well. */
interface Read {
  readonly account: Account
  readonly reviews: Reviews
}

class Run {
  readonly #client: Client
  readonly #crowded: boolean
  /** Those of the group. */
  readonly #read: Read[] = []
  /** The tokens were refused or are used up: nobody else can be read. */
  #over: ForgeError | undefined

  constructor(client: Client, crowded: boolean) {
    this.#client = client
    this.#crowded = crowded
  }

  async readGroup(tasks: readonly AccountTask[]): Promise<void> {
    const began = this.#client.session.now()
    const looks = await this.#look(tasks)
    const queue = new PQueue({ concurrency: accountsAtOnce })
    const reads = tasks.map((task) => queue.add(() => this.#readAccount(task, looks, began)))
    const ends = await Promise.allSettled(reads)
    for (const end of ends) if (end.status === 'rejected') throw end.reason
    await this.#refresh()
  }

  /** Where this fails nothing is lost: the projects are due again at the next run. */
  async #refresh(): Promise<void> {
    const read = this.#read.splice(0)
    if (this.#over !== undefined) return
    const accounts = read.map(({ account }) => account)
    for (const some of this.#byToken(accounts, ({ task }) => task.login)) {
      const owners = some.map(({ task }) => task.login)
      const api = new Api(this.#client, undefined, owners)
      await this.#guard(some, () => refreshProjects(api, some))
    }
    for (const { account, reviews } of read) {
      if (this.#over !== undefined) return
      await this.#guard([account], () => reviews.readOpened())
    }
  }

  async #guard(accounts: readonly Account[], work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof ForgeError)) throw error
      this.#note(error)
      for (const { task } of accounts) task.failed(error)
    }
  }

  /** @returns null when nobody could be looked at together; each account is then asked for alone */
  async #look(tasks: readonly AccountTask[]): Promise<ReadonlyMap<string, Look> | null> {
    if (this.#over !== undefined) return null
    const known = knownOf(tasks, this.#client.now(), this.#client.settings.url)
    if (known.length === 0) return null
    const sole = tasks.length === 1 ? tasks[0]?.login : undefined
    try {
      const looks = this.#byToken(known, ({ login }) => login).map((some) => {
        const owners = some.map(({ login }) => login)
        return look(new Api(this.#client, sole, owners), some)
      })
      await allEnded(looks)
      const found = await Promise.all(looks)
      return found.includes(null) ? null : new Map(found.flatMap((each) => [...(each ?? [])]))
    } catch (error) {
      if (!(error instanceof ForgeError)) throw error
      this.#note(error)
      return null
    }
  }

  /** Tokens may see different things: what is asked for together is asked with the token that each goes on with. */
  #byToken<One>(all: readonly One[], loginOf: (one: One) => string): One[][] {
    return [...Map.groupBy(all, (each) => this.#client.placeOf(loginOf(each))).values()]
  }

  async #readAccount(
    task: AccountTask,
    looks: ReadonlyMap<string, Look> | null,
    began: number,
  ): Promise<void> {
    try {
      if (this.#over !== undefined) throw this.#over
      const api = new Api(this.#client, task.login)
      const found = looks?.get(task.id ?? '')
      const reading = { began, crowded: this.#crowded }
      const account = await identify(task, api, found?.user, reading)
      const reviews = await this.#readStreams(account, found ?? null)
      this.#read.push({ account, reviews })
    } catch (error) {
      if (!(error instanceof ForgeError)) throw error
      this.#note(error)
      task.failed(error)
    }
  }

  /** All streams go on to their end, or as far as they get, whatever becomes of the others. */
  async #readStreams(account: Account, found: Look | null): Promise<Reviews> {
    const meeting = new Meeting(['reviews', 'repositories'])
    const emergence = new Emergence(account.task)
    const authored = readMergeRequests(account, found, emergence)
    const privateProfile = authored.then((findings) => findings.privateProfile)
    const reader = new Reviews(account, privateProfile, emergence, meeting)
    const reviews = reader.read().finally(() => meeting.leave('reviews'))
    const ends = { authored: settled(authored), reviews: settled(reviews) }
    const projects = readProjects(account, ends, meeting).finally(() =>
      meeting.leave('repositories'),
    )
    const linked = readLinked(account, found?.open ?? null)
    const results = await Promise.allSettled([authored, reviews, projects, linked])
    const failures = results.flatMap((end): unknown[] =>
      end.status === 'rejected' ? [end.reason] : [],
    )
    const bug = failures.find((failure) => !(failure instanceof ForgeError))
    if (bug !== undefined) throw bug
    const [first] = failures.toSorted((a, b) => Number(isOfToken(b)) - Number(isOfToken(a)))
    if (first !== undefined) throw first
    return reader
  }

  #note(error: ForgeError): void {
    if (isOfToken(error)) this.#over ??= error
  }
}

function isOfToken(error: unknown): boolean {
  return error instanceof ForgeError && (error.kind === 'auth' || error.kind === 'rate-limit')
}

async function settled(promise: Promise<unknown>): Promise<void> {
  await Promise.allSettled([promise])
}
