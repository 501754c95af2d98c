/** An address as it stands in a text. */
export interface AddressInText {
  readonly address: string
  readonly start: number
  readonly end: number
}

/** `[a](https://one.example)[b](https://two.example)` without a space between: the first bracket ends an address. */
const nextLink = String.raw`\)[[(\]]|\]\(`
const character = String.raw`[^\s<>"'\x60\\{}|^\p{Cc}]`
/** Up to where another link may begin, and beyond where nothing but signs follow: those may be its own. */
const addressPattern = String.raw`https?:\/\/(?:(?!${nextLink})${character})+(?:[)\].,;:!?*_~]+(?!${character}))?`

/**
 * Every address in `text`, in order. Found by their characters, not by the document's syntax, so that one way serves every
 * format.
 */
export function addressesIn(text: string): AddressInText[] {
  const found: AddressInText[] = []
  const pattern = new RegExp(addressPattern, 'giu')
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const address = trimmed(match[0])
    const end = match.index + address.length
    found.push({ address, start: match.index, end })
    // What was cut off may hold the next one: `[https://one.example](https://two.example)`.
    pattern.lastIndex = Math.max(end, match.index + 1)
  }
  return found
}

/** Every address on one of `hosts` that a document holds, once each, in order. */
export function findAddresses(text: string, hosts: ReadonlySet<string>): string[] {
  const found = new Set<string>()
  for (const { address } of addressesIn(text)) {
    const url = URL.parse(address)
    if (url !== null && hosts.has(url.host.toLowerCase())) found.add(address)
  }
  return [...found]
}

/** Without what closes the sentence or the link around it. */
function trimmed(address: string): string {
  const unopened = { ')': unopenedIn(address, '(', ')'), ']': unopenedIn(address, '[', ']') }
  let end = address.length
  for (; end > 0; end -= 1) {
    const last = address[end - 1] ?? ''
    if ((last === ')' || last === ']') && unopened[last] > 0) unopened[last] -= 1
    else if (!/[.,;:!?*_~]/.test(last)) break
  }
  const text = address.slice(0, end)
  const close = text.search(new RegExp(nextLink))
  return close < 0 ? text : text.slice(0, close)
}

function unopenedIn(text: string, open: string, close: string): number {
  return text.split(close).length - text.split(open).length
}
