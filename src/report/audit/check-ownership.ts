import type { LinkedPull } from '../../contribution/facts.ts'
import type { Timestamp } from '../../contribution/types.ts'
import type { PageLink } from '../formats/page-links.ts'
import type { Standing } from './check-states.ts'
import type { Deed } from './deeds.ts'
import type { Draft, Verdict } from './finding.ts'
import type { Known } from './known.ts'

type Answer = Pick<Draft, 'verdict' | 'expected' | 'advice'>

/**
 * Is a linked pull request or note the person's own work, and work of the kind the words around it say?
 * @param deed what those words say was done
 */
export function checkOwnership(
  link: PageLink,
  deed: Deed | undefined,
  known: Known,
  { among, isVisible }: Standing,
): Draft[] {
  const found = known.link(link.url)
  const { at, text, url } = link
  const draft = (answer: Answer, reference: string): Draft[] => [
    { at, kind: 'ownership', text, reference, ...answer },
  ]
  if (found?.target === 'note') {
    if (found.pull === null || !isVisible(found.visibility)) return []
    const { reference, author } = found.pull
    if (found.noteBy === 'person')
      return draft(author === 'person' ? ofOwn(deed) : plainly('true'), reference)
    const isOpenQuestion = !among || found.noteBy === null || author === 'person'
    return draft(isOpenQuestion ? plainly('unprovable') : notWritten, reference)
  }
  const own = known.pull(url)
  if (own !== undefined) return isVisible(own.visibility) ? draft(ofOwn(deed), own.reference) : []
  const createdAt = found?.pull?.createdAt ?? null
  const review = known.review(url)
  if (review !== undefined) {
    const { pullRequestUrl, host, reference, visibility } = review
    if (!isVisible(visibility)) return []
    // Of a note below it, what was done there is said; and what their own went in through, is their work.
    const isTheirs = url.includes('#') || known.isLanding(reference)
    const of = isTheirs && deed?.done === 'worked' ? undefined : deed
    return draft(ofReviewed(of, { url: pullRequestUrl, host, createdAt }, known), reference)
  }
  const pull = found?.pull ?? null
  if (found === undefined || pull === null || !isVisible(found.visibility)) return []
  return draft(ofLinked(deed, pull, among, known), pull.reference)
}

function plainly(verdict: Verdict): Answer {
  return { verdict, expected: null, advice: '' }
}

const notWritten: Answer = { ...plainly('false'), advice: 'was written by somebody else' }

/** Who reviews may have a hand in it, and who maintains a project merges what others wrote. */
const onlyReviewed: Answer = {
  ...plainly('unprovable'),
  advice: 'was written by somebody else, and reviewed by this person',
}

/** Nobody reviews their own. */
function ofOwn(deed: Deed | undefined): Answer {
  if (deed === undefined || deed.done === 'wrote' || !deed.isSure) return plainly('true')
  return { ...plainly('false'), advice: 'is their own work, which nobody reviews or approves' }
}

interface Reviewed {
  readonly url: string
  readonly host: string
  readonly createdAt: Timestamp | null
}

function ofReviewed(
  deed: Deed | undefined,
  { url, host, createdAt }: Reviewed,
  known: Known,
): Answer {
  if (deed?.done === 'wrote') return notWritten
  if (deed?.done === 'worked') return onlyReviewed
  if (deed?.done !== 'approved') return plainly('true')
  const verdicts = new Set(known.reviewsOn(url).map(({ verdict }) => verdict))
  if (verdicts.has('approved')) return plainly('true')
  // Of one that was dismissed nobody tells any more what it was.
  const isOpen = verdicts.has('dismissed') || !known.allReviewsKnown(host, createdAt)
  if (isOpen || !deed.isSure) return plainly('unprovable')
  return { verdict: 'false', expected: 'reviewed', advice: 'was reviewed, not approved' }
}

/** One that sync found where it is linked: neither written nor reviewed by the person, as far as is known. */
function ofLinked(deed: Deed | undefined, pull: LinkedPull, among: boolean, known: Known): Answer {
  const { author, reference, state, host, createdAt } = pull
  if (author === 'person') return ofOwn(deed)
  if (author === 'other' && !known.isLanding(reference) && deed?.done === 'wrote') return notWritten
  if (known.reviewOf(pull) !== undefined) return ofReviewed(deed, pull, known)
  if (known.isLanding(reference)) return plainly(state === 'merged' ? 'true' : 'unprovable')
  const isSettled = author === 'other' && known.allReviewsKnown(host, createdAt)
  const isClaimed = among || (deed?.isSure === true && deed.done !== 'wrote')
  return isClaimed && isSettled
    ? { ...plainly('false'), advice: 'was neither written nor reviewed by this person' }
    : plainly('unprovable')
}
