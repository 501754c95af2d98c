import type { Root } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { toString as plainTextOf } from 'mdast-util-to-string'
import { parse, preprocess } from 'micromark'
import { frontmatter } from 'micromark-extension-frontmatter'
import { gfm } from 'micromark-extension-gfm'
import { subtokenize } from 'micromark-util-subtokenize'

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

/** A block of the top level. */
export interface TopBlock {
  /** As the parser calls it. */
  readonly type: string
  /** The type of the last block that begins in it; its own where it holds none. */
  readonly last: string
  /** From 1. */
  readonly line: number
  readonly start: number
  readonly end: number
}

/** The parser's names of blocks; what else it finds between them is ends of lines, or holds these. */
const blockTypes: ReadonlySet<string> = new Set([
  'atxHeading',
  'blockQuote',
  'codeFenced',
  'codeIndented',
  'definition',
  'gfmFootnoteDefinition',
  'htmlFlow',
  'listOrdered',
  'listUnordered',
  'paragraph',
  'setextHeading',
  'table',
  'thematicBreak',
  ...kinds,
])

/**
 * Where the blocks of a document stand, without a look into any. No inline syntax moves a block, and taking text apart is
 * half of what reading costs.
 */
export function topBlocks(text: string): TopBlock[] {
  const events = parse(blocks)
    .document()
    .write(preprocess()(text, undefined, true))
  // The first round puts blocks into containers, further ones take apart what blocks hold.
  subtokenize(events)
  const found: TopBlock[] = []
  let depth = 0
  let last = ''
  for (const [edge, { type, start, end }] of events) {
    if (!blockTypes.has(type)) continue
    depth += edge === 'enter' ? 1 : -1
    if (edge === 'enter') last = type
    else if (depth === 0)
      found.push({ type, last, line: start.line, start: start.offset, end: end.offset })
  }
  return found
}

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
