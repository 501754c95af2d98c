import type { PullRequestFact, ReviewFact } from '../contribution/facts.ts'
import { toPlainText } from '../contribution/plain-text.ts'
import type { Timestamp } from '../contribution/types.ts'
import { dayOf } from '../contribution/zone.ts'
import type { Contributions } from './contributions.ts'
import { safeUrl } from './formats/links.ts'
import { escapeMarkdown } from './formats/markdown/escape.ts'
import { isProven, isSkipped, type Proof } from './proof.ts'

export interface LedgerInput {
  readonly name: string
  /** IANA name. */
  readonly timezone: string
  readonly contributions: Contributions
  readonly proofs: readonly Proof[]
}

/** Characters of a title that are printed. */
const titleLength = 200

/**
 * The full report of one person in Markdown: totals, per project and per year, every merged pull request and review with
 * link and date, and what is proven of it. What the forge no longer shows is listed, and not counted. Public contributions only, whatever any section says; nothing in it depends on
 * when it is made.
 */
export function writeLedger(input: LedgerInput): string {
  const merged = input.contributions.pullRequests.filter(
    (pull) => pull.state === 'merged' && pull.visibility === 'public',
  )
  const reviews = input.contributions.reviews.filter((review) => review.visibility === 'public')
  const [there, given] = [merged.filter(isThere), reviews.filter(isThere)]
  const print = createCounter(input)
  const all = print(always)
  const blocks = [
    `# Contributions of ${escapeMarkdown(toPlainText(input.name, titleLength))}`,
    totals([all.merged(there.length), 'merged'], [all.reviewed(countReviewed(given)), 'reviewed']),
    '## By project',
    byProject(there, given, print),
    '## By year',
    byYear(there, given, input.timezone, print),
    '## Merged',
    list(merged.map((pull) => pullRequestLine(pull, input.timezone))),
    '## Reviewed',
    list(reviews.map((review) => reviewLine(review, input.timezone))),
    '## Coverage',
    coverageTable(input.proofs),
  ]
  return `${blocks.join('\n\n')}\n`
}

/** A zero is not printed; where all are, there may still be some that nobody knows of. */
function totals(...counts: readonly (readonly [digits: string, word: string])[]): string {
  const printed = counts.filter(([digits]) => !/^0\+?$/.test(digits))
  if (printed.length > 0) return printed.map((count) => count.join(' ')).join(', ')
  return counts.every(([digits]) => digits === '0') ? 'None.' : 'None known.'
}

/** True for a text that `writeLedger` wrote, as git may have checked it out, and for an empty one. */
export function isLedger(text: string): boolean {
  return text.trim() === '' || ledgerStart.test(text)
}

const ledgerStart =
  /^# Contributions of [^\r\n]*(?:\r?\n){2}(?:(?:\d+\+? merged)?(?:, )?(?:\d+\+? reviewed)?|None(?: known)?\.)(?:\r?\n){2}## By project\r?\n/

function isThere({ gone }: PullRequestFact | ReviewFact): boolean {
  return !gone
}

/** What a number speaks of: one host or all, some days or all. */
interface Scope {
  readonly host: string | null
  readonly since: string | null
  readonly until: string | null
}

const always: Scope = { host: null, since: null, until: null }

type Counter = (scope: Scope) => {
  readonly merged: (value: number) => string
  readonly reviewed: (value: number) => string
}

/** Prints numbers with a plus unless every stream behind them is proven over what they speak of. */
function createCounter({ proofs, timezone }: LedgerInput): Counter {
  return ({ host, since, until }) => {
    const suffix = (streams: readonly string[]) =>
      proofs
        .filter((proof) => (host === null || proof.host === host) && streams.includes(proof.stream))
        .every((proof) => isProven(proof, { since, until, timezone }))
        ? ''
        : '+'
    const merged = suffix(['pull-requests'])
    const reviewed = suffix(['reviews', 'commands'])
    return {
      merged: (value) => `${value}${merged}`,
      reviewed: (value) => `${value}${reviewed}`,
    }
  }
}

interface Tally {
  merged: number
  readonly reviewed: Set<string>
}

