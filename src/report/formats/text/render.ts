import { toPlainText } from '../../../contribution/plain-text.ts'
import { countsOf } from '../../style/counts.ts'
import type { DateTerms } from '../../style/date-terms.ts'
import { detectDatesLike, writeDates } from '../../style/dates.ts'
import { claimText, landedText, maxText, titleOf } from '../../style/titles.ts'
import type { Entry, Highlight, Link } from '../../types.ts'
import type { EntryLines, Writer } from '../format.ts'
import { labelFor, labelOf, safeUrl } from '../links.ts'
import type { TextStyle } from './style.ts'

/** The same as in every format: title, dates, counts, highlights, and lines of links. */
export function createWriter(
  style: TextStyle,
  sources: readonly string[],
  terms: DateTerms,
): Writer {
  return {
    entry: (entry) => entryLines(entry, style),
    links: (links) => linksLine(links, style),
    link: (link, label) => linkText(link, style, label),
    dates: (dates) => writeDates(dates, style.dates),
    datesLike: (text, dates) => writeDates(dates, detectDatesLike(text, sources, terms)),
    apart: style.dateLine.place === 'apart',
    terms,
  }
}

function entryLines(entry: Entry, style: TextStyle): EntryLines {
  const title = inert(titleOf(entry, ' | '))
  const counts = countsOf(entry)
  const { place, mark, open, close } = style.dateLine
  const dates =
    entry.dates === null ? null : `${mark}${writeDates(entry.dates, style.dates)}${mark}`
  return {
    title: dates !== null && place === 'beside' ? `${title}${open}${dates}${close}` : title,
    dates: place === 'beside' ? null : dates,
    count: counts === '' ? null : `${style.bullet}${counts}`,
    highlights: entry.highlights.map((each) => `${style.bullet}${highlight(each, style)}`),
    claims: entry.claims.map((each) => `${style.bullet}${inert(claimText(each))}`),
  }
}

function highlight(each: Highlight, style: TextStyle): string {
  const { text, link } = each
  return `${inert(toPlainText(text, maxText))} (${linkText(link, style)})${landedText(each)}`
}

function linksLine(links: readonly Link[], style: TextStyle): string {
  const { mark, colonInside, separator } = style.linksLine
  const label = labelFor(style.linksLine, links.length)
  const head = colonInside ? `${mark}${label}:${mark} ` : `${mark}${label}${mark}: `
  return `${head}${links.map((link) => linkText(link, style)).join(separator)}`
}

function linkText(link: Link, style: TextStyle, words = labelOf(link, style.labels)): string {
  const label = inert(toPlainText(words, maxText))
  const url = safeUrl(link.url)
  const state = link.state === null ? '' : ` (${link.state})`
  if (url === null) return `${label}${state}`
  return `${style.brackets ? `[${label}](${url})` : `${label} <${url}>`}${state}`
}

/** Plain text has one sign to escape: a marker is found by its words, so a title must not hold them together. */
function inert(text: string): string {
  return text.replace(/<!--(?=-*\s*\/?tracker)/gi, '<! --')
}
