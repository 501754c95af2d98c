import { expect } from 'vitest'
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
}

function sorted(row: object): object {
  return Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))
}
