import type { Nodes } from 'mdast'
import { gfmToMarkdown } from 'mdast-util-gfm'
import { type Options, toMarkdown, type Unsafe } from 'mdast-util-to-markdown'

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

/** Writes a tree whose strings are plain text; the one place where they become Markdown. */
export function serialise(tree: Nodes, options: Options = {}): string {
  return toMarkdown(tree, {
    ...options,
    extensions: [gfmToMarkdown(), { unsafe }],
    resourceLink: true,
  })
}

/** One line of text, escaped to stand anywhere in a paragraph. */
export function escapeMarkdown(text: string): string {
  return serialise({ type: 'paragraph', children: [{ type: 'text', value: text }] }).trimEnd()
}
