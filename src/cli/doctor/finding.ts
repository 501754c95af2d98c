/** One thing the doctor looked at. */
export interface Finding {
  readonly check:
    | 'node'
    | 'configuration'
    | 'token'
    | 'reachability'
    | 'budget'
    | 'clock'
    | 'database'
    | 'document'
  readonly state: 'ok' | 'warning' | 'problem'
  /** What it is about: a host, a file. */
  readonly subject: string
  readonly message: string
  /** What to do; null only where all is well. */
  readonly fix: string | null
}

export function fine(check: Finding['check'], subject: string, message: string): Finding {
  return { check, state: 'ok', subject, message, fix: null }
}
