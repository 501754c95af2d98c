import { periodsIn, withoutPeriods } from '../../stated/moments.ts'
import { windowOf } from '../../stated/narrowing.ts'
import { isHead, wordsOf } from '../../stated/neutral-words.ts'
import type { Window } from '../../stated/window.ts'
import type { Page } from '../page.ts'
import type { Entry, Passage, Unit } from '../passages.ts'

/** What stands over a count, and bounds it. */
export interface Above {
  /** The year, or the month, that its heading or its title is of; null where they name none, or several. */
  readonly days: Window | null
  /** It stands under words of their own below the title of its entry: a part of the work may be meant. */
  readonly isPart: boolean
  /** Key of the project under whose title it stands, where its own is none. */
  readonly key: string | null
}

/** Reads the headings, the title and the bullets a unit stands under. */
export function aboveOf(unit: Unit, entry: Entry, passage: Passage, page: Page): Above {
  const headings = headingsOver(unit, page)
  const within = headings.filter(({ start }) => start >= passage.start)
  const holder = within
    .map(({ start }) => passage.entries.find(({ title, key }) => title?.start === start && key))
    .find((each) => each !== undefined)
  const key = entry.key ?? holder?.key ?? null
  const [title, over] = [entry.title, holder?.title ?? null].map((each) =>
    each === null || each === undefined ? '' : page.said.slice(each.start, each.end),
  )
  const own = new Set(wordsOf(`${key ?? ''} ${key === entry.key ? title : over}`))
  const bullets = bulletsOver(unit, page)
  const parts =
    key === null ? bullets : [...within.map(({ text }) => text), title ?? '', ...bullets]
  const isPart = parts.some((words) =>
    wordsOf(withoutPeriods(words, page.dates)).some((word) => !isHead(word) && !own.has(word)),
  )
  return {
    days: daysOf([...headings.map(({ text }) => text), title ?? '', ...bullets], page),
    isPart,
    key,
  }
}

/** The days that headings outside every passage give what stands under them. */
export function daysOver(unit: Unit, page: Page): Window | null {
  return daysOf(
    [...headingsOver(unit, page).map(({ text }) => text), ...bulletsOver(unit, page)],
    page,
  )
}

function daysOf(texts: readonly string[], page: Page): Window | null {
  const lone = texts
    .flatMap((text) => periodsIn(text, page.dates))
    .filter(({ to, open, closed }) => to === null && !open && !closed)
    .map(windowOf)
  const [first] = lone
  const isOne = lone.every(({ since, until }) => since === first?.since && until === first.until)
  return first !== undefined && isOne ? first : null
}

/** The nearest first; the document's own title is none. */
function headingsOver({ start }: Unit, { outline }: Page): { text: string; start: number }[] {
  const found: { text: string; start: number }[] = []
  let level = Number.POSITIVE_INFINITY
  for (const heading of outline.headings.filter((each) => each.start < start).reverse()) {
    if (heading.level >= level || heading.level === 1) continue
    found.push(heading)
    level = heading.level
  }
  return found
}

/** The bullets that it is indented under, as far as they are in the same list. */
function bulletsOver({ start, kind }: Unit, { said, format }: Page): string[] {
  if (kind !== 'bullet') return []
  const lines = said.slice(Math.max(0, start - reach), start).split(/\r\n|[\r\n]/)
  const found: string[] = []
  let depth = indentOf(said.slice(start).split(/[\r\n]/)[0] ?? '') + (lines.pop()?.length ?? 0)
  for (const line of lines.reverse()) {
    if (depth === 0 || format.syntax.heading(line) !== null) break
    const mark = format.syntax.bullet(line)
    if (line.trim() === '' || mark === null || indentOf(line) >= depth) continue
    depth = indentOf(line)
    found.push(line.slice(mark.length))
  }
  return found
}

const reach = 4_000

function indentOf(line: string): number {
  return /^\s*/.exec(line)?.[0].length ?? 0
}
