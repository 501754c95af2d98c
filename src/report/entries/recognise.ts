import type { Item } from '../document/sidecar.ts'
import type { Writer } from '../formats/format.ts'
import { linksIn } from '../formats/links.ts'
import { countsOfAllTime } from '../stated/counts-of-all-time.ts'
import { wordOf } from '../style/counts.ts'
import { datesIn } from '../style/read-dates.ts'
import type { Background, Link } from '../types.ts'
import type { Block, Group } from './blocks.ts'
import { isSubheading, projectTitled } from './cuts.ts'
import { likeness, pairs } from './likeness.ts'
import { addressesIn } from './links.ts'
import { type Naming, namingOf } from './naming.ts'

/** Something a person's résumé says that was recognised, or may have been. */
interface Recognised {
  readonly block: Block
  readonly kind: 'entry' | 'dates' | 'count' | 'bullet' | 'links'
  /** What it was taken for: key of a project, address of a pull request, value of a count. */
  readonly as: string
  /** False for what a person should be asked about: nothing is done with it unless they say so. */
  readonly sure: boolean
  /** Of a bullet that is not sure: the pull request's reference and title. */
  readonly label?: string
}

export interface Adopted {
  readonly items: ReadonlyMap<Block, Item>
  /** Links to be written behind bullets that have none. */
  readonly links: ReadonlyMap<Block, string>
  readonly recognised: readonly Recognised[]
}

/** What may be known beforehand. */
export interface Hints {
  /** Whether a bullet that is not surely about a pull request is taken to be. */
  readonly isConfirmed?: (bullet: Block, url: string) => boolean
  /** The project whose title a line is as the tool writes it. */
  readonly titled?: (title: string) => string | null
}

/** Finds out what each line of a section says, entry by entry. What belongs to no project stays just text. */
export function recognise(
  groups: readonly Group[],
  background: Background,
  writer: Writer,
  hints: Hints = {},
): Adopted {
  const entries = entriesOf(groups, background, hints).map(({ group, title, key }) => {
    const stated = statedIn(group, key, background, writer)
    const guessed = guessedIn(group, key, stated.items, background, writer, hints)
    const named = { block: title, kind: 'entry', as: key, sure: true } as const
    return { stated, guessed, recognised: [named, ...stated.recognised, ...guessed.recognised] }
  })
  return {
    items: new Map(entries.flatMap(({ stated, guessed }) => [...stated.items, ...guessed.items])),
    links: new Map(entries.flatMap(({ guessed }) => [...guessed.links])),
    recognised: entries.flatMap(({ recognised }) => recognised),
  }
}

/** The groups that are about a project each, and no two about one. */
function entriesOf(
  groups: readonly Group[],
  background: Background,
  { titled = () => null }: Hints,
): { readonly group: Group; readonly title: Block; readonly key: string }[] {
  const taken = new Set<string>()
  return groups.flatMap((group) => {
    const { title } = group
    if (title === null) return []
    const written = titled(title.text)
    const isFree = written !== null && !taken.has(written)
    const key = isFree ? written : projectOf(group, background, taken)
    if (key === null) return []
    taken.add(key)
    return [{ group, title, key }]
  })
}

/** Lines that say themselves what they are about. */
function statedIn(
  group: Group,
  key: string,
  background: Background,
  writer: Writer,
): Pick<Adopted, 'items' | 'recognised'> {
  const naming = namingOf(background)
  // Several lines of dates are of several roles, none of which is known.
  const isDated = group.blocks.filter(({ kind }) => kind === 'dates').length === 1
  const found = group.blocks.flatMap((block) => {
    if ((block.kind === 'dates' && !isDated) || isOfAnother(block, key, naming)) return []
    const item = itemOf(block, group, key, background)
    return item === null ? [] : [{ block, item }]
  })
  return {
    items: new Map(found.map(({ block, item }) => [block, item])),
    recognised: found.flatMap(({ block, item }) => said(block, item, writer)),
  }
}

/** Bullets that are about a pull request by their words; only those that surely are, or are confirmed, are taken. */
function guessedIn(
  { blocks }: Group,
  key: string,
  stated: Adopted['items'],
  background: Background,
  writer: Writer,
  { isConfirmed = () => false }: Hints,
): Adopted {
  const bullets = blocks.filter((block) => block.kind === 'bullet' && !stated.has(block))
  const found = pairs(bullets, background.pullsOf(key), (bullet, pull) =>
    likeness(bullet.text, pull.title),
  ).map(({ left, right, sure }) => ({
    left,
    right,
    taken: sure || isConfirmed(left, right.link.url),
  }))
  const texts = found
    .filter(({ taken }) => taken)
    .map(({ left, right: { link } }) => {
      const isLinked = linksIn(left.text).length > 0
      return { left, link, isLinked, now: isLinked ? left.text : withLink(left.text, link, writer) }
    })
  return {
    items: new Map(
      texts.map(({ left, link, now }) => [
        left,
        { entry: key, kind: 'highlight', key: link.url, text: null, now },
      ]),
    ),
    links: new Map(texts.flatMap(({ left, isLinked, now }) => (isLinked ? [] : [[left, now]]))),
    recognised: found.map(({ left, right: { link, title }, taken }) => {
      const told = { block: left, kind: 'bullet', as: link.url, sure: taken } as const
      return taken ? told : { ...told, label: `${link.reference} "${title}"` }
    }),
  }
}

