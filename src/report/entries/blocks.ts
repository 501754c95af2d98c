import { isBlank } from '../document/lines.ts'
import type { RegionSyntax } from '../formats/format.ts'
import { tellsDates } from '../style/date-line.ts'
import { cutsOf, kindOf } from './cuts.ts'
import type { Naming } from './naming.ts'

/** Lines of a region that stay together. What a block is, is a first guess: what was written is known by its words. */
export interface Block {
  readonly kind: 'title' | 'dates' | 'bullet' | 'links' | 'other' | 'blank'
  /** Lines joined with `\n`; several only of a bullet that goes on, or of code. */
  readonly text: string
  /** Of its first line in the region, from 0. */
  readonly line: number
  /** The entry above ends before it, and which one it belongs to is not certain. */
  readonly border?: true
}

/** A title with everything up to the next one; before the first title, and at a border, there may be a group without. */
export interface Group {
  readonly title: Block | null
  readonly blocks: readonly Block[]
}

/**
 * Takes a region apart: its blocks, joined with `\n`, are the region again.
 * @param known Lines that were written as titles.
 * @param naming Which projects are known; without it a line is a title by its shape alone.
 */
export function blocksOf(
  body: string,
  syntax: RegionSyntax,
  known: ReadonlySet<string> = new Set(),
  naming: Naming | null = null,
): Block[] {
  const lines = body === '' ? [] : body.split('\n')
  const opaque = syntax.opaque(lines)
  const cuts = cutsOf({ lines, opaque, syntax, known, naming })
  const blocks: Block[] = []
  for (const [line, text] of lines.entries()) {
    const last = blocks.at(-1)
    const isBorder = cuts[line] === 'border'
    const shape = opaque[line]
      ? 'other'
      : isBlank(text)
        ? 'blank'
        : cuts[line] === 'title'
          ? 'title'
          : kindOf(text, syntax)
    const isDated = shape === 'other' && !isBorder && !opaque[line] && isUnderTitle(blocks)
    const kind = isDated && tellsDates(text, syntax.terms) ? 'dates' : shape
    const goesOn =
      !isBorder &&
      kind === 'other' &&
      last !== undefined &&
      ((opaque[line] === true && opaque[line - 1] === true) || isPartOf(last, text, opaque[line]))
    if (goesOn) blocks.splice(-1, 1, { ...last, text: `${last.text}\n${text}` })
    else blocks.push({ kind, text, line, ...(isBorder ? { border: true } : {}) })
  }
  return blocks
}

function isUnderTitle(blocks: readonly Block[]): boolean {
  const above = blocks.at(-1)?.kind === 'blank' ? blocks.at(-2) : blocks.at(-1)
  return above?.kind === 'title'
}

/** Text goes on under a bullet however it stands; code and HTML only where they are set in. */
function isPartOf(last: Block, text: string, opaque: boolean | undefined): boolean {
  return last.kind === 'bullet' && (opaque !== true || /^[ \t]/.test(text))
}

export function groupsOf(blocks: readonly Block[]): Group[] {
  const groups: { title: Block | null; blocks: Block[] }[] = []
  for (const block of blocks) {
    const last = groups.at(-1)
    if (block.kind === 'title') groups.push({ title: block, blocks: [block] })
    else if (last === undefined || block.border) groups.push({ title: null, blocks: [block] })
    else last.blocks.push(block)
  }
  return groups
}
