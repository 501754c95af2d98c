import type { Root } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { frontmatter } from 'micromark-extension-frontmatter'
import { gfm } from 'micromark-extension-gfm'

/** Without the front matter extension `title: x` over `---` reads as a heading. */
const kinds = ['yaml', 'toml'] as const

const options = {
  extensions: [gfm(), frontmatter([...kinds])],
  mdastExtensions: [gfmFromMarkdown(), frontmatterFromMarkdown([...kinds])],
}

export function parse(text: string): Root {
  return fromMarkdown(text, options)
}
