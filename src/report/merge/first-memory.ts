import type { FirstMemory, Item, SectionMemory } from '../document/sidecar.ts'
import { type Block, blocksOf, type Group, groupsOf } from '../entries/blocks.ts'
import { addressesIn } from '../entries/links.ts'
import type { RegionSyntax } from '../formats/format.ts'
import { linksIn } from '../formats/links.ts'
import { datesIn } from '../style/read-dates.ts'
import type { Background } from '../types.ts'

/** Reads out of the lines that version 1 of the sidecar remembered what each of them is. */
export function remembersFirst(
  { text, ...same }: FirstMemory,
  syntax: RegionSyntax,
  background: Background | undefined,
): SectionMemory {
  const none = { ...same, items: [], deleted: [], touched: false }
  if (background === undefined) return none
  const groups = groupsOf(blocksOf(text.join('\n'), syntax))
  return { ...none, items: groups.flatMap((group) => itemsOf(group, same, background)) }
}

function itemsOf(
  group: Group,
  { counts }: Pick<FirstMemory, 'counts'>,
  background: Background,
): Item[] {
  const entry = keyOf(group, Object.keys(counts), background)
  if (entry === null) return []
  return group.blocks.flatMap((block) => {
    const item = itemOf(block, background)
    return item === null ? [] : [{ entry, ...item }]
  })
}

export function keyOf(
  { title, blocks }: Group,
  keys: readonly string[],
  background: Background,
): string | null {
  const linked = blocks
    .flatMap(({ text }) => linksIn(text))
    .map(({ url }) => background.repositoryOf(url))
    .find((key) => key !== null)
  const pathOf = (key: string) => key.slice(key.indexOf('/') + 1)
  return linked ?? keys.find((key) => title?.text.includes(pathOf(key))) ?? null
}

export function itemOf({ kind, text }: Block, background: Background): Omit<Item, 'entry'> | null {
  const [dates] = datesIn(text).slice(-1)
  const slots = dates === undefined ? {} : { slots: { dates: dates.text } }
  if (kind === 'title' || kind === 'dates') return { kind, text, ...slots }
  const addresses = addressesIn(text, background)
  if (kind === 'links') return { kind, text, links: addresses }
  const [key] = addresses
  if (key !== undefined) return { kind: 'highlight', key, text }
  const counted = [...text.matchAll(/(\d+\+?) (merged|reviewed)/g)]
  if (counted.length === 0) return null
  const values = counted.map(([, value = '', name = '']) => [name, value])
  return { kind: 'count', text, slots: Object.fromEntries(values) as Record<string, string> }
}
