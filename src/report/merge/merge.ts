import { trimmed } from '../document/lines.ts'
import type { Item } from '../document/sidecar.ts'
import { type Block, blocksOf, type Group, groupsOf } from '../entries/blocks.ts'
import { addressesIn, withTrueLinks } from '../entries/links.ts'
import { namingOf } from '../entries/naming.ts'
import { namedIn } from '../entries/references.ts'
import { linksIn } from '../formats/links.ts'
import type { Section } from '../types.ts'
import { type EntryMerged, mergeEntry } from './entry.ts'
import type { Finding, Note } from './findings.ts'
import { flagsOf, holdsFlagged } from './flags.ts'
import { type Held, heldIn, namesOfMoved } from './held.ts'
import { blank, type Line } from './lines.ts'
import { match, standing } from './match.ts'
import { type Part, withNewEntries } from './new-entries.ts'
import { isUnchanged, type MergeRules, remembered } from './resolve.ts'
import { isPersons, saidElsewhere } from './said-elsewhere.ts'
import { stillDeleted, tombstoneOf, tombstonesOf } from './tombstones.ts'

/** A finding on a line of the region, from 0. */
export interface FindingAt extends Finding {
  readonly at: number
}

/** What a region is to hold, and what is to be remembered of it. */
export interface Merged {
  readonly body: string
  readonly items: readonly Item[]
  readonly deleted: readonly string[]
  readonly findings: readonly FindingAt[]
  readonly notes: readonly Note[]
}

/**
 * Brings a region up to date that a person may have changed in any way. What the tool wrote and nobody touched is written
 * anew; in everything else only values change. What the person deleted stays away, what they added stays where it is,
 * and so does their order.
 */
export function mergeRegion(
  body: string,
  memory: { readonly items: readonly Item[]; readonly deleted: readonly string[] },
  section: Section,
  rules: MergeRules,
): Merged {
  const { background } = rules
  const read = readRegion(body, memory.items, rules)
  const { groups, keys, items, held, there } = read
  const missing = tombstonesOf(read.missing, [...items.values()])
  const deleted = stillDeleted([...memory.deleted, ...missing], there, background)
  const said = saidIn(read, rules)
  const refused = new Set([...deleted, ...said, ...unlinkedIn(items, rules)])
  for (const name of namesOfMoved(held, items, tombstoneOf)) refused.add(name)
  const staying = chooseEntries(groups, keys, items, held, section, rules)
  const parts = groups.flatMap((group): MergedPart[] => {
    if (!staying.groups.has(group)) return []
    const key = keys.get(group) ?? null
    const shown = section.entries.find((entry) => entry.key === key)
    const value = shown ?? (key === null ? null : background.entry(key))
    const grows = shown !== undefined && rules.ownership !== 'facts'
    const input = { group, key, items, value, held, grows, refused, said, max: section.max }
    return [{ key, ...mergeEntry(input, rules) }]
  })
  const elsewhere = saidElsewhere(groups, keys, items, rules)
  const added = new Set([...staying.added].filter((key) => !elsewhere.has(key)))
  const taken = parts.flatMap(({ removed }) => removed)
  return {
    ...compose(withNewEntries(parts, added, section, refused, rules), rules),
    deleted: stillDeleted([...deleted, ...taken], there, background),
    notes: [
      // What became private is not told.
      ...stillDeleted(missing, there, background)
        .filter((key) => !background.isHidden(key.split(' ')[0] ?? ''))
        .map((key): Note => ({ kind: 'deleted', text: key })),
      ...parts.flatMap(({ notes }) => notes),
    ],
  }
}

/** A region taken apart, and what is remembered of it found again there. */
interface RegionRead {
  readonly groups: readonly Group[]
  /** The project of each group, where one is known. */
  readonly keys: ReadonlyMap<Group, string>
  readonly items: ReadonlyMap<Block, Item>
  readonly missing: readonly Item[]
  readonly held: Held
  readonly there: { readonly addresses: ReadonlySet<string>; readonly entries: ReadonlySet<string> }
}

function readRegion(body: string, remembered: readonly Item[], rules: MergeRules): RegionRead {
  const { background, syntax } = rules
  const known = remembered.map((item) => present(item, rules))
  const titles = known.filter(({ kind }) => kind === 'title').map(standing)
  const groups = groupsOf(blocksOf(body, syntax, new Set(titles), namingOf(background)))
  const { items, entries, missing } = match(known, groups, background, syntax.terms)
  const keys = keysOf(groups, entries, rules)
  const addresses = groups.flatMap(({ blocks }) =>
    blocks.flatMap(({ text }) => addressesIn(text, background)),
  )
  const there = { addresses: new Set(addresses), entries: new Set(keys.values()) }
  return { groups, keys, items, missing, held: heldIn(groups, keys, items, syntax), there }
}

/** Pull requests that lines of the person's are about. */
function saidIn({ groups, keys, items }: RegionRead, rules: MergeRules): ReadonlySet<string> {
  const blocks = groups.flatMap((group) => group.blocks)
  return new Set([...mentioned(blocks, items, rules), ...named(keys, items, rules)])
}

/** Pull requests whose link a person took out of the bullet that the tool wrote for them: it goes to no other line. */
function unlinkedIn(items: ReadonlyMap<Block, Item>, { background }: MergeRules): string[] {
  return [...items].flatMap(([{ text }, { kind, key, text: written }]) =>
    kind === 'highlight' &&
    key !== undefined &&
    written !== null &&
    !addressesIn(text, background).includes(key)
      ? [key]
      : [],
  )
}

interface MergedPart extends EntryMerged {
  /** Null for a group that no project is known by. */
  readonly key: string | null
}

