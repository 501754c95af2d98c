import type { PullRequestFact } from '../../contribution/facts.ts'
import type { PageLink } from '../formats/page-links.ts'
import type { Background } from '../types.ts'
import type { Draft, Verdict } from './finding.ts'
import { type Known, type Visible, withoutAnchor } from './known.ts'
import {
  compareStates,
  type State,
  type StatedState,
  stateOfEntry,
  statesBeside,
} from './states.ts'

/** Where a link stands, as far as that decides what it claims. */
export interface Standing {
  /** Among the person's contributions: a link there says "I did this, and it was merged". */
  readonly among: boolean
  /** The words of the title and the dates above it. */
  readonly head: string
  readonly background: Background
  readonly isVisible: Visible
}

/** Is a linked pull request in the state the document gives it, in words or by where it stands? */
export function checkState(
  link: PageLink,
  said: string,
  known: Known,
  standing: Standing,
): Draft[] {
  const pull = link.url.includes('#') ? undefined : known.pull(link.url)
  if (pull === undefined || !standing.isVisible(pull.visibility)) return []
  const stated = statesBeside(said, link)
  if (stated.length > 0) return stated.flatMap((each) => judge(link, each, pull, known, standing))
  return standing.among ? judge(link, null, pull, known, standing) : []
}

function judge(
  link: PageLink,
  stated: StatedState | null,
  pull: PullRequestFact,
  known: Known,
  { head, background }: Standing,
): Draft[] {
  const state = actualState(pull)
  const { at, text } = stated ?? link
  const draft = { at, kind: 'state', text, reference: pull.reference } as const
  const right = { ...draft, verdict: 'true', expected: null, advice: '' } as const
  const reverted = background.pull(withoutAnchor(link.url))?.revertedBy ?? null
  if (state === 'merged' && reverted !== null && (stated?.state ?? 'merged') === 'merged') {
    return [{ ...draft, verdict: 'stale', expected: 'reverted', advice: 'was reverted' }]
  }
  const landing = known.landing(pull.reference)
  if (state !== 'merged' && landing !== null && (stated?.state ?? 'merged') === 'merged') {
    if (landing.merged === true) return [right]
    if (landing.merged === null) {
      const advice = `went in through ${landing.via}, which was never looked up`
      return [{ ...right, verdict: 'unprovable', advice }]
    }
  }
  const verdict = compareStates(stated ?? ofEntry(head), state)
  return [
    verdict === 'true'
      ? right
      : { ...draft, verdict, expected: state, advice: `should say ${state}` },
  ]
}

function actualState({ state, draft }: PullRequestFact): State {
  return state === 'open' && draft ? 'draft' : state
}

/** Without a word about it, a contribution counts as merged. */
function ofEntry(head: string): Pick<StatedState, 'state' | 'exact'> {
  return { state: stateOfEntry(head) ?? 'merged', exact: false }
}

/** Is a linked pull request or note the person's own work? */
export function checkOwnership(
  link: PageLink,
  said: string,
  known: Known,
  { among, isVisible }: Standing,
): Draft[] {
  const found = known.link(link.url)
  const { at, text, url } = link
  const draft = (verdict: Verdict, reference: string, advice = ''): Draft[] => [
    { at, kind: 'ownership', text, verdict, expected: null, reference, advice },
  ]
  if (found?.target === 'note') {
    if (found.pull === null || !isVisible(found.visibility)) return []
    const { reference, author } = found.pull
    if (found.noteBy === 'person') return draft('true', reference)
    const isOpenQuestion = !among || found.noteBy === null || author === 'person'
    if (isOpenQuestion) return draft('unprovable', reference)
    return draft('false', reference, 'was written by somebody else')
  }
  const own = known.pull(url)
  if (own !== undefined) return isVisible(own.visibility) ? draft('true', own.reference) : []
  const review = known.review(url)
  if (review !== undefined) {
    if (!isVisible(review.visibility)) return []
    // Nobody reviews their own.
    return saysWritten(said, link)
      ? draft('false', review.reference, 'was written by somebody else')
      : draft('true', review.reference)
  }
  const pull = found?.pull ?? null
  if (found === undefined || pull === null || !isVisible(found.visibility)) return []
  if (pull.author === 'person') return draft('true', pull.reference)
  if (pull.author === 'other' && !known.isLanding(pull.reference) && saysWritten(said, link))
    return draft('false', pull.reference, 'was written by somebody else')
  if (known.reviewOf(pull) !== undefined) return draft('true', pull.reference)
  if (known.isLanding(pull.reference)) {
    return draft(pull.state === 'merged' ? 'true' : 'unprovable', pull.reference)
  }
  const isSettled = pull.author === 'other' && known.allReviewsKnown(pull.host, pull.createdAt)
  return among && isSettled
    ? draft('false', pull.reference, 'was neither written nor reviewed by this person')
    : draft('unprovable', pull.reference)
}

const thing = '(?:[PM]R|(?:pull|merge)[ -]request|patch)'
const mine = new RegExp(`\\bmy (?:own )?(?:[\\p{L}-]+ ){0,2}?${thing}\\b`, 'iu')
const writing = new RegExp(
  `(?:${mine.source}|\\b(?:authored|wrote|I(?:'ve|’ve| have)? (?:opened|submitted|sent)))[\\s:(*_]*(?:(?:the|this) )?(?:${thing}[\\s:]*)?$`,
  'iu',
)

/** True where the words right before a link, or its label, say that the person wrote what it leads to. */
function saysWritten(said: string, { start, text }: PageLink): boolean {
  return mine.test(text) || writing.test(said.slice(Math.max(0, start - 60), start))
}
