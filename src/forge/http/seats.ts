import type { Lane, Lanes } from './lanes.ts'

/** Whose requests are to stay on one token. */
export interface Owner {
  readonly login: string
  /** The name of the token it was last read with. */
  readonly seat: string | null
  /** Called with the name of the token it now goes on with; `heard`: its last one has answered in this reading. */
  seated(name: string, heard: boolean): void
}

interface Seat {
  readonly owner: Owner | undefined
  readonly lane: Lane
  /** The token has answered. */
  heard: boolean
}

/** Whose requests go over which token: tokens may see different things, and pages of two lists are no list. */
export class Seats {
  readonly #lanes: Lanes
  readonly #seats = new Map<string, Seat>()

  constructor(lanes: Lanes) {
    this.#lanes = lanes
  }

  /** Before anything is asked: each owner has the token it had before, the others take turns. */
  deal(owners: readonly Owner[]): void {
    const had = ({ seat }: Owner) =>
      seat === null ? undefined : this.#lanes.taken.find(({ name }) => name === seat)
    const [back, others] = [owners.filter(had), owners.filter((owner) => !had(owner))]
    for (const owner of back) this.#sit(owner.login, owner, had(owner))
    for (const owner of others) this.#sit(owner.login, owner, this.#emptiest())
  }

  /**
   * Their own while that may be used, else another, which is their own from then on. Who asks in one request goes where the
   * first of them goes.
   */
  laneOf([first, ...others]: readonly string[]): Lane | undefined {
    if (first === undefined) return this.#lanes.next()
    const own = this.#seats.get(first)?.lane
    const lane = own !== undefined && this.#lanes.mayUse(own) ? own : this.#lanes.next()
    for (const login of [first, ...others]) {
      const seat = this.#seats.get(login)
      if (seat?.lane !== lane) this.#sit(login, seat?.owner, lane, seat?.heard)
    }
    return lane
  }

  /** The token of each of them has answered. */
  answered(owners: readonly string[]): void {
    for (const owner of owners) {
      const seat = this.#seats.get(owner)
      if (seat !== undefined) seat.heard = true
    }
  }

  #sit(login: string, owner: Owner | undefined, lane: Lane | undefined, heard = false): void {
    if (lane === undefined) return
    this.#seats.set(login, { owner, lane, heard: false })
    if (lane.name !== undefined) owner?.seated(lane.name, heard)
  }

  /** The first of those that fewest have. */
  #emptiest(): Lane | undefined {
    const taken = Map.groupBy(this.#seats.values(), ({ lane }) => lane)
    const crowd = (lane: Lane) => taken.get(lane)?.length ?? 0
    return this.#lanes.taken.toSorted((a, b) => crowd(a) - crowd(b))[0]
  }
}
