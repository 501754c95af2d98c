import type { AccountTask, Range } from '../../forge.ts'
import { largestPage, openCheckpoint } from '../pull-requests/authored-checkpoint.ts'
import { pages } from './expected.ts'

/** REST's count, asked beside the first page of a full pass, and where there is nothing. */
const count = 1

/** @param paged the first look brings the first page along; else only whether anything is new */
export function expectMergeRequests(task: AccountTask, paged: boolean): Range {
  const remembered = task.checkpoints['pull-requests'] !== undefined
  if (!remembered) return { least: 1 + count, most: null }
  const { watermark, pass, settled } = openCheckpoint(task)
  const stored = task.known.stored('pull-requests')
  const differs = settled.stored !== 0 || settled.rest !== 0
  const sweep = differs ? pages(stored) + 1 : 0
  if (pass !== null) {
    // How much of it is left is not kept; taken up again, it asks for what is new since, too.
    return { least: 1, most: pages(stored) + 2 + count + sweep }
  }
  if (watermark === null) return full(stored, sweep)
  const zero = stored === 0 ? count : 0
  return { least: paged ? zero : 0, most: (paged ? 0 : 1) + zero + sweep }
}

/** The first page alone, then two at a time from both ends where the server can; else one at a time. */
function full(stored: number, sweep: number): Range {
  const more = Math.max(0, stored - largestPage)
  return {
    least: count + 1 + pages(more, 2 * largestPage),
    most: count + 1 + pages(more) + 1 + sweep,
  }
}
