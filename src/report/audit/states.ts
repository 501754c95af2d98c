import type { PageLink } from '../formats/page-links.ts'

export type State = 'merged' | 'open' | 'draft' | 'closed'

/** A state that a document gives a link. */
export interface StatedState {
  readonly state: State
  /** The words that say so, and where they start. */
  readonly text: string
  readonly at: number
  /** `(open)`: exactly that state. Else draft and open are both "in review". */
  readonly exact: boolean
}

const words: readonly (readonly [State, RegExp])[] = [
  ['merged', /merged|landed|accepted/i],
  ['closed', /closed|abandoned|superseded|withdrawn|rejected/i],
  ['draft', /draft|wip|work in progress/i],
  [
    'open',
    /open|in review|under review|pending|unmerged|not (?:yet )?merged|proposed|awaiting review/i,
  ],
]
const anyState =
  'not (?:yet )?merged|unmerged|merged|landed|accepted|closed|abandoned|superseded|withdrawn|rejected|draft|wip|work in progress|open|in review|under review|pending|proposed|awaiting review'

const after = new RegExp(
  `^(?:[\\s*_,:–—(\\[-]{0,4})(?:is |was |got |still |currently |now |state: ?|status: ?){0,2}(?<state>${anyState})(?![\\p{L}\\d-])(?:(?<=\\([^()]*)|(?=\\s*(?:$|[.,;:|)\\]*_–—]|(?:in|into|by|on|since|but|via)\\b)))`,
  'iu',
)
const before = new RegExp(
  `(?<![\\p{L}\\d-])(?<state>${anyState})(?: (?:pull|merge) requests?| [PM]Rs?| as| in| via)?[\\s:(\\[*_]{0,3}$`,
  'iu',
)

/**
 * What stands right behind or before a link about its state, the nearest first. A state in brackets may be one that the
 * tool wrote, and say nothing of the words it was written between.
 */
export function statesBeside(said: string, { start, end }: Place): StatedState[] {
  const behind = stateBehind(said, end)
  const ahead = stateAhead(said, start)
  if (behind === null) return ahead === null ? [] : [ahead]
  if (!behind.exact) return [behind]
  const next = stateBehind(said, behind.at + behind.text.length + 1)
  return [behind, next, ahead].filter((each) => each !== null)
}

type Place = Pick<PageLink, 'start' | 'end'>

/** What is said of the state of a link in the words after its end. */
export function stateBehind(said: string, end: number): StatedState | null {
  const found = after.exec(said.slice(end, end + 60).split(/\n\s*\n/)[0] ?? '')
  const text = found?.groups?.['state']
  if (found === null || text === undefined) return null
  const at = end + found[0].length - text.length
  const exact = said[at - 1] === '(' && said[at + text.length] === ')'
  return { state: stateOf(text), text, at, exact }
}

const opened =
  /(?<![\p{L}-])(?:opened|submitted|filed|raised|sent)(?: (?:the|this|my|an?|[PM]Rs?|(?:pull|merge) requests?))*[\s:(*_]*$/iu

/** "Opened [!1](…)": that it was merged is not said. */
export function saysOpened(said: string, { start }: Place): boolean {
  return opened.test(said.slice(Math.max(0, start - 60), start))
}

function stateAhead(said: string, start: number): StatedState | null {
  const from = Math.max(0, start - 40)
  const found = before.exec(said.slice(from, start))
  const text = found?.groups?.['state']
  if (found === null || text === undefined) return null
  const at = from + found.index
  // Right behind another link it is said of that one.
  if (/[)>\]][ *_,:–—([-]{0,4}$/.test(said.slice(0, at))) return null
  return { state: stateOf(text), text, at, exact: false }
}

/** Stale: what is open may be merged or closed later; nothing leads back. */
export function compareStates(
  { state: stated, exact }: Pick<StatedState, 'state' | 'exact'>,
  actual: State,
): 'true' | 'stale' | 'false' {
  if (stated === actual) return 'true'
  const bothOpen = isOpen(stated) && isOpen(actual)
  if (bothOpen) return exact ? 'stale' : 'true'
  return isOpen(stated) ? 'stale' : 'false'
}

function isOpen(state: State): boolean {
  return state === 'open' || state === 'draft'
}

const inTitle =
  /\((open|draft|closed|in review|under review|pending|unmerged|not (?:yet )?merged)\)/i

/** A state that a whole entry gives its work: `*February 2026 (in review)*`. */
export function stateOfEntry(said: string): State | null {
  const text = inTitle.exec(said)?.[1]
  return text === undefined ? null : stateOf(text)
}

function stateOf(text: string): State {
  if (/not|unmerged/i.test(text)) return 'open'
  return words.find(([, pattern]) => pattern.test(text))?.[0] ?? 'open'
}
