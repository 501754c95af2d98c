/** A small seeded generator (mulberry32): the same seed gives the same world on every machine. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number
  /** From `low` to `high`, both included. */
  integer(low: number, high: number): number
  pick<T>(items: readonly [T, ...T[]] | readonly T[]): T
  chance(probability: number): boolean
  /** A time between two, in whole seconds. */
  time(from: string, to: string): string
}

export function random(seed: number): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const integer = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    integer,
    chance: (probability) => next() < probability,
    pick(items) {
      const item = items[integer(0, items.length - 1)]
      if (item === undefined) throw new Error('Cannot pick from an empty list')
      return item
    },
    time(from, to) {
      const [low, high] = [Date.parse(from), Date.parse(to)]
      return iso(low + Math.floor(next() * (high - low)))
    },
  }
}

/** In whole seconds, as GitHub writes times. */
export function iso(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}

export function plusHours(time: string, hours: number): string {
  return iso(Date.parse(time) + hours * 3_600_000)
}
