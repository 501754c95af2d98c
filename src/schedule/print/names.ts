/** Schedulers that can be told when to run. Kept apart from the printers, which are loaded only to print. */
export const schedulerNames = ['cron', 'systemd', 'launchd', 'github-actions', 'gitlab-ci'] as const
export type SchedulerName = (typeof schedulerNames)[number]
