/** What the world lends to a command. Tests lend another. */
export interface Context {
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
  /** Paths on the command line are relative to it. */
  readonly cwd: string
  /** Milliseconds since 1970. */
  now(): number
  /** Resolves after that many milliseconds; rejects with the signal's reason when aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
  /**
   * Calls `act` once a second until what it returns is called; undefined where nothing moves by itself. Keeps no process
   * alive.
   */
  readonly everySecond?: (act: () => void) => () => void
  /** Asks a person and gives the line they answer; undefined where nobody is there to ask. */
  readonly ask?: (question: string) => Promise<string>
  /** How many threads may work at once; one where left out. */
  readonly threads?: number
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal
}

export interface Output {
  write(text: string): void
  readonly isTTY: boolean
  /** Characters in a line; undefined where it is no terminal. */
  readonly columns: number | undefined
}
