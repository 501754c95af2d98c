/**
 * The tracker as a library: what `tracker sync` and `tracker report` do, without the command line. Times are UTC text,
 * `2026-03-01T09:30:00Z`; days are text, `2026-03-01`; counts are whole numbers.
 */
import { availableParallelism } from 'node:os'
import { env as environment } from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { syncPeople } from './cli/commands/sync.ts'
import type { Context, Output } from './cli/context.ts'
import type { FileReport } from './cli/report/file-report.ts'
import { reportFiles } from './cli/report/files.ts'
import { choosePeople, openConfig } from './cli/workspace.ts'
import type { SyncResult } from './sync/sync.ts'

export { UsageError } from './cli/exit-codes.ts'
export type { FileReport } from './cli/report/file-report.ts'
export { ConfigError } from './config/config-error.ts'
export { FileError } from './files/file-error.ts'
export { StoreBusyError, StoreError, StoreMissingError } from './store/errors.ts'
export type { AccountResult, SyncResult } from './sync/sync.ts'

export interface Options {
  /** The configuration file; what it names is relative to its folder. */
  readonly config: string
  /** Ids of people; all when left out. */
  readonly people?: readonly string[]
  /** Where tokens and proxies come from; the environment of the process when left out. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Stops the work: pages received and files written stay. */
  readonly signal?: AbortSignal
  /** Called with each sentence the command line would print on stderr. They hold no token. */
  readonly warn?: (message: string) => void
}

export interface SyncOptions extends Options {
  /** Read every stream from its first item. */
  readonly full?: boolean
}

export interface ReportOptions extends Options {
  /** The day that decides what is still "Present"; today, in each person's time zone, when left out. */
  readonly asOf?: string
  /** Tell what would change and write nothing: files are then `outdated` instead of `written`. */
  readonly check?: boolean
}

/**
 * Fetches what is new into the database that the configuration names.
 * @returns one result for each account; what a forge refused is in its `failure`, not thrown
 * @throws ConfigError, UsageError before anything is tried. @throws StoreBusyError while another sync holds the database,
 * StoreError when it cannot be used.
 */
export async function sync(options: SyncOptions): Promise<SyncResult> {
  const context = contextOf(options)
  const config = openConfig(options, context)
  const people = choosePeople(config, options.people ?? [])
  return syncPeople(config, people, { full: options.full ?? false, json: true }, context)
}

/**
 * Regenerates the sections of every document, and ledgers, from the database. No request is sent. Fifty people and more are
 * reported on several threads.
 * @returns one entry for each file; a document that was refused says why in its `problem`
 * @throws ConfigError, UsageError before anything is tried. @throws StoreMissingError before the first sync, StoreError.
 */
export async function report(options: ReportOptions): Promise<readonly FileReport[]> {
  const context = contextOf(options)
  const config = openConfig(options, context)
  const people = choosePeople(config, options.people ?? [])
  const { asOf, check = false } = options
  const { files } = await reportFiles(
    config,
    people,
    { check, json: true, ...(asOf === undefined ? {} : { asOf }) },
    context,
  )
  return files
}

function contextOf({ env = environment, signal, warn }: Options): Context {
  const output = (write: (text: string) => void): Output => ({
    write,
    isTTY: false,
    columns: undefined,
  })
  return {
    stdout: output(() => {}),
    stderr: output((text) => warn?.(text.trimEnd())),
    env,
    cwd: process.cwd(),
    now: () => Date.now(),
    sleep: async (milliseconds, stop) => {
      await wait(milliseconds, undefined, { signal: stop })
    },
    threads: availableParallelism(),
    signal: signal ?? new AbortController().signal,
  }
}
