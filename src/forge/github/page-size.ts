/** GitHub docs, "Rate limits and query limits for the GraphQL API": `first` is 1 to 100. */
const largest = 100
const smallest = 5
const start = 50
/** Clean pages before growing again after the server could not. */
const cleanBeforeGrowth = 3

/** How many rows of a connection to ask for: less when the server could not, more again when it could. */
export class PageSize {
  #rows: number
  #clean = 0
  /** Until the server first says no, one clean page is enough. */
  #needed = 1

  constructor(remembered: number | undefined) {
    this.#rows = remembered ?? start
  }

  get rows(): number {
    return this.#rows
  }

  /** One page came whole. */
  clean(): void {
    this.#clean += 1
    if (this.#clean < this.#needed) return
    this.#clean = 0
    this.#rows = Math.min(largest, this.#rows * 2)
  }

  /** False when it cannot be smaller. */
  halve(): boolean {
    this.#clean = 0
    this.#needed = cleanBeforeGrowth
    if (this.#rows <= smallest) return false
    this.#rows = Math.max(smallest, Math.floor(this.#rows / 2))
    return true
  }
}

/** Rows come in while a list is being read. */
const spare = 5

/** No more rows than are left, as far as that is known: what is asked for is paid for. */
export function bounded(rows: number, left: number | null): number {
  return left === null ? rows : Math.min(rows, Math.max(0, left) + spare)
}
