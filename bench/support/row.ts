/** One line of the table. */
export interface Row {
  readonly what: string
  readonly reach: string
  readonly measured: string
  /** Null where nothing is to be reached and the number only informs. */
  readonly met: boolean | null
  /** How it was set up, and what else was measured. */
  readonly note?: string
  /** Why it may be missed: told only when it is. */
  readonly why?: string
}

/** A part of the benchmark that can be run alone: `node bench/main.ts start-up`. */
export interface Stage {
  readonly name: string
  run(): Promise<readonly Row[]>
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low = Number.NaN, high = Number.NaN] =
    sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : sorted.slice(middle - 1)
  return (low + high) / 2
}

/** Says on stderr what is under way: stdout is the table's. */
export function tell(text: string): void {
  process.stderr.write(`${text}\n`)
}
