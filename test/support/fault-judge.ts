/** What must hold after a run that a fault befell. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { Gap, StreamName, Timestamp } from '../../src/contribution/types.ts'
import { type Ran, token } from './cli.ts'
import type { FaultRun } from './fault-run.ts'
import { expectHonest, numbersOfEntries, numbersOfLedger, numbersOfValues } from './sayings.ts'
import { expectProven, linesOf, type Records, without } from './truth.ts'

/** What no run can close now (docs/design.md "Commands"); commands are read here. */
const excused: ReadonlySet<string> = new Set(['retention', 'profile-private'])

type Ended = Awaited<ReturnType<FaultRun['run']>>
type Outcome = 'completed' | 'partial' | 'failed'

/** `tracker run --json`, as far as it is looked at (docs/design.md "Commands"). */
interface Told {
  readonly sync: {
    readonly outcome: Outcome
    readonly accounts: readonly {
      readonly outcome: Outcome
      readonly failure: { readonly kind: string; readonly retryAt: Timestamp | null } | null
      readonly streams: readonly {
        readonly stream: StreamName
        readonly new: number
        readonly stored: number
        readonly hostTotal: number | null
        readonly complete: boolean
        readonly gaps: readonly Gap[]
      }[]
    }[]
  }
  readonly report: {
    readonly files: readonly {
      readonly file: 'ada.md' | 'ledger.md'
      readonly state: 'unchanged' | 'written' | 'outdated' | 'refused' | 'left'
      readonly problem: object | null
    }[]
  }
}

/** Complete as without the fault, or incomplete and said so: by the exit code, the coverage and every document. */
export async function expectHonestRun(run: FaultRun, ran: Ended): Promise<void> {
  const told: Told = JSON.parse(ran.stdout)
  expect(ran.code, ran.stderr).toBe(codeOf(told))
  if (ran.code !== 0) expect(ran.stderr).not.toBe('')
  await expectRows(run, ran, told)
  expectDocuments(run, ran, told)
  expectSecret(run, ran)
}

/** The exit code that what was told asks for. */
function codeOf({ sync, report }: Told): number {
  if (sync.accounts.some(({ failure }) => failure?.kind === 'auth')) return 4
  if (sync.outcome === 'failed') return 1
  const isDone = sync.outcome === 'completed'
  return isDone && report.files.every(({ problem }) => problem === null) ? 0 : 3
}

/**
 * No row that the records do not hold; rows lack only where a gap says so, and none does when all is called done.
 * An account failed as a whole only when nothing was stored of it.
 */
async function expectRows(run: FaultRun, ran: Ran, { sync }: Told): Promise<void> {
  const expected = run.expected()
  const exported = await run.exported()
  const whole = linesOf(withKnownSizes(exported, expected))
  expect(without(whole, linesOf(expected))).toEqual([])
  expect(without(whole, run.undisturbed.lines)).toEqual([])
  if (ran.code === 0) {
    const gaps = sync.accounts.flatMap(({ streams }) => streams.flatMap((stream) => stream.gaps))
    expect(gaps.filter(({ reason }) => !excused.has(reason))).toEqual([])
    if (!run.mayLackOld) expect(whole).toEqual(run.undisturbed.lines)
  }
  for (const { outcome, failure, streams } of sync.accounts) {
    if (outcome === 'completed') expect(failure).toBeNull()
    if (outcome === 'failed') expect(streams.reduce((sum, stream) => sum + stream.new, 0)).toBe(0)
    for (const stream of streams) {
      if (stream.complete) expect(stream.gaps).toEqual([])
      expectProven(stream, hostOf(expected), expected, whole)
    }
  }
}

/** Sizes of merge requests may be unknown: GitLab's REST lists, which stand in for GraphQL, do not tell them. */
function withKnownSizes({ pullRequests, reviews }: Records, expected: Records): Records {
  const sized = new Map(expected.pullRequests.map((row) => [row.url, row]))
  return {
    reviews,
    pullRequests: pullRequests.map((row) => {
      const { additions, deletions } = sized.get(row.url) ?? row
      return row.additions === null ? { ...row, additions, deletions } : row
    }),
  }
}

function hostOf({ pullRequests }: Records): string {
  const [first] = pullRequests
  if (first === undefined) throw new Error('Cannot judge a world without pull requests')
  return first.host
}

/** A document that was left is as it was; what else it says is the true number, or no more than it with a plus. */
function expectDocuments(run: FaultRun, { before }: Ended, { report }: Told): void {
  const after = run.documents()
  const expected = run.expected()
  expect(report.files.map(({ file }) => file)).toEqual(['ada.md', 'ledger.md'])
  for (const { file, state, problem } of report.files) {
    expect(['unchanged', 'written', 'left'], file).toContain(state)
    expect(after[file] !== before[file], file).toBe(state === 'written')
    const [now, then] = [partsOf(file, after[file]), partsOf(file, before[file])]
    for (const [index, part] of now.entries()) {
      // A document is left part by part: what did not change may tell of earlier days.
      if (problem !== null && part === then[index]) continue
      expectHonest(
        file === 'ledger.md'
          ? numbersOfLedger(part, expected)
          : [...numbersOfEntries(part, expected), ...numbersOfValues(part, expected)],
      )
    }
  }
}

/** Values and sections are left or written one by one. */
function partsOf(file: 'ada.md' | 'ledger.md', text: string): string[] {
  return file === 'ledger.md' ? [text] : text.split(/(?<=<!-- tracker:\/value -->)|^## /m)
}

/** The token is in nothing that was said or left behind. In this process there is no argument list to hold it. */
function expectSecret({ bench }: FaultRun, { stdout, stderr }: Ran): void {
  expect(stdout + stderr).not.toContain(token)
  const names = readdirSync(bench.folder)
  expect(names).toContain('tracker.db')
  const holding = names.filter((name) => readFileSync(bench.path(name)).includes(token))
  expect(holding).toEqual([])
  expect(bench.sandbox.requests.filter(({ tokenLeaked }) => tokenLeaked)).toEqual([])
  expect(bench.sandbox.stranger.requests).toEqual([])
}

/**
 * Once the fault is over, the next run ends as if it had never been.
 * @param seconds after which it is run: limits of an hour have passed, and what is read daily or weekly is due or not
 */
export async function expectEnd(run: FaultRun, seconds: number): Promise<void> {
  const { bench, undisturbed } = run
  bench.sandbox.faults.splice(1)
  bench.clock.advance(seconds)
  const ran = await run.run()
  expect(ran.code, ran.stderr).toBe(0)
  await expectHonestRun(run, ran)
  expect(linesOf(await run.exported())).toEqual(undisturbed.lines)
  expect(run.documents()).toEqual(undisturbed.documents)
}
