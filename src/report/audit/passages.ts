import { backgroundOf } from '../background.ts'
import { isBlank, lineNumberAt, trimmed } from '../document/lines.ts'
import { endOfSection, headingOf, headingsOutside } from '../document/outside.ts'
import { withoutRegions } from '../document/region.ts'
import { type Block, blocksOf, type Group, groupsOf } from '../entries/blocks.ts'
import { bulletTitles } from '../entries/bullet-titles.ts'
import { namingOf } from '../entries/naming.ts'
import { recognise } from '../entries/recognise.ts'
import type { Heading, Span, Writer } from '../formats/format.ts'
import { everything } from '../rules.ts'
import { nothingChosen } from '../select.ts'
import type { Background } from '../types.ts'
import type { Page } from './page.ts'
import type { Audited, AuditedSection } from './person.ts'
import type { Readings } from './readings.ts'
import { isDatedBullet, titlesByDates } from './titles.ts'

/** Lines that say something together: a title, a line of dates or of links, a bullet, a paragraph. */
export interface Unit extends Span {
  readonly kind: Exclude<Block['kind'], 'blank'>
}

/** What stands under one title. */
export interface Entry {
  /** Key of its project; null when it is none that is known. */
  readonly key: string | null
  /** Others of the passage are about the same project: each is about a part of it. */
  readonly isShared: boolean
  readonly title: Unit | null
  /** It is about some project, and which one is not certain. */
  readonly unclear: boolean
  readonly units: readonly Unit[]
}

/** A part of a document that is about one person's contributions. */
export interface Passage extends Span {
  readonly section: AuditedSection
  readonly background: Background
  readonly entries: readonly Entry[]
}

/** The parts of a document that a person's sections are: under their heading, and between their markers. */
export function passagesOf(page: Page, who: Audited, readings: Readings): Passage[] {
  const configured = who.sections.flatMap((section) =>
    rangesOf(page, section).map((range) => ({ section, range })),
  )
  const found = configured.length > 0 ? configured : unconfigured(page, who)
  return found.map(({ section, range }) => {
    const [reading] = readings.of(section.rules)
    const selection = reading?.selection ?? nothingChosen
    const background = backgroundOf(who.contributions, selection, section.rules, readings.options)
    return { ...range, section, background, entries: entriesIn(page, range, background) }
  })
}

/** The region, and what of its section stands around it. Each part is read by itself: both may hold the same project. */
function rangesOf(page: Page, { rules, heading }: AuditedSection): Span[] {
  const { outline, regions, text } = page
  const region = regions.find(({ id }) => id === rules.id)
  const headings = headingsOutside(outline, regions)
  const above = region === undefined ? null : headingOf(region, headings, heading, text)
  const named = headings.filter((each) => heading !== null && isSame(each.text, heading))
  const own = region === undefined ? [] : [{ start: region.begin.next, end: region.end.start }]
  const under = [...new Set([...named, ...(above === null ? [] : [above])])].flatMap((each) =>
    outsideRegions(page, { start: each.end, end: endOfSection(each, headings, text) }),
  )
  return [...own, ...under].filter(({ start, end }) => !isBlank(text.slice(start, end)))
}

function outsideRegions({ regions }: Page, { start, end }: Span): Span[] {
  const parts: Span[] = []
  let at = start
  for (const { begin, end: last } of regions) {
    if (last.next <= start || begin.start >= end) continue
    parts.push({ start: at, end: begin.start })
    at = last.next
  }
  parts.push({ start: at, end })
  return parts.filter((part) => part.start < part.end)
}

const contributions = /\bopen[- ]?source\b|\bcontributions?\b/i

/** Where no section of the configuration is in the document, headings that speak of contributions begin one. */
function unconfigured(
  page: Page,
  who: Audited,
): { readonly section: AuditedSection; readonly range: Span }[] {
  const headings = headingsOutside(page.outline, page.regions)
  const found: Heading[] = []
  let until = 0
  for (const heading of headings) {
    if (heading.start < until || isTitle(heading, headings)) continue
    if (!contributions.test(heading.text)) continue
    found.push(heading)
    until = endOfSection(heading, headings, page.text)
  }
  const [first] = who.sections
  const rules = { ...everything, activeDays: first?.rules.activeDays ?? everything.activeDays }
  return found.flatMap((heading) => {
    const range = { start: heading.end, end: endOfSection(heading, headings, page.text) }
    const section = { rules, heading: heading.text }
    return outsideRegions(page, range)
      .filter(({ start, end }) => !isBlank(page.text.slice(start, end)))
      .map((part) => ({ section, range: part }))
  })
}

/** A lone heading of the highest level over others is the document's title. */
function isTitle({ level }: Heading, headings: readonly Heading[]): boolean {
  const isAlone = headings.filter((each) => each.level === 1).length === 1
  return level === 1 && isAlone && headings.some((each) => each.level > 1)
}

