import type { AccountTask } from '../../forge.ts'
import { firstGlance, heads } from '../graphql/newest-first.ts'
import { usualRows } from '../graphql/page-size.ts'
import { idSlices } from '../reviews/search-slices.ts'
import { ReviewState } from '../reviews/state.ts'
import { newestWindows } from '../reviews/window-spans.ts'
import {
  type Ask,
  type Chain,
  type Expected,
  fewestPages,
  page,
  pages,
  reviewedRow as row,
} from './rounds.ts'

/** How many search counts; the years with contributions. */
const count: Ask = { weight: 1, calls: 1 }
const touched: Ask = page(row, heads.alone)
const years: Ask = { weight: 1, calls: 0 }
/** Rows of reviews listed within a pull request before a page of their own is asked for (see `reviewedFields`). */
const listed = 10
const perSweep = 50
const idPage = 100
const ids: Ask = { weight: idPage / 10, calls: 1 }
/** GitHub's: in which an account was made is not known here. */
const firstYear = 2008
const spare = 20

/** @param now milliseconds since 1970 */
export function expectReviews(task: AccountTask, crowded: boolean, now: number): Expected {
  const remembered = ReviewState.safeParse(task.checkpoints.reviews).data
  const counting: Chain = { after: 0, asks: [looking(remembered, crowded)] }
  if (remembered === undefined) return { least: [counting], most: null }
  if (task.full('reviews') === 'begin') {
    return whole(task, remembered, crowded, now, chain([count]))
  }
  const news = newest(remembered, crowded, now)
  const open = [...(remembered.windows?.open ?? []), ...(remembered.search?.open ?? [])]
  const least = [counting, ...open.map(({ left }) => chain(fewestPages(row, left ?? 0)))]
  if (news === null || open.some(({ left }) => left === null)) return { least, most: null }
  const rest = open.map(({ left }) => chain(pages(row, left ?? 0, remembered.size)))
  const after = Math.max(0, ...rest.map(({ asks }) => asks.length))
  const more = (asks: readonly Ask[]): Chain => ({ after, asks })
  // Where more was stored than search counted, its ids may be listed again (see `relist`).
  const { matched } = remembered
  const apart = matched !== null && matched.stored > matched.count
  const doubtful = lookedAt(task.known.stubs(Number.MAX_SAFE_INTEGER).length)
  return {
    least: [...least, more(news.least)],
    most: [
      crowded ? chain([count, touched]) : counting,
      ...rest,
      more([...news.most, ...doubtful]),
      ...(apart ? listing(matched.count + spare, now) : []),
    ],
  }
}

/** What changed comes with the count, unless so many are read at once that the newest row is looked at first. */
function looking(remembered: ReviewState | undefined, crowded: boolean): Ask {
  return remembered?.touched == null || crowded ? count : touched
}

/** What came since the watermark. Null while the years were not read to their end. */
function newest(
  { watermark, recent, size }: ReviewState,
  crowded: boolean,
  now: number,
): { readonly least: readonly Ask[]; readonly most: readonly Ask[] } | null {
  if (watermark === null) return null
  const windows = newestWindows(watermark, now).map(() => page(row, crowded ? firstGlance : size))
  const [first] = windows
  const asks = first === undefined ? [] : [first]
  // More than fit one page lie within the days that are looked at again; then what search alone knows.
  const further = (recent?.length ?? Number.POSITIVE_INFINITY) + spare > firstGlance && crowded
  const many = further || recent === null ? [page(row, size)] : []
  // A count that brings something new may be asked for once more (see `confirmed`).
  const most = [...windows, ...many, count, page(row, size)]
  const probed = crowded && recent !== null && windows.length === 1
  if (!probed) return { least: asks, most }
  const probe: Ask = { weight: Math.max(1, (recent.length + 1) / 10), calls: 1 }
  return { least: [probe], most: [probe, ...most] }
}

/** All years, side by side; how many there are, and how much is in them, the last such reading showed. */
function whole(
  { known }: AccountTask,
  { whole: last }: ReviewState,
  crowded: boolean,
  now: number,
  counting: Chain,
): Expected {
  const least: Chain[] = [counting, chain([years])]
  if (last === null) return { least, most: null }
  const reviewed = known.reviewed()
  if (last.years > 0) {
    // However they are spread: no year holds less than the average.
    const average = Math.ceil(last.found / last.years)
    least.push({ after: 1, asks: fewestPages(row, average) })
    for (let year = 1; year < last.years; year++) least.push({ after: 1, asks: [page(row, 0)] })
  }
  const first = crowded ? firstGlance : usualRows
  const longest = pages(row, last.found + spare, first)
  const most: Chain[] = [counting, chain([years]), { after: 1, asks: longest }]
  for (let year = 0; year < last.years; year++) {
    most.push({ after: 1, asks: [page(row, first)] })
  }
  most.push(...listing(last.found + spare, now))
  const long = reviewed.filter(({ id }) => known.reviewsOf(id).length > listed).length
  for (let each = 0; each < long; each++) most.push({ after: 2, asks: [{ weight: 10, calls: 1 }] })
  const swept = lookedAt(reviewed.length - last.met)
  most.push({ after: 1 + longest.length, asks: [count, ...swept, page(row, first)] })
  return { least, most }
}

/** The ids search lists, slice by slice (see `compareIds`), however they are spread. */
function listing(rows: number, now: number): Chain[] {
  const slices = idSlices(rows, firstYear, now).length
  const further = Array.from({ length: Math.floor(rows / idPage) }, () => ids)
  return [
    { after: 1, asks: [ids, ...further] },
    ...Array.from({ length: slices - 1 }, () => ({ after: 1, asks: [ids] })),
  ]
}

/** What is stored and was not met is looked at by itself (see `sweepReviewed`). */
function lookedAt(rows: number): Ask[] {
  return Array.from({ length: Math.ceil(Math.max(0, rows) / perSweep) }, () => page(row, perSweep))
}

function chain(asks: readonly Ask[]): Chain {
  return { after: 0, asks }
}
