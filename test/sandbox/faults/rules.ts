/** What can go wrong, and on which request it does. */
import type { ForgeName, Request } from '../exchange.ts'
import type { World } from '../world.ts'

export interface FaultRule {
  readonly match: ((request: Request) => boolean) | RequestMatch
  /** How often it strikes. Left out: once; for ever when `match.from` is given and for the standing faults below. */
  readonly times?: number
  readonly fault: Fault
}

interface RequestMatch {
  readonly forge?: ForgeName
  readonly kind?: Request['kind']
  readonly path?: RegExp
  /** Name of a GraphQL operation. */
  readonly operation?: RegExp
  /** Only the nth request, from 1, of those that fit all the above. */
  readonly index?: number
  /** The nth and all that follow. */
  readonly from?: number
}

export type Fault =
  /** GitHub's primary limit; the reset header lies `resetIn` seconds ahead. GraphQL answers 200 with `type`. */
  | {
      readonly kind: 'primary-limit'
      readonly resetIn: number
      readonly status?: 403 | 429
      readonly type?: 'RATE_LIMITED' | 'RATE_LIMIT'
    }
  /** GitHub's secondary limit in each of its forms; `retryAfter` in seconds, left out when GitHub does. */
  | {
      readonly kind: 'secondary-limit'
      readonly form: '403' | '429' | '200-message' | '200-errors'
      readonly retryAfter?: number
    }
  /** GitLab's 429: with headers when throttled by the rack, without when by the application. */
  | { readonly kind: 'throttled'; readonly retryAfter?: number }
  | {
      readonly kind: 'status'
      readonly status: 500 | 502 | 503 | 504
      readonly retryAfter?: number
    }
  | { readonly kind: 'reset-before-headers' }
  | { readonly kind: 'reset-after-headers' }
  /** Accepts the request and never answers. */
  | { readonly kind: 'stall' }
  /** 200 and half of the body, as a whole answer. */
  | { readonly kind: 'truncated-json' }
  /** A body said to be gzip that is none, or whose end is missing. */
  | { readonly kind: 'broken-gzip' }
  | { readonly kind: 'cut-gzip' }
  /** 200 and JSON nested without end. */
  | { readonly kind: 'deep-json' }
  /** A proxy's page with status 200. */
  | { readonly kind: 'html' }
  /** A refusal in words that the test chooses; `type` as GraphQL on GitHub names it. */
  | {
      readonly kind: 'words'
      readonly status: number
      readonly words: string
      readonly type?: string
    }
  | { readonly kind: 'revoked' }
  /** To the stranger, or wherever `location` says. */
  | { readonly kind: 'redirect'; readonly status?: 301 | 302 | 307; readonly location?: string }
  /** The next page's link leads to the stranger; `only`: and no other header says what comes next. */
  | { readonly kind: 'foreign-next'; readonly only?: boolean }
  /** Null at `path` of the data with a FORBIDDEN beside it; the rest stands. */
  | { readonly kind: 'forbidden-path'; readonly path: readonly (string | number)[] }
  /** The same, wherever there is something: the first or last field asked for, or row of any list. */
  | { readonly kind: 'forbidden'; readonly what: 'field' | 'row'; readonly which: 'first' | 'last' }
  /** Runs just before the answer is worked out. */
  | { readonly kind: 'mutate'; readonly change: (world: World) => void }
  /** Later pages start `by` items too early (one came in at the front) or, negative, too late (one was taken out). */
  | { readonly kind: 'shifted'; readonly by: number }
  // Standing faults:
  /** RESOURCE_LIMITS_EXCEEDED for larger pages, or for more contribution collections in one operation. */
  | {
      readonly kind: 'resource-limits'
      readonly maxFirst?: number
      readonly maxCollections?: number
    }
  /** Pages hold at most so many items, however many were asked for; the next page goes on behind them. */
  | { readonly kind: 'short-pages'; readonly rows: number }
  /** GitHub's search does not find the newest so many yet. */
  | { readonly kind: 'search-lag'; readonly newest: number }
  /** GitHub's search counts so many more than there are or, negative, fewer: its counts are estimates. */
  | { readonly kind: 'search-count'; readonly by: number }
  /** Cursors are places in the list, as where GitLab cannot page by key, and as GitHub's may be: the same from either end. */
  | { readonly kind: 'counted-cursors' }
  /** `hasNextPage` with the cursor that was given; on GitLab's REST the next page is this one. */
  | { readonly kind: 'stuck-cursor' }
  /** The `Date` header is off by so many seconds. */
  | { readonly kind: 'wrong-clock'; readonly by: number }

const standing: readonly Fault['kind'][] = [
  'resource-limits',
  'short-pages',
  'search-lag',
  'search-count',
  'counted-cursors',
  'stuck-cursor',
  'wrong-clock',
]

export interface RuleBook {
  /** The faults that strike this request, in the order of their rules. */
  strike(request: Request): readonly Fault[]
  /** How often a rule has struck. */
  fired(rule: FaultRule): number
}

/** `rules` is read anew for each request: tests add to it while the sandbox runs. */
export function newRuleBook(rules: readonly FaultRule[]): RuleBook {
  const counts = new Map<FaultRule, { seen: number; fired: number }>()
  const countOf = (rule: FaultRule) => {
    const count = counts.get(rule) ?? { seen: 0, fired: 0 }
    counts.set(rule, count)
    return count
  }
  return {
    fired: (rule) => countOf(rule).fired,
    strike: (request) =>
      rules
        .filter((rule) => {
          const count = countOf(rule)
          if (!fits(rule.match, request)) return false
          count.seen++
          if (!isTurn(rule.match, count.seen) || count.fired >= timesOf(rule)) return false
          count.fired++
          return true
        })
        .map((rule) => rule.fault),
  }
}

function timesOf({ times, match, fault }: FaultRule): number {
  const forEver =
    standing.includes(fault.kind) || (typeof match === 'object' && match.from !== undefined)
  return times ?? (forEver ? Number.POSITIVE_INFINITY : 1)
}

function fits(match: FaultRule['match'], request: Request): boolean {
  if (typeof match === 'function') return match(request)
  const { forge, kind, path, operation } = match
  return (
    (forge === undefined || forge === request.forge) &&
    (kind === undefined || kind === request.kind) &&
    (path === undefined || path.test(request.path)) &&
    (operation === undefined || request.operations.some(({ name = '' }) => operation.test(name)))
  )
}

function isTurn(match: FaultRule['match'], seen: number): boolean {
  if (typeof match === 'function') return true
  if (match.index !== undefined) return seen === match.index
  return seen >= (match.from ?? 1)
}
