import type { Config } from '../../config/config.ts'
import { fromMilliseconds, toMilliseconds } from '../../contribution/timestamp.ts'
import { DueTimes } from '../../schedule/due-times.ts'
import { runOnSchedule } from '../../schedule/schedule.ts'
import { StoreError } from '../../store/errors.ts'
import type { LastRun } from '../../store/runs.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts'
import { explain } from '../explain.ts'
import type { CommonOptions } from '../options.ts'
import { say } from '../output.ts'
import { openConfig, storedAccounts, withStore } from '../workspace.ts'
import { runCommand } from './run.ts'

/** Milliseconds between two runs, whatever forges say. */
const leastPause = 60_000

interface Options extends CommonOptions {
  readonly once?: boolean
}

/** Stays and runs at the configured times; each run reads the configuration anew. SIGTERM ends it with 0. */
export async function scheduleCommand(
  _people: readonly string[],
  options: Options,
  context: Context,
): Promise<ExitCode> {
  const config = openConfig(options, context)
  const run = () => runCommand([], { config: config.path, json: options.json === true }, context)
  if (options.once === true) return run()
  const { schedule } = config
  if (schedule === null) {
    throw new UsageError(
      `Cannot schedule anything: ${config.path} has no \`schedule\`; add { "cron": "0 6 * * *", "timezone": "UTC" }`,
    )
  }
  const due = new DueTimes(schedule)
  const tell = (text: string) => say(context.stderr, text)
  const starts = (await lastRuns(config)).map(({ startedAt }) => toMilliseconds(startedAt))
  tell(`next run ${due.next(context.now())}`)
  await runOnSchedule({
    ...schedule,
    now: context.now,
    signal: context.signal,
    lastRun: starts.length === 0 ? null : Math.max(...starts),
    missed: (count) =>
      tell(`${runs(count)} missed while this machine was asleep or off: running once for all`),
    failed: (error) => {
      const code = explain(error, context)
      tell(`the run ended with ${code}; next run ${due.next(context.now())}`)
    },
    overlapped: (count) => tell(`the run took so long that ${runs(count)} left out`),
    job: async () => {
      const startedAt = fromMilliseconds(context.now())
      const code = await run().catch((error: unknown) => explain(error, context))
      if (context.signal.aborted) return { retryAt: null }
      const retryAt = await earliestRetry(config, context.now())
      const again = retryAt === null ? '' : `, again ${fromMilliseconds(retryAt)}`
      tell(`run of ${startedAt} ended with ${code}${again}; next run ${due.next(context.now())}`)
      return { retryAt }
    },
  })
  return exitCodes.done
}

function runs(count: number): string {
  return count === 1 ? 'a run was' : `${count} runs were`
}

/** The last run of every configured account. A database that is not there yet or cannot be read has none. */
async function lastRuns(config: Config): Promise<readonly LastRun[]> {
  try {
    return await withStore(config, 'existing', (store) =>
      config.people.flatMap((person) =>
        storedAccounts(person, store).flatMap(({ stored }) =>
          stored === undefined ? [] : (store.runs.last(stored.id) ?? []),
        ),
      ),
    )
  } catch (error) {
    // The run itself says what is wrong with it.
    if (error instanceof StoreError) return []
    throw error
  }
}

/** When the first forge that asked for patience answers again, in milliseconds since 1970. */
async function earliestRetry(config: Config, now: number): Promise<number | null> {
  const times = (await lastRuns(config)).flatMap(({ failure }) =>
    failure?.retryAt == null ? [] : toMilliseconds(failure.retryAt),
  )
  const future = times.filter((time) => time > now)
  return future.length === 0 ? null : Math.max(Math.min(...future), now + leastPause)
}
