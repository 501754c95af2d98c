import type { Link, Nodes, Text } from 'mdast'
import { gfmToMarkdown } from 'mdast-util-gfm'
import { type Handle, type Options, toMarkdown, type Unsafe } from 'mdast-util-to-markdown'

/**
 * What CommonMark and GFM leave alone and other readers of Markdown do not: `{{ }}`, `{% %}`, `{# #}` and `{: }` of
 * Jekyll, Hugo and kramdown, `$x$` of math, `:tada:` of emoji. Looked behind and ahead without width, since the
 * escaping engine would otherwise miss every second of a run.
 */
const unsafe: Unsafe[] = [
  { character: '{', before: '(?<=\\{)', inConstruct: 'phrasing' },
  { character: '%', before: '(?<=\\{)', inConstruct: 'phrasing' },
  { character: '#', before: '(?<=\\{)', inConstruct: 'phrasing' },
  { character: ':', before: '(?<=\\{)', inConstruct: 'phrasing' },
  { character: '$', inConstruct: 'phrasing' },
  { character: ':', after: '(?=[\\w+-]+:)', inConstruct: 'phrasing' },
]

/** Text in which no reader of Markdown sees anything but text, wherever in a line it stands. */
const harmless = /^(?!.*www\.)(?:\d+\+? )?[\p{L} ](?:[\p{L}\p{N} ,;'"()/-]|#\d)*$/u

/** Most text is harmless, and finding that out is cheaper than looking for everything that is not. */
const text: Handle = (node: Text, _parent, state, info) =>
  harmless.test(node.value) || node.value === ')' ? node.value : state.safe(node.value, info)

/** `#12`: no heading inside brackets. */
const number = /^[#!]\d+$/

/** Addresses come from `safeUrl` and hold nothing to escape. */
const link: Handle = (node: Link, _parent, state, info) => {
  const [only] = node.children
  if (only?.type === 'text' && node.children.length === 1 && number.test(only.value)) {
    return `[${only.value}](${node.url})`
  }
  const leave = [state.enter('link'), state.enter('label')]
  const label = state.containerPhrasing(node, { ...info, before: '[', after: ']' })
  for (const exit of leave.reverse()) exit()
  return `[${label}](${node.url})`
}

/** Made once: each set compiles its own patterns. */
const extensions = [gfmToMarkdown(), { unsafe }]

/** Writes a tree whose strings are plain text; the one place where they become Markdown. */
export function serialise(tree: Nodes, options: Options = {}): string {
  return toMarkdown(tree, {
    ...options,
    handlers: { link, text },
    extensions,
  })
}

/** One line of text, escaped to stand anywhere in a paragraph. */
export function escapeMarkdown(text: string): string {
  return serialise({ type: 'paragraph', children: [{ type: 'text', value: text }] }).trimEnd()
}
