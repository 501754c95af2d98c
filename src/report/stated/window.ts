/** Days, inclusive; null is open. */
export interface Window {
  readonly since: string | null
  readonly until: string | null
}

export const always: Window = { since: null, until: null }

/** What is counted. `repositories`: those with anything counted in them. */
export type Counted = 'merged' | 'reviewed' | 'commented' | 'repositories'

/** Which projects a count is about; null for all. */
export type Scope = ((key: string) => boolean) | null
