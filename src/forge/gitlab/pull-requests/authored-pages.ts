import { ForgeError } from '../../forge.ts'
import type { Account } from '../account.ts'
import { type Operation, type Outcome, tooSlow } from '../api/graphql.ts'
import {
  type Checkpoint,
  largestPage,
  noteNewest,
  type Pass,
  reopen,
} from './authored-checkpoint.ts'
import {
  type Authored,
  type AuthoredAsk,
  type AuthoredPage,
  authoredOperation,
  canSortAscending,
  readAuthoredPage,
  sortsOperation,
} from './authored-query.ts'

const smallestPage = 5
/** After so many pages without trouble a page may be twice as large again. */
const cleanPagesToGrow = 3

/** What one request brought. `over`: it was the last. */
export interface AuthoredRows {
  readonly count: number
  readonly rows: readonly Authored[]
  readonly over: boolean
}

/**
 * Reads a pass over GraphQL, newest update first. A long list is read from both ends at once, two pages a request, until
 * they meet: what is updated meanwhile moves to the new end, where the next pass finds it.
 */
export class AuthoredPages {
  readonly #account: Account
  readonly #state: Checkpoint
  #cleanPages = 0
  #ascending = false

  constructor(account: Account, state: Checkpoint) {
    this.#account = account
    this.#state = state
  }

  /**
   * @param brought the first page, if another request has brought it along
   * @returns null when GraphQL cannot be asked
   */
  async next(pass: Pass, brought: AuthoredPage | null): Promise<AuthoredRows | null> {
    const first = pass.cursor === null
    const pages = brought === null ? await this.#ask(pass) : [brought]
    const [page, tail] = pages ?? []
    if (page === undefined) return null
    this.#check(page, pass, pass)
    if (tail !== undefined && pass.tail !== null) this.#check(tail, pass.tail, pass)
    if (first) noteNewest(pass, page.rows)
    Object.assign(pass, { cursor: page.cursor, seam: page.seam })
    if (tail !== undefined && pass.tail !== null) {
      const reached = tail.rows.at(-1)?.updatedAt ?? pass.tail.reached
      pass.tail = { cursor: tail.cursor, seam: tail.seam, reached }
    }
    const over = page.cursor === null || tail?.cursor === null || haveMet(page, pass)
    if (!over) this.#maybeOpenTail(pass, page.count)
    if (over) reopen(pass)
    return { count: page.count, rows: [...page.rows, ...(tail?.rows ?? [])], over }
  }

  async #ask(pass: Pass): Promise<AuthoredPage[] | null> {
    for (;;) {
      const operations = this.#operations(pass)
      const [head, beside] = await this.#account.api.graphql(operations)
      if (operations[1] === sortsOperation) this.#ascending = canSortAscending(beside)
      const outcomes = pass.tail === null ? [head] : [head, beside]
      const slow = outcomes.find((outcome) => outcome?.outcome === 'too-much')
      if (slow?.outcome === 'too-much') {
        this.#shrink(slow.why)
        continue
      }
      const pages = outcomes.map((outcome) => readPage(outcome, pass))
      if (pages.some((page) => page === null)) return null
      this.#grow()
      return pages.filter((page) => page !== null)
    }
  }

  #operations(pass: Pass): Operation[] {
    const ask: AuthoredAsk = {
      login: this.#account.login,
      first: this.#state.pageSize,
      cursor: pass.cursor,
      updatedAfter: pass.since,
    }
    const head = authoredOperation(ask)
    if (pass.tail !== null)
      return [head, authoredOperation({ ...ask, cursor: pass.tail.cursor }, 'UPDATED_ASC')]
    return pass.full && pass.cursor === null ? [head, sortsOperation] : [head]
  }

  /** Worth it only when at least two more pages are to come. */
  #maybeOpenTail(pass: Pass, count: number): void {
    if (pass.tail !== null || !this.#ascending || pass.since !== null) return
    if (count > 2 * this.#state.pageSize) pass.tail = { cursor: null, seam: null, reached: null }
  }

  /**
   * Cursors may be places: a page that does not begin with the row at its seam shows that the list moved meanwhile.
   * @param end which of both: the other passes the same rows, and so the same cursors
   */
  #check(page: AuthoredPage, end: Pick<Pass, 'cursor' | 'seam'>, pass: Pass): void {
    const { login, id, api } = this.#account
    const where = `Cannot read merge requests of \`${login}\` on ${api.client.settings.host}`
    if (page.userId !== id) {
      throw new ForgeError('identity', `${where}: the login now belongs to number ${page.userId}`)
    }
    const stuck = page.end !== null && page.end === end.cursor
    if (stuck) throw new ForgeError('protocol', `${where}: the cursor does not move`)
    const moved = end.seam !== null && page.rows[0]?.id !== end.seam
    pass.partial ||= page.withheld || moved
  }

  #shrink(why: string): void {
    const { pageSize } = this.#state
    if (pageSize <= smallestPage) throw tooSlow(this.#account.api.client.settings.host, why)
    this.#cleanPages = 0
    this.#state.pageSize = Math.max(smallestPage, Math.floor(pageSize / 2))
  }

  #grow(): void {
    this.#cleanPages += 1
    if (this.#cleanPages < cleanPagesToGrow || this.#state.pageSize >= largestPage) return
    this.#cleanPages = 0
    this.#state.pageSize = Math.min(largestPage, this.#state.pageSize * 2)
  }
}

function readPage(outcome: Outcome | undefined, pass: Pass): AuthoredPage | null {
  if (outcome?.outcome !== 'data') return null
  pass.partial ||= outcome.partial
  return readAuthoredPage(outcome.data)
}

/** Every row is older than the head's last, or newer than the tail's last, or both. */
function haveMet(head: AuthoredPage, pass: Pass): boolean {
  const last = head.rows.at(-1)?.updatedAt
  const reached = pass.tail?.reached
  return last !== undefined && reached !== null && reached !== undefined && last < reached
}
