import type { Config, Person } from '../../config/config.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes, mostSevere } from '../exit-codes.ts'
import { inOrder } from '../in-order.ts'
import { withStore } from '../workspace.ts'
import type { FileReport } from './file-report.ts'
import { groupsOf, type Job, jobOf } from './job.ts'
import type { Lane } from './lane.ts'
import { openLanes } from './lanes.ts'
import { Room } from './room.ts'
import type { ReportOptions } from './setting.ts'

export interface Report {
  readonly files: readonly FileReport[]
  readonly code: ExitCode
}

/** People under way at a time, in all lanes: while some wait for the disk, others are computed. */
const atOnce = 8
/** And in each lane, however many there are. */
const atLeast = 2

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
    const lanes = openLanes(jobs.length, context.threads ?? 1, store, setting)
    try {
      const { reports, interrupted } = await reportJobs(jobs, lanes, context.signal)
      // What is written stays written and is told.
      const files = jobs.flatMap((job) => reports.get(job) ?? [])
      return { files, code: interrupted ? exitCodes.interrupted : exitCodeOf(files, options) }
    } finally {
      await Promise.all(lanes.map((lane) => lane.close()))
    }
  })
}

/** Gives each job to a lane that has room for it. Once interrupted, what is under way ends and nothing more begins. */
async function reportJobs(
  jobs: readonly Job[],
  lanes: readonly Lane[],
  signal: AbortSignal,
): Promise<{ reports: ReadonlyMap<Job, readonly FileReport[]>; interrupted: boolean }> {
  const reports = new Map<Job, readonly FileReport[]>()
  const places = Math.max(atLeast, Math.floor(atOnce / lanes.length))
  const room = roomIn(lanes, places)
  let interrupted = false
  await inOrder(groupsOf(jobs), places * lanes.length, async (group) => {
    for (const job of group) {
      const lane = await room.take()
      try {
        interrupted ||= signal.aborted
        if (interrupted) return
        reports.set(job, await lane.report(job))
      } finally {
        room.give(lane)
      }
    }
  })
  return { reports, interrupted }
}

/** A lane takes work once it is ready; until then the others do it. */
function roomIn(lanes: readonly Lane[], places: number): Room<Lane> {
  const room = new Room<Lane>()
  for (const lane of lanes) {
    const open = () => {
      for (let place = 0; place < places; place++) room.give(lane)
    }
    lane.ready.then(open, (error: unknown) => room.fail(error))
  }
  return room
}

function exitCodeOf(files: readonly FileReport[], options: ReportOptions): ExitCode {
  const states = files.map(({ state }) => state)
  const allRefused = states.length > 0 && states.every((state) => state === 'refused')
  // Of a document that was written something may have been left.
  const isDone = files.every(({ problem }) => problem === null)
  const failed = allRefused ? exitCodes.failed : isDone ? exitCodes.done : exitCodes.partial
  const outdated = options.check === true && states.includes('outdated')
  return mostSevere(failed, outdated ? exitCodes.outdated : exitCodes.done)
}
