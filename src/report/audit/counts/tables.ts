import type { CountClaim } from '../../stated/count-claims.ts'
import { periodsIn, withoutPeriods } from '../../stated/moments.ts'
import { windowOf } from '../../stated/narrowing.ts'
import { isHead, wordsOf } from '../../stated/neutral-words.ts'
import { bounded, numeralsIn } from '../../stated/numerals.ts'
import { readable } from '../../stated/readable.ts'
import { always } from '../../stated/window.ts'
import { verbForm } from '../../titles/verb-forms.ts'
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
  { header, rows }: Table,
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
  const isOnly = rows.filter(([first]) => first?.text === row[0]?.text).length === 1
  const beside = labels
    .slice(column === null ? 1 : 0)
    .map((label) => labelOf(label, row, header))
    .filter((label) => !(isOnly && label.text !== row[0]?.text && isTold(label)))
  const rest = column === null ? [{ text: above, over: '' }, ...beside] : beside
  const start = cell.start + numeral.start
  return [
    {
      counted: subject,
      number: bounded(numeral, head, tail),
      start,
      end: cell.start + numeral.end,
      loose: subject === 'written',
      obscure: false,
      narrowing: narrowingOf(rest),
    },
  ]
}

/** A cell beside a count, and what stands over it. */
interface Label {
  readonly text: string
  readonly over: string
}

/** `| Lantern | Fixed the wick | 5 |`: what was done, among other things. One word may be all that is counted. */
function isTold({ text, over }: Label): boolean {
  const [first = ''] = text.split(/[^\p{L}-]+/u).filter((word) => word !== '')
  return tells.test(over) && (text.includes('\0') || verbForm(first)?.form === 'past')
}

const tells =
  /^[\s*_]*(?:what(?: I did)?|work|highlights?|contributions?|details|notes?|summary|examples?|changes?)[\s*_]*$/i

function labelOf(cell: Cell, row: readonly Cell[], header: readonly Cell[]): Label {
  return { text: cell.text, over: header[row.indexOf(cell)]?.text ?? '' }
}

function narrowingOf(labels: readonly Label[]): CountClaim['narrowing'] {
  // Since when somebody works on a project says nothing of how much of the work is counted.
  const periods = labels
    .filter(({ over }) => !starts.test(over))
    .flatMap(({ text, over }) => periodsIn(text).map((period) => ({ ...period, over })))
  const [period] = periods
  const places = labels.filter(
    ({ text, over }) =>
      !asides.test(over) &&
      !starts.test(over) &&
      !wordsOf(withoutPeriods(text)).every((word) => isHead(word)),
  )
  const isVague =
    periods.length > 1 ||
    periods.some(
      ({ from, to, closed, over }) =>
        from.exact || from.loose || to?.loose === true || closed || !times.test(over),
    )
  return {
    window: period === undefined || isVague ? always : windowOf(period),
    either: null,
    mayBeDated: isVague,
    places: places.map(({ text }) => withoutPeriods(text)),
    names: [],
    before: '',
    unclear: isVague,
  }
}

/** Columns of when work on a project began. */
const starts =
  /^[\s*_]*(?:since|start(?:ed|s)?|from|first(?: \p{L}+)?|joined|begin|began)[\s*_]*$/iu

/** Columns of when the work of a row was done; a column of labels may have no name, or that of what it labels. */
const times =
  /^[\s*_]*(?:|dates?|periods?|time|when|years?|months?|quarters?|active|projects?|repositor(?:y|ies)|repos?|names?)[\s*_]*$/i

/** Columns that say more of what a row is about, and leave nothing out. */
const asides =
  /^[\s*_]*(?:languages?|tech(?:nolog(?:y|ies))?|stack|stars?|roles?|org(?:anization|anisation)?s?|company|owner|description|about|links?|dates?|periods?|when|years?|active)[\s*_]*$/i

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
