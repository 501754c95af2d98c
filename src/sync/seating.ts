import type { Item, Known } from '../forge/forge.ts'
import type { Account } from '../store/accounts.ts'
import type { PrivatePullRequest } from '../store/private-work.ts'
import type { Store } from '../store/store.ts'

/** What it means for a reading that a token is dealt to it or takes over. `else`: another than it was read with before. */
export type Move = 'same' | 'else' | 'amidst'

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
  /** By the forge's number, pull requests that the token is not shown, and the one that was. */
  readonly #withheld = new Map<string, string>()
  /** What was stored when the run began; undefined where none of it was private. */
  readonly #before: Seen | undefined
  /** What comes may have been asked for with either of two tokens. */
  #mixed = false
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

  /** What it reads is whole: its own token reads it, and no other did in this reading. */
  get isSure(): boolean {
    return !this.moved && !this.isGuest
  }

  /** Where the token comes from that shows what comes now; null where that is not sure, or is no question. */
  get shownTo(): string | null {
    return this.#mixed || this.#sources.length < 2 ? null : this.token
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
    this.#mixed ||= begun
    if (!heard && !known) return 'same'
    if (!heard && !begun) return 'else'
    this.moved = true
    return 'amidst'
  }

  /** The account is read once more: what was found so far does not count. */
  beginAnew(): void {
    this.moved = false
    this.#mixed = false
    this.#withheld.clear()
  }

  /** That a token is not shown what another one showed is no sign that it is gone. */
  believed(items: readonly Item[]): readonly Item[] {
    return items.filter((item) => {
      if (item.kind !== 'vanished' && (item.kind !== 'link' || item.status === 'found')) return true
      const found = this.#private(item)
      const witness = found === undefined ? null : (found.shownTo ?? this.#seat)
      if (found === undefined || witness === null || witness === this.#token) return true
      if (!this.#sources.includes(witness)) return true
      this.#withheld.set(found.id, witness)
      return false
    })
  }

  #private(item: Extract<Item, { kind: 'vanished' | 'link' }>): PrivatePullRequest | undefined {
    const { host, id } = this.#account()
    const { privateWork } = this.#store
    return item.kind === 'link'
      ? privateWork.linked(id, item.address)
      : privateWork.one(host, item.id)
  }

  /** What it lacks since others are shown more than its token; null where none is known to be. */
  lack(): string | null {
    const { size } = this.#withheld
    if (size === 0) return null
    const what =
      size === 1
        ? '1 pull request in a private repository is'
        : `${size} pull requests in private repositories are`
    return `${what} shown to the token from ${this.#witness()}, not to that from ${this.#token}`
  }

  /** The token that showed most of what is withheld from this one. */
  #witness(): string | null {
    const shown = [...Map.groupBy(this.#withheld.values(), (token) => token)]
    return shown.toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? null
  }

  /** Whether the account goes on with another token for good, which is shown more than its own. */
  yields(): boolean {
    const witness = this.isGuest ? null : this.#witness()
    if (witness === null) return false
    this.#token = witness
    this.settle()
    // Another may have to be dealt to it: then that one stands in.
    this.#token = null
    return true
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
