import type { ForgeEstimate, StreamProgress } from '../sync/sync.ts'
import type { Context } from './context.ts'
import { ProgressLine, say } from './output.ts'

/** How far a sync has come. Times in milliseconds since 1970. */
export interface Standing {
  readonly startedAt: number
  readonly requests: number
  readonly accounts: { readonly done: number; readonly total: number }
  /** Requests the whole run takes at most; null where nobody knows. */
  readonly expected: number | null
  /** What was read last. */
  readonly reading: StreamProgress | null
  readonly wait: { readonly until: number; readonly why: string } | null
}

/** Seconds before a rate says anything. */
const leastElapsed = 2

/**
 * One line, the most important first: `1 of 4 accounts, 31 requests, 8.2/s, ada on github.com: 340 of 1,000 merged, about 5 s
 * left`. What a forge makes us wait for comes before all else, counting down.
 */
export function progressText(standing: Standing, now: number): string {
  const { accounts, requests, startedAt } = standing
  const elapsed = (now - startedAt) / 1000
  const rate = elapsed >= leastElapsed ? `${(requests / elapsed).toFixed(1)}/s` : null
  const parts = [
    `${accounts.done} of ${accounts.total} accounts`,
    `${requests} requests`,
    rate,
    readingText(standing.reading),
    leftText(standing, elapsed),
  ]
  const line = parts.filter((part) => part !== null).join(', ')
  const { wait } = standing
  if (wait === null || wait.until <= now) return line
  return `waiting ${Math.ceil((wait.until - now) / 1000)} s: ${wait.why}; ${line}`
}

function readingText(reading: StreamProgress | null): string | null {
  if (reading === null) return null
  const { host, login, stream, read, total } = reading
  const count =
    total === null ? number(read) : `${number(Math.min(read, total))} of ${number(total)}`
  return `${login} on ${host}: ${count} ${stream === 'reviews' ? 'reviews' : 'merged'}`
}

/** At the rate so far; nothing where nobody knows how much there is. */
function leftText({ requests, expected, reading }: Standing, elapsed: number): string | null {
  if (elapsed < leastElapsed) return null
  if (expected !== null && requests > 0) {
    const seconds = (Math.max(0, expected - requests) * elapsed) / requests
    return seconds === 0 ? null : `at most ${duration(seconds)} left`
  }
  if (reading === null || reading.total === null || reading.read === 0) return null
  const seconds = (Math.max(0, reading.total - reading.read) * elapsed) / reading.read
  return seconds === 0 ? null : `about ${duration(seconds)} left for these`
}

function duration(seconds: number): string {
  return seconds < 100 ? `${Math.ceil(seconds)} s` : `${number(Math.ceil(seconds / 60))} min`
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}

/** The line of a running sync: shown on a terminal, taken away before anything else is said. */
export class SyncProgress {
  readonly #context: Context
  readonly #line: ProgressLine
  readonly #stopTicking: (() => void) | undefined
  #standing: Standing

  constructor(context: Context) {
    this.#context = context
    this.#line = new ProgressLine(context)
    this.#standing = {
      startedAt: context.now(),
      requests: 0,
      accounts: { done: 0, total: 0 },
      expected: null,
      reading: null,
      wait: null,
    }
    if (this.#line.shown) this.#stopTicking = context.everySecond?.(() => this.#draw())
  }

  /** Whether anybody looks: what is only shown need not be worked out. */
  get shown(): boolean {
    return this.#line.shown
  }

  /** How many accounts are to be read. */
  expect(accounts: number): void {
    this.#standing = { ...this.#standing, accounts: { done: 0, total: accounts } }
  }

  planned(estimates: readonly ForgeEstimate[]): void {
    const most = estimates.map(({ requests }) => requests.most)
    const known = most.every((each) => each !== null)
    this.#standing = {
      ...this.#standing,
      expected: known ? most.reduce((sum, each) => sum + each, 0) : null,
    }
  }

  requested(requests: number): void {
    this.#update({ requests })
  }

  read(reading: StreamProgress): void {
    this.#update({ reading })
  }

  waiting(seconds: number, why: string): void {
    this.#update({ wait: { until: this.#context.now() + seconds * 1000, why } })
  }

  accountEnded(): void {
    const { done, total } = this.#standing.accounts
    this.#standing = { ...this.#standing, accounts: { done: done + 1, total }, reading: null }
  }

  say(message: string): void {
    this.#line.clear()
    say(this.#context.stderr, message)
  }

  clear(): void {
    this.#line.clear()
  }

  /** Nothing is drawn after this. */
  end(): void {
    this.#stopTicking?.()
    this.#line.clear()
  }

  #update(part: Partial<Standing>): void {
    this.#standing = { ...this.#standing, ...part }
    this.#draw()
  }

  #draw(): void {
    if (this.#line.shown) this.#line.show(progressText(this.#standing, this.#context.now()))
  }
}
