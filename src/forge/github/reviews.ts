import { fromMilliseconds } from '../../contribution/timestamp.ts'
import type { Gap, Timestamp } from '../../contribution/types.ts'
import { type Account, gap, settled } from './account.ts'
import { nothingNew } from './review-probe.ts'
import { lookBack, noReviewsYet, ReviewState } from './review-state.ts'
import { compare } from './review-surplus.ts'
import { sweepReviewed } from './review-sweep.ts'
import { readHint, readSlices } from './search.ts'
import { slicesFor } from './search-slices.ts'
import { type Count, countReviewed } from './touched.ts'
import { newestWindows, yearWindows } from './window-spans.ts'
import { readWindows } from './windows.ts'
import { readYears } from './years.ts'

/**
 * Reads the reviews the account gave: the union of its contribution windows, which name reviews but only the latest for
 * each pull request and nothing for private profiles, and of search, which is late and ends at 1,000 results. Search is
 * read only where its count shows that something is missing.
 */
export async function readReviews(account: Account): Promise<void> {
  const state = account.checkpoint('reviews', ReviewState) ?? noReviewsYet()
  const count: Count = { total: null }
  const counting = countReviewed(account, state, count)
  const [total, read] = await settled([counting, readContributions(account, state, count)])
  const concealed = isConcealed(account, state, total, read)
  state.counted ||= total > 0
  if (!concealed) adopt(state, read)
  await readMissing(account, state, total)
  // What is stored and not there any more may hide what is counted and not stored.
  const nothing = concealed && total === 0
  if (!nothing && (await sweepReviewed(account, state, total))) {
    await readMissing(account, state, total)
  }
  if (!nothing) state.shrank = false
  compare(account, state, total)
  const gaps = remainingGaps(state, total, read, concealed)
  account.page('reviews', [], state, { hostTotal: total, gaps, finished: true })
}

/**
 * The profile shows nothing where there is something; or neither search nor the newest windows, which are mostly empty,
 * show anything any more of what search once counted.
 */
function isConcealed(
  { task, seen }: Account,
  { counted }: ReviewState,
  total: number,
  { blank, recent }: Contributions,
): boolean {
  const stored = task.known.stored('reviews')
  if (blank) return total > 0 || stored > 0
  const shown = seen.size > 0 || (recent?.length ?? 0) > 0
  return counted && total === 0 && stored > 0 && !shown
}

/** What a pass over the contribution windows showed. */
interface Contributions {
  readonly startedAt: Timestamp | null
  /** Rows that exist and may not be seen. */
  readonly hidden: number
  /** There was nothing at all: no contributions, or a private profile. */
  readonly blank: boolean
  readonly recent: readonly string[] | null
}

async function readContributions(
  account: Account,
  state: ReviewState,
  count: Count,
): Promise<Contributions> {
  if (state.windows !== null) {
    const earlier = await runWindows(account, state, count, true)
    if (!earlier.blank) adopt(state, earlier)
  }
  const idle = await nothingNew(account, state)
  if (idle !== null) return { ...idle, hidden: 0, blank: false }
  state.windows = await plan(account, state)
  return await runWindows(account, state, count, false)
}

async function plan(
  account: Account,
  { watermark }: ReviewState,
): Promise<NonNullable<ReviewState['windows']>> {
  const nothing = { startedAt: null, found: 0, hidden: 0, years: 0 }
  if (watermark !== null) {
    return { ...nothing, all: false, open: newestWindows(watermark, account.client.now()) }
  }
  const years = await readYears(account)
  const now = account.client.now()
  return {
    ...nothing,
    startedAt: fromMilliseconds(now),
    all: true,
    years: years.length,
    open: yearWindows(years, now),
  }
}

async function runWindows(
  account: Account,
  state: ReviewState,
  count: Count,
  resumed: boolean,
): Promise<Contributions> {
  const { windows } = state
  if (windows === null) return { startedAt: null, hidden: 0, blank: false, recent: null }
  const end = await readWindows(account, state, windows, count)
  state.windows = null
  const { startedAt, hidden, years, found } = windows
  const blank = windows.all ? found === 0 : end.blank
  if (windows.all) state.whole = { years, found, met: account.seen.size }
  return { startedAt, hidden, blank, recent: resumed ? null : end.recent }
}

/** The pass ended clean: what it showed is where the next one begins. */
function adopt(state: ReviewState, { startedAt, hidden, recent }: Contributions): void {
  if (startedAt === null || hidden > 0) return
  state.watermark = startedAt
  state.recent = recent === null ? null : stillRecent(recent, startedAt)
}

/** More of the newest contributions than this are not worth remembering: nobody with so many is idle. */
const mostRecent = 30

function stillRecent(recent: readonly string[], watermark: Timestamp): string[] | null {
  const from = fromMilliseconds(Date.parse(watermark) - lookBack * 1000)
  const kept = recent.filter((line) => line >= from)
  return kept.length > mostRecent ? null : kept.sort().reverse()
}

/** Reads what search knows and the windows did not tell. */
async function readMissing(account: Account, state: ReviewState, total: number): Promise<void> {
  const stored = () => account.task.known.stored('reviews')
  if (state.search === null) {
    let hidden = 0
    if (total > stored() && !sameAsSettled(state, total, stored()) && state.searched !== null) {
      hidden = await readHint(account, state, total, state.searched)
    }
    // Of a pull request that is there, a review may have been kept from us: nothing but another look shows it.
    const secret = hidden + (state.settled?.hidden ?? 0) > 0
    if (total <= stored() && !secret) return brought(account, state)
    if (total > stored() && sameAsSettled(state, total, stored())) return
    const firstYear = await account.firstYear()
    const open = slicesFor(total, firstYear, account.client.now())
    state.search = { open, hidden: 0, capped: [] }
  }
  const { search } = state
  await readSlices(account, state, search, total)
  brought(account, state)
  const { hidden, capped } = search
  if (total <= stored() && hidden === 0) return
  state.settled = { count: total, stored: stored(), hidden, capped }
}

/** Everything search knows has been looked at. */
function brought(account: Account, state: ReviewState): void {
  state.search = null
  state.settled = null
  state.searched = fromMilliseconds(account.client.now())
}

function sameAsSettled({ settled: known }: ReviewState, count: number, stored: number): boolean {
  return known?.count === count && known.stored === stored
}

function remainingGaps(
  state: ReviewState,
  total: number,
  read: Contributions,
  concealed: boolean,
): Gap[] {
  const gaps: Gap[] = []
  const unseen = read.hidden + (state.settled?.hidden ?? 0)
  if (unseen > 0) gaps.push(gap('forbidden', `${unseen} reviews may not be seen with this token`))
  if (concealed) {
    const detail =
      total > 0
        ? 'the profile shows no contributions: only search was read'
        : 'the host shows none of the reviews it once showed: the profile is private, or they are gone'
    gaps.push(gap('profile-private', detail))
  }
  for (const day of state.settled?.capped ?? []) {
    const from = `${day}T00:00:00Z` as Timestamp
    const detail = `search shows 1000 of the pull requests created on ${day}`
    gaps.push({ reason: 'result-cap', from, until: null, detail })
  }
  if (state.settled !== null && gaps.length === 0) {
    const detail = `the host counts ${total}, ${state.settled.stored} could be read`
    gaps.push(gap('total-differs', detail))
  }
  return gaps
}
