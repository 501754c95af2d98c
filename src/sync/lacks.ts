import type { Gap, StreamName } from '../contribution/types.ts'
import type { ForgeError } from '../forge/forge.ts'
import type { Account } from '../store/accounts.ts'
import type { StreamCoverage } from '../store/coverage.ts'
import type { Store } from '../store/store.ts'
import { gapsLeft, isExcused, reasonOf } from './gaps.ts'

/** What the streams of one account lack, as their coverage says. */
export class Lacks {
  readonly #store: Store
  readonly #account: () => Account
  readonly #streams: readonly StreamName[]
  readonly #commands: 'auto' | boolean

  constructor(
    store: Store,
    account: () => Account,
    streams: readonly StreamName[],
    commands: 'auto' | boolean,
  ) {
    this.#store = store
    this.#account = account
    this.#streams = streams
    this.#commands = commands
  }

  coverage(streams = this.#streams): readonly StreamCoverage[] {
    return this.#store.coverage(this.#account(), streams)
  }

  /** Whether there is any that a run could end. */
  any(): boolean {
    return this.coverage().some((each) => this.#isOpen(each))
  }

  /** Whether an earlier run read the stream to its end and left nothing. */
  wasRead(stream: StreamName): boolean {
    return this.coverage([stream]).every((each) => each.finishedAt !== null && !this.#isOpen(each))
  }

  /** Whether the host showed all it keeps of what the account contributed. */
  isProven(): boolean {
    const kept = ({ reason }: Gap) => reason === 'retention'
    return this.coverage(['pull-requests', 'reviews']).every(({ gaps }) => gaps.every(kept))
  }

  /** Where the host does not say how long a list is, what another token shows more would not be missed. */
  isUncounted(): boolean {
    return this.coverage(['pull-requests', 'reviews']).some(({ hostTotal }) => hostTotal === null)
  }

  /** All lists of contributions that were read lack that, besides what they lack. */
  add(reason: Gap['reason'], detail: string): void {
    const lists = this.#streams.filter((each) => each !== 'repositories' && each !== 'linked')
    for (const { stream, gaps } of this.coverage(lists)) {
      if (gaps.some((gap) => gap.reason === 'not-read' || gap.detail === detail)) continue
      this.#save(stream, [...gaps, { reason, from: null, until: null, detail }])
    }
  }

  /** What `add` said holds no more. */
  drop(detail: string): void {
    for (const { stream, gaps } of this.coverage()) {
      const others = gaps.filter((gap) => gap.detail !== detail)
      if (others.length < gaps.length) this.#save(stream, others)
    }
  }

  /** A stream this run should have read to its end and did not: its coverage says why, from when on. */
  unfinished(stream: StreamName, failure: ForgeError | undefined): void {
    const [coverage] = this.coverage([stream])
    if (coverage === undefined) return
    const why = { reason: reasonOf(failure), detail: failure?.message ?? 'the run was stopped' }
    const left = gapsLeft(stream, coverage, why)
    if (left !== null) this.#save(stream, left)
  }

  #isOpen({ stream, gaps }: StreamCoverage): boolean {
    return gaps.some((gap) => !isExcused(stream, gap, this.#commands))
  }

  #save(stream: StreamName, gaps: readonly Gap[]): void {
    this.#store.coverages.saveGaps(this.#account().id, stream, gaps)
  }
}
