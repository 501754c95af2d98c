import { expect } from 'vitest'
import type { Count } from '../../src/report/types.ts'
import type { SyncResult } from '../../src/sync/sync.ts'
import type { expectedExport } from '../sandbox/oracle.ts'
import type { Flow } from './flow.ts'

export type Expected = ReturnType<typeof expectedExport>
/** What a section's counts and an export's rows are made of. */
export type Records = Pick<Expected, 'pullRequests' | 'reviews'>
type Rows = Pick<ReturnType<Flow['exported']>, 'pullRequests' | 'reviews'>

/** Rows of an export as lines, in one order. */
export function linesOf({ pullRequests, reviews }: Rows | Records): string[] {
  return [...pullRequests, ...reviews].map(lineOf).sort()
}

/** The export says what the forges' records say: no row lacks, none is too many, none is old. */
export function expectTruth(flow: Flow, expected: Expected = flow.expected()): void {
  expect(linesOf(flow.exported())).toEqual(linesOf(expected))
}

/**
 * Nothing lies: no row that the records do not hold, a stream lacks rows only where one of its gaps says so, and a run that
 * left any lack says so.
 */
export function expectHonesty(
  flow: Flow,
  result: SyncResult,
  expected: Expected = flow.expected(),
): void {
  const lines = linesOf(flow.exported())
  const wanted = linesOf(expected)
  expect(without(lines, wanted)).toEqual([])
  expectNothingLost(flow, result, expected)
  if (lines.length < wanted.length) expect(result.outcome).not.toBe('completed')
  expectHonestNumbers(flow, expected)
}

/** A stream lacks rows only where one of its gaps says so; there may be rows of what was deleted. */
export function expectNothingLost(
  flow: Flow,
  result: SyncResult,
  expected: Expected = flow.expected(),
): void {
  const lines = linesOf(flow.exported())
  for (const { host, streams } of result.accounts) {
    for (const stream of streams) expectProven(stream, host, expected, lines)
  }
}

type StreamResult = SyncResult['accounts'][number]['streams'][number]
type Stream = Pick<StreamResult, 'stream' | 'gaps' | 'hostTotal' | 'stored'> &
  Partial<Pick<StreamResult, 'finishedAt'>>

/** Rows whose time no gap overlaps are there, once the stream was read to its end and no total says otherwise. */
export function expectProven(
  stream: Stream,
  host: string,
  expected: Records,
  lines: readonly string[],
): void {
  const { finishedAt, gaps, hostTotal, stored } = stream
  if (finishedAt === null || (hostTotal ?? 0) > stored) return
  const proven = timed(stream.stream, expected).filter(
    ({ row, at }) =>
      row.host === host &&
      !gaps.some(({ from, until }) => (from ?? at) <= at && at <= (until ?? at)),
  )
  expect(
    without(
      proven.map(({ row }) => lineOf(row)),
      lines,
    ),
  ).toEqual([])
}

/** The rows that count for a stream, each with the time it counts at. */
function timed(stream: Stream['stream'], { pullRequests, reviews }: Records) {
  if (stream === 'pull-requests') {
    return pullRequests.map((row) => ({ row, at: row.mergedAt ?? '' }))
  }
  const ofStream = (source: string) => (source === 'command') === (stream === 'commands')
  if (stream !== 'reviews' && stream !== 'commands') return []
  return reviews.filter(({ source }) => ofStream(source)).map((row) => ({ row, at: row.at }))
}

/** What is left of `lines` without `others`; of equal lines as many stay as there are more of. */
export function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>()
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1)
  return lines.filter((line) => {
    const count = left.get(line) ?? 0
    left.set(line, count - 1)
    return count <= 0
  })
}

/**
 * What a document would say now is the records' number, or a smaller one with a plus; and it is not said, but the document
 * left as it is, while a stream behind it was never read.
 */
function expectHonestNumbers(flow: Flow, { pullRequests, reviews, reviewed: all }: Expected): void {
  const { totals, counts, neverRead } = flow.section()
  const { state, problem } = flow.document()
  if (neverRead.length > 0) expect(problem?.message).toContain('never read')
  expect(state).toBe(neverRead.length > 0 ? 'left' : 'written')
  const keyOf = ({ host, repository }: { host: string; repository: string }) =>
    `${host}/${repository}`
  const reviewed = [
    ...new Map(reviews.map((row) => [`${row.host} ${row.reference}`, row])).values(),
  ]
  const check = ({ value, atLeast }: Count, wanted: number, what: string) => {
    if (atLeast) expect(value, what).toBeLessThanOrEqual(wanted)
    else expect(value, what).toBe(wanted)
  }
  check(totals.merged, pullRequests.length, 'merged in all')
  check(totals.reviewed, reviewed.length, 'reviewed in all')
  const deep = all.filter(({ words }) => words === true)
  check(totals.commented, deep.length, 'with comments in all')
  if (all.some(({ words }) => words === null)) expect(totals.commented.atLeast).toBe(true)
  for (const [key, count] of Object.entries(counts)) {
    const here = (row: { host: string; repository: string }) => keyOf(row) === key
    check(count.merged, pullRequests.filter(here).length, `merged in ${key}`)
    check(count.reviewed, reviewed.filter(here).length, `reviewed in ${key}`)
    check(count.commented, deep.filter(here).length, `with comments in ${key}`)
  }
}

function lineOf(row: object): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))),
  )
}
