/** One request as the forges' halves see it, and what they answer. */
import type { Credentials } from './tokens.ts'

export type ForgeName = 'github' | 'gitlab'

export interface Operation {
  readonly name: string | undefined
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

export interface Request {
  readonly forge: ForgeName
  readonly kind: 'graphql' | 'rest'
  readonly method: string
  /** Address of the API this request came through, without a final slash: links lead back to it. */
  readonly base: string
  /** Below `base`, decoded only where a part is read; begins with a slash. */
  readonly path: string
  readonly query: URLSearchParams
  /** Empty for REST. */
  readonly operations: readonly Operation[]
  /** GitLab: an array was posted, an array is answered. */
  readonly multiplex: boolean
  readonly credentials: Credentials
}

/** What faults ask the honest halves to do a little wrong. */
export interface Tweaks {
  /** Pages after the first start this many items too early (an item came in at the front) or, negative, too late. */
  readonly shift: number
  /** Pages hold at most so many items, however many were asked for. */
  readonly rows: number
  /** Search does not know the newest so many yet. */
  readonly searchLag: number
  /** Search counts so many more than it finds. */
  readonly searchCount: number
  /** Cursors of merge requests are places in the list, not keys of rows. */
  readonly countedCursors: boolean
  /** RESOURCE_LIMITS_EXCEEDED for more than this. */
  readonly maxFirst: number
  readonly maxCollections: number
}

export const noTweaks: Tweaks = {
  shift: 0,
  rows: Number.POSITIVE_INFINITY,
  searchLag: 0,
  searchCount: 0,
  countedCursors: false,
  maxFirst: Number.POSITIVE_INFINITY,
  maxCollections: Number.POSITIVE_INFINITY,
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Sent as JSON; text as it is. */
  readonly body: unknown
}

export function answer(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Answer {
  const type = typeof body === 'string' ? 'text/plain' : 'application/json; charset=utf-8'
  return { status, body, headers: { 'content-type': type, ...headers } }
}

/** The sandbox cannot do what life can: loud, so that no test passes on it. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported'
}
