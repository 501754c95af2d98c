import type { Item } from '../document/sidecar.ts'
import type { Block, Group } from '../entries/blocks.ts'
import { projectTitled } from '../entries/cuts.ts'
import { namingOf } from '../entries/naming.ts'
import { isUnchanged, type MergeRules } from './resolve.ts'

/**
 * Projects that lines of the person's name as entries do, where no entry was recognised: in tables, in HTML, below a border. A
 * second entry would say the same again.
 */
export function saidElsewhere(
  groups: readonly Group[],
  keys: ReadonlyMap<Group, string>,
  items: ReadonlyMap<Block, Item>,
  rules: MergeRules,
): ReadonlySet<string> {
  const naming = namingOf(rules.background)
  const found = groups.flatMap((group) =>
    group.blocks
      .filter((block) => isPersons(block, items, rules) && block.kind !== 'links')
      .filter((block) => !keys.has(group) || isTabular(block.text))
      .flatMap(({ text, border, kind }) =>
        text
          .split('\n')
          .filter((line) => {
            const isHead = projectTitled(line.replace(/^\s*>\s*/, ''), naming) !== null
            return border === true || kind === 'title' || isTabular(line) || isHead
          })
          .flatMap((line) => naming.keysIn(line)),
      ),
  )
  return new Set(found)
}

/** A row of a table, or a tag. */
function isTabular(text: string): boolean {
  return /^\s*[|<]/m.test(text)
}

/** A line that nobody but the person wrote. */
export function isPersons(
  block: Block,
  items: ReadonlyMap<Block, Item>,
  { syntax }: MergeRules,
): boolean {
  const item = items.get(block)
  return item === undefined || !isUnchanged(block, item, undefined, syntax)
}
