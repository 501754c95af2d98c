import { type Timestamp, toMilliseconds } from '../../contribution/timestamp.ts'
import type { StreamCoverage } from '../../store/coverage.ts'
import type { AccountStatus } from './status.ts'

/** Accounts that are told one by one; of more, only those that lack something are. */
const maxAccounts = 8
const maxLacking = 15

/** Lines that fit on one screen, however many accounts there are. */
export function summary(accounts: readonly AccountStatus[], now: number): readonly string[] {
  if (accounts.length <= maxAccounts) return accounts.flatMap((account) => told(account, now))
  const lacking = accounts.filter(
    ({ lastClean, stale, coverage }) => lastClean === null || stale || !coverage.some(isRead),
  )
  const oldest = accounts.map(({ lastClean }) => lastClean ?? '').sort()[0]
  const since =
    oldest === undefined || oldest === ''
      ? ''
      : `, the longest ago ${ago(oldest as Timestamp, now)}`
  const rest = lacking.length - maxLacking
  return [
    `${accounts.length - lacking.length} of ${accounts.length} accounts read completely${since}`,
    ...lacking.slice(0, maxLacking).map((account) => headline(account, now)),
    ...(rest > 0 ? [`and ${rest} more; --json has all`] : []),
  ]
}

function isRead({ finishedAt }: StreamCoverage): boolean {
  return finishedAt !== null
}

function told(account: AccountStatus, now: number): readonly string[] {
  return [headline(account, now), ...account.coverage.map(stream)]
}

function headline({ host, login, person, lastRun, lastClean }: AccountStatus, now: number): string {
  const name = `${host}/${login} (${person})`
  if (lastRun === null) return `${name}: never read`
  if (lastClean === lastRun) return `${name}: read ${ago(lastRun, now)}`
  const clean = lastClean === null ? 'never' : ago(lastClean, now)
  return `${name}: tried ${ago(lastRun, now)}, read completely ${clean}`
}

function stream({ stream, stored, hostTotal, complete, gaps }: StreamCoverage): string {
  const total = hostTotal === null ? '' : ` of ${hostTotal}`
  const why = [...new Set(gaps.map(({ reason }) => reason))].join(', ') || 'incomplete'
  return `  ${stream.padEnd(13)} ${`${stored}${total}`.padStart(12)}  ${complete ? 'complete' : why}`
}

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** `3 hours ago (2026-06-15T12:00:00Z)`: for people and for logs. */
export function ago(time: Timestamp, now: number): string {
  const seconds = Math.max(0, (now - toMilliseconds(time)) / 1000)
  const [unit, length] = units.find(([, size]) => seconds >= size) ?? ['second', 1]
  const count = Math.floor(seconds / length)
  return `${count} ${unit}${count === 1 ? '' : 's'} ago (${time})`
}
