import { type CronFields, type Field, readCron } from '../cron-fields.ts'
import {
  aboutTokens,
  environmentFile,
  type Installation,
  type PrintedFile,
} from './installation.ts'
import { forSystemd } from './quote.ts'

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** A service and its timer for the person's own systemd. */
export function printSystemd(installation: Installation): readonly PrintedFile[] {
  const { program, config, variables, schedule } = installation
  const about = aboutTokens(installation).map((line) => `# ${line}`)
  const service = [
    ...about,
    '[Unit]',
    'Description=Bring open-source résumés up to date (tracker)',
    '',
    '[Service]',
    'Type=oneshot',
    ...(variables.length === 0 ? [] : [`EnvironmentFile=%h/${environmentFile}`]),
    `ExecStart=${[...program, 'run', '--config', config].map(forSystemd).join(' ')}`,
    '# 3: some done, some not; the journal says what.',
    'SuccessExitStatus=3',
  ]
  const timer = [
    '# systemctl --user daemon-reload && systemctl --user enable --now tracker.timer',
    '# On a machine you are not logged in to: loginctl enable-linger',
    '[Unit]',
    'Description=When tracker runs',
    '',
    '[Timer]',
    ...calendars(readCron(schedule.cron)).map(
      (calendar) => `OnCalendar=${calendar} ${schedule.timezone}`,
    ),
    '# A run that was due while the machine slept or was off is made up for.',
    'Persistent=true',
    '',
    '[Install]',
    'WantedBy=timers.target',
  ]
  return [
    { path: '~/.config/systemd/user/tracker.service', text: `${service.join('\n')}\n` },
    { path: '~/.config/systemd/user/tracker.timer', text: `${timer.join('\n')}\n` },
  ]
}

/** systemd wants day of the month *and* of the week; cron, where both are given, is content with either. */
function calendars(fields: CronFields): readonly string[] {
  const { dayOfMonth, dayOfWeek } = fields
  if (dayOfMonth === null || dayOfWeek === null) return [calendar(fields)]
  return [calendar({ ...fields, dayOfWeek: null }), calendar({ ...fields, dayOfMonth: null })]
}

function calendar({ minute, hour, dayOfMonth, month, dayOfWeek }: CronFields): string {
  const days = dayOfWeek === null ? '' : `${dayOfWeek.map((day) => weekdays[day]).join(',')} `
  return `${days}*-${written(month)}-${written(dayOfMonth)} ${written(hour)}:${written(minute)}:00`
}

function written(field: Field): string {
  return field === null ? '*' : field.map((value) => String(value).padStart(2, '0')).join(',')
}
