import { fromMilliseconds, plusSeconds } from '../../../contribution/timestamp.ts'
import type { AccountTask, Range } from '../../forge.ts'
import { perRequest } from '../repositories/details.ts'
import { pathsPerOperation } from '../repositories/imported.ts'
import { Checkpoint, intervalSeconds } from '../repositories/projects.ts'
import { hintHolds } from '../reviews/checkpoint.ts'
import { pages } from './expected.ts'

/** @param now milliseconds since 1970 */
export function expectProjects(task: AccountTask, now: number): Range {
  const anew = task.full('repositories') === 'begin'
  const readAt = anew
    ? null
    : (Checkpoint.safeParse(task.checkpoints.repositories).data?.readAt ?? null)
  const before = plusSeconds(fromMilliseconds(now), -intervalSeconds)
  const stale = task.known.repositoriesReadBefore(before, Number.MAX_SAFE_INTEGER).length
  // Whatever is due. One by one, where none of them is shown under its path.
  const imported = task.known.importedReadBefore(before).length
  const byPath = pages(imported, pathsPerOperation) + imported
  // Due or not, those of accounts without a sign of life are asked for, all together.
  if (readAt !== null && readAt > before) return { least: 0, most: (stale > 0 ? 1 : 0) + byPath }
  const stored = task.known.stored('repositories')
  // Pages of own ones. What GraphQL alone tells of them, and of those met, rides with merge requests where it can; one
  // project more may be met now.
  const lists = Math.max(1, pages(stored, perRequest))
  const most =
    2 * Math.max(1, pages(stored + 1, perRequest)) + pages(stale, perRequest) + 1 + byPath
  const skippable = readAt !== null && now - Date.parse(readAt) < hintHolds
  return { least: skippable ? 0 : lists, most }
}
