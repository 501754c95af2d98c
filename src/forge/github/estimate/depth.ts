import type { AccountTask } from '../../forge.ts'
import type { Ask, Expected } from './rounds.ts'

const batch = 100
/** Reviews without words that come in meanwhile. */
const spare = 20

/** Asked side by side once the reviews are read (see `readDepth`). @param after the round in which they are, at most */
export function expectDepth(task: AccountTask, after: number): Expected {
  const inDoubt = task.known.reviewsInDoubt(
    Number.MAX_SAFE_INTEGER,
    task.full('reviews') !== 'no',
  ).length
  const most = Array.from({ length: Math.ceil((inDoubt + spare) / batch) }, (_, index): Ask => {
    const reviews = Math.min(batch, inDoubt + spare - index * batch)
    return { weight: reviews / 4, calls: reviews }
  })
  return { least: [], most: most.map((ask) => ({ after, asks: [ask] })) }
}
