import type { Config, Person } from '../../config/config.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes, mostSevere } from '../exit-codes.ts'
import { inOrder } from '../in-order.ts'
import { withStore } from '../workspace.ts'
import type { FileReport } from './file-report.ts'
import { groupsOf, type Job, jobOf } from './job.ts'
import { reportPerson } from './person.ts'
import type { ReportOptions } from './setting.ts'

export interface Report {
  readonly files: readonly FileReport[]
  readonly code: ExitCode
}

/** Documents are flushed to the disk one by one; while some wait for that, others are computed. */
const atOnce = 8

/**
 * Regenerates the documents and ledgers of `people`, and tells of each in their order.
 * @throws StoreMissingError before the first sync, StoreError
 */
export async function reportFiles(
  config: Config,
  people: readonly Person[],
  options: ReportOptions,
  context: Context,
): Promise<Report> {
  return withStore(config, 'existing', async (store) => {
    let moment: number | null = null
    const now = () => {
      moment ??= context.now()
      return moment
    }
    const setting = { options, forges: [...config.forges.keys()], now }
    const jobs = await Promise.all(people.map((person) => jobOf(person, config.folder)))
    const reports = new Map<Job, readonly FileReport[]>()
    let interrupted = false
    await inOrder(groupsOf(jobs), atOnce, async (group) => {
      for (const job of group) {
        interrupted ||= context.signal.aborted
        if (interrupted) return
        reports.set(job, await reportPerson(job, store, setting))
      }
    })
    // What is written stays written and is told.
    const files = jobs.flatMap((job) => reports.get(job) ?? [])
    return { files, code: interrupted ? exitCodes.interrupted : exitCodeOf(files, options) }
  })
}

function exitCodeOf(files: readonly FileReport[], options: ReportOptions): ExitCode {
  const states = files.map(({ state }) => state)
  const notDone = states.filter((state) => state === 'refused' || state === 'left').length
  const allRefused = states.length > 0 && states.every((state) => state === 'refused')
  const failed = allRefused ? exitCodes.failed : notDone > 0 ? exitCodes.partial : exitCodes.done
  const outdated = options.check === true && states.includes('outdated')
  return mostSevere(failed, outdated ? exitCodes.outdated : exitCodes.done)
}
