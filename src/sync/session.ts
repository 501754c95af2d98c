import type { Session } from '../forge/forge.ts'

/** Milliseconds a run may spend waiting for forges, all waits together (docs/design.md "Sync"). */
const waitBudget = 60_000

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Resolves after that many milliseconds; rejects with the signal's reason when aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
}

export interface Meter {
  /** Every request sent. */
  requests: number
  /** Requests sent for one account alone, by host and login. */
  readonly own: Map<string, number>
}

export interface Watcher {
  requested(total: number): void
  waiting(seconds: number, why: string): void
}

/** One run's share of the world for one forge; `meter` and the wait budget are shared by all forges of the run. */
export function createSession(
  host: string,
  clock: Clock,
  signal: AbortSignal,
  meter: Meter,
  budget: WaitBudget,
  watcher: Watcher,
): Session {
  return {
    signal,
    now: () => clock.now(),
    sleep: (milliseconds) => clock.sleep(milliseconds, signal),
    mayWait(milliseconds, why) {
      if (!budget.spend(milliseconds, clock.now())) return false
      watcher.waiting(Math.ceil(milliseconds / 1000), why)
      return true
    },
    requested(login) {
      meter.requests += 1
      if (login !== undefined) {
        const key = `${host}/${login.toLowerCase()}`
        meter.own.set(key, (meter.own.get(key) ?? 0) + 1)
      }
      watcher.requested(meter.requests)
    },
  }
}

/** Waits that overlap are spent once. */
export class WaitBudget {
  #left = waitBudget
  #until = 0

  /** @param milliseconds how long from `now`; false when that is more than is left */
  spend(milliseconds: number, now: number): boolean {
    const end = now + milliseconds
    const more = Math.max(0, end - Math.max(now, this.#until))
    if (more > this.#left) return false
    this.#left -= more
    this.#until = Math.max(this.#until, end)
    return true
  }
}
