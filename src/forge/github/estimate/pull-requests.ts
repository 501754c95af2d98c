import type { AccountTask } from '../../forge.ts'
import { firstGlance, heads } from '../graphql/newest-first.ts'
import { usualRows } from '../graphql/page-size.ts'
import { Checkpoint } from '../pull-requests/pull-requests.ts'
import {
  type Ask,
  type Expected,
  fewestPages,
  page,
  pages,
  pullRequestRow as row,
} from './rounds.ts'

/** Ids and nothing else (see `sweepQuestion`). */
const idPage: Ask = { weight: 10, calls: 1 }
/** Those that came in since. */
const spare = 20

export function expectPullRequests(task: AccountTask, crowded: boolean): Expected {
  const remembered = Checkpoint.safeParse(task.checkpoints['pull-requests']).data
  const first = crowded ? firstGlance : usualRows
  if (remembered === undefined) {
    return { least: [{ after: 0, asks: [page(row, first)] }], most: null }
  }
  const stored = task.known.stored('pull-requests')
  const { pass, watermark, total, settled, size } = remembered
  const news = page(row, Math.min(crowded ? heads.crowded : heads.alone, (total ?? stored) + 5))
  const differs = settled !== null || (total !== null && total !== stored)
  const sweep = differs ? Array.from({ length: Math.ceil(stored / 100) + 1 }, () => idPage) : []
  if (task.full('pull-requests') === 'begin') {
    return {
      least: [{ after: 0, asks: fewestPages(row, stored) }],
      most: [{ after: 0, asks: [...pages(row, stored + spare, first), ...sweep] }],
    }
  }
  if (pass !== null) {
    return {
      least: [{ after: 0, asks: [...fewestPages(row, pass.left), news] }],
      most: [{ after: 0, asks: [...pages(row, pass.left, size), news, ...sweep] }],
    }
  }
  const asks = watermark === null ? [page(row, Math.min(size, (total ?? 0) + 5))] : [news]
  return { least: [{ after: 0, asks }], most: [{ after: 0, asks }] }
}