function isSame(a: string, b: string): boolean {
  const plain = (text: string) => text.normalize('NFC').replace(/\s+/gu, ' ').trim().toUpperCase()
  return plain(a) === plain(b)
}

function entriesIn(page: Page, range: Span, background: Background): Entry[] {
  const { text, format, regions } = page
  const first = firstLine(text, range)
  const body = trimmed(text.slice(range.start, range.end))
  const titles = new Set([
    ...titlesByDates(body, format.syntax, page.dates),
    ...bulletTitles(body, format.syntax),
  ])
  const groups = groupsOf(blocksOf(body, format.syntax, titles, namingOf(background)))
  const writer = format.writer([body, withoutRegions(text, regions)])
  // Each by itself: of several about one project only the first would be known.
  const keys = groups.map((group) => keyOf(group, background, writer))
  return groups.map((group, index) => {
    const key = keys[index] ?? null
    const isShared = key !== null && keys.filter((each) => each === key).length > 1
    return entryOf(page, group, first, { key, isShared })
  })
}

function keyOf(group: Group, background: Background, writer: Writer): string | null {
  const { recognised } = recognise([group], background, writer)
  return recognised.find(({ kind, sure }) => kind === 'entry' && sure)?.as ?? null
}

function entryOf(
  page: Page,
  { title, blocks }: Group,
  first: number,
  about: Pick<Entry, 'key' | 'isShared'>,
): Entry {
  const rest = blocks.filter((block) => block !== title)
  return {
    ...about,
    unclear: blocks.some(({ border }) => border === true),
    title: title === null ? null : (unitsOf(page, [title], first)[0] ?? null),
    units: unitsOf(page, rest, first),
  }
}

/** Lines of one paragraph are one unit. */
function unitsOf(page: Page, blocks: readonly Block[], first: number): Unit[] {
  const units: (Unit & { readonly last: number })[] = []
  for (const { kind, text, line } of blocks) {
    if (kind === 'blank') continue
    const last = first - 1 + line + text.split('\n').length - 1
    const start = page.lines[first - 1 + line]?.start ?? 0
    const end = page.lines[last]?.end ?? page.text.length
    const before = units.at(-1)
    const goesOn =
      kind === 'other' && before?.kind === 'other' && before.last + 1 === first - 1 + line
    if (goesOn) units.splice(-1, 1, { ...before, end, last })
    else units.push({ kind, start, end, last })
  }
  return units
}

/** Number of the first line of the range that is not blank. */
function firstLine(text: string, { start, end }: Span): number {
  const blank = /^\s*/.exec(text.slice(start, end))?.[0].length ?? 0
  return lineNumberAt(text, start + blank)
}

/** What stands outside every passage. */
export function unitsElsewhere(page: Page, passages: readonly Span[]): Unit[] {
  return unitsOf(page, blocksOf(textElsewhere(page, passages), page.format.syntax), 1)
}

/** Whether a line outside every passage stands, under no heading of its own, below one that names a project as a title does. */
export function isUnderProject(
  page: Page,
  passages: readonly Span[],
  background: Background,
): (unit: Span) => boolean {
  const { syntax } = page.format
  const text = textElsewhere(page, passages)
  const naming = namingOf(background)
  const plain = new Set(titleLines(blocksOf(text, syntax)))
  const titles = blocksOf(text, syntax, new Set(), naming)
    .filter(({ kind, border }) => kind === 'title' || border === true)
    .map(({ line, text: title, border }) => ({
      start: page.lines[line]?.start ?? 0,
      named: border === true || !plain.has(line) || naming.keysIn(title).length > 0,
    }))
  const dated = text
    .split('\n')
    .flatMap((line, index) =>
      isDatedBullet(line, syntax, page.dates)
        ? [{ start: page.lines[index]?.start ?? 0, named: true }]
        : [],
    )
  const heads = [...titles, ...dated].sort((a, b) => a.start - b.start)
  const headings = page.outline.headings
  return ({ start }) => {
    const head = heads.findLast((each) => each.start <= start)
    if (head === undefined || !head.named) return false
    return !headings.some((heading) => heading.start > head.start && heading.start < start)
  }
}

function titleLines(blocks: readonly Block[]): number[] {
  return blocks.flatMap(({ kind, line }) => (kind === 'title' ? [line] : []))
}

function textElsewhere(page: Page, passages: readonly Span[]): string {
  const lines = page.lines.map((line) => {
    const isCovered = passages.some(({ start, end }) => line.start >= start && line.start < end)
    // Headings are no sentences, and blank lines keep their numbers.
    return isCovered ? '' : page.text.slice(line.start, line.end)
  })
  return lines.join('\n')
}
