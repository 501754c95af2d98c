import type { RequestLog } from '../../test/sandbox/server/log.ts'

/**
 * Requests in the longest chain in which each came after the answer to the one before: those of the run that could not
 * have overlapped as it was driven.
 */
export function longestChain(requests: readonly RequestLog[]): number {
  const inOrder = requests.toSorted((a, b) => a.at - b.at)
  const lengths: number[] = []
  for (const [index, request] of inOrder.entries()) {
    const before = inOrder
      .slice(0, index)
      .map((other, place) => ((other.answeredAt ?? Infinity) <= request.at ? lengths[place] : 0))
    lengths.push(1 + Math.max(0, ...before.map((length) => length ?? 0)))
  }
  return Math.max(0, ...lengths)
}

/** Seconds from the first request to the last answer. */
export function span(requests: readonly RequestLog[]): number {
  const first = Math.min(...requests.map(({ at }) => at))
  const last = Math.max(...requests.map(({ answeredAt }) => answeredAt ?? 0))
  return (last - first) / 1000
}

/** What was asked, for the reader of a miss: `Authored ×10, users/:id/events ×4`. */
export function operations(requests: readonly RequestLog[]): string {
  const counts = new Map<string, number>()
  for (const { kind, path, operations } of requests) {
    const names = operations.map(({ name }) => name ?? 'query')
    const packed = new Set(names).size === 1 ? names[0] : names.join('+')
    const name =
      kind === 'graphql'
        ? (packed ?? 'query')
        : (path.split('?')[0] ?? path).replace(/\/[^/]*\d[^/]*/g, '/:id')
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].map(([name, count]) => `${name} ×${count}`).join(', ')
}
