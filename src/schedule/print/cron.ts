import { readCron } from '../cron-fields.ts'
import {
  aboutTokens,
  environmentFile,
  type Installation,
  type PrintedFile,
} from './installation.ts'
import { forCrontab, forShell } from './quote.ts'

/** Lines for `crontab -e`. */
export function printCron(installation: Installation): readonly PrintedFile[] {
  const { schedule, program, config, variables } = installation
  // Only what every cron understands.
  readCron(schedule.cron)
  const run = [...program, 'run', '--config', config].map(forShell).join(' ')
  const environment = `"$HOME/${environmentFile}"`
  const command = variables.length === 0 ? run : `set -a; . ${environment}; set +a; ${run}`
  const zone = [
    `# Cron runs in the time zone of the machine; the configuration means ${schedule.timezone}.`,
    '# cronie obeys CRON_TZ; where cron does not, adjust the hour.',
    `CRON_TZ=${schedule.timezone}`,
  ]
  const lines = [
    ...aboutTokens(installation).map((line) => `# ${line}`),
    '# Cron mails what is printed; a run with nothing new prints one line per account. Missed runs are not made up for.',
    ...zone,
    `${schedule.cron.trim()} ${forCrontab(command)}`,
  ]
  return [{ path: 'crontab', text: `${lines.join('\n')}\n` }]
}
