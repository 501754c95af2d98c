import type { Row } from './row.ts'

/** The rows as a Markdown table; misses and set-ups are told below it. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map(({ what, reach, measured, met }) => [what, reach, measured, verdict(met)])
  const all = [['what', 'reach', 'measured', ''], ...lines]
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(3, ...all.map((cells) => cells[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return `${[line(all[0] ?? []), rule, ...all.slice(1).map(line)].join('\n')}\n`
}

/** How each number came about, and what is behind it. */
export function notes(rows: readonly Row[]): string {
  return rows
    .filter(({ note }) => note !== undefined)
    .map(({ what, measured, note }) => `- ${what}: ${measured}. ${note}.\n`)
    .join('')
}

function verdict(met: boolean | null): string {
  return met === null ? '' : met ? 'ok' : '**missed**'
}
