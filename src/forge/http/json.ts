/** Levels that no answer of a forge comes near; a million of them take a parser minutes and gigabytes. */
const deepest = 200

const quote = 34
const backslash = 92

/** @throws SyntaxError when `text` is no JSON, or nested deeper than any answer of a forge. */
export function parseJson(text: string): unknown {
  if (isDeep(text)) throw new SyntaxError('nested too deeply')
  return JSON.parse(text)
}

function isDeep(text: string): boolean {
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === quote) index = endOfString(text, index)
    else if (code === 91 || code === 123) depth += 1
    else if (code === 93 || code === 125) depth -= 1
    if (depth > deepest) return true
  }
  return false
}

/** @param start where its first quotation mark stands */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1
    while (text.charCodeAt(before) === backslash) before -= 1
    if ((end - before) % 2 === 1) return end
  }
  return text.length
}