/** Under the names of today. */
function present(item: Item, { background }: MergeRules): Item {
  const url = (address: string) => background.pull(address)?.url ?? address
  return {
    ...item,
    entry: background.present(item.entry),
    ...(item.key === undefined ? {} : { key: url(item.key) }),
    ...(item.links === undefined ? {} : { links: item.links.map(url) }),
  }
}

/** The project of each group: as remembered, else the one repository that its links belong to. */
function keysOf(
  groups: readonly Group[],
  entries: ReadonlyMap<Group, string>,
  { background }: MergeRules,
): Map<Group, string> {
  const keys = new Map(entries)
  const taken = new Set(entries.values())
  for (const group of groups) {
    if (keys.has(group) || group.title === null) continue
    const linked = new Set(
      group.blocks
        .flatMap(({ text }) => linksIn(text))
        .map(({ url }) => background.repositoryOf(url))
        .filter((key) => key !== null),
    )
    const [key] = linked
    if (linked.size !== 1 || key === undefined || taken.has(key)) continue
    keys.set(group, key)
    taken.add(key)
  }
  return keys
}

/** Pull requests in lines that are the person's: they have been said. A line of the tool's that was doubled is no other. */
function mentioned(
  blocks: readonly Block[],
  items: ReadonlyMap<Block, Item>,
  rules: MergeRules,
): string[] {
  const found = new Set([...items.keys()].map(({ text }) => text))
  return blocks
    .filter((block) => isPersons(block, items, rules))
    .filter((block) => items.has(block) || !found.has(block.text))
    .flatMap(({ text }) => addressesIn(text, rules.background))
}

/** Those in lines of the person's that link nothing and name them all the same. */
function named(
  keys: ReadonlyMap<Group, string>,
  items: ReadonlyMap<Block, Item>,
  rules: MergeRules,
): string[] {
  return [...keys].flatMap(([{ blocks }, key]) =>
    blocks
      .filter((block) => isPersons(block, items, rules) && linksIn(block.text).length === 0)
      .flatMap(({ text }) => namedIn(text, key, rules.background)),
  )
}

/** Entries a person had a hand in stay; beside them as many others as there is room for. */
function chooseEntries(
  groups: readonly Group[],
  keys: ReadonlyMap<Group, string>,
  items: ReadonlyMap<Block, Item>,
  { moved }: Held,
  section: Section,
  rules: MergeRules,
): { groups: ReadonlySet<Group>; added: ReadonlySet<string> } {
  const isTools = (group: Group) =>
    keys.has(group) &&
    rules.ownership !== 'facts' &&
    group.blocks.every((block) => {
      const item = items.get(block)
      if (item === undefined) return block.kind === 'blank'
      return (
        !moved.has(block) &&
        isUnchanged(block, item, undefined, rules.syntax) &&
        !holdsFlagged(item, rules.background)
      )
    })
  const kept = groups.filter((group) => !isTools(group))
  const keptKeys = new Set(kept.map((group) => keys.get(group)))
  const shown = new Set(section.entries.map(({ key }) => key))
  const held = [...keptKeys].filter((key) => key !== undefined)
  let room = section.max.entries - held.length
  const wanted = new Set<string>()
  for (const { key } of section.entries) {
    if (keptKeys.has(key) || room <= 0) continue
    wanted.add(key)
    room -= 1
  }
  const present = new Set(keys.values())
  const isWanted = (group: Group) => {
    const key = keys.get(group)
    return keptKeys.has(key) || (key !== undefined && shown.has(key) && wanted.has(key))
  }
  const added = [...wanted].filter((key) => !present.has(key) && rules.ownership !== 'facts')
  return {
    groups: new Set(groups.filter((group) => kept.includes(group) || isWanted(group))),
    added: new Set(added),
  }
}

/** Puts the parts together, a blank line between them at least, and sets the state of every link. */
function compose(
  parts: readonly Part[],
  { background }: MergeRules,
): Pick<Merged, 'body' | 'items' | 'findings'> {
  const lines: { line: Line; findings: readonly Finding[] }[] = []
  for (const { lines: own, findings, inList = false } of parts) {
    const last = lines.at(-1)?.line
    const [first] = own
    const isNew = last?.from === null || first?.from === null
    // In a list nothing stands between.
    if (isNew && !inList && says(last) && says(first)) lines.push({ line: blank, findings: [] })
    for (const line of own) lines.push({ line, findings: findings.get(line) ?? [] })
  }
  const items: Item[] = []
  const texts: string[] = []
  const found: FindingAt[] = []
  let at = 0
  const skipped = leadingBlanks(lines.map(({ line }) => line))
  for (const { line, findings } of lines.slice(skipped)) {
    const text = withTrueLinks(line.text, background)
    texts.push(text)
    if (line.item !== null) items.push(follow(line.item, line.text, text))
    const flags = flagsOf(text, background)
    const isTold = (finding: Finding) => findings.some(({ kind }) => kind === finding.kind)
    for (const each of [...findings, ...flags.filter((flag) => !isTold(flag))])
      found.push({ ...each, at })
    at += text.split('\n').length
  }
  return { body: trimmed(texts.join('\n')), items, findings: found }
}

function says(line: Line | undefined): boolean {
  return line !== undefined && line.text.trim() !== ''
}

function leadingBlanks(lines: readonly Line[]): number {
  const first = lines.findIndex(({ text }) => text.trim() !== '')
  return first < 0 ? lines.length : first
}

/** What is remembered of a line whose links were set right. */
function follow(item: Item, before: string, after: string): Item {
  if (before === after) return item
  const renew = (text: string) => (text === before ? after : text)
  return remembered({
    ...item,
    text: item.text === null ? null : renew(item.text),
    ...(item.now === undefined ? {} : { now: renew(item.now) }),
  })
}
