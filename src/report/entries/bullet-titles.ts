import type { RegionSyntax } from '../formats/format.ts'
import { blocksOf } from './blocks.ts'

/**
 * Bullets that head an entry: each stands right over a line of nothing but dates, in a body that has no other titles. Among
 * other titles such a line may date the one piece of work above it.
 */
export function bulletTitles(body: string, syntax: RegionSyntax): ReadonlySet<string> {
  const blocks = blocksOf(body, syntax)
  if (blocks.some(({ kind }) => kind === 'title')) return new Set()
  const bullets = blocks.filter(({ kind }) => kind === 'bullet')
  const least = Math.min(...bullets.map(({ text }) => indentOf(text)))
  const titles = blocks.filter(
    ({ kind, text }, index) =>
      kind === 'bullet' &&
      blocks[index + 1]?.kind === 'dates' &&
      !text.includes('\n') &&
      indentOf(text) === least,
  )
  return new Set(titles.map(({ text }) => text))
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length
}
