import type { Item } from '../document/sidecar.ts'
import type { Block } from '../entries/blocks.ts'
import { presentAddress, stateAfter } from '../entries/links.ts'
import { type LinkInText, linksIn, safeUrl } from '../formats/links.ts'
import type { Link } from '../types.ts'
import { isFlagged, stateFlags } from './flags.ts'
import { linksPiece } from './pieces.ts'
import { isUnchanged, type MergeRules, type Resolved, remembered } from './resolve.ts'

/**
 * Keeps a line of links: as it was written it is written anew; in a person's own line, links the tool put there and no
 * longer would are taken out, new ones added at its end, and everything else stays.
 * @param links What the line should hold; null where nothing is known of the entry any more.
 */
export function mergeLinks(
  block: Block,
  item: Item,
  links: readonly Link[] | null,
  max: number,
  rules: MergeRules,
): Resolved {
  const { writer, syntax, background } = rules
  const nothing = { findings: [], notes: [] }
  if (background.isHidden(item.entry) && isUnchanged(block, item, undefined, syntax))
    return { ...nothing, text: null, item: null }
  const present = linksIn(block.text)
  const urlOf = ({ url }: LinkInText) => presentAddress(url, background)
  const own = new Set(item.links)
  // What vanished is told, not taken out.
  const flagged = new Set(
    present.map(urlOf).filter((url) => own.has(url) && isFlagged(url, background)),
  )
  const findings = stateFlags({ ...item, links: [...flagged] }, background)
  if (links === null)
    return { notes: [], findings, text: block.text, item: remembered({ ...item, now: block.text }) }
  const piece = linksPiece(item.entry, links, writer) ?? undefined
  const wanted = new Set(links.map(({ url }) => url))
  if (flagged.size === 0 && isUnchanged(block, item, piece, syntax))
    return { ...nothing, text: piece?.text ?? null, item: piece ?? null }
  const written = item.text ?? ''
  const stale = present.filter(
    (link) =>
      own.has(urlOf(link)) &&
      !wanted.has(urlOf(link)) &&
      !flagged.has(urlOf(link)) &&
      isAmongSigns(block.text, present, link) &&
      written.includes(block.text.slice(link.start, link.end)),
  )
  const kept = present.filter((link) => !stale.includes(link))
  const there = new Set(kept.map(urlOf))
  const listed = listLength(block.text, present, kept)
  const room = listed === null ? 0 : Math.max(0, max - kept.length)
  const fresh = links.filter(({ url }) => !there.has(url) && !own.has(url))
  const added = room === 0 ? [] : fresh.slice(-room)
  const print = (link: Link) => likeThose(block.text, present, link) ?? writer.link(link)
  const text = withLinks(block.text, present, {
    kept,
    listed: listed ?? 0,
    added: added.map(print),
  })
  const ours = [...own].filter((url) => there.has(url))
  return {
    notes: [],
    findings,
    text,
    item: remembered({
      ...item,
      text: item.text === null ? null : (piece?.text ?? item.text),
      now: text,
      links: [...ours, ...added.map(({ url }) => url)],
    }),
  }
}

/** Links the person took out of a line that the tool had put there. */
export function removedLinks(block: Block, item: Item, { background }: MergeRules): string[] {
  const there = new Set(linksIn(block.text).map(({ url }) => presentAddress(url, background)))
  return (item.links ?? []).filter((url) => !there.has(url))
}

/** Where a link ends with its state. */
function endOf(text: string, { end }: LinkInText): number {
  return end + (stateAfter.exec(text.slice(end))?.[0].length ?? 0)
}

/** What stands between a link and the one before it. */
function between(text: string, links: readonly LinkInText[], index: number): string {
  const [before, link] = [links[index - 1], links[index]]
  return before === undefined || link === undefined
    ? ''
    : text.slice(endOf(text, before), link.start)
}

function separatorOf(text: string, links: readonly LinkInText[]): string {
  const sign = between(text, links, 1)
  return joins(sign) ? sign : ' | '
}

/** Signs alone, or "and". */
function joins(sign: string): boolean {
  return sign !== '' && (!hasWords(sign) || /^,? (?:and|und|et|y|e|en) $/.test(sign))
}

function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text)
}

/**
 * How many of the links that stay are a list, signs alone between them; null where words go on right behind it, so that one
 * more link would come into the middle of a sentence.
 */
function listLength(
  text: string,
  links: readonly LinkInText[],
  kept: readonly LinkInText[],
): number | null {
  const words = kept.findIndex(
    (link, index) => index > 0 && !joins(between(text, links, links.indexOf(link))),
  )
  const length = words < 0 ? kept.length : words
  const last = kept[length - 1] ?? links.at(-1)
  if (last === undefined) return length
  const behind = text.slice(endOf(text, last))
  // `!64 and !65 and more`
  const goesOn = length > 1 && behind.startsWith(separatorOf(text, links))
  return /^[ \t]*[\p{L}\p{N}]/u.test(behind) && !goesOn ? null : length
}

/** Words beside a link are a sentence of the person's, which a link cannot be taken out of. */
function isAmongSigns(text: string, links: readonly LinkInText[], link: LinkInText): boolean {
  const index = links.indexOf(link)
  return ![index, index + 1].some((each) => hasWords(between(text, links, each)))
}

/**
 * The line with the `kept` ones of its links, each behind the sign it stood behind, and with those `added` behind the
 * `listed` first: what follows the list stays behind it.
 */
function withLinks(
  text: string,
  links: readonly LinkInText[],
  {
    kept,
    listed,
    added,
  }: {
    readonly kept: readonly LinkInText[]
    readonly listed: number
    readonly added: readonly string[]
  },
): string {
  const [first, last] = [links[0], links.at(-1)]
  if (first === undefined || last === undefined) return [text.trimEnd(), ...added].join(' ')
  const old = kept.map((link, index) => {
    const sign = index === 0 ? '' : between(text, links, links.indexOf(link))
    return `${sign}${text.slice(link.start, endOf(text, link))}`
  })
  const all = [...(listed === 0 ? [] : [old.slice(0, listed).join('')]), ...added]
  const list = all.join(separatorOf(text, links)) + old.slice(listed).join('')
  const whole = text.slice(0, first.start) + list + text.slice(endOf(text, last))
  return list === '' ? whole.trimEnd() : whole
}

/** The address of a link as the line has all of its own: bare or in angle brackets. Null where they have labels. */
function likeThose(
  text: string,
  links: readonly LinkInText[],
  { url, state }: Link,
): string | null {
  const address = safeUrl(url)
  const bare = links.every(({ start, from, end, to }) => start === from && end === to)
  const angled = links.every(({ start, from }) => text[start] === '<' && from === start + 1)
  if (address === null || links.length === 0 || !(bare || angled)) return null
  return `${bare ? address : `<${address}>`}${state === null ? '' : ` (${state})`}`
}
