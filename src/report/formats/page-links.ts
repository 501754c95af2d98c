import { comparable } from '../../forge/references.ts'
import { type AddressInText, addressesIn } from '../addresses.ts'

/** A link as a reader meets it. */
export interface PageLink {
  readonly url: string
  /** Its label without markup, else the address. */
  readonly text: string
  /** Where that text starts. */
  readonly at: number
  /** Where the whole link ends: its state may stand after it. */
  readonly end: number
  /** Where the whole link starts. */
  readonly start: number
}

/** A document, whole and with spaces for what says nothing. Offsets are the same in both. */
interface Readable {
  readonly text: string
  readonly said: string
}

/**
 * Every link of a document, once each, from left to right: `[label](address)`, `[label][name]` with its definition,
 * `<address>` and bare addresses, in every format. Images are none.
 */
export function pageLinks({ said, text }: Readable): PageLink[] {
  const definitions = definitionsIn(said)
  const defined = new Set([...definitions.values()].map(({ start }) => start))
  const links: PageLink[] = referenceLinks(said, text, definitions)
  const used = new Set(links.map(({ url }) => comparable(url)))
  for (const found of addressesIn(said)) {
    if (defined.has(found.start) && used.has(comparable(found.address))) continue
    const link = linkAround(found, said, text)
    if (link !== null) links.push(link)
  }
  return outermost(links).sort((a, b) => a.at - b.at)
}

/** Without those inside another: an address that is the label of a link is that link. */
function outermost(links: readonly PageLink[]): PageLink[] {
  let reached = 0
  return [...links]
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter(({ end }) => {
      const isInside = end < reached
      reached = Math.max(reached, end)
      return !isInside
    })
}

function linkAround({ address, start, end }: AddressInText, said: string, text: string) {
  if (said.slice(start - 2, start) === '](') {
    const open = openingBracket(said, start - 2)
    if (open === null) return { url: address, text: address, at: start, start, end }
    if (said[open - 1] === '!') return null
    const label = labelOf(text, open + 1, start - 2)
    const close = said[end] === ')' ? end + 1 : said.indexOf(')', end) + 1
    return {
      url: address,
      text: label.text || address,
      at: label.text === '' ? start : label.at,
      start: open,
      end: Math.max(end, close),
    }
  }
  if (/\bsrc\s*=\s*["']?$/i.test(said.slice(Math.max(0, start - 12), start))) return null
  const isAngled = said[start - 1] === '<' && said[end] === '>'
  return { url: address, text: address, at: start, start, end: isAngled ? end + 1 : end }
}

/** Where the label that ends at `close` begins; labels do not go over a blank line. */
function openingBracket(said: string, close: number): number | null {
  let depth = 0
  for (let index = close; index >= 0 && close - index < 1_000; index -= 1) {
    const isEscaped = said[index - 1] === '\\'
    if (said[index] === ']' && !isEscaped) depth += 1
    if (said[index] === '[' && !isEscaped) depth -= 1
    if (depth === 0) return index
    if (said[index] === '\n' && /^\n[^\S\n]*\n/.test(said.slice(index, index + 40))) return null
  }
  return null
}

/** Without images, emphasis, code signs and escapes around it. */
function labelOf(text: string, from: number, to: number): { text: string; at: number } {
  const raw = text.slice(from, to)
  const image = /^!\[([^\]]*)\]/.exec(raw)
  const label = image === null ? raw : (image[1] ?? '')
  const lead = /^(?:[*`~\s]|_(?=\S.*_$))*/.exec(label)?.[0].length ?? 0
  const plain = label
    .slice(lead)
    .replace(/[*`~]|\\(?=[^\p{L}\p{N}\s])/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
  return { text: plain, at: from + (image === null ? 0 : 2) + lead }
}

interface Definition {
  readonly address: string
  readonly start: number
}

/** `[name]: address`, by name. The first of a name counts, as in CommonMark. */
function definitionsIn(said: string): Map<string, Definition> {
  const definitions = new Map<string, Definition>()
  for (const match of said.matchAll(/^ {0,3}\[((?:\\.|[^[\]\\\n])+)\]:[ \t]*<?(?=https?:)/gim)) {
    const start = match.index + match[0].length
    const [found] = addressesIn(said.slice(start, start + 2_000))
    const name = nameOf(match[1] ?? '')
    if (found?.start === 0 && !definitions.has(name)) {
      definitions.set(name, { address: found.address, start })
    }
  }
  return definitions
}

/** `[label][name]`, `[name][]` and `[name]` of defined names. */
function referenceLinks(
  said: string,
  text: string,
  definitions: ReadonlyMap<string, Definition>,
): PageLink[] {
  if (definitions.size === 0) return []
  const pattern = /(?<!!|\\)\[((?:\\.|[^[\]\\])+)\](?:\[((?:\\.|[^[\]\\])*)\])?(?![(:])/g
  return [...said.matchAll(pattern)].flatMap((match) => {
    const definition = definitions.get(nameOf(match[2] || (match[1] ?? '')))
    if (definition === undefined) return []
    const start = match.index
    const label = labelOf(text, start + 1, start + 1 + (match[1]?.length ?? 0))
    return [{ url: definition.address, ...label, start, end: start + match[0].length }]
  })
}

function nameOf(label: string): string {
  return label.replace(/\s+/g, ' ').trim().toLowerCase()
}
