import type { AccountTask } from '../../forge.ts'
import { repositoryWeight } from '../repositories/by-path.ts'
import { Checkpoint, dayBefore } from '../repositories/repositories.ts'
import {
  type Ask,
  type Chain,
  type Expected,
  fewestPages,
  page,
  repositoryRow as row,
} from './rounds.ts'

const batch = 100

/**
 * Own repositories, at most daily, and details of those that were met.
 * @param now milliseconds since 1970
 * @param after the rounds in which the others meet theirs: at least, and at most where that is known
 * @param inHand repositories that another account asks for; takes up those of this one
 */
export function expectRepositories(
  task: AccountTask,
  now: number,
  after: { readonly least: number; readonly most: number },
  inHand: Set<string>,
): Expected {
  const remembered = Checkpoint.safeParse(task.checkpoints.repositories).data
  const state = task.full('repositories') === 'begin' ? undefined : remembered
  const due =
    state === undefined ||
    state.readAt === null ||
    state.readAt < dayBefore(now) ||
    state.cursor !== null
  const stored = task.known.stored('repositories')
  const own: Chain = { after: 0, asks: due ? fewestPages(row, stored) : [] }
  const stale = task.known
    .repositoriesReadBefore(dayBefore(now), Number.MAX_SAFE_INTEGER)
    .filter(
      ({ id, handle }) => handle !== null && !inHand.has(id) && state?.vain.includes(id) !== true,
    )
  for (const { id } of stale) inHand.add(id)
  // Own ones that were met are read with the own ones.
  const others = due ? Math.max(0, stale.length - stored) : stale.length
  return {
    least: [own, { after: after.least, asks: details(others) }],
    // One more for a repository met now for the first time.
    most: [
      own,
      {
        after: after.most,
        asks: [...details(stale.length), page(row, spare), ...byPath(task, now)],
      },
    ],
  }
}

const spare = 5

/** `nodes(ids)` is no connection; what is in each row counts (see `repositoriesQuestion`). */
function details(rows: number): Ask[] {
  return Array.from({ length: Math.ceil(rows / batch) }, (_, index) => {
    const some = Math.min(batch, rows - index * batch)
    return { weight: some / 2, calls: some * row.calls }
  })
}

/** Those that only an import told of, as far as nobody else tells of them: a question each, a hundred at a time. */
function byPath(task: AccountTask, now: number): Ask[] {
  const paths = task.known.importedReadBefore(dayBefore(now))
  return Array.from({ length: Math.ceil(paths.length / batch) }, (_, index) => {
    const some = Math.min(batch, paths.length - index * batch)
    return { weight: some * repositoryWeight, calls: some * row.calls }
  })
}
