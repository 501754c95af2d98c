/** An address as it stands in a text. */
export interface AddressInText {
  readonly address: string
  readonly start: number
  readonly end: number
}

/**
 * Every address in `text`, in order. Found by their characters, not by the document's syntax, so that one way serves every
 * format.
 */
export function addressesIn(text: string): AddressInText[] {
  const found: AddressInText[] = []
  const pattern = /https?:\/\/[^\s<>"'`\\{}|^\p{Cc}]+/giu
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
  let text = address
  for (;;) {
    const last = text.at(-1) ?? ''
    const closesUnopened =
      (last === ')' && count(text, ')') > count(text, '(')) ||
      (last === ']' && count(text, ']') > count(text, '['))
    if (!closesUnopened && !/[.,;:!?*_~]/.test(last)) break
    text = text.slice(0, -1)
  }
  // `[a](https://one.example)[b](https://two.example)` without a space between: the first bracket ends it.
  const end = text.search(/\)[[(\]]|\]\(/)
  return end < 0 ? text : text.slice(0, end)
}

function count(text: string, character: string): number {
  return text.split(character).length - 1
}
