import { expect } from 'vitest'
import type { Count } from '../../src/report/types.ts'
import type { SyncResult } from '../../src/sync/sync.ts'
import type { expectedExport } from '../sandbox/oracle.ts'
import type { Flow } from './flow.ts'

type Expected = ReturnType<typeof expectedExport>
type Rows = Pick<ReturnType<Flow['exported']>, 'pullRequests' | 'reviews'>

/** Rows of an export as lines, in one order. */
export function linesOf({ pullRequests, reviews }: Rows | Expected): string[] {
  return [...pullRequests, ...reviews].map((row) => JSON.stringify(sorted(row))).sort()
}

/** The export says what the forges' records say: no row lacks, none is too many, none is old. */
export function expectTruth(flow: Flow, expected: Expected = flow.expected()): void {
  expect(linesOf(flow.exported())).toEqual(linesOf(expected))
}

/**
 * Nothing lies: no row that the records do not hold, a stream that lacks rows is not called complete, and a run that left
 * any lack says so.
 */
export function expectHonesty(
  flow: Flow,
  result: SyncResult,
  expected: Expected = flow.expected(),
): void {
  const exported = flow.exported()
  const lines = new Set(linesOf(exported))
  const wanted = linesOf(expected)
  expect([...lines].filter((line) => !wanted.includes(line))).toEqual([])
  for (const { host, streams } of result.accounts) {
    const complete = new Set(streams.filter((each) => each.complete).map(({ stream }) => stream))
    const lacking = (rows: readonly { readonly host: string }[]) =>
      rows.filter((row) => row.host === host && !lines.has(JSON.stringify(sorted(row))))
    if (complete.has('pull-requests')) expect(lacking(expected.pullRequests)).toEqual([])
    if (complete.has('reviews')) {
      expect(lacking(expected.reviews.filter(({ source }) => source !== 'command'))).toEqual([])
    }
    if (complete.has('commands')) {
      expect(lacking(expected.reviews.filter(({ source }) => source === 'command'))).toEqual([])
    }
  }
  if (lines.size < wanted.length) expect(result.outcome).not.toBe('completed')
  expectHonestNumbers(flow, expected)
}

/** A document written now says the records' number, or a smaller one with a plus, or is left as it is. */
function expectHonestNumbers(flow: Flow, { pullRequests, reviews }: Expected): void {
  const { totals, counts, neverRead } = flow.section()
  if (neverRead.length > 0) return
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
  for (const [key, count] of Object.entries(counts)) {
    const here = (row: { host: string; repository: string }) => keyOf(row) === key
    check(count.merged, pullRequests.filter(here).length, `merged in ${key}`)
    check(count.reviewed, reviewed.filter(here).length, `reviewed in ${key}`)
  }
}

function sorted(row: object): object {
  return Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))
}
