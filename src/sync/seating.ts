import type { Item, Known } from '../forge/forge.ts'
import type { Account } from '../store/accounts.ts'
import type { Store } from '../store/store.ts'

/** What it means for a reading that a token is dealt to it or takes over. `else`: another than it was read with before. */
export type Move = 'same' | 'else' | 'amidst'

type Vanished = Extract<Item, { kind: 'vanished' }>

interface Seen {
  /** Pull requests in private repositories. */
  readonly private: number
  /** Those the account wrote and those it reviewed. */
  readonly all: number
}

/**
 * Which token an account is read with. Tokens need not be shown the same private work, so it has a seat: the token it was
 * last read with to the end. One that stands in for it has the seat from then on if it is shown as much
 * (docs/decisions/0005).
 */
export class Seating {
  /** Another token took over while it was being read: what the lists lack of either is not known. */
  moved = false
  readonly #store: Store
  readonly #account: () => Account
  readonly #sources: readonly string[]
  readonly #known: Known
  /** Pull requests that the seat showed and that the token in its place is not shown. */
  readonly #withheld = new Set<string>()
  /** What was stored when the run began; undefined where none of it was private. */
  readonly #before: Seen | undefined
  #seat: string | null
  /** The token that it is read with in this run; null before one is dealt. */
  #token: string | null = null

  /** @param sources where tokens are configured to come from, those that give none among them */
  constructor(store: Store, account: () => Account, known: Known, sources: readonly string[]) {
    this.#store = store
    this.#account = account
    this.#sources = sources
    this.#known = known
    this.#seat = account().seat
    this.#before = this.private > 0 ? this.#seen() : undefined
  }

  /** Where its token comes from, as far as that is known. */
  get token(): string | null {
    return this.#token ?? this.#seat
  }

  /** It is read with another token than its own. */
  get isGuest(): boolean {
    return this.#token !== null && this.#token !== this.#seat
  }

  /** Pull requests of it that a token showed and not everybody may see. */
  get private(): number {
    const { actor } = this.#account()
    return actor === null ? 0 : this.#store.privateWork.count(actor.id)
  }

  /**
   * @param heard its last token has answered
   * @param known something was read of it before
   */
  take(name: string, heard: boolean, known: boolean): Move {
    const last = this.token
    const begun = this.#token !== null
    this.#token = name
    if (this.#seat === null || !this.#sources.includes(this.#seat)) this.settle()
    if (last === null || last === name) return 'same'
    if (!heard && !known) return 'same'
    if (!heard && !begun) return 'else'
    this.moved = true
    return 'amidst'
  }

  /** The account is read once more: what was found so far does not count. */
  beginAnew(): void {
    this.moved = false
    this.#withheld.clear()
  }

  /** That another token is not shown what its own showed is no sign that it is gone. */
  believed(items: readonly Item[]): readonly Item[] {
    if (!this.isGuest) return items
    const { host } = this.#account()
    const isWithheld = (item: Item): item is Vanished =>
      item.kind === 'vanished' && this.#store.privateWork.holds(host, item.id)
    const withheld = this.#store.transaction(() => items.filter(isWithheld))
    const ids = withheld.map(({ id }) => id)
    for (const id of ids) this.#withheld.add(id)
    return items.filter((item) => item.kind !== 'vanished' || !ids.includes(item.id))
  }

  /** What it lacks since it was read with another token; null where that was shown as much. */
  lack(): string | null {
    const { size } = this.#withheld
    if (size === 0) return null
    const what =
      size === 1
        ? '1 pull request in a private repository is'
        : `${size} pull requests in private repositories are`
    return `${what} shown to the token from ${this.#seat}, not to that from ${this.#token}`
  }

  /** The token it is read with is its own from now on. */
  settle(): void {
    if (this.#token === null) return
    this.#seat = this.#token
    this.#store.accounts.seat(this.#account().id, this.#token)
  }

  /** A token that is shown less than before, or another for good in its place, looks like work that was deleted. */
  lost(): string | null {
    if (this.#before === undefined) return null
    const now = this.#seen()
    const fewer = this.#before.private - now.private
    if (fewer <= 0 || now.all >= this.#before.all) return null
    const from = this.token === null ? '' : ` from ${this.token}`
    return `${fewer} of ${this.#before.private} pull requests in private repositories are no longer shown to the token${from}; if they still exist, give it access to them again`
  }

  #seen(): Seen {
    const all = this.#known.stored('pull-requests') + this.#known.stored('reviews')
    return { private: this.private, all }
  }
}
