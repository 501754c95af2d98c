import type { PageLink } from '../formats/page-links.ts'
import { english, negations, others } from './state-words.ts'

export type State = 'merged' | 'open' | 'draft' | 'closed'

/** A state that a document gives a link. */
export interface StatedState {
  readonly state: State | 'unmerged'
  /** The words that say so, and where they start. */
  readonly text: string
  readonly at: number
  /** `(open)`: exactly that state. Else draft and open are both "in review". */
  readonly exact: boolean
}

const inEnglish = Object.values(english).reverse().join('|')
/** Without a sign before it a word of another language may be a verb: "die Lücke in [!1](…) geschlossen". */
const inOthers = `(?<=[,:–—(\\[|][\\s*_]*)(?:${negations})?(?:${Object.values(others).join('|')})`

/** The next item of a list is about something else. */
const nextItem = '\\)?[^\\S\\n]*\\n[^\\S\\n]*[-*+•]'
const after = new RegExp(
  `^(?!${nextItem})(?:[\\s*_,:–—()\\[-]{0,5})(?:(?:it )?(?:is|was|got|has|has been|been|remains|stays|still|currently|now|eventually|later|finally) |state: ?|status: ?){0,3}(?<state>${inEnglish}|${inOthers})(?![\\p{L}\\d-])(?:(?<=\\([^()]*)|(?=[^\\S\\n]*\\n(?!\\s*source\\b)|\\s*(?:$|[.,;:|)\\]*_–—]|(?:in|into|by|on|since|but|via|soon|yet|en|dans|am|im)\\b)))`,
  'iu',
)
const before = new RegExp(
  `(?<![\\p{L}\\d-])(?<state>${inEnglish})(?: (?:pull|merge) requests?| [PM]Rs?| as| in| via)?[\\s:(\\[*_]{0,3}$`,
  'iu',
)

/**
 * What stands right behind or before a link about its state, the nearest first. A state in brackets may be one that the
 * tool wrote, and say nothing of the words it was written between.
 */
export function statesBeside(said: string, { start, end }: Place): StatedState[] {
  const behind = stateBehind(said, end)
  const ahead =
    stateAhead(said, start) ?? (behind === null ? stateInRow(said, { start, end }) : null)
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

const inCell = new RegExp(
  `(?<=\\|[^\\p{L}\\d|]*)(?<state>${inEnglish}|${Object.values(others).join('|')})(?=[^\\p{L}\\d|]*(?:\\||$))`,
  'giu',
)

/** What a cell of its own says of the link that is alone in its row. */
function stateInRow(said: string, { start, end }: Place): StatedState | null {
  const from = said.lastIndexOf('\n', start - 1) + 1
  const row = said.slice(from).split(/[\r\n]/, 1)[0] ?? ''
  if (!/^[ \t]*\|/.test(row) || row.length > 1_000) return null
  const [found, another] = row.matchAll(inCell)
  const text = found?.groups?.['state']
  const numbered = new Set(row.match(/https:[^\s()<>|\]]+?\/\d+(?!\d)/g))
  if (text === undefined || found === undefined || another !== undefined || numbered.size > 1)
    return null
  const at = from + found.index
  return at >= start && at < end ? null : { state: stateOf(text), text, at, exact: false }
}

/** Stale: what is open may be merged or closed later; nothing leads back. */
export function compareStates(
  { state: stated, exact }: Pick<StatedState, 'state' | 'exact'>,
  actual: State,
): 'true' | 'stale' | 'false' {
  if (stated === actual) return 'true'
  if (stated === 'unmerged') return actual === 'merged' ? 'stale' : 'true'
  const bothOpen = isOpen(stated) && isOpen(actual)
  if (bothOpen) return exact ? 'stale' : 'true'
  return isOpen(stated) ? 'stale' : 'false'
}

function isOpen(state: StatedState['state']): boolean {
  return state === 'open' || state === 'draft'
}

const inTitle = new RegExp(
  `\\((open|draft|closed|in review|under review|pending|unmerged|not (?:yet )?merged|${negations}(?:${others.merged})|${others.open}|${others.draft}|${others.closed})\\)`,
  'iu',
)

/** A state that a whole entry gives its work: `*February 2026 (in review)*`. */
export function stateOfEntry(said: string): StatedState['state'] | null {
  const text = inTitle.exec(said)?.[1]
  return text === undefined ? null : stateOf(text)
}

const states = (['unmerged', 'open', 'draft', 'closed', 'merged'] as const).map((state) => {
  const sources = state === 'unmerged' ? english.unmerged : `${english[state]}|${others[state]}`
  return [state, new RegExp(`^(?:${sources})$`, 'iu')] as const
})
const negated = new RegExp(`^${negations}`, 'iu')

function stateOf(text: string): StatedState['state'] {
  const found = states.find(([, pattern]) => pattern.test(text))?.[0]
  return found ?? (negated.test(text) ? 'unmerged' : 'open')
}
