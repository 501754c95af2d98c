import { createHash } from 'node:crypto'
import { linksIn } from '../formats/links.ts'
import { datesIn } from '../style/read-dates.ts'
import type { Background } from '../types.ts'
import { linesOf } from './lines.ts'
import type { Item, SectionMemory } from './sidecar.ts'

/**
 * What a sidecar may keep of what became private: nothing that can be read. Names, words, links and dates are sealed, a
 * line at a time, as the letters of their SHA-256; counts stay. While the document still holds a line, and the database a
 * name, the same words open them again, so that nothing the person deleted comes back and nothing of theirs is taken out.
 */
export function sealed(memory: SectionMemory, background: Background): SectionMemory {
  const { items, deleted, counts } = memory
  const sealKey = (key: string) => (isHidden(key, background) ? seal(key) : key)
  return {
    ...memory,
    items: items.map((item) => sealedItem(item, background)),
    deleted: deleted.map((tombstone) => sealedTombstone(tombstone, background)),
    counts: Object.fromEntries(Object.entries(counts).map(([key, count]) => [sealKey(key), count])),
  }
}

/** The same as far as `text`, the document, and the database still say what was sealed. */
export function opened(memory: SectionMemory, background: Background, text: string): SectionMemory {
  const { items, deleted, counts } = memory
  if (![...items.flatMap(textsOf), ...deleted, ...Object.keys(counts)].some(holdsSeal))
    return memory
  const names = new Map(background.names().map((name) => [sealLine(name), name]))
  const lines = new Map(linesOf(text).map((line) => [sealLine(line.text), line.text]))
  const nameOf = (name: string) => names.get(name) ?? name
  return {
    ...memory,
    items: items.map((item) => openedItem(item, nameOf, lines, background)),
    deleted: deleted.map((tombstone) => openedTombstone(tombstone, nameOf, background)),
    counts: Object.fromEntries(Object.entries(counts).map(([key, count]) => [nameOf(key), count])),
  }
}

/** True for words that cannot be read any more. */
export function isSealed(text: string): boolean {
  return text.split('\n').every((line) => sealPattern.test(line))
}

const sealPattern = /^sealed:[a-p]{32}$/

function holdsSeal(text: string): boolean {
  return /(?:^|[ \n])sealed:[a-p]{32}(?![^ \n])/.test(text)
}

/** Letters, since digits would read as counts and dates. */
function sealLine(line: string): string {
  const digest = createHash('sha256').update(line).digest('hex').slice(0, 32)
  const letters = digest.replace(
    /./g,
    (digit) => 'abcdefghijklmnop'[Number.parseInt(digit, 16)] ?? '',
  )
  return `sealed:${letters}`
}

/** What is sealed already stays as it is. */
function seal(text: string): string {
  const lines = text.split('\n')
  return lines.map((line) => (sealPattern.test(line) ? line : sealLine(line))).join('\n')
}

function isHidden(keyOrUrl: string, background: Background): boolean {
  return background.isHidden(background.present(keyOrUrl))
}

function sealedItem(item: Item, background: Background): Item {
  const { entry, kind, key, claim, text, now, slots, links } = item
  const ofHidden = isHidden(entry, background)
  if (!ofHidden && !addressesOf(item).some((url) => background.isHidden(url))) return item
  return {
    entry: ofHidden ? seal(entry) : entry,
    kind,
    ...(key === undefined ? {} : { key: seal(key) }),
    ...(claim === undefined ? {} : { claim: seal(claim) }),
    text: text === null ? null : seal(text),
    ...(now === undefined ? {} : { now: seal(now) }),
    ...(slots === undefined ? {} : { slots: withDates(slots, seal) }),
    ...(links === undefined ? {} : { links: links.map(seal) }),
  }
}

/** A line in a person's words may link anything. */
function addressesOf({ key, text, now, links = [] }: Item): string[] {
  const linked = [text, now].flatMap((words) => (words == null ? [] : linksIn(words)))
  return [...(key === undefined ? [] : [key]), ...links, ...linked.map(({ url }) => url)]
}

function textsOf({ entry, key, text, now, links = [] }: Item): string[] {
  return [entry, key, text, now, ...links].filter((each) => each != null)
}

function withDates(
  { dates, ...counts }: NonNullable<Item['slots']>,
  change: (dates: string) => string,
): NonNullable<Item['slots']> {
  return dates === undefined ? counts : { ...counts, dates: change(dates) }
}

function openedItem(
  item: Item,
  nameOf: (name: string) => string,
  lines: ReadonlyMap<string, string>,
  background: Background,
): Item {
  const { entry, key, claim, text, now, slots, links } = item
  if (!textsOf(item).some(holdsSeal)) return item
  const project = nameOf(entry)
  const words = {
    text: text === null ? null : openedWords(text, lines),
    ...(now === undefined ? {} : { now: openedWords(now, lines) }),
  }
  const dates = datesIn(words.now ?? words.text ?? '').map((each) => each.text)
  return {
    ...item,
    ...words,
    entry: project,
    ...(key === undefined ? {} : { key: nameOf(key) }),
    ...(claim === undefined ? {} : { claim: openedClaim(claim, project, background) }),
    ...(slots === undefined
      ? {}
      : { slots: withDates(slots, (old) => dates.find((each) => seal(each) === old) ?? old) }),
    ...(links === undefined ? {} : { links: links.map(nameOf) }),
  }
}

/** All of its lines, or none. */
function openedWords(words: string, lines: ReadonlyMap<string, string>): string {
  const found = words.split('\n').map((line) => lines.get(line) ?? line)
  return found.some((line) => sealPattern.test(line)) ? words : found.join('\n')
}

function openedClaim(claim: string, key: string, background: Background): string {
  const claims = background.entry(key)?.claims ?? []
  return claims.find(({ text }) => seal(text) === claim)?.text ?? claim
}

/** `KEY`, `ADDRESS`, `KEY count`, `KEY claim WORDS` and the like. */
function sealedTombstone(tombstone: string, background: Background): string {
  const [head = '', kind, ...words] = tombstone.split(' ')
  if (!isHidden(head, background)) return tombstone
  if (kind === undefined) return seal(head)
  return [seal(head), kind, ...(words.length === 0 ? [] : [seal(words.join(' '))])].join(' ')
}

function openedTombstone(
  tombstone: string,
  nameOf: (name: string) => string,
  background: Background,
): string {
  const [head = '', kind, ...words] = tombstone.split(' ')
  const key = nameOf(head)
  if (kind === undefined) return key
  const claim = words.length === 0 ? [] : [openedClaim(words.join(' '), key, background)]
  return [key, kind, ...claim].join(' ')
}
