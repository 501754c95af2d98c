import type { Item } from '../document/sidecar.ts'
import type { Block, Group } from '../entries/blocks.ts'
import type { RegionSyntax } from '../formats/format.ts'

/** Lines that stay whatever the data say, since a person had a hand in where they stand or in what stands with them. */
export interface Held {
  /** Bullets with something below them. */
  readonly remarked: ReadonlySet<Block>
  /** Lines of one entry that stand in another now. */
  readonly moved: ReadonlySet<Block>
}

export function heldIn(
  groups: readonly Group[],
  keys: ReadonlyMap<Group, string>,
  items: ReadonlyMap<Block, Item>,
  syntax: RegionSyntax,
): Held {
  const moved = groups.flatMap((group) =>
    group.blocks.filter((block) => {
      const item = items.get(block)
      return item !== undefined && item.entry !== keys.get(group)
    }),
  )
  const remarked = groups.flatMap(({ blocks }) => remarkedIn(blocks, syntax))
  return { remarked: new Set(remarked), moved: new Set(moved) }
}

/** What must not be added at home again of lines that were moved: by the names that deleted ones are remembered by. */
export function namesOfMoved(
  { moved }: Held,
  items: ReadonlyMap<Block, Item>,
  nameOf: (item: Item) => string,
): string[] {
  return [...moved].flatMap((block) => {
    const item = items.get(block)
    return item === undefined || item.kind === 'title' ? [] : [nameOf(item), ...(item.links ?? [])]
  })
}

/**
 * Bullets that something stands below, set in deeper: a remark, a paragraph, code. Nothing of the tool's is set in below
 * a bullet of its own, so a person did that; where the bullet went without it, it would say of another one what it says of this.
 */
function remarkedIn(blocks: readonly Block[], syntax: RegionSyntax): Block[] {
  const written = blocks.filter(({ kind }) => kind !== 'blank')
  return written.filter((block, index) => {
    const next = written[index + 1]
    return block.kind === 'bullet' && next !== undefined && isDeeper(next, block, syntax)
  })
}

function isDeeper(next: Block, bullet: Block, syntax: RegionSyntax): boolean {
  if (next.kind === 'title') return false
  const [own, other] = [syntax.bullet(bullet.text), syntax.bullet(next.text)]
  // `- * x` is nested in `- x`, however it is indented.
  if (own !== null && other !== null) return other.trimEnd().length > own.trimEnd().length
  return margin(next.text) > margin(bullet.text)
}

/** Columns before the first sign. */
function margin(text: string): number {
  return (/^[ \t]*/.exec(text)?.[0] ?? '').replaceAll('\t', '    ').length
}
