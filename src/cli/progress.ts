import type { StreamProgress } from '../sync/sync.ts'

/** Requests in the last so many milliseconds make the rate. */
const rateWindow = 10_000
/** Less than this share of the whole says little about the rest. */
const tellingShare = 0.05

/**
 * What a sync has done so far, as one line: `1 of 3 accounts, 24 requests (3.1 a second), 1,240 of 3,000 read, about 20 s
 * left`. Holds numbers only: nothing from outside.
 */
export class Progress {
  readonly #accounts: number
  readonly #began: number
  readonly #sent: number[] = []
  readonly #streams = new Map<string, StreamProgress>()
  /** What was stored of a stream when its first page of this run came. */
  readonly #before = new Map<string, number>()
  #requests = 0
  #ended = 0

  /** @param accounts how many there are @param now milliseconds since 1970 */
  constructor(accounts: number, now: number) {
    this.#accounts = accounts
    this.#began = now
  }

  /** @param total requests sent so far @param now milliseconds since 1970 */
  requested(total: number, now: number): void {
    this.#requests = total
    this.#sent.push(now)
    while ((this.#sent[0] ?? now) < now - rateWindow) this.#sent.shift()
  }

  read(stream: StreamProgress): void {
    const key = `${stream.account} ${stream.stream}`
    if (!this.#before.has(key)) this.#before.set(key, stream.stored - stream.items)
    this.#streams.set(key, stream)
  }

  ended(): void {
    this.#ended += 1
  }

  /** @param now milliseconds since 1970 */
  line(now: number): string {
    const parts = [
      `${this.#ended} of ${this.#accounts} ${this.#accounts === 1 ? 'account' : 'accounts'}`,
      `${number(this.#requests)} ${this.#requests === 1 ? 'request' : 'requests'}${this.#rate(now)}`,
    ]
    const { done, whole } = this.#amount()
    if (whole > 0) parts.push(`${number(done)} of ${number(whole)} read`)
    const left = this.#left(done, whole, now)
    if (left !== null) parts.push(`about ${left} s left`)
    return parts.join(', ')
  }

  #rate(now: number): string {
    const [first] = this.#sent
    const seconds = first === undefined ? 0 : (now - first) / 1000
    return seconds < 1 ? '' : ` (${(this.#sent.length / seconds).toFixed(1)} a second)`
  }

  /** Of the streams whose whole the forge states: what this run has read and what there was to read. */
  #amount(): { readonly done: number; readonly whole: number } {
    let done = 0
    let whole = 0
    for (const [key, { stored, hostTotal }] of this.#streams) {
      if (hostTotal === null) continue
      const before = this.#before.get(key) ?? 0
      const missing = Math.max(0, hostTotal - before)
      done += Math.min(missing, Math.max(0, stored - before))
      whole += missing
    }
    return { done, whole }
  }

  #left(done: number, whole: number, now: number): number | null {
    if (done === 0 || done >= whole || done < whole * tellingShare) return null
    const seconds = (now - this.#began) / 1000
    return Math.max(1, Math.round((seconds * (whole - done)) / done))
  }
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}
