import { execFile } from 'node:child_process'
import type { Environment } from './load.ts'

/**
 * Runs a program without a shell and gives what it printed on stdout.
 * @throws CommandError when it could not be started, failed or took too long. Nothing it printed is in the error.
 */
export type RunCommand = (command: readonly string[], folder: string) => Promise<string>

export class CommandError extends Error {
  override readonly name = 'CommandError'
}

/** Enough to ask a password store; a program that waits for a person is stopped. */
const timeLimit = 10_000

/**
 * @param env of the programs
 * @param signal stops a running program; its reason is thrown then
 * @param timeout milliseconds a program may take
 */
export function createRunCommand(
  env: Environment,
  signal?: AbortSignal,
  timeout: number = timeLimit,
): RunCommand {
  return ([program = '', ...args], folder) =>
    new Promise((fulfil, reject) => {
      const child = execFile(
        program,
        args,
        { cwd: folder, env, timeout, killSignal: 'SIGKILL', signal, windowsHide: true },
        (error, stdout) => {
          if (error === null) fulfil(stdout)
          else reject(signal?.aborted ? signal.reason : new CommandError(why(error, timeout)))
        },
      )
      // A program that asks reads the end of its input at once instead of waiting for the limit.
      child.stdin?.end()
    })
}

/** The error itself is dropped: it holds the whole command and, in its message, what went to stderr. */
function why(
  error: { readonly code?: unknown; readonly killed?: unknown },
  timeout: number,
): string {
  if (error.killed === true) return `did not end within ${timeout / 1000} s`
  if (error.code === 'ENOENT') return 'was not found'
  if (error.code === 'EACCES') return 'may not be executed'
  if (typeof error.code === 'number') return `ended with exit code ${error.code}`
  return 'did not run to its end'
}
