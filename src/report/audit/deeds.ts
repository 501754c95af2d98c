import type { PageLink } from '../formats/page-links.ts'
import { verbForm } from '../titles/verb-forms.ts'

/** What the words around a link say that the person did with what it leads to. */
export interface Deed {
  /** `worked`: a verb that an author says of a change, "Fixed", and a reviewer hardly ever. */
  readonly done: 'wrote' | 'worked' | 'reviewed' | 'approved'
  /** Behind a link "(approved)" may also be what others did. */
  readonly isSure: boolean
}

/**
 * The deed in the label of each link, before or behind it. In a list, `Reviewed [!1](…), [!2](…)`, the words before the
 * first are said of all.
 * @param links in the order of the document
 */
export function deedsOf(said: string, links: readonly PageLink[]): ReadonlyMap<PageLink, Deed> {
  const deeds = new Map<PageLink, Deed>()
  let last: { readonly end: number; readonly deed: Deed | null } = { end: 0, deed: null }
  for (const link of links) {
    const between = said.slice(last.end, link.start)
    const ahead = isList(between)
      ? last.deed
      : (deedBefore(said, link.start) ?? workBefore(between))
    last = { end: link.end, deed: ahead }
    const deed = deedInLabel(link.text) ?? ahead ?? deedBehind(said, link.end)
    if (deed !== null) deeds.set(link, deed)
  }
  return deeds
}

const separator =
  /^[\s*_)]*(?:\((?:open|draft|closed|merged)\))?[\s*_)]*(?:,? ?(?:and|or)\b|[,;|/·•&])?[\s*_(]*$/i

/** True for what stands between two links of a list. */
export function isList(between: string): boolean {
  return between.length < 60 && separator.test(between) && !/\n\s*\n/.test(between)
}

const thing = '(?:[PM]Rs?|(?:pull|merge)[ -]requests?|patch(?:es)?)'
const mine = `\\bmy (?:own )?(?:[\\p{L}-]+ ){0,2}?${thing}`
const own = "authored|wrote|I(?:'ve|’ve| have)? (?:opened|submitted|sent)"
const others = 'reviewed|reviewing|reviews? of|approved|approving'
/** Not what was done by somebody else: "was approved", "maintainer-approved". */
const active =
  '(?<![\\p{L}\\p{N}-])(?<!\\b(?:was|were|got|gets?|is|are|been|be|being|not|never|code|patch|patches|work) (?:[\\p{L}]+ly )?)'
/** "Reviewed and tested". */
const more = '(?:(?:,| and| &|/) ?\\p{L}+ed)*'
const right = `[\\s:(*_|]*(?:(?:(?:the|this|these|others['’]|\\p{L}+['’]s) )?(?:${thing}[\\s:]*)?)?[*_(]*$`
/** `Reviewed the new wick ([!1](…))`: one thing, and nothing else is done or told. */
const described =
  "(?: (?!(?:and|or|then|which|that|my|own|after|before|with|via|using|through|by|from|against|for me|fix(?:e[sd])?|follow-?ups?|while|leading|as)\\b)(?!\\p{L}+(?:ed|ing)\\b)[\\p{L}`’'-]+){1,8} \\("

/** Before a verb that nobody else is the subject of: "Bob reviewed" and "an approved MR" tell what others did. */
const theirs =
  /(?:^|[^\p{L}\p{N}\s*_][\s*_]*|\n\s*|(?<!\p{L})(?:I|my|and|also|then|have)\s+[*_]*)(?:\p{L}+ly )?$/iu

const before = [
  new RegExp(`(?<own>${mine})[\\s:(*_]*$`, 'iu'),
  new RegExp(`(?<own>\\b(?:${own}))${more}${right}`, 'iu'),
  new RegExp(`${active}(?<others>(?:${others})${more})${right}`, 'iu'),
  new RegExp(`(?:^|\\n)[\\s>*_+•-]*(?<others>(?:reviewed|approved)${more})${described}$`, 'iu'),
]

/** How far before a link its verb may stand. Characters. */
const reach = 120

function deedBefore(said: string, start: number): Deed | null {
  const words =
    said
      .slice(Math.max(0, start - reach), start)
      .split(/\n\s*\n/)
      .at(-1) ?? ''
  for (const pattern of before) {
    const match = pattern.exec(words)
    if (match === null) continue
    const verb = match.groups?.['others']
    if (verb === undefined) return wrote
    const { done, isSure } = ofOthers(verb)
    return { done, isSure: isSure && theirs.test(words.slice(0, match.index)) }
  }
  return null
}

const worked: Deed = { done: 'worked', isSure: false }

/** "Fixed the wick ([!1](…)": what a line, or what follows the link before, begins with. */
function workBefore(between: string): Deed | null {
  const words = between.split('\n').at(-1) ?? ''
  const { verb = '', rest = '' } = clause.exec(words)?.groups ?? {}
  const form = verbForm(verb)
  if (form?.form !== 'past' || ofReaders.has(form.base) || ofReviews.test(rest)) return null
  return worked
}

const clause =
  /^[\s>)\].,;:|*_+•-]*(?:(?:and|then) +)?(?:I +)?[*_]*(?<verb>\p{L}[\p{L}-]*)[*_:]*(?: (?<rest>.*))?$/u
const ofReviews = /\b(?:what|review|approv|comment|feedback|discuss)/i
/** What may be said of a change of somebody else's. */
const ofReaders: ReadonlySet<string> = new Set(
  `accept answer approve ask assess assist audit benchmark check co-author collaborate comment consider coordinate debug describe
  detail detect diagnose discuss discover evaluate examine explain find follow give guide help identify inspect investigate join
  know learn look mention mentor note notice participate present profile propose raise read report reproduce request review see
  shepherd sponsor study suggest support take test trace track triage try use validate verify watch`.split(
    /\s+/,
  ),
)

const wrote: Deed = { done: 'wrote', isSure: true }

/** "Reviewed and merged" may be what became of their own. */
function ofOthers(verb: string, isSure = !/merged|landed|accepted/i.test(verb)): Deed {
  return { done: /approv/i.test(verb) ? 'approved' : 'reviewed', isSure }
}

const inLabel =
  /^(?:I )?(?:reviewed|approved)(?: and (?:reviewed|approved))?(?![\p{L}-])(?! by\b)/iu

function deedInLabel(label: string): Deed | null {
  if (new RegExp(`${mine}\\b`, 'iu').test(label)) return wrote
  const verb = inLabel.exec(label)?.[0]
  return verb === undefined ? null : ofOthers(verb)
}

const behind =
  /^[\s*_,:–—(-]{0,4}(?<told>(?:which |that )?I (?:have )?)?(?<verb>reviewed|approved)(?![\p{L}-])(?=[^\S\n]*(?:$|[\n.,;:|)\]*_–—]))/iu

/** Others review and approve too, so that what was reviewed is said to be by "I" alone. */
function deedBehind(said: string, end: number): Deed | null {
  const { told, verb } = behind.exec(said.slice(end, end + 60))?.groups ?? {}
  if (verb === undefined) return null
  return told === undefined && !/approved/i.test(verb) ? null : ofOthers(verb, told !== undefined)
}