/** The project that its title names, else the one repository an entry links, else the one whose name its title holds. */
function projectOf(
  { title, blocks }: Group,
  background: Background,
  taken: ReadonlySet<string>,
): string | null {
  const naming = namingOf(background)
  const titled = projectTitled(title?.text ?? '', naming)
  if (titled !== null) return taken.has(titled) ? null : titled
  const told = naming.keysIn(title?.text ?? '')
  const linked = new Set(
    blocks
      .flatMap(({ text }) => linksIn(text))
      .map(({ url }) => background.repositoryOf(url))
      .filter((key) => key !== null && !taken.has(key)),
  )
  const [key] = linked
  // A title that names another project than its links are of may be about either.
  if (linked.size === 1 && key != null) return told.length === 0 || told.includes(key) ? key : null
  if (told.length === 1) return told.find((each) => !taken.has(each)) ?? null
  const plain = wordsIn(title?.text ?? '')
  const named = background
    .projects()
    .filter((project) => !taken.has(project))
    .map((project) => ({ project, name: wordsIn(project.slice(project.lastIndexOf('/') + 1)) }))
    .filter(({ name }) => plain.includes(name))
    .sort((a, b) => b.name.length - a.name.length)
  const [best, next] = named
  const isUnique = next === undefined || next.name.length < (best?.name.length ?? 0)
  return best !== undefined && isUnique ? best.project : null
}

/** ` gitlab runner `: to be looked for as whole words. */
function wordsIn(text: string): string {
  return ` ${(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `
}

/** A line that names another project may speak of that one's numbers. */
function isOfAnother({ kind, text }: Block, key: string, naming: Naming): boolean {
  return kind !== 'title' && kind !== 'links' && naming.keysIn(text).some((each) => each !== key)
}

/** What stands below a further heading or a summary, or set in below a bullet, may be of a part of the entry: a year, a team. */
function isOfPart({ title, blocks }: Group, block: Block): boolean {
  const above = blocks.slice(0, blocks.indexOf(block)).filter((each) => each !== title)
  const isOver = ({ kind, text }: Block) =>
    isSubheading(text) ||
    /<summary[\s>]/i.test(text) ||
    (kind === 'bullet' && indentOf(text) < indentOf(block.text))
  return above.some(isOver)
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length
}

function itemOf(block: Block, group: Group, entry: string, background: Background): Item | null {
  const { kind, text: now } = block
  const own = { entry, text: null, now }
  if (kind === 'dates') return { ...own, kind }
  if (kind === 'title') {
    const counts = countsOfAllTime(now, entry)
    return { ...own, kind, ...(Object.keys(counts).length === 0 ? {} : { slots: counts }) }
  }
  if (kind === 'links') return { ...own, kind, links: [] }
  if (kind === 'blank') return null
  const slots = isOfPart(group, block) ? {} : countsOfAllTime(now, entry)
  if (Object.keys(slots).length > 0) return { ...own, kind: 'count', slots }
  const key = addressesIn(now, background).find((url) => background.isKnown(url))
  return key === undefined ? null : { ...own, kind: 'highlight', key }
}

function said(block: Block, item: Item, { terms }: Writer): Recognised[] {
  const sure = { block, sure: true }
  if (item.kind === 'dates' || item.kind === 'links')
    return [{ ...sure, kind: item.kind, as: block.text.trim() }]
  if (item.kind === 'highlight') return [{ ...sure, kind: 'bullet', as: item.key ?? '' }]
  const dates = item.kind === 'title' ? datesIn(block.text, terms) : []
  return [
    ...(dates.length === 1 ? dates : []).map(
      ({ text }) => ({ ...sure, kind: 'dates', as: text }) as const,
    ),
    ...Object.entries(item.slots ?? {}).map(([name, value]) => {
      return { ...sure, kind: 'count', as: `${value} ${wordOf(name)}` } as const
    }),
  ]
}

/** Behind the words, before white space that breaks the line; where they end in its reference in brackets, that is its label. */
function withLink(text: string, link: Link, writer: Writer): string {
  const words = text.trimEnd()
  const [whole, label = '', reference = '', end = ''] = lastReference.exec(words) ?? []
  if (whole !== undefined && isOf(reference, link)) {
    const own = writer.link(link, label.replace('\\', ''))
    return `${words.slice(0, -whole.length)}(${own})${end}${text.slice(words.length)}`
  }
  return `${words} (${writer.link(link)})${text.slice(words.length)}`
}

/** `(#12)`, `(o/r#12)`, `(PR #12)`; in Markdown the sign may be escaped. */
const lastReference = /\(((?:[PM]R )?([\w./-]{0,200}\\?[#!]\d+))\)(\.?)$/i

function isOf(said: string, { reference }: Link): boolean {
  const [own, whole] = [said, reference].map((each) => each.replace('\\', '').toLowerCase())
  return own === whole || own === whole?.replace(/^.*(?=[#!])/, '')
}
