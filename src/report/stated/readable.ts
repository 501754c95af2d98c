import { pullAt } from '../../forge/references.ts'

/**
 * A text as its reader meets it, in the same length: markup, addresses and what is struck out become spaces, or NUL where
 * nothing on the left may be read together with what is on the right.
 */
export function readable(raw: string): string {
  return steps.reduce((text, step) => step(text), raw)
}

type Step = (text: string) => string

const spaces = (text: string) => ' '.repeat(text.length)
const nothing = (text: string) => '\0'.repeat(text.length)

const block =
  '(?:address|article|aside|blockquote|br|caption|dd|details|div|dl|dt|figure|footer|h[1-6]|header|hr|li|main|nav|ol|p|section|summary|table|tbody|td|tfoot|th|thead|tr|ul)'
const address = '(?:[^()\\s]|\\([^()\\s]*\\))*'

const steps: readonly Step[] = [
  // A row of a table stays a line of its own.
  (text) =>
    text
      .replace(/\r\n?(?=[ \t]*\|)/g, (end) => end.replace('\r', '\n'))
      .replace(/\r\n/g, '  ')
      .replace(/[\r\n](?![ \t]*\|)|[\u00a0\u2007\u202f\u2009]/g, ' '),
  (text) => text.replace(/~~(?=\S)[^~]+~~|<(s|del|strike|sup)\b[^<>]*>[^<>]*<\/\1>/gi, spaces),
  (text) => text.replace(/<\/?t[dh]\b[^<>]*>/gi, (tag) => ' | '.padEnd(tag.length)),
  (text) => text.replace(new RegExp(`<(?!https?:|/?${block}\\b)/?[a-z][^<>]*>`, 'gi'), spaces),
  (text) => text.replace(/&(nbsp|#160|gt|lt|amp|plus|ge|le|#43|ndash|#8211);/gi, entity),
  (text) => text.replace(/\\\+/g, '+ ').replace(/\\(?=[^\p{L}\p{N}\s])/gu, ' '),
  (text) => text.replace(/\[\^[^\]\s]+\]:?/g, spaces),
  (text) => text.replace(inlineImage, label),
  (text) => text.replace(inlineLink, label),
  (text) =>
    text.replace(/(?<![\]\\])\[([^[\]]+)\]\[[^[\]]*\]/g, (whole, words: string) =>
      padded(words, whole),
    ),
  (text) => text.replace(/<?https?:\/\/[^\s<>|]+>?/gi, nothing),
  (text) => text.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, nothing),
  (text) =>
    text.replace(
      /(?<![\p{L}\p{N}_])_{1,2}(?=[\p{L}\d])|(?<=[\p{L}\d]\+?)_{1,2}(?![\p{L}\p{N}_])/gu,
      spaces,
    ),
]

const inlineImage = new RegExp(`!\\[([^\\]]*)\\]\\((${address})(?:\\s+"[^"]*")?\\)`, 'g')
const inlineLink = new RegExp(
  `\\[((?:\\\\.|[^[\\]\\\\])*)\\]\\((${address})(?:\\s+"[^"]*")?\\)`,
  'g',
)

/** The words of a link. A bare number that leads to one pull request is the number of that. */
function label(whole: string, words: string, url: string): string {
  const isNumber = /^[\s*_]*[#!]?\d+[\s*_]*$/.test(words) && isPullAddress(url)
  return isNumber ? nothing(whole) : padded(words, whole)
}

export function isPullAddress(url: string): boolean {
  const { pathname } = URL.parse(url) ?? { pathname: '' }
  return pullAt(pathname) !== null
}

/** `words` where they stand in `whole`, right behind its first bracket. */
function padded(words: string, whole: string): string {
  const before = whole.indexOf('[') + 1
  return spaces(whole.slice(0, before)) + words + spaces(whole.slice(before + words.length))
}

const entities: Readonly<Record<string, string>> = {
  gt: '>',
  ge: '≥',
  lt: '<',
  le: '≤',
  amp: '&',
  plus: '+',
  '#43': '+',
  ndash: '–',
  '#8211': '–',
}

/** A plus belongs to what is before it, every other sign to what is behind. */
function entity(whole: string, name: string): string {
  const sign = entities[name.toLowerCase()] ?? ' '
  return sign === '+' ? sign.padEnd(whole.length) : sign.padStart(whole.length)
}
