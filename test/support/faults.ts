import { vi } from 'vitest'
import type { ForgeKind } from '../../src/forge/kinds.ts'
import type { Fault, FaultRule } from '../sandbox/faults/rules.ts'
import type { Sandbox } from '../sandbox/server.ts'

/** Every way a forge or the network fails, with the failure it must be called when it does not pass. */
const common: readonly (readonly [Fault, string])[] = [
  [{ kind: 'status', status: 500 }, 'unavailable'],
  [{ kind: 'status', status: 502 }, 'unavailable'],
  [{ kind: 'status', status: 503 }, 'unavailable'],
  [{ kind: 'status', status: 503, retryAfter: 5 }, 'unavailable'],
  [{ kind: 'status', status: 503, retryAfter: 1800 }, 'unavailable'],
  [{ kind: 'status', status: 504 }, 'unavailable'],
  [{ kind: 'stall' }, 'unavailable'],
  [{ kind: 'reset-before-headers' }, 'unavailable'],
  [{ kind: 'reset-after-headers' }, 'unavailable'],
  [{ kind: 'truncated-json' }, 'unavailable'],
  [{ kind: 'broken-gzip' }, 'unavailable'],
  [{ kind: 'cut-gzip' }, 'unavailable'],
  [{ kind: 'deep-json' }, 'unavailable'],
  [{ kind: 'html' }, 'unavailable'],
  [{ kind: 'revoked' }, 'auth'],
  [{ kind: 'redirect' }, 'protocol'],
  [{ kind: 'redirect', status: 301 }, 'protocol'],
]
const secondary = (['403', '429', '200-message', '200-errors'] as const).flatMap((form) => [
  [{ kind: 'secondary-limit', form }, 'rate-limit'] as const,
  [{ kind: 'secondary-limit', form, retryAfter: 5 }, 'rate-limit'] as const,
])
export const faultsOf: Readonly<Record<ForgeKind, readonly (readonly [Fault, string])[]>> = {
  github: [
    ...common,
    ...secondary,
    [{ kind: 'primary-limit', resetIn: 5 }, 'rate-limit'],
    [{ kind: 'primary-limit', resetIn: 5, type: 'RATE_LIMIT' }, 'rate-limit'],
    [{ kind: 'primary-limit', resetIn: 3600 }, 'rate-limit'],
  ],
  gitlab: [
    ...common,
    [{ kind: 'throttled' }, 'rate-limit'],
    [{ kind: 'throttled', retryAfter: 5 }, 'rate-limit'],
    [{ kind: 'throttled', retryAfter: 3600 }, 'rate-limit'],
  ],
}

export function nameOf(fault: Fault): string {
  const { kind, ...rest } = fault
  return [kind, ...Object.entries(rest).map(([key, value]) => `${key} ${String(value)}`)].join(' ')
}

/**
 * A stalled request ends when its 30 s are over: they pass at once, and for it alone, as no other timer is faked. Whoever
 * calls this calls `vi.useRealTimers` afterwards.
 */
export function letTimePass(sandbox: Sandbox, match: FaultRule['match'], times: number): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const change = () => void setImmediate(() => vi.advanceTimersByTime(30_000))
  sandbox.faults.push({ match, fault: { kind: 'mutate', change }, times })
}
