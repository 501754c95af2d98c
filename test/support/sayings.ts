/** The numbers that files of a run say, held against the records. */
import { expect } from 'vitest'
import type { Records } from './truth.ts'

interface Number {
  readonly what: string
  readonly text: string
  readonly wanted: number
}

/** Each is the records' number, or a smaller one with a plus. */
export function expectHonest(numbers: readonly Number[]): void {
  for (const { what, text, wanted } of numbers) {
    const [, digits, plus] = /^(\d+)(\+?)$/.exec(text) ?? []
    expect(digits, `${what} is ${text}`).toBeDefined()
    const said = { value: Number.parseInt(digits ?? '', 10), least: plus === '+' }
    if (said.least) expect(said.value, what).toBeLessThanOrEqual(wanted)
    else expect(said.value, what).toBe(wanted)
  }
}

/** `7 merged and 16+ reviewed pull requests` below the heading of each project. */
export function numbersOfEntries(region: string, expected: Records): Number[] {
  return region
    .split(/^### /m)
    .slice(1)
    .flatMap((entry) => {
      const path = entry.split('\n')[0] ?? ''
      const here = ({ repository }: { readonly repository: string }) => repository === path
      return numbersIn(entry, path, select(expected, here))
    })
}

/** Values between comments: what stands there may be nothing yet. */
export function numbersOfValues(document: string, expected: Records): Number[] {
  const { merged, reviewed } = counts(expected)
  const values = document.matchAll(/<!-- tracker:value (merged|reviewed) -->([^<]*)</g)
  return [...values].flatMap(([, name, text = '']) =>
    text === ''
      ? []
      : [{ what: `value ${name}`, text, wanted: name === 'merged' ? merged : reviewed }],
  )
}

/** The sums of a ledger, its projects and its years. */
export function numbersOfLedger(ledger: string, expected: Records): Number[] {
  const [sums = '', projects = '', years = ''] = ledger.split(/^## /m)
  return [
    ...numbersIn(sums, 'ledger', expected),
    ...numbersOfTable(projects, (name) =>
      select(expected, ({ host, repository }) => `${host}/${repository}` === name),
    ),
    ...numbersOfTable(years, (name) => ({
      pullRequests: expected.pullRequests.filter(({ mergedAt }) => mergedAt.startsWith(name)),
      reviews: expected.reviews.filter(({ at }) => at.startsWith(name)),
    })),
  ]
}

function numbersOfTable(table: string, of: (name: string) => Records): Number[] {
  const rows = table.matchAll(/^\| (\S+) \| (\d+\+?) \| (\d+\+?) \|$/gm)
  return [...rows].flatMap(([, name = '', merged = '', reviewed = '']) => {
    const wanted = counts(of(name))
    return [
      { what: `merged in ${name}`, text: merged, wanted: wanted.merged },
      { what: `reviewed in ${name}`, text: reviewed, wanted: wanted.reviewed },
    ]
  })
}

/** A zero is not printed. */
function numbersIn(text: string, where: string, expected: Records): Number[] {
  const wanted = counts(expected)
  return (['merged', 'reviewed'] as const).flatMap((word) => {
    const found = new RegExp(`(\\d+\\+?) ${word}`).exec(text)?.[1]
    return found === undefined
      ? []
      : [{ what: `${word} in ${where}`, text: found, wanted: wanted[word] }]
  })
}

function select(
  { pullRequests, reviews }: Records,
  fits: (row: { readonly host: string; readonly repository: string }) => boolean,
): Records {
  return { pullRequests: pullRequests.filter(fits), reviews: reviews.filter(fits) }
}

function counts({ pullRequests, reviews }: Records) {
  const reviewed = new Set(reviews.map(({ host, reference }) => `${host} ${reference}`))
  return { merged: pullRequests.length, reviewed: reviewed.size }
}
