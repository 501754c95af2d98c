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
import type { DateTerms } from '../../style/date-terms.ts'
import { detectDatesLike, writeDates } from '../../style/dates.ts'
import { claimText, landedText, maxText, titleOf } from '../../style/titles.ts'
import type { Entry, Highlight, Link } from '../../types.ts'
import type { EntryLines, Writer } from '../format.ts'
import { labelFor, labelOf, safeUrl } from '../links.ts'
import { serialise } from './escape.ts'
import type { MarkdownStyle } from './style.ts'

/** Title, dates, a bullet with the counts, a bullet for each highlight, and lines of links. */
export function createWriter(
  style: MarkdownStyle,
  sources: readonly string[],
  terms: DateTerms,
): Writer {
  const options = {
    bullet: style.bullet,
    emphasis: style.dateLine.mark === '_' ? ('_' as const) : ('*' as const),
    listItemIndent: 'one' as const,
  }
  const write = (children: BlockContent[]) => serialise({ type: 'root', children }, options)
  return {
    entry: (entry) => entryLines(entry, style, write),
    links: (links) => write([linksParagraph(links, style)]).trimEnd(),
    link: (link, label) => write([paragraph(linkNodes(link, style, label))]).trimEnd(),
    dates: (dates) => writeDates(dates, style.dates),
    datesLike: (text, dates) => writeDates(dates, detectDatesLike(text, sources, terms)),
    apart: style.dateLine.place === 'apart',
    terms,
  }
}

/** Written in one go, which is cheaper than line by line: no block of an entry has more than one line. */
function entryLines(
  entry: Entry,
  style: MarkdownStyle,
  write: (children: BlockContent[]) => string,
): EntryLines {
  const dates = entry.dates === null ? null : marked(writeDates(entry.dates, style.dates), style)
  const beside = style.dateLine.place === 'beside'
  const own = beside || dates === null ? [] : [paragraph([dates])]
  const counts = countItem(entry)
  const bullets = [
    ...counts,
    ...entry.highlights.map((each) => highlightItem(each, style)),
    ...entry.claims.map((each) => [text(claimText(each))]),
  ]
  const list = bullets.length === 0 ? [] : [listOf(bullets)]
  const lines = write([titleBlock(entry, style, beside ? dates : null), ...own, ...list])
    .split('\n')
    .filter((line) => line !== '')
  const [title = ''] = lines
  const first = 1 + own.length
  return {
    title,
    dates: own.length === 0 ? null : (lines[1] ?? null),
    count: counts.length === 0 ? null : (lines[first] ?? null),
    highlights: lines.slice(first + counts.length, lines.length - entry.claims.length),
    claims: lines.slice(lines.length - entry.claims.length),
  }
}

function titleBlock(
  entry: Entry,
  style: MarkdownStyle,
  dates: PhrasingContent | null,
): Heading | Paragraph {
  const title = text(titleOf(entry, style.separator))
  const url = safeUrl(entry.url)
  const head = style.linked && url !== null ? linkTo(url, [title]) : title
  const { open, close } = style.dateLine
  const tail = dates === null ? [] : [text(open), dates, ...(close === '' ? [] : [text(close)])]
  if (style.bold) return paragraph([{ type: 'strong', children: [head] }, ...tail])
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
  return [
    text(`${words} (`),
    ...linkNodes(highlight.link, style),
    text(`)${landedText(highlight)}`),
  ]
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
function linkNodes(
  link: Link,
  style: MarkdownStyle,
  words = labelOf(link, style.labels),
): PhrasingContent[] {
  const label = text(toPlainText(words, maxText))
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
