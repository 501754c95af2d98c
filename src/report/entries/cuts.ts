import { isBlank } from '../document/lines.ts'
import type { RegionSyntax } from '../formats/format.ts'
import { isLinksLine } from '../formats/links.ts'
import { periodsIn, withoutPeriods } from '../stated/moments.ts'
import { statedCounts } from '../stated/stated-counts.ts'
import { bulletSigns } from '../style/bullet-signs.ts'
import { besideDates, fillsLine } from '../style/date-line.ts'
import { datesIn } from '../style/read-dates.ts'
import type { Head, Naming } from './naming.ts'

/**
 * Where an entry begins: `title`. At a `border` the one above ends, and which one begins is not certain, so that nothing below
 * it may be taken for the work on one project or another.
 */
export type Cut = 'title' | 'border'

export interface Lines {
  readonly lines: readonly string[]
  readonly opaque: readonly boolean[]
  readonly syntax: RegionSyntax
  /** Lines that were written as titles. */
  readonly known: ReadonlySet<string>
  readonly naming: Naming | null
}

/** The entry that a line stands in, as far as its title tells. */
interface Place {
  readonly key: string | null
  readonly isTitled: boolean
  /** The title begins with the name of a project, known or not. */
  readonly named: boolean
  /** Of a title that is a bullet with all of its entry nested in it; null for any other. */
  readonly indent: number | null
  /** Of a title that is a bullet beginning with the path or address of its project; null for any other. */
  readonly listed: number | null
}

/** What begins at each line, from the first one on. */
export function cutsOf(region: Lines): readonly (Cut | null)[] {
  const { lines, opaque } = region
  const isTitle = titleTest(region)
  let place = untitled
  return lines.map((text, line) => {
    if (isBlank(text)) return null
    const isPlain = opaque[line] !== true
    const cut = isPlain && isTitle(line) ? 'title' : cutByName(region, line, place)
    if (cut === null) return null
    place = cut === 'title' ? placeBelow(region, line) : untitled
    return cut
  })
}

const untitled: Place = {
  key: null,
  isTitled: false,
  named: false,
  indent: null,
  listed: null,
}

function placeBelow(region: Lines, line: number): Place {
  const text = region.lines[line] ?? ''
  const head = headOf(text, region)
  return {
    key: head?.key ?? null,
    isTitled: true,
    named: head !== null,
    indent: nestingOf(region, line),
    listed: head?.exact === true ? indentOf(text, region.syntax) : null,
  }
}

/** Of a bullet that has its entry nested in it. In text, the bullets of an entry often stand as far out as its title and dates. */
function nestingOf(region: Lines, line: number): number | null {
  const { lines, syntax } = region
  const text = lines[line] ?? ''
  const indent = indentOf(text, syntax)
  if (indent === null || isOverNested(region, line, indent)) return indent
  // What says how many there are needs no bullets that do.
  if (Object.keys(statedCounts(text)).length > 0) return indent
  return endsWithRange(text, syntax) || isDated(lines, line, syntax) ? null : indent
}

/** Key of the project that a title begins with and that is all it can be about; null where nothing tells for certain. */
export function projectTitled(title: string, naming: Naming): string | null {
  const head = headBehind(title, marks.exec(title)?.[0] ?? '', naming)
  return head?.exact === true && isSetOff(head) ? head.key : null
}

/** Before the words of a title, in any format. */
const marks = new RegExp(`^\\s*(?:#{1,6}\\s+|(?:[${bulletSigns}]|\\d{1,9}[.)])\\s+)*`)

/** A heading in any format that has them, where no title is meant. */
export function isSubheading(text: string): boolean {
  return /^\s*#{1,6}\s/.test(text)
}

/** What fills its line: dates, links, a bullet, or none of these. */
export function kindOf(text: string, syntax: RegionSyntax): 'dates' | 'bullet' | 'links' | 'other' {
  if (fillsLine(text, syntax.terms)) return 'dates'
  if (isLinksLine(text)) return 'links'
  return syntax.bullet(text) === null ? 'other' : 'bullet'
}

/**
 * Titles are the highest headings of the region, and those that were written as such. Where there are none, a line is one that was written as such, that
 * stands over dates, or that heads a list; and where not even those are found, any line that ends with a range of dates.
 */
function titleTest({ lines, opaque, syntax, known }: Lines): (line: number) => boolean {
  const levels = lines.map((line, index) => (opaque[index] ? null : syntax.heading(line)))
  const highest = Math.min(...levels.map((level) => level ?? Number.POSITIVE_INFINITY))
  if (Number.isFinite(highest))
    return (line) => levels[line] === highest || known.has(lines[line] ?? '')
  const plain = (line: number) => isPlainTitle(lines, line, syntax)
  const some = lines.some((text, line) => known.has(text) || plain(line))
  const ranged = !some || [...known].some((text) => endsWithRange(text, syntax))
  return (line) => {
    const text = lines[line] ?? ''
    return known.has(text) || (some && plain(line)) || (ranged && endsWithRange(text, syntax))
  }
}

