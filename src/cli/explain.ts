import type { Context } from './context.ts'
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts'
import { say } from './output.ts'

/** Says what went wrong, in one sentence unless it is a bug, and gives the exit code for it. */
export function explain(error: unknown, context: Context): ExitCode {
  if (context.signal.aborted && (error === context.signal.reason || isAbort(error))) {
    say(context.stderr, 'interrupted; what was fetched is stored')
    return exitCodes.interrupted
  }
  const code = exitCodeOf(error)
  if (code !== undefined && error instanceof Error) {
    say(context.stderr, error.message)
    return code
  }
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error)
  say(context.stderr, `This is a bug in tracker; please report it:\n${told}`)
  return exitCodes.failed
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}
