import { safeUrl } from '../style/links.ts'
import type { Background, KnownPull } from '../types.ts'

/** A link as it stands in a line: `[label](address)`, `<address>` or the bare address. */
export interface LinkInText {
  readonly url: string
  /** Where the address itself starts and ends. */
  readonly from: number
  readonly to: number
  /** Where the whole link starts and ends: its state comes after it. */
  readonly start: number
  readonly end: number
}

const links = new RegExp(
  [
    // Labels may hold escaped brackets and images hold no contribution.
    String.raw`(?<inline>(?<!!)\[(?:\\.|[^[\]\\\n])*\]\()(?<address>https?:[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)`,
    // The reference before it is its label: `o/r#12 <https://…>`, `MR !12 <https://…>`.
    String.raw`(?<label>(?:[\w./-]*|[PM]R )[#!]\d+ )?<(?<angled>https?:[^<>\s]+)>`,
    // Not in code, in an attribute, in a definition, or in a link of another shape.
    String.raw`(?<!["'=\x60]|\]\(|\]: *)(?<bare>https?:\/\/[^\s<>"'\x60()[\]{}|\\^]+)`,
  ].join('|'),
  'g',
)

/** Every link of a line or block, from left to right. */
export function linksIn(text: string): LinkInText[] {
  return [...text.matchAll(links)].map((match) => {
    const { inline, address, label, angled, bare } = match.groups ?? {}
    const start = match.index
    // A sentence ends after a bare address, not inside it.
    const url = address ?? angled ?? (bare ?? '').replace(/[.,;:!?*_~]+$/, '')
    const before = angled === undefined ? 0 : (label?.length ?? 0) + 1
    const from = start + (inline?.length ?? before)
    const end = bare === undefined ? start + match[0].length : from + url.length
    return { url, from, to: from + url.length, start, end }
  })
}

/** Addresses a text links, each as its pull request is called now. */
export function addressesIn(text: string, background: Background): string[] {
  return linksIn(text).map(({ url }) => presentAddress(url, background))
}

/** The address of the same pull request now; anything else as it can be printed, so that it compares. */
export function presentAddress(url: string, background: Background): string {
  return background.pull(url)?.url ?? safeUrl(url) ?? url
}

const reference = String.raw`[\w./\\-]+[#!]\d+`
/** What the tool writes right behind the link of a pull request that is not merged. */
export const stateAfter = new RegExp(
  String.raw`^ \((?:open|draft|closed|landed via ${reference})\)`,
)
/** What it writes behind the bracket around one that went in through another. */
const landedAfter = new RegExp(String.raw`^\), landed via (?<via>${reference})`)

/**
 * Sets what the tool owns of a link, whoever wrote it: the state behind a pull request of the person's that is not
 * merged, and the address of one whose repository moved. Labels stay.
 */
export function withTrueLinks(text: string, background: Background): string {
  let result = ''
  let at = 0
  for (const { url, from, to, end } of linksIn(text)) {
    const pull = background.pull(url)
    if (pull === null || !pull.visible) continue
    const address = safeUrl(pull.url) ?? url
    const isSame = comparable(address) === comparable(url)
    const state = stateBehind(text.slice(end), pull)
    result += `${text.slice(at, from)}${isSame ? url : address}${text.slice(to, end)}${state.now}`
    at = end + state.old.length
  }
  return result + text.slice(at)
}

/** What says the state of a link in the text after it, and what should; the same words where only escapes differ. */
function stateBehind(rest: string, pull: KnownPull): { old: string; now: string } {
  const via = pull.state === 'closed' ? pull.landedVia : null
  const state =
    pull.state === 'merged' ? '' : ` (${via === null ? pull.state : `landed via ${via}`})`
  const sentence = landedAfter.exec(rest)?.[0]
  const old = sentence ?? stateAfter.exec(rest)?.[0] ?? ''
  const now = sentence === undefined ? state : via === null ? `${state})` : `), landed via ${via}`
  return { old, now: old.replaceAll('\\', '') === now ? old : now }
}

/** An address as it compares: a person may write one in more ways than its forge. Called for every contribution. */
export function comparable(url: string): string {
  const query = url.indexOf('?')
  const address = (query < 0 ? url : url.slice(0, query)).toLowerCase()
  const plain = address.replace('/-/merge_requests/', '/merge_requests/')
  return /\d$/.test(plain)
    ? plain
    : plain.replace(/(\/(?:pull|merge_requests)\/\d+)\/?[\w-]*\/?$/, '$1').replace(/\/$/, '')
}
