import type { AccountTask } from '../../forge.ts'
import { Checkpoint, isLookDue } from '../commands/commands.ts'
import { firstGlance, heads } from '../graphql/newest-first.ts'
import { usualRows } from '../graphql/page-size.ts'
import { type Ask, type Expected, fewestPages, page, pages, commentRow as row } from './rounds.ts'

/** A look at the newest comments. */
const look: Ask = { weight: 2, calls: 1 }
const nothing: Expected = { least: [], most: [] }

/** @param now milliseconds since 1970 */
export function expectCommands(task: AccountTask, crowded: boolean, now: number): Expected {
  if (task.commands === false) return nothing
  const remembered = Checkpoint.safeParse(task.checkpoints.commands).data
  const anew = task.full('commands') === 'begin'
  const reading = task.commands === true || remembered?.reading === true
  if (!reading) {
    const due = anew || remembered === undefined || isLookDue(remembered, now)
    const asks = due ? [look] : []
    const least = [{ after: 0, asks }]
    return { least, most: remembered === undefined ? null : least }
  }
  const first = crowded ? firstGlance : usualRows
  const known = remembered !== undefined && (remembered.total !== null || remembered.pass !== null)
  if (!known) return { least: [{ after: 0, asks: [page(row, first)] }], most: null }
  const { pass, total, size } = remembered
  const news = page(row, Math.min(crowded ? heads.crowded : heads.alone, (total ?? 0) + 5))
  if (anew) {
    const rows = Math.max(total ?? 0, task.known.stored('commands'))
    return {
      least: [{ after: 0, asks: fewestPages(row, task.known.stored('commands')) }],
      most: [{ after: 0, asks: pages(row, rows + heads.alone, first) }],
    }
  }
  if (pass === null)
    return { least: [{ after: 0, asks: [news] }], most: [{ after: 0, asks: [news] }] }
  return {
    least: [{ after: 0, asks: [...fewestPages(row, pass.left), news] }],
    most: [{ after: 0, asks: [...pages(row, pass.left, size), news] }],
  }
}
