import { comparable, pullAt } from '../../forge/references.ts'
import { safeUrl } from '../formats/links.ts'
import type { PageLink } from '../formats/page-links.ts'
import { type Labels, mislabelled } from './check-labels.ts'
import type { Draft, Verdict } from './finding.ts'
import { type Known, type Visible, withoutAnchor } from './known.ts'

interface Answer {
  readonly verdict: Verdict
  readonly expected: string | null
  readonly reference: string | null
  readonly advice: string
}

/** Does what a link leads to exist, is it still called so, and is it what the label says? */
export function checkLink(link: PageLink, labels: Labels, known: Known, isVisible: Visible): Draft {
  const { at, text, url } = link
  const found: Draft = { at, kind: 'link', text, ...answer(url, known, isVisible) }
  const other = found.verdict === 'false' ? null : mislabelled(link, labels, known, isVisible)
  if (other === null) return found
  if (!other.isSure)
    return {
      ...found,
      verdict: found.verdict === 'true' ? 'unprovable' : found.verdict,
      advice: found.advice || 'may name something else than its address leads to',
    }
  const { expected } = other
  const advice = `should say ${expected}, which its address leads to, or lead elsewhere`
  return { ...found, verdict: 'false', text: other.text, expected, advice }
}

function answer(url: string, known: Known, isVisible: Visible): Answer {
  if (URL.parse(url) === null) return unprovable
  return (
    ofOwnPull(url, known, isVisible) ??
    ofLookedUp(url, known, isVisible) ??
    ofReview(url, known, isVisible) ??
    ofRepository(url, known, isVisible) ??
    ofOthers(url, known)
  )
}

const unprovable: Answer = { verdict: 'unprovable', expected: null, reference: null, advice: '' }

function ofOwnPull(url: string, known: Known, isVisible: Visible): Answer | null {
  const pull = known.pull(url)
  // Whether a note below it is there, only looking it up tells.
  if (pull === undefined || url.includes('#')) return null
  if (!isVisible(pull.visibility)) return unprovable
  const { reference } = pull
  if (pull.gone) return { ...unprovable, verdict: 'stale', reference, advice: 'is gone' }
  return atPresent(url, pull.url, reference)
}

function ofLookedUp(url: string, known: Known, isVisible: Visible): Answer | null {
  const found = known.link(url)
  if (found === undefined) return null
  const { status, visibility, pull, repository } = found
  if (status === 'missing') return ofMissing(url, known)
  if (status === 'hidden' || !isVisible(visibility)) {
    return { ...unprovable, advice: 'cannot be seen with the token' }
  }
  if (pull !== null) {
    const { reference } = pull
    if (pull.gone) return { ...unprovable, verdict: 'stale', reference, advice: 'is gone' }
    return atPresent(url, `${pull.url}${/#.*$/.exec(url)?.[0] ?? ''}`, reference)
  }
  return repository === null ? null : atPresent(url, repository.url, repository.path)
}

/**
 * Forges answer alike for what was deleted, never was, and is not public. Where other pull requests of the repository are
 * public, this one would be too; notes can be confidential one by one.
 */
function ofMissing(url: string, known: Known): Answer {
  const reference = referenceIn(url)
  const isPull = reference !== null && /[#!]/.test(reference) && !url.includes('#')
  return isPull && known.review(url) === undefined && known.showsPulls(url)
    ? { ...unprovable, verdict: 'false', reference, advice: 'leads nowhere' }
    : { ...unprovable, advice: 'cannot be seen: it is not public, was deleted, or never was' }
}

function ofReview(url: string, known: Known, isVisible: Visible): Answer | null {
  const review = known.review(url)
  if (review === undefined) return null
  if (!isVisible(review.visibility)) return unprovable
  const now = url.includes('#') ? review.url : review.pullRequestUrl
  return atPresent(url, now, review.reference)
}

function ofRepository(url: string, known: Known, isVisible: Visible): Answer | null {
  const repository = known.repository(withoutAnchor(url))
  if (repository === undefined) return null
  if (!isVisible(repository.visibility)) return unprovable
  return atPresent(withoutAnchor(url), repository.url, repository.path)
}

function ofOthers(url: string, known: Known): Answer {
  if (!known.isOnForge(url)) return unprovable
  if (known.isOwnProfile(url)) return { ...unprovable, verdict: 'true' }
  const reference = referenceIn(url)
  return reference === null
    ? unprovable
    : { ...unprovable, advice: 'was never looked up; run `tracker sync`' }
}

function atPresent(url: string, now: string, reference: string): Answer {
  // Only looking it up tells whether what an anchor names is there.
  const [asked, present] = [url.replace(/\.git(?=\/?$)/, ''), now].map(withoutAnchor)
  const isSame = comparable(asked ?? url) === comparable(present ?? now)
  if (isSame) return { ...unprovable, verdict: 'true', reference }
  const expected = safeUrl(now) ?? now
  return { verdict: 'stale', expected, reference, advice: `is at ${expected} now` }
}

/** What an address says it leads to, in the forge's form; null for anything but pull requests and repositories. */
function referenceIn(url: string): string | null {
  const { pathname } = URL.parse(url) ?? { pathname: '' }
  const pull = pullAt(pathname)
  if (pull !== null) return pull.reference
  const path = pathname.replace(/^\/+|\/+$/g, '')
  return /^[\w.-]+\/[\w.-]+$/.test(path) ? path : null
}
