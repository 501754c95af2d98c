import { pullAt } from '../../forge/references.ts'
import { mostFrequent } from '../style/dates.ts'
import type { Link } from '../types.ts'

/*
 * How links are written, in every format that is known: a region is read and kept line by line without asking which format it
 * is in. A format with a shape of its own adds it here.
 */

/** How links to pull requests are labelled: what stands before the number, or the whole reference. */
export interface LabelStyle {
  readonly merge: string | 'reference'
  readonly pull: string | 'reference'
}

/** The line of links under an entry: `**Links**: [MR #1](…) | [MR #2](…)`. */
export interface LinksLine {
  readonly label: string
  /** Emphasis around the label, as written in the document: `**`, `_`, or nothing. */
  readonly mark: string
  readonly colonInside: boolean
  readonly separator: string
}

/** A link as it stands in a line: `[label](address)`, `<address>` or the bare address. */
export interface LinkInText {
  readonly url: string
  /** Where the address itself starts and ends. */
  readonly from: number
  readonly to: number
  /** Where the whole link starts and ends: its state comes after it. */
  readonly start: number
  readonly end: number
  /** What readers see instead of the address; null where they see the address. */
  readonly label: string | null
}

const shapes = new RegExp(
  [
    // Labels may hold escaped brackets and images hold no contribution.
    String.raw`(?<inline>(?<!!)\[(?:\\.|[^[\]\\\n])*\]\()(?<address>https?:[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)`,
    // The reference before it is its label: `o/r#12 <https://…>`, `MR !12 <https://…>`.
    String.raw`(?<label>(?:(?<![\w./-])[\w./-]*|[PM]R )[#!]\d+ )?<(?<angled>https?:[^<>\s]+)>`,
    // Not in code, in an attribute, in a definition, or in a link of another shape.
    String.raw`(?<!["'=\x60]|\]\(|\]: *)(?<bare>https?:\/\/[^\s<>"'\x60()[\]{}|\\^]+)`,
  ].join('|'),
  'g',
)

/** Every link of a line or block, from left to right. */
export function linksIn(text: string): LinkInText[] {
  // Most lines have none, and finding that out is cheaper than looking for every shape.
  if (!text.includes('http')) return []
  return [...text.matchAll(shapes)].map((match) => {
    const { inline, address, label, angled, bare } = match.groups ?? {}
    const start = match.index
    // A sentence ends after a bare address, not inside it.
    const url = address ?? angled ?? (bare ?? '').replace(/[.,;:!?*_~]+$/, '')
    const before = angled === undefined ? 0 : (label?.length ?? 0) + 1
    const from = start + (inline?.length ?? before)
    const end = bare === undefined ? start + match[0].length : from + url.length
    const shown = inline === undefined ? null : inline.slice('['.length, -']('.length)
    return { url, from, to: from + url.length, start, end, label: shown }
  })
}

/** `[label](address)`, as Markdown writes it and text made from a PDF often keeps it. */
export const inlineLink = /\[([^[\]\n]*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)/g

const linkWords = 'Links?|PRs?|MRs?|Pull [Rr]equests?|Merge [Rr]equests?|Contributions?'
const linksLinePattern = `^[ \\t]*(\\*\\*|__|\\*|_|)(${linkWords})(:?)\\1(:?) *(?=\\S.*(?:\\]\\(|https?:))(.*)$`
const linksLine = new RegExp(linksLinePattern, 'gm')
const wholeLinksLine = new RegExp(linksLinePattern)

/** True for a line such as `**Links**: [MR #1](…) | [MR #2](…)`. */
export function isLinksLine(line: string): boolean {
  return wholeLinksLine.test(line)
}

export function detectLinksLine(sources: readonly string[], fallback: LinksLine): LinksLine {
  const matches = sources
    .map((source) => [...source.matchAll(linksLine)])
    .find((found) => found.length > 0)
  const match = matches?.[0]
  if (match === undefined) return fallback
  const [, mark = '', label = '', inside = ''] = match
  const between = matches?.map(([, , , , , rest = '']) => /\)( *[|,·•;/] *)\[/.exec(rest)?.[1])
  return {
    label: label.endsWith('s') ? label : `${label}s`,
    mark,
    colonInside: inside === ':',
    separator: mostFrequent(between ?? []) ?? fallback.separator,
  }
}

/** `Links`, or `Link` before a single one. */
export function labelFor(line: LinksLine, count: number): string {
  return count === 1 ? line.label.replace(/s$/, '') : line.label
}

/** Learns `MR #6061` or `!6061` from the labels of links to pull requests; one forge's habit serves the other. */
export function detectLabels(sources: readonly string[], fallback: LabelStyle): LabelStyle {
  const links = sources.flatMap((source) => [...source.matchAll(inlineLink)])
  const merge = mostFrequent(links.map((link) => habit(link, '!')))
  const pull = mostFrequent(links.map((link) => habit(link, '#')))
  return {
    merge: merge ?? (pull === undefined ? fallback.merge : asMerge(pull)),
    pull: pull ?? (merge === undefined ? fallback.pull : asPull(merge)),
  }
}

/** `MR #6061`, `!6061` or `gitlab-org/gitlab-runner!6061`. */
export function labelOf(link: Link, style: LabelStyle): string {
  const match = /([#!])(\d+)$/.exec(link.reference)
  if (match === null) return link.reference
  const before = match[1] === '!' ? style.merge : style.pull
  return before === 'reference' ? link.reference : `${before}${match[2]}`
}

function habit([, label = '', url = '']: RegExpExecArray, sign: '#' | '!'): string | undefined {
  const pull = pullAt(URL.parse(url)?.pathname ?? '')
  if (pull === null || pull.sign !== sign || !label.endsWith(pull.number)) return undefined
  const before = label.slice(0, -pull.number.length)
  if (/^(?:(?:[PM]R|(?:[Pp]ull|[Mm]erge) [Rr]equest) ?)?[#!]?$/.test(before))
    return before || undefined
  return /^[\w.-]+\/[\w./-]+[#!]$/.test(before) ? 'reference' : undefined
}

function asMerge(before: string): string {
  if (before === 'reference') return before
  return before === '#'
    ? '!'
    : before.replace('PR', 'MR').replace('Pull', 'Merge').replace('pull', 'merge')
}

function asPull(before: string): string {
  if (before === 'reference') return before
  const words = before.replace('MR', 'PR').replace('Merge', 'Pull').replace('merge', 'pull')
  return words.replace('!', '#')
}

/** The address as it may be printed: http or https and no character that a format reads as markup. Null otherwise. */
export function safeUrl(address: string): string | null {
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null
  return url.href.replace(/[()[\]{}<>"'`|\\^*$]/g, percentEncoded)
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}
