import { isBlank } from '../document/lines.ts'
import type { Item } from '../document/sidecar.ts'
import type { Block } from '../entries/blocks.ts'
import type { RegionSyntax } from '../formats/format.ts'

/** A block of the region to be, and what is to be remembered of it. */
export interface Line {
  readonly text: string
  readonly item: Item | null
  /** The block it was; null for one that is new. */
  readonly from: Block | null
}

export const blank: Line = { text: '', item: null, from: null }

/** Without the line at `index`, and without one of the blank lines it stood between. */
export function withoutLine(lines: readonly Line[], index: number): Line[] {
  const before = lines[index - 1]
  const after = lines[index + 1]
  const isAlone =
    (before === undefined || isBlank(before.text)) && after !== undefined && isBlank(after.text)
  return [...lines.slice(0, index), ...lines.slice(index + (isAlone ? 2 : 1))]
}

/** `text` behind the sign that the bullets around it have. */
export function withPrefix(text: string, prefix: string | null, syntax: RegionSyntax): string {
  const own = syntax.bullet(text)
  return own === null || prefix === null ? text : prefix + text.slice(own.length)
}

/** Where the bullet at `index` ends with everything nested in it: the index after. */
export function endOfBullet(lines: readonly Line[], index: number, syntax: RegionSyntax): number {
  const indent = indentOf(lines[index], syntax)
  let end = index + 1
  while (end < lines.length && indentOf(lines[end], syntax) > indent) end += 1
  return end
}

/** Of a bullet; -1 for any other line. */
export function indentOf(line: Line | undefined, syntax: RegionSyntax): number {
  const prefix = line === undefined || isTitleLine(line) ? null : syntax.bullet(line.text)
  // `- * x` is nested in `- x`, however it is indented.
  return prefix === null ? -1 : prefix.trimEnd().length - 1
}

function isTitleLine({ from, item }: Line): boolean {
  return from?.kind === 'title' || item?.kind === 'title'
}

/** After title and dates. */
export function endOfHead(lines: readonly Line[]): number {
  return (
    lines.findLastIndex(({ item, from }) =>
      [item?.kind, from?.kind].some((kind) => kind === 'title' || kind === 'dates'),
    ) + 1
  )
}

/** After what the person says right under title and dates. */
export function endOfParagraph(lines: readonly Line[]): number {
  const head = endOfHead(lines)
  const rest = lines.slice(head).findIndex(({ from }) => from?.kind !== 'other')
  return rest < 0 ? lines.length : head + rest
}

/** With a new block at `at`, a blank line on either side. */
export function withBlock(lines: readonly Line[], at: number, text: string, item: Item): Line[] {
  const gap = (line: Line | undefined) =>
    line === undefined || line.text.trim() === '' ? [] : [blank]
  return [
    ...lines.slice(0, at),
    ...gap(lines[at - 1]),
    { text, item: { ...item, text }, from: null },
    ...gap(lines[at]),
    ...lines.slice(at),
  ]
}
