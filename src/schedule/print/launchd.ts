import { type CronFields, readCron } from '../cron-fields.ts'
import { ScheduleError } from '../schedule-error.ts'
import {
  aboutTokens,
  environmentFile,
  type Installation,
  type PrintedFile,
} from './installation.ts'
import { forXml } from './quote.ts'

const label = 'tracker.run'
/** Times in one plist: launchd has no lists, so every combination is one of its own. */
const maxTimes = 200

/** Reads the tokens, then becomes the program given as arguments: no path passes through a shell's quoting. */
const withEnvironment = `set -a; . "$HOME/${environmentFile}"; set +a; exec "$@"`

/** A launch agent. */
export function printLaunchd(installation: Installation): readonly PrintedFile[] {
  const { program, config, variables, schedule, home } = installation
  const run = [...program, 'run', '--config', config]
  const args = variables.length === 0 ? run : ['/bin/sh', '-c', withEnvironment, 'tracker', ...run]
  const log = `${home}/Library/Logs/tracker.log`
  // Two hyphens would end the comment.
  const about = [
    ...aboutTokens(installation),
    `launchd uses the time zone of the machine; the configuration means ${schedule.timezone}.`,
    'A run that was due while the machine slept is made up for; one while it was off is not.',
    `launchctl bootstrap gui/$(id -u) ~/Library/LaunchAgents/${label}.plist`,
  ].map((line) => line.replaceAll('--', '- -'))
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    `<!-- ${about.map(forXml).join('\n     ')} -->`,
    '<plist version="1.0">',
    '<dict>',
    ...entry('Label', [string(label)]),
    ...entry('ProgramArguments', array(args.map(string))),
    ...entry('StartCalendarInterval', array(times(readCron(schedule.cron), schedule.cron))),
    ...entry('StandardOutPath', [string(log)]),
    ...entry('StandardErrorPath', [string(log)]),
    '</dict>',
    '</plist>',
  ]
  return [{ path: `~/Library/LaunchAgents/${label}.plist`, text: `${lines.join('\n')}\n` }]
}

function times(fields: CronFields, cron: string): readonly string[] {
  const { dayOfMonth, dayOfWeek, ...rest } = fields
  // Where both days are given, either will do, as with cron.
  const days =
    dayOfMonth === null || dayOfWeek === null
      ? combine({ ...rest, dayOfMonth, dayOfWeek })
      : [
          ...combine({ ...rest, dayOfMonth, dayOfWeek: null }),
          ...combine({ ...rest, dayOfMonth: null, dayOfWeek }),
        ]
  if (days.length > maxTimes) {
    throw new ScheduleError(
      `Cannot write \`${cron}\` for launchd: it would take ${days.length} entries, more than ${maxTimes}; use a simpler schedule`,
    )
  }
  return days
}

const keys = {
  minute: 'Minute',
  hour: 'Hour',
  dayOfMonth: 'Day',
  month: 'Month',
  dayOfWeek: 'Weekday',
} as const satisfies Record<keyof CronFields, string>

/** A dictionary for each combination; a key left out means every value. */
function combine(fields: CronFields): readonly string[] {
  let found: readonly string[] = ['']
  for (const name of Object.keys(keys) as (keyof CronFields)[]) {
    const values = fields[name]
    if (values === null) continue
    found = found.flatMap((before) =>
      values.map((value) => `${before}<key>${keys[name]}</key><integer>${value}</integer>`),
    )
  }
  return found.map((pairs) => `<dict>${pairs}</dict>`)
}

function entry(key: string, value: readonly string[]): readonly string[] {
  return [`  <key>${key}</key>`, ...value.map((line) => `  ${line}`)]
}

function array(values: readonly string[]): readonly string[] {
  return ['<array>', ...values.map((value) => `  ${value}`), '</array>']
}

function string(text: string): string {
  return `<string>${forXml(text)}</string>`
}
