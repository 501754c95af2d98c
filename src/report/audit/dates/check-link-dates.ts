import type { PullRequestFact, ReviewFact } from '../../../contribution/facts.ts'
import type { Timestamp } from '../../../contribution/types.ts'
import { type Day, dayOf } from '../../../contribution/zone.ts'
import type { Moment } from '../../stated/read-moment.ts'
import { writtenLike } from '../../stated/write-moment.ts'
import type { Draft, Verdict } from '../finding.ts'
import type { Known, Visible } from '../known.ts'
import type { Page } from '../page.ts'
import type { LinkDate } from './link-dates.ts'

interface Answer {
  readonly verdict: Verdict
  /** The day it was. */
  readonly day: Day | null
  readonly reference: string | null
}

/** Was a linked pull request merged, opened or reviewed when the document says? A bare date may mean either. */
export function checkLinkDate(
  { link, period, done }: LinkDate,
  page: Page,
  known: Known,
  timezone: string,
  isVisible: Visible,
): Draft {
  const { from } = period
  const on = (time: Timestamp | null) => (time === null ? null : dayOf(time, timezone))
  const { verdict, day, reference } = answer()
  const text = page.text.slice(from.start, from.end)
  const by = { writer: page.writer, words: page.dates, text: page.text }
  const expected = verdict === 'false' && day !== null ? writtenLike(day, from, text, by) : null
  const advice = expected === null ? '' : `should say ${expected}`
  return { at: from.start, kind: 'date', text, verdict, expected, reference, advice }

  function answer(): Answer {
    const own = known.pull(link.url)
    if (own !== undefined) return isVisible(own.visibility) ? ofOwn(own, done, from, on) : open
    const reviews = known.reviewsOn(link.url).filter(({ visibility }) => isVisible(visibility))
    const createdAt = known.link(link.url)?.pull?.createdAt ?? null
    return ofReviews(reviews, done, from, on, (host) => known.allReviewsKnown(host, createdAt))
  }
}

const open: Answer = { verdict: 'unprovable', day: null, reference: null }

type On = (time: Timestamp | null) => Day | null

function ofOwn(
  { createdAt, mergedAt, reference }: PullRequestFact,
  done: LinkDate['done'],
  moment: Moment,
  on: On,
): Answer {
  const [created, merged] = [on(createdAt), on(mergedAt)]
  const told = (verdict: Verdict, day = merged ?? created): Answer => ({ verdict, day, reference })
  if (done === 'reviewed' || done === 'approved') return told('unprovable')
  if (done !== null) {
    const day = done === 'merged' ? merged : created
    return told(day === null ? 'unprovable' : held(moment, day), day)
  }
  const days = [created, merged].filter((day) => day !== null)
  const verdicts = days.map((day) => held(moment, day))
  if (verdicts.includes('true')) return told('true')
  // Of what is not merged nobody tells when it ended; and the work was done between the two.
  const isAfter = created !== null && (moment.wide?.last ?? '') >= created
  const isWithin = isAfter && (merged === null || (moment.wide?.first ?? '') <= merged)
  return told(
    verdicts.includes('unprovable') || isWithin || days.length === 0 ? 'unprovable' : 'false',
  )
}

function ofReviews(
  reviews: readonly ReviewFact[],
  done: LinkDate['done'],
  moment: Moment,
  on: On,
  isComplete: (host: string) => boolean,
): Answer {
  const approvals = reviews.filter(({ verdict }) => verdict === 'approved')
  const meant = done === 'approved' && approvals.length > 0 ? approvals : reviews
  const days = meant.flatMap(({ at }) => on(at) ?? []).sort()
  const [first] = meant
  const [day] = days
  if (first === undefined || day === undefined) return open
  const { host, reference } = first
  const verdicts = days.map((each) => held(moment, each))
  const told = (verdict: Verdict): Answer => ({ verdict, day, reference })
  if (done !== 'merged' && done !== 'opened' && verdicts.includes('true')) return told('true')
  const isClaimed = done === 'reviewed' || done === 'approved'
  const isSure = isClaimed && !meant.some(({ approximate }) => approximate) && isComplete(host)
  return told(isSure && verdicts.every((each) => each === 'false') ? 'false' : 'unprovable')
}

function held({ days, wide }: Moment, day: string): Verdict {
  if (days === null || wide === null) return 'unprovable'
  if (day >= days.first && day <= days.last) return 'true'
  return day >= wide.first && day <= wide.last ? 'unprovable' : 'false'
}
