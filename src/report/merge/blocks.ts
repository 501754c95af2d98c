import type { RegionSyntax } from '../formats/format.ts'
import { isLinksLine } from '../formats/links.ts'
import { isBlank } from '../lines.ts'
import { fillsLine } from '../style/date-line.ts'
import { datesIn } from '../style/read-dates.ts'

/** Lines of a region that stay together. What a block is, is a first guess: what was written is known by its words. */
export interface Block {
  readonly kind: 'title' | 'dates' | 'bullet' | 'links' | 'other' | 'blank'
  /** Lines joined with `\n`; several only of a bullet that goes on, or of code. */
  readonly text: string
  /** Of its first line in the region, from 0. */
  readonly line: number
}

/** A title with everything up to the next one; before the first title there may be a group without. */
export interface Group {
  readonly title: Block | null
  readonly blocks: readonly Block[]
}

/**
 * Takes a region apart: its blocks, joined with `\n`, are the region again.
 * @param known Lines that were written as titles.
 */
export function blocksOf(
  body: string,
  syntax: RegionSyntax,
  known: ReadonlySet<string> = new Set(),
): Block[] {
  const lines = body === '' ? [] : body.split('\n')
  const opaque = syntax.opaque(lines)
  const isTitle = titleTest(lines, opaque, syntax, known)
  const blocks: Block[] = []
  for (const [line, text] of lines.entries()) {
    const kind = opaque[line]
      ? 'other'
      : isBlank(text)
        ? 'blank'
        : isTitle(line)
          ? 'title'
          : kindOf(text, syntax)
    const last = blocks.at(-1)
    const goesOn =
      kind === 'other' &&
      last !== undefined &&
      ((opaque[line] === true && opaque[line - 1] === true) || isPartOf(last, text, opaque[line]))
    if (goesOn) blocks.splice(-1, 1, { ...last, text: `${last.text}\n${text}` })
    else blocks.push({ kind, text, line })
  }
  return blocks
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
    else if (last === undefined) groups.push({ title: null, blocks: [block] })
    else last.blocks.push(block)
  }
  return groups
}

function kindOf(text: string, syntax: RegionSyntax): 'dates' | 'bullet' | 'links' | 'other' {
  if (fillsLine(text, syntax.terms)) return 'dates'
  if (isLinksLine(text)) return 'links'
  return syntax.bullet(text) === null ? 'other' : 'bullet'
}

/**
 * Titles are the highest headings of the region, and those that were written as such. Where there are none, a line is one that was written as such, that
 * stands over dates, or that heads a list; and where not even those are found, any line that ends with a range of dates.
 */
function titleTest(
  lines: readonly string[],
  opaque: readonly boolean[],
  syntax: RegionSyntax,
  known: ReadonlySet<string>,
): (line: number) => boolean {
  const levels = lines.map((line, index) => (opaque[index] ? null : syntax.heading(line)))
  const highest = Math.min(...levels.map((level) => level ?? Number.POSITIVE_INFINITY))
  if (Number.isFinite(highest))
    return (line) =>
      levels[line] === highest || (levels[line] != null && known.has(lines[line] ?? ''))
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
  const isOpen = isBlank(before) && !isBlank(text) && kindOf(text, syntax) === 'other'
  if (!isOpen || /[.:]$/.test(text.trimEnd())) return false
  const fills = (each: string) => fillsLine(each, syntax.terms)
  if (fills(next) || (isBlank(next) && fills(afterNext)) || endsWithRange(text, syntax)) return true
  return isBlank(next) && syntax.bullet(afterNext) !== null
}

function endsWithRange(text: string, { terms }: RegionSyntax): boolean {
  const last = datesIn(text, terms).at(-1)
  if (last === undefined || !/\p{L}/u.test(text.slice(0, last.start))) return false
  const isRange = /(?: |[-–—])\S*$/.test(last.text) && last.dates.start !== last.dates.end
  return isRange && /^[)\s*_]*$/.test(text.slice(last.end))
}
