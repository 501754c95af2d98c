import type { PullRequestFact } from '../../contribution/facts.ts'
import type { PageLink } from '../formats/page-links.ts'
import {
  compareStates,
  type State,
  type StatedState,
  saysOpened,
  stateOfEntry,
  statesBeside,
} from '../stated/states.ts'
import type { Background } from '../types.ts'
import type { Draft } from './finding.ts'
import { type Known, type Visible, withoutAnchor } from './known.ts'

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
  const isClaimed = standing.among && !saysOpened(said, link)
  return isClaimed ? judge(link, null, pull, known, standing) : []
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
