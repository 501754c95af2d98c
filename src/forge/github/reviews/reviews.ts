import { fromMilliseconds } from '../../../contribution/timestamp.ts'
import type { Gap, Timestamp } from '../../../contribution/types.ts'
import { type Account, gap, settled } from '../account.ts'
import { confirmed, isSettled, isUnmasked } from './doubt.ts'
import { compareIds, lookAhead } from './ids.ts'
import { nothingNew } from './probe.ts'
import { readHint, readSlices } from './search.ts'
import { slicesFor } from './search-slices.ts'
import { lookBack, noReviewsYet, ReviewState } from './state.ts'
import { compare } from './surplus.ts'
import { sweepReviewed } from './sweep.ts'
import { type Count, countReviewed } from './touched.ts'
import { newestWindows, yearWindows } from './window-spans.ts'
import { readWindows, type Windows } from './windows.ts'
import { readYears } from './years.ts'

/**
 * Reads the reviews the account gave: the union of its contribution windows, which name reviews but only the latest for
 * each pull request and nothing for private profiles, and of search, which is late and ends at 1,000 results. A reading of
 * all windows compares ids; else search is read only where its count shows that something is missing.
 */
export async function readReviews(account: Account): Promise<void> {
  const state = believable(account, account.checkpoint('reviews', ReviewState) ?? noReviewsYet())
  const count: Count = { total: null }
  const counting = countReviewed(account, state, count)
  const reading = readContributions(account, state, counting, count)
  const [counted, read] = await settled([counting, reading])
  const total = await confirmed(account, state, counted)
  const concealed = isConcealed(account, state, total, read)
  state.counted ||= total > 0
  if (!concealed) adopt(state, read)
  const search = read.search ?? (await relist(account, state, total))
  await readMissing(account, state, total, search === 'short')
  // What is stored and not there any more may hide what is counted and not stored.
  const nothing = concealed && total === 0
  if (!nothing && (await sweepReviewed(account, state, total))) {
    await readMissing(account, state, total)
  }
  if (!nothing) state.shrank = false
  compare(account, state, total)
  if (search !== null || isBeyond(state, total, stored(account))) {
    state.matched = { count: total, stored: stored(account) }
  }
  const gaps = remainingGaps(state, total, read, concealed)
  account.page('reviews', [], state, { hostTotal: total, gaps, finished: true })
}

