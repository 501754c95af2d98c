import { toPlainText } from '../../../contribution/plain-text.ts'
import { countsOf } from '../../style/counts.ts'
import { writeDates } from '../../style/dates.ts'
import { labelFor, labelOf, remainingLinks, safeUrl } from '../../style/links.ts'
import { maxText, titleOf } from '../../style/titles.ts'
import type { Entry, Link, Section } from '../../types.ts'
import type { TextStyle } from './style.ts'

/** The same as in every format: title, dates, counts, highlights, the links no highlight has. */
export function renderSection(section: Section, style: TextStyle): string {
  return section.entries.map((entry) => renderEntry(entry, style)).join('\n\n')
}

function renderEntry(entry: Entry, style: TextStyle): string {
  const bullets = [
    countsOf(entry),
    ...entry.highlights.map((each) => highlight(each.text, each.link, style)),
  ]
  const lines = bullets.filter((line) => line !== '').map((line) => `${style.bullet}${line}`)
  const links = remainingLinks(entry)
  const blocks = [
    headOf(entry, style),
    lines.join('\n'),
    links.length === 0 ? '' : linksLine(links, style),
  ]
  return blocks.filter((block) => block !== '').join('\n\n')
}

function headOf(entry: Entry, style: TextStyle): string {
  const title = inert(titleOf(entry, ' | '))
  if (entry.dates === null) return title
  const { place, mark, open, close } = style.dateLine
  const dates = `${mark}${writeDates(entry.dates, style.dates)}${mark}`
  if (place === 'beside') return `${title}${open}${dates}${close}`
  return `${title}${place === 'apart' ? '\n\n' : '\n'}${dates}`
}

function highlight(text: string, link: Link, style: TextStyle): string {
  return `${inert(toPlainText(text, maxText))} (${linkText(link, style)})`
}

function linksLine(links: readonly Link[], style: TextStyle): string {
  const { mark, colonInside, separator } = style.linksLine
  const label = labelFor(style.linksLine, links.length)
  const head = colonInside ? `${mark}${label}:${mark} ` : `${mark}${label}${mark}: `
  return `${head}${links.map((link) => linkText(link, style)).join(separator)}`
}

function linkText(link: Link, style: TextStyle): string {
  const label = inert(toPlainText(labelOf(link, style.labels), maxText))
  const url = safeUrl(link.url)
  const state = link.state === null ? '' : ` (${link.state})`
  if (url === null) return `${label}${state}`
  return `${style.brackets ? `[${label}](${url})` : `${label} <${url}>`}${state}`
}

/** Plain text has one sign to escape: a marker is found by its words, so a title must not hold them together. */
function inert(text: string): string {
  return text.replace(/<!--(?=-*\s*\/?tracker)/gi, '<! --')
}
