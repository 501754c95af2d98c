import { printCron } from './cron.ts'
import { printGitHubActions } from './github-actions.ts'
import { printGitLabCi } from './gitlab-ci.ts'
import type { Installation, PrintedFile } from './installation.ts'
import { printLaunchd } from './launchd.ts'
import type { SchedulerName } from './names.ts'
import { printSystemd } from './systemd.ts'

/** How each scheduler is told. @throws ScheduleError when it cannot keep the schedule */
export const printers: Readonly<
  Record<SchedulerName, (installation: Installation) => readonly PrintedFile[]>
> = {
  cron: printCron,
  systemd: printSystemd,
  launchd: printLaunchd,
  'github-actions': printGitHubActions,
  'gitlab-ci': printGitLabCi,
}
