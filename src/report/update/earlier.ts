import { createHash } from 'node:crypto'
import type { Item, SectionMemory } from '../document/sidecar.ts'
import { blocksOf } from '../entries/blocks.ts'
import { namingOf } from '../entries/naming.ts'
import type { RegionSyntax } from '../formats/format.ts'
import { standing } from '../merge/match.ts'
import type { Background } from '../types.ts'

/** Of a section; the oldest are forgotten first. */
const maxMarks = 100

/**
 * With marks of the lines that stood there and do not any more, whether this run changed them, or a person before it or after
 * the last one. A document that holds such lines again was set back to an older version, without its sidecar. What stands
 * there still, as a copy that a person made, is none of them.
 * @param bodies What the region held before the run, and what it holds now.
 */
export function withEarlier(
  memory: SectionMemory,
  before: SectionMemory | undefined,
  [current, now]: readonly [string, string],
  syntax: RegionSyntax,
  background: Background,
): SectionMemory {
  if (before === undefined) return memory
  if (before.items.every((item) => standsIn(now, item)))
    return withMarks(memory, before.earlier ?? [])
  const linesOf = (body: string, { items }: SectionMemory) => {
    const titles = items.filter(({ kind }) => kind === 'title').map(standing)
    const blocks = blocksOf(body, syntax, new Set(titles), namingOf(background))
    return blocks.flatMap(({ kind, text }) => (kind === 'blank' ? [] : text))
  }
  const known = new Set(before.items.map(standing))
  const isEdited = !before.items.every((item) => standsIn(current, item))
  const edited = isEdited ? linesOf(current, before).filter((text) => !known.has(text)) : []
  const marks = new Set([
    ...marksWith(before, before.items),
    ...edited.map((text) => mark(text, true)),
  ])
  for (const text of linesOf(now, memory))
    for (const isOwn of [true, false]) marks.delete(mark(text, isOwn))
  return withMarks(memory, [...marks].slice(-maxMarks))
}

function withMarks(memory: SectionMemory, earlier: readonly string[]): SectionMemory {
  return earlier.length === 0 ? memory : { ...memory, earlier: [...earlier] }
}

/** The marks that are remembered, and those of further lines. */
export function marksWith({ earlier = [] }: SectionMemory, items: readonly Item[]): string[] {
  return [...new Set([...earlier, ...items.map(markOf)])]
}

/** Whose a line was that an earlier run left; null for a line that none did. */
export function ownerOf(text: string, marks: ReadonlySet<string>): 'person' | 'tool' | null {
  if (marks.has(mark(text, true))) return 'person'
  return marks.has(mark(text, false)) ? 'tool' : null
}

export function standsIn(body: string, item: Item): boolean {
  return `\n${body}\n`.includes(`\n${standing(item)}\n`)
}

/** Words of the person's in a line are told from the tool's. */
function markOf(item: Item): string {
  const isOwn = item.text === null || item.now !== undefined
  return mark(standing(item), isOwn)
}

function mark(text: string, isOwn: boolean): string {
  return createHash('sha256')
    .update(`${isOwn ? 'own ' : ''}${text}`)
    .digest('hex')
    .slice(0, 12)
}
