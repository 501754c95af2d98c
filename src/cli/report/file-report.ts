import type { Conflict, Problem } from '../../report/update/document.ts'
import type { Why } from '../../report/why.ts'

/** What became of one document or ledger. */
export interface FileReport {
  /** As the configuration writes it. */
  readonly file: string
  readonly state: 'unchanged' | 'written' | 'outdated' | 'refused' | 'left'
  readonly problem: Problem | null
  readonly conflicts: readonly Conflict[]
  /** Empty when nothing changed, and unless it was asked for. */
  readonly diff: string
  readonly backup: string | null
  /** Further problems, one sentence each. */
  readonly notes: readonly string[]
  /** One for each section of a document; left out unless it was asked for. */
  readonly why?: readonly Why[]
}

export function refused(file: string, message: string): FileReport {
  return {
    file,
    state: 'refused',
    problem: { line: null, message },
    conflicts: [],
    diff: '',
    backup: null,
    notes: [],
  }
}
