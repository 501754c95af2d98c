import { type Timestamp, toMilliseconds } from '../../contribution/timestamp.ts'
import type { StreamCoverage } from '../../store/coverage.ts'

export interface AccountStatus {
  readonly person: string
  readonly forge: string
  readonly host: string
  readonly login: string
  readonly lastRun: Timestamp | null
  readonly lastClean: Timestamp | null
  readonly coverage: readonly StreamCoverage[]
  /** Never read completely, or not within three scheduled runs. */
  readonly stale: boolean
}

/** Lines of a terminal, less those of the next run, of a warning and of the prompts around. */
const screen = 20

/**
 * Lines that fit on one screen: every stream, or where that is too much every account on a line, or where that is too much
 * the accounts that lack something, as many as there is room for.
 */
export function summary(accounts: readonly AccountStatus[], now: number): readonly string[] {
  const whole = accounts.flatMap((account) => told(account, now))
  if (whole.length <= screen) return whole
  if (accounts.length <= screen) return rows(accounts, now)
  const lacking = accounts.filter(
    ({ lastClean, stale, coverage }) => lastClean === null || stale || !coverage.some(isRead),
  )
  const shown = lacking.length <= screen - 1 ? lacking : lacking.slice(0, screen - 2)
  const rest = lacking.length - shown.length
  return [
    `${accounts.length - lacking.length} of ${accounts.length} accounts read completely${since(accounts, now)}`,
    ...rows(shown, now),
    ...(rest > 0 ? [`and ${rest} more; --json has all`] : []),
  ]
}

/** What is said of accounts that were not read completely for too long: one sentence; null where there are none. */
export function staleSentence(
  accounts: readonly AccountStatus[],
  now: number,
  patience: number,
): string | null {
  const stale = accounts.filter((account) => account.stale)
  const [first] = stale.toSorted((a, b) => (a.lastClean ?? '').localeCompare(b.lastClean ?? ''))
  if (first === undefined) return null
  const name = `${first.host}/${first.login}`
  const last =
    first.lastClean === null ? 'never read completely' : `last read ${ago(first.lastClean, now)}`
  const who =
    stale.length === 1
      ? `${name}: ${last}`
      : `${stale.length} of ${accounts.length} accounts are out of date, ${name} the most: ${last}`
  const when = first.lastClean === null ? '' : `, more than ${patience} scheduled runs ago`
  return `${who}${when}; \`tracker sync\` says why`
}

function since(accounts: readonly AccountStatus[], now: number): string {
  const [oldest] = accounts.map(({ lastClean }) => lastClean).sort(byTime)
  return oldest == null ? '' : `, the longest ago ${ago(oldest, now)}`
}

/** Never comes before every time. */
function byTime(a: Timestamp | null, b: Timestamp | null): number {
  return (a ?? '') < (b ?? '') ? -1 : 1
}

function isRead({ finishedAt }: StreamCoverage): boolean {
  return finishedAt !== null
}

function told(account: AccountStatus, now: number): readonly string[] {
  const { lastRun, lastClean } = account
  const when =
    lastRun === null
      ? 'never read'
      : lastClean === lastRun
        ? `read ${ago(lastRun, now)}`
        : `tried ${ago(lastRun, now)}, read completely ${lastClean === null ? 'never' : ago(lastClean, now)}`
  return [`${nameOf(account)}: ${when}`, ...account.coverage.map(stream)]
}

/** `github.com/ada (ada)  read 2 hours ago  42 merged, 17+ reviewed`, in columns. */
function rows(accounts: readonly AccountStatus[], now: number): readonly string[] {
  const cells = accounts.map((account) => [nameOf(account), when(account, now), counts(account)])
  const width = (column: number) => Math.max(...cells.map((row) => row[column]?.length ?? 0))
  const widths = [width(0), width(1)]
  return cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

function nameOf({ host, login, person }: AccountStatus): string {
  return `${host}/${login} (${person})`
}

function when({ lastRun, lastClean }: AccountStatus, now: number): string {
  if (lastRun === null) return 'never read'
  if (lastClean === null) return 'never read completely'
  return `read ${shortly(lastClean, now)}`
}

function counts({ lastRun, coverage }: AccountStatus): string {
  if (lastRun === null) return ''
  const count = (name: StreamCoverage['stream'], word: string) =>
    coverage
      .filter(({ stream }) => stream === name)
      .map(({ stored, complete }) => `${stored}${complete ? '' : '+'} ${word}`)
  return [...count('pull-requests', 'merged'), ...count('reviews', 'reviewed')].join(', ')
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
function ago(time: Timestamp, now: number): string {
  return `${shortly(time, now)} (${time})`
}

function shortly(time: Timestamp, now: number): string {
  const seconds = Math.max(0, (now - toMilliseconds(time)) / 1000)
  const [unit, length] = units.find(([, size]) => seconds >= size) ?? ['second', 1]
  const count = Math.floor(seconds / length)
  return `${count} ${unit}${count === 1 ? '' : 's'} ago`
}
