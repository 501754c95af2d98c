import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import type { FormatName } from '../../../src/report/formats/names.ts'

/** Tags a document may have: those of its own sample and of what is generated. */
const expected = /^\/?(?:h[1-6]|p|em|strong|ul|li|a|code|pre|hr|br)$/

/**
 * What a reader sees: Markdown is rendered as GitHub would, and must hold no element that nobody wrote.
 * @throws Error naming the element.
 */
export function plainTextOf(format: FormatName, document: string): string {
  return format === 'markdown' ? ofMarkdown(document) : document
}

function ofMarkdown(document: string): string {
  const html = micromark(document, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    allowDangerousHtml: true,
  }).replace(/<!-- tracker:(?:begin|end) [a-z]+ -->/g, '')
  for (const [, tag = '', rest = ''] of html.matchAll(/<([/!]?[\w-]*)([^>]*)>/g)) {
    const foreign = tag === 'a' && !rest.includes('https://gitlab.com/acme/')
    if (!expected.test(tag) || foreign) throw new Error(`Unexpected <${tag}${rest}>`)
  }
  const text = html.replace(/<[^>]*>/g, '')
  return decoded(text)
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' }

function decoded(html: string): string {
  return html.replace(/&(lt|gt|quot|amp);/g, (_, name: string) => entities[name] ?? '')
}
