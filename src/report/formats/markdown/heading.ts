import type { Heading } from '../format.ts'
import { serialise } from './escape.ts'
import type { HeadingDepth } from './style.ts'

/** Writes a heading of the model's level as it is written: `## X`, `## X ##` or underlined; in capitals where all peers are. */
export function writeHeading(
  title: string,
  model: Heading,
  document: { readonly text: string; readonly headings: readonly Heading[] },
): string {
  const source = document.text.slice(model.start, model.end)
  const peers = document.headings.filter(({ level }) => level === model.level)
  const words =
    peers.length > 0 && peers.every(({ text }) => isCapitals(text)) ? title.toUpperCase() : title
  const line = serialise({
    type: 'heading',
    depth: Math.min(6, model.level) as HeadingDepth,
    children: [{ type: 'text', value: words }],
  }).trimEnd()
  if (/[\r\n][ \t]*[=-]+[ \t]*$/.test(source)) return underlined(line, model.level)
  const closing = /[ \t](#+)[ \t]*$/.exec(source)?.[1]
  return closing === undefined ? line : `${line} ${closing}`
}

function underlined(line: string, level: number): string {
  const words = line.replace(/^#+ /, '')
  return `${words}\n${(level === 1 ? '=' : '-').repeat(Math.max(3, words.length))}`
}

function isCapitals(text: string): boolean {
  return /\p{L}/u.test(text) && text === text.toUpperCase()
}
