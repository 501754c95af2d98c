import { ConfigError } from '../config/config-error.ts'
import { FileError } from '../files/file-error.ts'
import { ForgeError } from '../forge/forge.ts'
import { ProxyError } from '../forge/http/proxy.ts'
import { ScheduleError } from '../schedule/schedule-error.ts'
import { StoreError } from '../store/errors.ts'

/** What the exit code of every command means, least severe last (docs/design.md "Commands"). */
export const exitCodes = {
  usage: 2,
  interrupted: 130,
  auth: 4,
  failed: 1,
  partial: 3,
  outdated: 8,
  done: 0,
} as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** For `tracker --help` and the README, in the order of the numbers. */
export const exitCodeMeanings: readonly (readonly [ExitCode, string])[] = [
  [0, 'done; nothing new is success'],
  [1, 'failed: nothing could be done, or another sync holds the lock'],
  [2, 'wrong usage or configuration; nothing was tried'],
  [3, 'some done, some not; each is named on stderr'],
  [4, 'a token is missing or refused; the rest was done first'],
  [
    8,
    'with --check: a document is out of date; audit: it says something untrue; status: three scheduled runs brought nothing complete',
  ],
  [130, 'interrupted; what was fetched is stored'],
]

const severity: readonly ExitCode[] = [2, 130, 4, 1, 3, 8, 0]

export function mostSevere(...codes: readonly ExitCode[]): ExitCode {
  return severity.find((code) => codes.includes(code)) ?? exitCodes.done
}

/** The person asked for something that cannot be. Nothing was tried. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** A command cannot do its work. The message is one sentence. */
export class CommandFailedError extends Error {
  override readonly name = 'CommandFailedError'
}

/** The one place that turns an error into an exit code; undefined for what is a bug. */
export function exitCodeOf(error: unknown): ExitCode | undefined {
  if (
    error instanceof UsageError ||
    error instanceof ConfigError ||
    error instanceof ProxyError ||
    error instanceof ScheduleError
  ) {
    return exitCodes.usage
  }
  if (error instanceof ForgeError) return error.kind === 'auth' ? exitCodes.auth : exitCodes.failed
  if (
    error instanceof FileError ||
    error instanceof StoreError ||
    error instanceof CommandFailedError
  )
    return exitCodes.failed
  return undefined
}