function isPlainTitle(lines: readonly string[], line: number, syntax: RegionSyntax): boolean {
  const text = lines[line] ?? ''
  const [before = '', next = '', afterNext = ''] = [
    lines[line - 1],
    lines[line + 1],
    lines[line + 2],
  ]
  if (isBlank(text) || kindOf(text, syntax) !== 'other' || isSentence(text)) return false
  if (!isBlank(before) && !startsPage(text)) return isColumn(text, syntax) && !isSetIn(text)
  if (isDated(lines, line, syntax) || endsWithRange(text, syntax)) return true
  return isBlank(next) && syntax.bullet(afterNext) !== null
}

/** Dates fill or begin the next line, or the one after a blank one. */
function isDated(lines: readonly string[], line: number, syntax: RegionSyntax): boolean {
  const [next = '', afterNext = ''] = [lines[line + 1], lines[line + 2]]
  const begins = (each: string) => /^[\s*_(]*$/.test(besideDates(each, syntax.terms)?.before ?? '-')
  const fills = (each: string) => fillsLine(each, syntax.terms) || isYears(each) || begins(each)
  return fills(next) || (isBlank(next) && fills(afterNext))
}

/** Nothing but a year, or a span of years: `*2023 – 2024*`. */
function isYears(text: string): boolean {
  return /^[\s*_(]*(?:19|20)\d\d(?:\s*(?:-{1,3}|[–—]|to)\s*(?:(?:19|20)\d\d|present|now))?[\s*_)]*$/i.test(
    text,
  )
}

/** In text made from a page, an entry may follow the one above without a gap; its dates are set to the right. */
function isColumn(text: string, syntax: RegionSyntax): boolean {
  if (!endsWithRange(text, syntax)) return false
  const start = datesIn(text, syntax.terms).at(-1)?.start ?? 0
  return /(?: {2}|\t|\|) ?[*_(]*$/.test(text.slice(0, start))
}

function startsPage(text: string): boolean {
  return text.startsWith('\f')
}

function isSetIn(text: string): boolean {
  return /^[ \t]/.test(text)
}

function isSentence(text: string): boolean {
  return /[.:]$/.test(text.trimEnd())
}

function endsWithRange(text: string, { terms }: RegionSyntax): boolean {
  const last = datesIn(text, terms).at(-1)
  if (last === undefined || !/\p{L}/u.test(text.slice(0, last.start))) return false
  const isRange = /(?: |[-–—])\S*$/.test(last.text) && last.dates.start !== last.dates.end
  return isRange && /^[)\s*_]*$/.test(text.slice(last.end))
}

/** What a line begins whose shape alone makes it no title: it ends the entry of another project than the one it names. */
function cutByName(region: Lines, line: number, place: Place): Cut | null {
  const { lines, opaque, syntax } = region
  const text = lines[line] ?? ''
  const kind = kindOf(text, syntax)
  if (opaque[line]) return cutByTag(region, text, place)
  if (kind === 'links') return place.indent === null || isSetIn(text) ? null : 'border'
  if (kind === 'dates') return null
  const indent = indentOf(text, syntax)
  if (indent !== null) return cutByBullet(region, line, indent, place)
  if (isSetIn(text)) return null
  const head = headOf(text, region)
  const isListed = place.indent !== null || place.listed !== null
  if (isListed && isBlank(lines[line - 1] ?? '') && head === null) return 'border'
  if (head === null) return follows(region, line) ? 'border' : null
  if (place.isTitled && head.key !== null && head.key === place.key) return null
  const isCertain = head.key !== null && !isSentence(text) && isTitled(region, line, head)
  if (isCertain || isUnknownTitle(region, line, head)) return 'title'
  return isSetOff(head) ? 'border' : null
}

/** HTML is no text to write into, but a heading in it ends the entry above. */
function cutByTag(region: Lines, text: string, place: Place): Cut | null {
  if (!/^\s*</.test(text)) return null
  const head = headOf(text.replace(/^(?:\s*<[^<>]*>)+/, ''), region)
  const isOther = head?.exact === true && isSetOff(head) && head.key !== place.key
  return isOther ? 'border' : null
}

/** Bullets are entries where no other title is above them; what stands as far out as such a title is not part of it. */
function cutByBullet(region: Lines, line: number, indent: number, place: Place): Cut | null {
  if (place.isTitled && place.indent === null) return cutWithin(region, line, indent, place)
  if (place.indent !== null && indent > place.indent) return null
  const head = headOf(region.lines[line] ?? '', region)
  if (head !== null && isSetOff(head)) {
    const isCertain = head.key !== null && (head.exact || isTitled(region, line, head))
    return isCertain ? 'title' : 'border'
  }
  return place.indent === null ? null : 'border'
}

/** Under another title, a bullet that reads as an entry of its own may be one. */
function cutWithin(region: Lines, line: number, indent: number, place: Place): Cut | null {
  const head = headOf(region.lines[line] ?? '', region)
  if (head?.exact !== true || head.key === place.key || !isSetOff(head)) return null
  // A bullet for each project.
  if (indent === place.listed) return 'title'
  if (indent > 0) return null
  const isEntry = holdsDates(head.rest) || isOverNested(region, line, indent)
  if (!isEntry) return null
  // Of a title that names no project nothing is known that a bullet could be part of.
  return head.key !== null && place.key === null && !place.named ? 'title' : 'border'
}

function isOverNested({ lines, syntax }: Lines, line: number, indent: number): boolean {
  const next = lines.slice(line + 1, line + 3).find((text) => !isBlank(text)) ?? ''
  return (indentOf(next, syntax) ?? 0) > indent
}

/** A line right under a bullet that ends with a range of dates may head an entry, or go on with the bullet. */
function follows({ lines, syntax }: Lines, line: number): boolean {
  const text = lines[line] ?? ''
  return endsWithRange(text, syntax) && !isSentence(text) && goesOnFromBullet(lines, line, syntax)
}

function goesOnFromBullet(lines: readonly string[], line: number, syntax: RegionSyntax): boolean {
  let at = line - 1
  while (!isBlank(lines[at] ?? '') && kindOf(lines[at] ?? '', syntax) === 'other') at -= 1
  return syntax.bullet(lines[at] ?? '') !== null
}

/** Beside its name something marks the line as a title: dates, emphasis, a heading, a list under it. */
function isTitled(region: Lines, line: number, head: Head): boolean {
  const { lines, syntax } = region
  const text = lines[line] ?? ''
  if (!isSetOff(head)) return false
  if (holdsDates(head.rest) || isDated(lines, line, syntax)) return true
  if (!head.exact) return false
  const [next = '', afterNext = ''] = [lines[line + 1], lines[line + 2]]
  const isOverList =
    syntax.bullet(next) !== null || (isBlank(next) && syntax.bullet(afterNext) !== null)
  return syntax.heading(text) !== null || isEmphasised(text) || isOverList
}

/** `acme/engine` over dates or before them is a title, whoever's it is. */
function isUnknownTitle(region: Lines, line: number, head: Head): boolean {
  const { lines, syntax } = region
  if (head.key !== null || isSentence(lines[line] ?? '') || !isSetOff(head)) return false
  return holdsDates(head.rest) || isDated(lines, line, syntax)
}

function holdsDates(rest: string): boolean {
  return periodsIn(rest).length > 0 && !/\p{Ll}{3,} \p{Ll}{3,}/u.test(withoutPeriods(rest))
}

/** The name is all there is, or a sign, a bracket, a gap or dates divide it from what follows. */
function isSetOff({ rest }: Head): boolean {
  const after = rest.replace(/^[*_`\])]+/, '')
  if (isBlank(after)) return true
  if (/^(?:\s*[([|—–·:]|\s+-{1,3}\s|\s{2,}|\t|<\/)/.test(after)) return true
  const words = after.replace(/^\s*,?\s*/, '')
  const [first] = periodsIn(words)
  if (first !== undefined && /^(?:since|from)?\s*$/i.test(words.slice(0, first.start))) return true
  return /^\s*,/.test(after) && /^[\p{Lu}\d([*_]/u.test(words)
}

function isEmphasised(text: string): boolean {
  return /^\s*(?:\*\*|__)\S/.test(text)
}

function headOf(text: string, { syntax, naming }: Lines): Head | null {
  if (naming === null) return null
  const marker = syntax.bullet(text) ?? /^\s*(?:#{1,6}\s+)?/.exec(text)?.[0] ?? ''
  return headBehind(text, marker, naming)
}

function headBehind(text: string, marker: string, naming: Naming): Head | null {
  const plain = text.slice(marker.length).replace(/^[*_`~]+/, '')
  const head = naming.headOf(plain)
  if (head === null) return null
  const [key, other] = naming.keysIn(plain)
  if (key === undefined) return head
  // Of two that are named, neither is the one.
  if (other !== undefined) return { ...head, key: null }
  return head.exact && head.key !== key ? { ...head, key: null } : { ...head, key, exact: true }
}

/** Of a bullet; null for any other line. */
function indentOf(text: string, syntax: RegionSyntax): number | null {
  const prefix = syntax.bullet(text)
  return prefix === null ? null : prefix.length - prefix.trimStart().length
}
