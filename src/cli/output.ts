import type { Context, Output } from './context.ts'

/**
 * Control characters, bidirectional overrides and invisible ones: from outside, they can forge lines on a terminal or in
 * a CI log. Tab and line feed stay.
 */
const forbidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** Text safe to print: nothing forbidden, and no line that GitHub Actions would take for a command (`::…`). */
export function safe(text: string): string {
  return text.replace(forbidden, '').replace(/^(\s*)::/gm, '$1\u00b7::')
}

/** Prints lines that may hold text from forges or documents. */
export function say(output: Output, text: string): void {
  output.write(`${safe(text)}\n`)
}

/** Prints one JSON object; the values keep every character, the forbidden ones as `\uXXXX`. */
export function sayJson(output: Output, value: unknown): void {
  output.write(`${toJson(value, 2)}\n`)
}

export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(
    forbidden,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** One line on a terminal that is rewritten in place; nothing elsewhere. */
export class ProgressLine {
  readonly #output: Output
  /** False where it would not be one line rewritten: pipes, logs, terminals that cannot. */
  readonly shown: boolean
  #drawn = false

  constructor(context: Context) {
    this.#output = context.stderr
    this.shown = context.stderr.isTTY && context.env['TERM'] !== 'dumb' && !context.env['CI']
  }

  show(text: string): void {
    if (!this.shown) return
    const width = Math.max(1, (this.#output.columns ?? 80) - 1)
    // One column for each character, whatever a forge says: else the line breaks and cannot be taken away.
    const plain = text.replace(/[^\x20-\x7e]/g, '?').slice(0, width)
    this.#output.write(`\r\u001b[2K${plain}`)
    this.#drawn = true
  }

  /** Takes the line away; call before anything else is printed. */
  clear(): void {
    if (!this.#drawn) return
    this.#output.write('\r\u001b[2K')
    this.#drawn = false
  }
}
