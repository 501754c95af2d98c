import { TooHeavy } from './client.ts'

/** GitHub docs, "Rate limits and query limits for the GraphQL API": `first` is 1 to 100. */
const largest = 100
const smallest = 5
export const usualRows = 50
/** Clean pages before growing again after the server could not; twice as many after each further time. */
const cleanBeforeGrowth = 3
const longestPatience = 48

/**
 * How many rows of one sort of list to ask for: less when the server could not, more again when it could. Shared by all
 * who read that sort of list, since what one has learned saves the others a failure.
 */
export class PageSize {
  #rows: number
  #clean = 0
  /** Until the server first says no, one clean page is enough. */
  #patience = 1

  constructor(start: number) {
    this.#rows = start
  }

  get rows(): number {
    return this.#rows
  }

  /** A page of `rows` came whole. */
  clean(rows: number): void {
    if (rows < this.#rows) return
    this.#clean += 1
    if (this.#clean < this.#patience) return
    this.#clean = 0
    this.#rows = Math.min(largest, this.#rows * 2)
  }

  /** A page of `rows` was too much. False when it cannot be smaller. */
  halve(rows: number): boolean {
    if (rows <= smallest) return false
    if (rows > this.#rows) return true
    this.#clean = 0
    this.#patience = Math.min(longestPatience, Math.max(cleanBeforeGrowth, this.#patience * 2))
    this.#rows = Math.max(smallest, Math.floor(rows / 2))
    return true
  }
}

/**
 * Asks with fewer rows until the server can.
 * @param most rows wanted, however many the server could do
 * @param shrunk told how many the server may still do, each time it could not do as many
 * @throws TooHeavy when it cannot do even the fewest
 */
export async function adapting<Answer>(
  size: PageSize,
  most: number,
  ask: (rows: number) => Promise<Answer>,
  shrunk: (rows: number) => void = () => {},
): Promise<Answer> {
  for (;;) {
    const rows = Math.min(size.rows, most)
    try {
      const answer = await ask(rows)
      size.clean(rows)
      return answer
    } catch (error) {
      if (!(error instanceof TooHeavy) || !size.halve(rows)) throw error
      shrunk(size.rows)
    }
  }
}

/** Rows come in while a list is being read. */
const spare = 5

/** No more rows than are left, as far as that is known: what is asked for is paid for. */
export function remaining(left: number | null): number {
  return left === null ? Number.POSITIVE_INFINITY : Math.max(0, left) + spare
}