/** A time that has not come yet was never seen to: a clock was wrong, and what came since is to be read anew. */
function believable(account: Account, state: ReviewState): ReviewState {
  const now = fromMilliseconds(account.localTime())
  const past = (time: Timestamp | null) => (time !== null && time > now ? null : time)
  const { watermark, searched, touched } = state
  return {
    ...state,
    watermark: past(watermark),
    searched: past(searched),
    touched: past(touched?.at ?? null) === null ? null : touched,
  }
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

/** Whether all that search lists was looked for among what is stored, and whether it could be seen. */
type Compared = 'whole' | 'short' | null

/** What a pass over the contribution windows showed. */
interface Contributions {
  readonly startedAt: Timestamp | null
  /** Rows that exist and may not be seen. */
  readonly hidden: number
  /** There was nothing at all: no contributions, or a private profile. */
  readonly blank: boolean
  readonly recent: readonly string[] | null
  readonly search: Compared
}

async function readContributions(
  account: Account,
  state: ReviewState,
  counting: Promise<number>,
  count: Count,
): Promise<Contributions> {
  let search: Compared = null
  if (state.windows !== null) {
    const earlier = await runWindows(account, state, state.windows, counting, count)
    if (!earlier.blank) adopt(state, { ...earlier, recent: null })
    search = earlier.search
  }
  const idle = await nothingNew(account, state)
  if (idle !== null) return { ...idle, hidden: 0, blank: false, search }
  const windows = await plan(account, state)
  // What is left of an earlier listing belongs to what was known then.
  if (windows.all) state.listing = null
  const read = await runWindows(account, state, windows, counting, count)
  return { ...read, search: read.search ?? search }
}

async function plan(account: Account, { watermark }: ReviewState): Promise<Windows> {
  const nothing = { startedAt: null, found: 0, hidden: 0, years: 0 }
  if (watermark !== null) {
    return { ...nothing, all: false, open: newestWindows(watermark, account.client.now()) }
  }
  const years = await readYears(account)
  const now = account.client.now()
  return {
    ...nothing,
    startedAt: account.surely(),
    all: true,
    years: years.length,
    open: yearWindows(years, now),
  }
}

async function runWindows(
  account: Account,
  state: ReviewState,
  windows: Windows,
  counting: Promise<number>,
  count: Count,
): Promise<Contributions> {
  state.windows = windows
  const { all, years } = windows
  // Where the profile shows nothing, all that search lists is read anyway.
  const looking = async () =>
    all && years > 0 ? await lookAhead(account, state, await counting) : null
  const reading = readWindows(account, state, windows, count)
  const [end, total, ahead] = await settled([reading, counting, looking()])
  const search = ahead === null ? null : told(await compareIds(account, state, total, ahead))
  state.windows = null
  const { startedAt, hidden, found } = windows
  // A profile that shows years may show none of the reviews that search knows: those in forks, for one.
  const nothing = all && found === 0 && (years === 0 || total === 0)
  const blank = end.blank || nothing
  if (all) state.whole = { years, found, met: account.seen.size }
  return { startedAt, hidden, blank, recent: end.recent, search }
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

/** More that is stored need not be what search counts. */
async function relist(account: Account, state: ReviewState, total: number): Promise<Compared> {
  const isSo = state.listing !== null || isUnmasked(state, total, stored(account))
  return isSo ? told(await compareIds(account, state, total)) : null
}

/** More is stored beyond the count than ever since all was compared: once search knows it, as many others may hide behind it. */
function isBeyond({ matched }: ReviewState, count: number, stored: number): boolean {
  return matched !== null && stored - count > matched.stored - matched.count
}

function told(isShort: boolean): Compared {
  return isShort ? 'short' : 'whole'
}

function stored({ task }: Account): number {
  return task.known.stored('reviews')
}

/**
 * Reads what search knows and the windows did not tell.
 * @param short search listed fewer than it counts
 */
async function readMissing(
  account: Account,
  state: ReviewState,
  total: number,
  short = false,
): Promise<void> {
  const lacking = () => total > stored(account)
  const settledSo = () => isSettled(state, total, stored(account))
  if (state.search === null) {
    let hidden = 0
    if (lacking() && !settledSo() && state.searched !== null) {
      hidden = await readHint(account, state, total, state.searched)
    }
    // Of a pull request that is there, a review may have been kept from us: nothing but another look shows it.
    const secret = hidden + (state.settled?.hidden ?? 0) > 0
    if (!lacking() && !secret && !short) return brought(account, state, total)
    if (lacking() && settledSo()) return
    const firstYear = await account.firstYear()
    const open = slicesFor(total, firstYear, account.client.now())
    state.search = { open, hidden: 0, capped: [] }
  }
  const { search } = state
  await readSlices(account, state, search, total)
  brought(account, state, total)
  const { hidden, capped } = search
  const whole = hidden === 0 && capped.length === 0
  state.settled = whole && !lacking() ? null : settledAt(account, total, { hidden, capped })
}

/** Everything search knows has been looked at. What it does not show of a day is for the next reading of all to find. */
function brought(account: Account, state: ReviewState, total: number): void {
  const capped = state.settled?.capped ?? []
  state.search = null
  state.settled = capped.length === 0 ? null : settledAt(account, total, { hidden: 0, capped })
  state.searched = account.surely()
}

function settledAt(
  account: Account,
  count: number,
  rest: { readonly hidden: number; readonly capped: string[] },
): ReviewState['settled'] {
  return { count, stored: stored(account), ...rest }
}

function remainingGaps(
  state: ReviewState,
  total: number,
  read: Contributions,
  concealed: boolean,
): Gap[] {
  const gaps: Gap[] = []
  // Either source may hide the same ones.
  const unseen = Math.max(read.hidden, state.settled?.hidden ?? 0)
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
