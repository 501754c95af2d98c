/** What is wrong with a JSON text, and where: line and column from 1, columns in characters. */
export interface JsonFault {
  readonly line: number
  readonly column: number
  readonly message: string
}

/** Deeper than any configuration; keeps the recursion below from being driven to its end. */
const maxDepth = 100

/**
 * The first thing that keeps `text` from being one JSON value, or undefined. JSON.parse says no line and column for half
 * of the mistakes, quotes the text around them (which may hold a secret), and takes the last of two equal keys in silence.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const end = checkValue(text, skipSpace(text, 0), 0)
  if (typeof end !== 'number') return locate(text, end)
  const rest = skipSpace(text, end)
  return rest === text.length
    ? undefined
    : locate(text, { offset: rest, message: `expected the end of the file${comment(text, rest)}` })
}

interface Fault {
  readonly offset: number
  readonly message: string
}

/** Offset behind the value that begins at `at`, or the first fault in it. */
function checkValue(text: string, at: number, depth: number): number | Fault {
  if (depth > maxDepth) return { offset: at, message: `nested deeper than ${maxDepth} levels` }
  const character = text[at]
  if (character === '{') return checkObject(text, at, depth)
  if (character === '[') return checkArray(text, at, depth)
  if (character === '"') return checkString(text, at)
  const literal = match(
    /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y,
    text,
    at,
  )
  return literal ?? { offset: at, message: `expected a value${comment(text, at)}` }
}

function checkObject(text: string, start: number, depth: number): number | Fault {
  const keys = new Set<string>()
  let at = skipSpace(text, start + 1)
  if (text[at] === '}') return at + 1
  for (;;) {
    if (text[at] !== '"')
      return { offset: at, message: `expected a key in double quotes${comment(text, at)}` }
    const keyEnd = checkString(text, at)
    if (typeof keyEnd !== 'number') return keyEnd
    const key: unknown = JSON.parse(text.slice(at, keyEnd))
    if (keys.has(String(key))) return { offset: at, message: 'this key stands twice in its object' }
    keys.add(String(key))
    at = skipSpace(text, keyEnd)
    if (text[at] !== ':') return { offset: at, message: 'expected `:` after the key' }
    const valueEnd = checkValue(text, skipSpace(text, at + 1), depth + 1)
    if (typeof valueEnd !== 'number') return valueEnd
    at = skipSpace(text, valueEnd)
    if (text[at] === '}') return at + 1
    if (text[at] !== ',')
      return { offset: at, message: `expected \`,\` or \`}\`${comment(text, at)}` }
    at = skipSpace(text, at + 1)
  }
}

function checkArray(text: string, start: number, depth: number): number | Fault {
  let at = skipSpace(text, start + 1)
  if (text[at] === ']') return at + 1
  for (;;) {
    const end = checkValue(text, at, depth + 1)
    if (typeof end !== 'number') return end
    at = skipSpace(text, end)
    if (text[at] === ']') return at + 1
    if (text[at] !== ',')
      return { offset: at, message: `expected \`,\` or \`]\`${comment(text, at)}` }
    at = skipSpace(text, at + 1)
  }
}

function checkString(text: string, at: number): number | Fault {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON strings must not hold them
  const body = match(/"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*/y, text, at)
  const end = body ?? at
  if (text[end] === '"') return end + 1
  const message = text[end] === '\\' ? 'unknown escape in a text' : 'this text is not closed'
  return { offset: text[end] === '\\' ? end : at, message }
}

function skipSpace(text: string, at: number): number {
  return match(/[ \t\r\n]*/y, text, at) ?? at
}

/** Offset behind what the sticky `pattern` matches at `at`. */
function match(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : undefined
}

function comment(text: string, at: number): string {
  return /^(\/\/|\/\*|#)/.test(text.slice(at, at + 2)) ? ' (JSON has no comments)' : ''
}

function locate(text: string, fault: Fault): JsonFault {
  const before = text.slice(0, fault.offset).split(/\r\n|\n|\r/)
  const message = fault.offset >= text.length ? 'the file ends too early' : fault.message
  return { line: before.length, column: [...(before.at(-1) ?? '')].length + 1, message }
}
