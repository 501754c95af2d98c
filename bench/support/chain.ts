import type { RequestLog } from '../../test/sandbox/server/log.ts'

/** Requests each of which came after the answer to the one before. */
export interface Chain {
  readonly length: number
  /** Time the forge took for its answers, one after the other. */
  readonly seconds: number
}

/**
 * The chain that takes longest: requests of the run that could not have overlapped as it was driven. Its time is made of
 * what the sandbox really took, which is the latency unless it was kept from its work.
 */
export function longestChain(requests: readonly RequestLog[]): Chain {
  const inOrder = requests.toSorted((a, b) => a.at - b.at)
  const ends: { readonly answeredAt: number; readonly chain: Chain }[] = []
  for (const { at, answeredAt } of inOrder) {
    if (answeredAt === null) continue
    const before = slowest(ends.filter((end) => end.answeredAt <= at).map(({ chain }) => chain))
    const seconds = before.seconds + (answeredAt - at) / 1000
    ends.push({ answeredAt, chain: { length: before.length + 1, seconds } })
  }
  return slowest(ends.map(({ chain }) => chain))
}

function slowest(chains: readonly Chain[]): Chain {
  return chains.reduce((most, chain) => (chain.seconds > most.seconds ? chain : most), {
    length: 0,
    seconds: 0,
  })
}

/** Seconds from the first request to the last answer. */
export function span(requests: readonly RequestLog[]): number {
  const first = Math.min(...requests.map(({ at }) => at))
  const last = Math.max(...requests.map(({ answeredAt }) => answeredAt ?? 0))
  return (last - first) / 1000
}

/** What was asked: `Tracker ×10, /users/:id/events ×4`. */
export function operations(requests: readonly RequestLog[]): string {
  const counts = new Map<string, number>()
  for (const request of requests) {
    const name = request.kind === 'graphql' ? operationsOf(request) : placeOf(request)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].map(([name, count]) => `${name} ×${count}`).join(', ')
}

function operationsOf({ operations }: RequestLog): string {
  return [...new Set(operations.map(({ name }) => name ?? 'query'))].join('+')
}

function placeOf({ path }: RequestLog): string {
  return path.replace(/\?.*/, '').replace(/\/[^/]*\d[^/]*/g, '/:id')
}
