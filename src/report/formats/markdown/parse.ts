import type { Root } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { toString as plainTextOf } from 'mdast-util-to-string'
import { frontmatter } from 'micromark-extension-frontmatter'
import { gfm } from 'micromark-extension-gfm'

/** Without the front matter extension `title: x` over `---` reads as a heading. */
const kinds = ['yaml', 'toml'] as const

/**
 * Inline syntax that says nothing about where blocks and markers are. Leaving it out makes reading three times as fast;
 * code, escapes and HTML must stay, since they decide what a marker is.
 */
const ignored = [
  'attention',
  'autolink',
  'characterReference',
  'emailAutolink',
  'hardBreakEscape',
  'labelEnd',
  'labelStartImage',
  'labelStartLink',
  // Without the labels it looks for, it would look through all that was read before each `]`.
  'gfmPotentialFootnoteCall',
  'protocolAutolink',
  'strikethrough',
  'wwwAutolink',
]

// The first of GFM's looks for addresses in all text once more.
const blocks = {
  extensions: [gfm(), frontmatter([...kinds]), { disable: { null: ignored } }],
  mdastExtensions: [gfmFromMarkdown().slice(1), frontmatterFromMarkdown([...kinds])],
}

const everything = { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }

/** Blocks and HTML of a document. Its text is not taken apart further. */
export function parseBlocks(text: string): Root {
  return fromMarkdown(text, blocks)
}

/** What a reader sees of a heading, given as it is written. */
export function headingText(source: string): string {
  // None of these signs begins inline syntax.
  const plain = /^#+ ([\p{L}\p{N} ,/.|()+-]+)$/u.exec(source)?.[1]
  return plain ?? plainTextOf(fromMarkdown(source, everything))
}
