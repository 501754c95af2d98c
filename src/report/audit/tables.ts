import type { CountClaim } from './count-claims.ts'
import { periodsIn, withoutPeriods } from './moments.ts'
import { windowOf } from './narrowing.ts'
import { isHead, wordsOf } from './neutral-words.ts'
import { bounded, numeralsIn } from './numerals.ts'
import { readable } from './readable.ts'
import { always } from './readings.ts'
import { subjectOf } from './subjects.ts'

/** One cell of a table, without the space around its words. */
interface Cell {
  readonly text: string
  readonly start: number
}

interface Table {
  readonly header: readonly Cell[]
  readonly rows: readonly (readonly Cell[])[]
}

/** Counts that are the whole of a cell: what they count stands over the column, or before the row. */
export function tableClaimsIn(raw: string): CountClaim[] {
  return tablesIn(raw).flatMap((table) =>
    table.rows.flatMap((row) => row.flatMap((cell, index) => claimsOf(cell, index, row, table))),
  )
}

function claimsOf(
  cell: Cell,
  index: number,
  row: readonly Cell[],
  { header }: Table,
): CountClaim[] {
  const [numeral, other] = numeralsIn(cell.text)
  if (numeral === undefined || other !== undefined) return []
  const [head, tail] = [cell.text.slice(0, numeral.start), cell.text.slice(numeral.end)]
  if (!/^(?:[*_(~≈>≥<≤=\s]|over|more than|about|around|nearly|almost|at least|up to)*$/i.test(head))
    return []
  if (!/^[*_)+\s]*$/.test(tail)) return []
  const above = header[index]?.text ?? ''
  const labels = row.filter((each, at) => at !== index && !isNumber(each.text))
  const column = subjectOf(above)
  const subject = column ?? subjectOf(labels[0]?.text ?? '')
  if (subject === null) return []
  const rest =
    column === null
      ? [above, ...labels.slice(1).map(({ text }) => text)]
      : labels.map(({ text }) => text)
  const start = cell.start + numeral.start
  return [
    {
      counted: subject,
      number: bounded(numeral, head, tail),
      start,
      end: cell.start + numeral.end,
      loose: subject === 'written',
      narrowing: narrowingOf(rest, row, header),
    },
  ]
}

function narrowingOf(
  labels: readonly string[],
  row: readonly Cell[],
  header: readonly Cell[],
): CountClaim['narrowing'] {
  const periods = labels.flatMap((label) => periodsIn(label))
  const [period] = periods
  const places = labels.filter((label) => {
    const isAside = asides.test(header[row.findIndex(({ text }) => text === label)]?.text ?? '')
    return !isAside && !wordsOf(withoutPeriods(label)).every((word) => isHead(word))
  })
  const isVague =
    periods.length > 1 ||
    periods.some(({ from, to }) => from.exact || from.loose || to?.loose === true)
  return {
    window: period === undefined || isVague ? always : windowOf(period),
    places: places.map((place) => withoutPeriods(place)),
    before: '',
    unclear: isVague,
  }
}

/** Columns that say more of what a row is about, and leave nothing out. */
const asides =
  /^[\s*_]*(?:languages?|tech(?:nolog(?:y|ies))?|stack|stars?|roles?|org(?:anization|anisation)?s?|company|owner|description|about|links?|since|dates?|period|years?|active)[\s*_]*$/i

function isNumber(text: string): boolean {
  return !/\p{L}/u.test(text) && periodsIn(text).length === 0
}

/** Tables of Markdown: a row of labels over a row of dashes. */
function tablesIn(raw: string): Table[] {
  const text = readable(raw)
  const tables: { header: Cell[]; rows: Cell[][] }[] = []
  let before: { line: string; start: number } | null = null
  let isOpen = false
  let start = 0
  for (const written of raw.split('\n')) {
    const line = text.slice(start, start + written.length)
    const isRow = line.includes('|')
    if (isRow && isRule(line) && before !== null) {
      tables.push({ header: cellsOf(before.line, before.start), rows: [] })
      isOpen = true
    } else if (isRow && isOpen) tables.at(-1)?.rows.push(cellsOf(line, start))
    else isOpen = false
    before = isRow ? { line, start } : null
    start += written.length + 1
  }
  return tables
}

function isRule(line: string): boolean {
  return /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/.test(line)
}

function cellsOf(line: string, start: number): Cell[] {
  const lead = /^\s*\|?/.exec(line)?.[0].length ?? 0
  const inner = line.slice(lead).replace(/\|?\s*$/, '')
  let at = start + lead
  return inner.split('|').map((cell) => {
    const padding = /^\s*/.exec(cell)?.[0].length ?? 0
    const found = { text: cell.trim(), start: at + padding }
    at += cell.length + 1
    return found
  })
}
