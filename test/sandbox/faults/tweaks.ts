import { noTweaks, type Tweaks } from '../exchange.ts'
import type { Fault } from './rules.ts'

/** Faults that make the honest half do a little wrong. */
export function tweaksOf(struck: readonly Fault[]): Tweaks {
  let { shift, rows, searchLag, searchCount, countedCursors, maxFirst, maxCollections } = noTweaks
  for (const fault of struck) {
    if (fault.kind === 'shifted') shift += fault.by
    if (fault.kind === 'short-pages') rows = fault.rows
    if (fault.kind === 'search-lag') searchLag = fault.newest
    if (fault.kind === 'search-count') searchCount = fault.by
    if (fault.kind === 'counted-cursors') countedCursors = true
    if (fault.kind === 'resource-limits') {
      maxFirst = fault.maxFirst ?? maxFirst
      maxCollections = fault.maxCollections ?? maxCollections
    }
  }
  return { shift, rows, searchLag, searchCount, countedCursors, maxFirst, maxCollections }
}
