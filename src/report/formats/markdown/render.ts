import type {
  BlockContent,
  Heading,
  Link as LinkNode,
  List,
  Paragraph,
  PhrasingContent,
} from 'mdast'
import { toPlainText } from '../../../contribution/plain-text.ts'
import { countsOf } from '../../style/counts.ts'
import { writeDates } from '../../style/dates.ts'
import { labelFor, labelOf, remainingLinks, safeUrl } from '../../style/links.ts'
import { maxText, titleOf } from '../../style/titles.ts'
import type { Entry, Highlight, Link, Section } from '../../types.ts'
import { serialise } from './escape.ts'
import type { MarkdownStyle } from './style.ts'

/** Title, dates, a bullet with the counts, a bullet for each highlight, and the links no highlight has. */
export function renderSection(section: Section, style: MarkdownStyle): string {
  const children = section.entries.flatMap((entry) => entryBlocks(entry, style))
  const tree = { type: 'root' as const, children }
  return serialise(tree, {
    bullet: style.bullet,
    emphasis: style.dateLine.mark === '_' ? '_' : '*',
    listItemIndent: 'one',
    join: [(left) => (left.type === 'heading' && style.dateLine.place === 'below' ? 0 : undefined)],
  }).trimEnd()
}

function entryBlocks(entry: Entry, style: MarkdownStyle): BlockContent[] {
  const dates = entry.dates === null ? null : marked(writeDates(entry.dates, style.dates), style)
  const beside = style.dateLine.place === 'beside'
  const bullets = [
    ...countItem(entry),
    ...entry.highlights.map((each) => highlightItem(each, style)),
  ]
  const links = remainingLinks(entry)
  return [
    titleBlock(entry, style, beside ? dates : null),
    ...(dates === null || beside ? [] : [paragraph([dates])]),
    ...(bullets.length === 0 ? [] : [listOf(bullets)]),
    ...(links.length === 0 ? [] : [linksParagraph(links, style)]),
  ]
}

function titleBlock(entry: Entry, style: MarkdownStyle, dates: PhrasingContent | null): Heading {
  const title = text(titleOf(entry, style.separator))
  const url = safeUrl(entry.url)
  const head = style.linked && url !== null ? linkTo(url, [title]) : title
  const { open, close } = style.dateLine
  const tail = dates === null ? [] : [text(open), dates, ...(close === '' ? [] : [text(close)])]
  return { type: 'heading', depth: style.depth, children: [head, ...tail] }
}

function marked(value: string, { dateLine }: MarkdownStyle): PhrasingContent {
  if (dateLine.mark === '') return text(value)
  return { type: dateLine.mark.length === 2 ? 'strong' : 'emphasis', children: [text(value)] }
}

function countItem(entry: Entry): PhrasingContent[][] {
  const counts = countsOf(entry)
  return counts === '' ? [] : [[text(counts)]]
}

function highlightItem(highlight: Highlight, style: MarkdownStyle): PhrasingContent[] {
  const words = toPlainText(highlight.text, maxText)
  return [text(`${words} (`), ...linkNodes(highlight.link, style), text(')')]
}

function linksParagraph(links: readonly Link[], style: MarkdownStyle): Paragraph {
  const { mark, colonInside, separator } = style.linksLine
  const label = `${labelFor(style.linksLine, links.length)}${colonInside ? ':' : ''}`
  const type = mark.length === 2 ? 'strong' : 'emphasis'
  const head: PhrasingContent = mark === '' ? text(label) : { type, children: [text(label)] }
  const nodes = links.flatMap((link, index) => [
    ...(index === 0 ? [] : [text(separator)]),
    ...linkNodes(link, style),
  ])
  return paragraph([head, text(colonInside ? ' ' : ': '), ...nodes])
}

/** The link, and after it the state of what is not merged. An address that is no web address is left out. */
function linkNodes(link: Link, style: MarkdownStyle): PhrasingContent[] {
  const label = text(toPlainText(labelOf(link, style.labels), maxText))
  const url = safeUrl(link.url)
  const state = link.state === null ? [] : [text(` (${link.state})`)]
  return [url === null ? label : linkTo(url, [label]), ...state]
}

function linkTo(url: string, children: LinkNode['children']): LinkNode {
  return { type: 'link', url, children }
}

function listOf(items: readonly PhrasingContent[][]): List {
  return {
    type: 'list',
    ordered: false,
    spread: false,
    children: items.map((children) => ({
      type: 'listItem',
      spread: false,
      children: [paragraph(children)],
    })),
  }
}

function paragraph(children: PhrasingContent[]): Paragraph {
  return { type: 'paragraph', children }
}

function text(value: string): { type: 'text'; value: string } {
  return { type: 'text', value }
}
