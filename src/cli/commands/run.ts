import type { Context } from '../context.ts'
import { type ExitCode, mostSevere } from '../exit-codes.ts'
import { explain } from '../explain.ts'
import { sayJson } from '../output.ts'
import { reportFiles } from '../report/files.ts'
import type { ReportOptions } from '../report/setting.ts'
import { choosePeople, openConfig } from '../workspace.ts'
import { nothingReported, reportJson, tellReport } from './report.ts'
import {
  emptyTally,
  exitCodeOf,
  nothingDone,
  type SyncOptions,
  syncPeople,
  toJson,
} from './sync.ts'

type Options = SyncOptions & Pick<ReportOptions, 'asOf'>

/** Sync, then report from what is stored, also when the sync ended 1, 3 or 4; exits with the more severe code. */
export async function runCommand(
  ids: readonly string[],
  options: Options,
  context: Context,
): Promise<ExitCode> {
  const config = openConfig(options, context)
  const people = choosePeople(config, ids)
  const tally = emptyTally()
  const tell = tellOnce(context)
  const synced = await syncPeople(config, people, options, context, tally).then(
    (result) => ({ code: exitCodeOf(result), json: toJson(result, people) }),
    (error: unknown) => ({
      code: tell(error),
      json: nothingDone(context.signal.aborted, options, tally),
    }),
  )
  if (context.signal.aborted) {
    if (options.json === true) sayJson(context.stdout, { sync: synced.json, report: null })
    return synced.code
  }
  const reported = await reportFiles(config, people, options, context).then(
    (report) => {
      tellReport(report, options, context)
      return { code: report.code, json: reportJson(report) }
    },
    (error: unknown) => ({ code: tell(error), json: nothingReported() }),
  )
  if (options.json === true) sayJson(context.stdout, { sync: synced.json, report: reported.json })
  return mostSevere(synced.code, reported.code)
}

/** What keeps both from working, as a database that cannot be opened, is said once. */
function tellOnce(context: Context): (error: unknown) => ExitCode {
  let last: { readonly message: string; readonly code: ExitCode } | undefined
  return (error) => {
    const message = error instanceof Error ? error.message : String(error)
    if (last?.message !== message) last = { message, code: explain(error, context) }
    return last.code
  }
}
