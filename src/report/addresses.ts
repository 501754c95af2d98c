/**
 * Every address on one of `hosts` that a document holds, once each, in order. Found by their characters, not by the
 * document's syntax, so that one way serves every format.
 */
export function findAddresses(text: string, hosts: ReadonlySet<string>): string[] {
  const found = new Set<string>()
  for (const [match] of text.matchAll(/https?:\/\/[^\s<>"'`\\{}|^\p{Cc}]+/giu)) {
    const address = trimmed(match)
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
