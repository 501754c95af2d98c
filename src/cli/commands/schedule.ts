import { fromMilliseconds } from '../../contribution/timestamp.ts'
import { nextRun } from '../../schedule/next-run.ts'
import { runOnSchedule } from '../../schedule/schedule.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts'
import { explain } from '../explain.ts'
import { say } from '../output.ts'
import type { CommonOptions } from '../program.ts'
import { openConfig } from '../workspace.ts'
import { runCommand } from './run.ts'

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
  say(context.stderr, `next run ${await nextRun(schedule)}`)
  await runOnSchedule({
    cron: schedule.cron,
    timezone: schedule.timezone,
    signal: context.signal,
    missed: () => say(context.stderr, 'a run was missed while this machine was asleep or busy'),
    overlapped: () => say(context.stderr, 'the run before is still going: this one is left out'),
    job: async () => {
      const startedAt = fromMilliseconds(context.now())
      const code = await run().catch((error: unknown) => explain(error, context))
      if (context.signal.aborted) return
      say(
        context.stderr,
        `run of ${startedAt} ended with ${code}; next run ${await nextRun(schedule)}`,
      )
    },
  })
  return exitCodes.done
}
