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

/** What stands right behind or before a link about its state; null where nothing does. */
export function stateBeside(said: string, link: PageLink): StatedState | null {
  const behind = after.exec(said.slice(link.end, link.end + 60).split(/\n\s*\n/)[0] ?? '')
  const text = behind?.groups?.['state']
  if (behind !== null && text !== undefined) {
    const at = link.end + behind[0].length - text.length
    return {
      state: stateOf(text),
      text,
      at,
      exact: said[at - 1] === '(' && said[at + text.length] === ')',
    }
  }
  const from = Math.max(0, link.start - 40)
  const ahead = before.exec(said.slice(from, link.start))
  const word = ahead?.groups?.['state']
  if (ahead === null || word === undefined) return null
  return { state: stateOf(word), text: word, at: from + ahead.index, exact: false }
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
