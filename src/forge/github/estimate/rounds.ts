import type { Range } from '../../forge.ts'
import { fullWeight, inFlightPerToken, maxQuestions } from '../graphql/composer.ts'

/** A question, as far as it counts here. */
export interface Ask {
  /** As `Question.weight`. */
  readonly weight: number
  /**
   * Connections the server follows for it, pages assumed full; a hundred are a point (GitHub docs, "Rate limits and query
   * limits for the GraphQL API").
   */
  readonly calls: number
}

/** Questions each of which needs the answer to the one before. */
export interface Chain {
  /** Rounds that pass before the first of them can be asked. */
  readonly after: number
  readonly asks: readonly Ask[]
}

/** What one stream of one account will ask. */
export interface Expected {
  readonly least: readonly Chain[]
  /** Null when nobody knows how much there is. */
  readonly most: readonly Chain[] | null
  /** Requests of its own that each of these sends beside. */
  readonly rest?: number
}

/** What one row of a list weighs, and the connections inside it. */
export interface Row {
  readonly weight: number
  readonly calls: number
}

/** A pull request lists its labels. */
export const pullRequestRow: Row = { weight: 1, calls: 1 }
/** A reviewed one also lists its reviews. */
export const reviewedRow: Row = { weight: 1, calls: 2 }
/** Languages and topics. */
export const repositoryRow: Row = { weight: 0.25, calls: 2 }
/** The labels of its pull request. */
export const commentRow: Row = { weight: 0.5, calls: 1 }

const largestPage = 100

export function page(row: Row, rows: number): Ask {
  return { weight: row.weight * rows, calls: 1 + row.calls * rows }
}

/**
 * The pages of a list, one after the other, each twice as large as the one before up to a hundred, as `PageSize` has it.
 * @param size rows of the first page
 */
export function pages(row: Row, rows: number, size: number): Ask[] {
  const asks: Ask[] = []
  let left = rows
  let most = size
  do {
    asks.push(page(row, most))
    left -= most
    most = Math.min(largestPage, most * 2)
  } while (left > 0)
  return asks
}

/** The fewest pages a list can be read in. */
export function fewestPages(row: Row, rows: number): Ask[] {
  const count = Math.max(1, Math.ceil(rows / largestPage))
  return Array.from({ length: count }, () => page(row, Math.min(rows, largestPage)))
}

export function rounds(chains: readonly Chain[]): number {
  return Math.max(0, ...chains.filter(({ asks }) => asks.length > 0).map(end))
}

function end({ after, asks }: Chain): number {
  return after + asks.length
}

export function calls(chains: readonly Chain[]): number {
  return sum(chains.flatMap(({ asks }) => asks.map((ask) => ask.calls)))
}

/** However well they are packed, and whatever overlaps. */
export function fewestRequests(chains: readonly Chain[]): number {
  const asks = chains.flatMap((chain) => chain.asks)
  const heavy = Math.ceil(sum(asks.map(({ weight }) => weight)) / fullWeight)
  return Math.max(rounds(chains), heavy, Math.ceil(asks.length / maxQuestions))
}

/**
 * As the composer packs them when answers come one by one: questions once parted among several requests stay parted, up to
 * as many as may be in flight.
 */
export function mostRequests(chains: readonly Chain[], tokens: number): number {
  let total = 0
  let parts = 1
  for (let round = 0; round < rounds(chains); round++) {
    const asks = chains.flatMap((chain) => chain.asks[round - chain.after] ?? [])
    const requests = packed(asks)
    total += Math.min(asks.length, Math.max(requests, parts))
    parts = Math.min(inFlightPerToken * tokens, Math.max(requests, parts))
  }
  return total
}

/** A request is filled until the next question does not fit: no more stays empty than the heaviest weighs. */
function packed(asks: readonly Ask[]): number {
  if (asks.length === 0) return 0
  const weights = asks.map(({ weight }) => weight)
  const filled = Math.max(1, fullWeight - Math.max(...weights))
  return Math.max(1 + Math.floor(sum(weights) / filled), Math.ceil(asks.length / maxQuestions))
}

/** @returns null as soon as one of them is */
export function total(ranges: readonly Range[]): Range {
  const most = ranges.map((range) => range.most)
  return {
    least: sum(ranges.map(({ least }) => least)),
    most: most.every((each) => each !== null) ? sum(most) : null,
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0)
}
