/**
 * Text from outside made fit to print. Titles, names and descriptions are written by strangers: they may hold control
 * characters, text that runs backwards, letters without width and half characters. What is printed goes through here
 * first; escaping for a format comes after, in that format.
 */

/** Control characters that stand for white space, and the line and paragraph separators. */
const separators = /[\t\n\v\f\r\u0085\u2028\u2029]/gu

/**
 * What has no glyph of its own: C0 and C1 controls, marks and overrides of direction, characters without width, tags,
 * and code points that are no characters.
 */
// biome-ignore format: one kind a line
const invisible = new RegExp(
  [
    '[\\u0000-\\u001F\\u007F-\\u009F]',
    '[\\u061C\\u202A-\\u202E\\u2066-\\u2069]',
    '[\\u00AD\\u180E\\u200B-\\u200F\\u2060-\\u2064\\u206A-\\u206F\\uFEFF]',
    '[\\uFFF9-\\uFFFB\\u{E0000}-\\u{E007F}]',
    '\\p{Noncharacter_Code_Point}|\\p{Surrogate}',
  ].join('|'),
  'gu',
)

/**
 * One line of visible text in NFC, white space collapsed, at most `maxLength` UTF-16 units; a longer one ends in `…`.
 * Applying it twice changes nothing more.
 */
export function toPlainText(text: string, maxLength: number): string {
  const visible = text.replace(separators, ' ').replace(invisible, '').normalize('NFC')
  return shorten(visible.replace(/\s+/gu, ' ').trim(), maxLength)
}

function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  const cut = text.slice(0, Math.max(0, maxLength - 1))
  // A pair cut in two would leave half a character.
  return `${cut.replace(/[\uD800-\uDBFF]$/, '').trimEnd()}…`
}