function byProject(
  merged: readonly PullRequestFact[],
  reviews: readonly ReviewFact[],
  print: Counter,
): string {
  const tallies = tally(merged, reviews, ({ host, repository }) => `${host}/${repository}`)
  const rows = [...tallies].sort(
    ([a, x], [b, y]) =>
      y.merged - x.merged || y.reviewed.size - x.reviewed.size || (a < b ? -1 : 1),
  )
  return table(
    ['Project', 'Merged', 'Reviewed'],
    rows.map(([key, row]) => {
      const host = key.slice(0, key.indexOf('/'))
      return [cell(key), ...numbers(row, print({ ...always, host }))]
    }),
  )
}

function byYear(
  merged: readonly PullRequestFact[],
  reviews: readonly ReviewFact[],
  timezone: string,
  print: Counter,
): string {
  const yearOf = (at: Timestamp | null) =>
    at === null ? 'unknown' : dayOf(at, timezone).slice(0, 4)
  const tallies = tally(merged, reviews, (row) => yearOf('mergedAt' in row ? row.mergedAt : row.at))
  const rows = [...tallies].sort(([a], [b]) => (a < b ? 1 : -1))
  return table(
    ['Year', 'Merged', 'Reviewed'],
    rows.map(([year, row]) => {
      const days = year === 'unknown' ? {} : { since: `${year}-01-01`, until: `${year}-12-31` }
      return [year, ...numbers(row, print({ ...always, ...days }))]
    }),
  )
}

function tally(
  merged: readonly PullRequestFact[],
  reviews: readonly ReviewFact[],
  keyOf: (row: PullRequestFact | ReviewFact) => string,
): Map<string, Tally> {
  const tallies = new Map<string, Tally>()
  const at = (key: string): Tally => {
    const known = tallies.get(key)
    if (known !== undefined) return known
    const made = { merged: 0, reviewed: new Set<string>() }
    tallies.set(key, made)
    return made
  }
  for (const pull of merged) at(keyOf(pull)).merged += 1
  for (const review of reviews) at(keyOf(review)).reviewed.add(review.pullRequestUrl)
  return tallies
}

function countReviewed(reviews: readonly ReviewFact[]): number {
  return new Set(reviews.map((review) => review.pullRequestUrl)).size
}

function numbers({ merged, reviewed }: Tally, print: ReturnType<Counter>): string[] {
  return [print.merged(merged), print.reviewed(reviewed.size)]
}

function pullRequestLine(pull: PullRequestFact, timezone: string): string {
  const day = pull.mergedAt === null ? 'date unknown' : dayOf(pull.mergedAt, timezone)
  return `- ${day} ${link(pull.reference, pull.url)} ${title(pull.title)}${flag(pull)}`
}

function reviewLine(review: ReviewFact, timezone: string): string {
  const day = dayOf(review.at, timezone)
  const about = review.approximate ? `${day} (approximate)` : day
  const how = review.source === 'command' ? 'approved by command' : review.verdict
  return `- ${about} ${link(review.reference, review.url)} ${how}: ${title(review.title)}${flag(review)}`
}

function flag(row: PullRequestFact | ReviewFact): string {
  return isThere(row) ? '' : ' (no longer on the forge)'
}

function link(text: string, url: string): string {
  const address = safeUrl(url)
  return address === null ? escaped(text) : `[${escaped(text)}](${address})`
}

function title(text: string): string {
  return escaped(toPlainText(text, titleLength))
}

/** Most titles hold nothing to escape; the escaping engine is slow beside this look. */
const plain = /^(?!.*www\.)[A-Za-z0-9 ,;.'"()/?=-]*$/i

function escaped(text: string): string {
  return plain.test(text) ? text : escapeMarkdown(text)
}

function list(lines: readonly string[]): string {
  return lines.length === 0 ? 'None.' : lines.join('\n')
}

function coverageTable(proofs: readonly Proof[]): string {
  const rows = proofs.map((proof) => {
    const { host, login, stream, stored, hostTotal, complete, gaps } = proof
    return [
      cell(`${host}/${login}`),
      stream,
      String(stored),
      hostTotal === null ? 'not stated' : String(hostTotal),
      complete ? 'complete' : isSkipped(proof) ? 'not read' : 'incomplete',
      gaps
        .map(
          ({ reason, from, until }) =>
            `${reason}${from === null && until === null ? '' : ` ${from?.slice(0, 10) ?? ''} to ${until?.slice(0, 10) ?? ''}`}`,
        )
        .join('; '),
    ]
  })
  return table(['Account', 'Asked', 'Stored', 'Host total', 'State', 'Missing'], rows)
}

function cell(text: string): string {
  return escaped(toPlainText(text, titleLength)).replaceAll('|', '\\|')
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'None.'
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}
