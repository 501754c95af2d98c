import { Argument, type Command } from 'commander'
import { schedulerNames } from '../../schedule/print/names.ts'
import type { CommonOptions } from '../options.ts'
import { act, addCommand, type Running } from './define.ts'
import { usual } from './help.ts'

export function addSchedule(program: Command, running: Running): void {
  const schedule = addCommand(program, 'schedule', {
    summary: 'Stay and run at the times the configuration says.',
    details:
      'One run at a time, each with a line about its end. What was missed while the machine was asleep or off is made up for by one run. The times are those of `"schedule": { "cron": "0 6 * * *", "timezone": "UTC" }`.',
    examples: ['schedule', 'schedule --once', 'schedule print systemd'],
    exits: {
      0: 'stopped by SIGINT or SIGTERM, after the run that was going; with --once: as `tracker run`',
      2: 'wrong usage or configuration, or no `schedule` in it',
    },
  })
    .option('--once', 'run once now and end')
    .action((options: CommonOptions & { once?: boolean }) =>
      act(running, async () => (await import('../commands/schedule.ts')).scheduleCommand)(
        [],
        options,
      ),
    )
  addSchedulePrint(schedule, running)
}

function addSchedulePrint(schedule: Command, running: Running): void {
  addCommand(schedule, 'print', {
    summary: 'Print what tells another scheduler to run the tracker: absolute paths, no tokens.',
    examples: [
      '(crontab -l; tracker schedule print cron) | crontab -',
      'schedule print github-actions > .github/workflows/tracker.yml',
    ],
    exits: { 0: 'done', ...usual(2) },
  })
    .addArgument(new Argument('<scheduler>', 'which one').choices(schedulerNames))
    .action((scheduler: string, _options: CommonOptions, self: Command) =>
      act(
        running,
        async () => (await import('../commands/schedule-print.ts')).schedulePrintCommand,
      )(
        [scheduler],
        // Both `schedule` and `print` have the options of every command.
        self.optsWithGlobals<CommonOptions>(),
      ),
    )
}
