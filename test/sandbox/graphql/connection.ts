/** Pages of a list by opaque cursors. */
import type { Tweaks } from '../exchange.ts'
import { forgeError } from './run.ts'

/** How a list is ordered: by a text or number, then by id. */
export interface Order<T> {
  readonly key: (item: T) => string | number
  readonly id: (item: T) => number
  readonly descending: boolean
}

export interface PageArguments {
  readonly first?: number | null
  readonly last?: number | null
  readonly after?: string | null
  readonly before?: string | null
}

export interface Connection<T> {
  readonly totalCount: number
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
  readonly nodes: readonly (T | Error)[]
  readonly edges: readonly { readonly cursor: string; readonly node: T | Error }[]
}

export function sorted<T>(items: Iterable<T>, order: Order<T>): T[] {
  const sign = order.descending ? -1 : 1
  return Array.from(items, (item) => ({ item, at: place(item, order) }))
    .sort((a, b) => sign * compare(a.at, b.at))
    .map(({ item }) => item)
}

/**
 * A page of `items`, which are in `order`. The cursor names the last item's place in the order, so that what moves to the
 * front meanwhile does not shift the rest, as in the tables of both forges. It says nothing of the direction, as GitLab's do
 * not (source, `Gitlab::Pagination::Keyset::Order#cursor_attributes_for_node`): one row has one cursor from either end.
 */
export function page<T>(
  items: readonly T[],
  order: Order<T>,
  args: PageArguments,
  tweaks: Partial<Pick<Tweaks, 'shift' | 'rows' | 'countedCursors'>> = {},
  guard?: (item: T) => T | Error,
): Connection<T> {
  if (tweaks.countedCursors) return pageByPosition(items, args, tweaks, guard)
  const from = args.after ? countUntil(items, order, decode(args.after), true) : 0
  const until = args.before ? countUntil(items, order, decode(args.before), false) : items.length
  const start = args.after ? Math.max(0, from - (tweaks.shift ?? 0)) : from
  const bounds: [number, number] = [start, until]
  return cut(items, bounds, short(args, tweaks), (item) => encode(place(item, order)), guard)
}

/** A page of a list without an order of its own: the cursor is a position. `reach` ends paging before the list does. */
export function pageByPosition<T>(
  items: readonly T[],
  args: PageArguments,
  options: Partial<Pick<Tweaks, 'shift' | 'rows'>> & { readonly reach?: number } = {},
  guard?: (item: T) => T | Error,
): Connection<T> {
  const reach = Math.min(options.reach ?? items.length, items.length)
  const start = args.after ? Number(decode(args.after)[0]) - (options.shift ?? 0) : 0
  const end = args.before ? Number(decode(args.before)[0]) - 1 : reach
  const bounds: [number, number] = [Math.min(Math.max(0, start), reach), Math.min(end, reach)]
  return cut(items, bounds, short(args, options), (_, index) => encode([index + 1, 0]), guard)
}

function short(args: PageArguments, { rows }: Partial<Pick<Tweaks, 'rows'>>): PageArguments {
  if (rows === undefined || args.first == null) return args
  return { ...args, first: Math.min(args.first, rows) }
}

function cut<T>(
  items: readonly T[],
  bounds: [number, number],
  args: PageArguments,
  cursor: (item: T, index: number) => string,
  guard: (item: T) => T | Error = (item) => item,
): Connection<T> {
  let [start, end] = bounds
  if (args.first != null) end = Math.min(end, start + args.first)
  else if (args.last != null) start = Math.max(start, end - args.last)
  const shown = items.slice(start, end)
  const cursors = shown.map((item, index) => cursor(item, start + index))
  const nodes = shown.map(guard)
  return {
    totalCount: items.length,
    pageInfo: {
      hasNextPage: end < bounds[1],
      hasPreviousPage: start > 0,
      startCursor: cursors[0] ?? null,
      endCursor: cursors.at(-1) ?? null,
    },
    nodes,
    edges: nodes.map((node, index) => ({ cursor: cursors[index] ?? '', node })),
  }
}

type Place = readonly [key: string | number, id: number]

function place<T>(item: T, order: Order<T>): Place {
  return [order.key(item), order.id(item)]
}

function compare(a: Place, b: Place): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1
  return a[1] - b[1]
}

/** How many items stand before the place (or at it, when `inclusive`), by halving. */
function countUntil<T>(
  items: readonly T[],
  order: Order<T>,
  wanted: Place,
  inclusive: boolean,
): number {
  const sign = order.descending ? -1 : 1
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >> 1
    const difference = sign * compare(place(items[middle] as T, order), wanted)
    if (difference < 0 || (inclusive && difference === 0)) low = middle + 1
    else high = middle
  }
  return low
}

function encode(place: Place): string {
  return Buffer.from(`cursor:v2:${JSON.stringify(place)}`).toString('base64')
}

function decode(cursor: string): Place {
  const text = Buffer.from(cursor, 'base64').toString()
  if (!text.startsWith('cursor:v2:')) {
    throw forgeError(
      `\`${cursor}\` does not appear to be a valid cursor.`,
      'INVALID_CURSOR_ARGUMENTS',
    )
  }
  return JSON.parse(text.slice('cursor:v2:'.length)) as Place
}
