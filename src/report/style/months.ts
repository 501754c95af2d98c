/** Names of months as English résumés write them, and what one document calls each. */

const names = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

const words = [
  ...names,
  ...['Sept', 'Jan', 'Feb', 'Mar', 'Apr', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
]

/** `September`, `Sept.`, `SEP`: every way to write a month in words, longest first. */
export const monthPattern = `(?:${[...words, ...words.map((word) => word.toUpperCase())].join('|')})\\.?`

export type MonthForm = 'long' | 'short' | 'dotted'

/** From 1. `name` matches `monthPattern`. */
export function monthNumber(name: string): number {
  const start = name.slice(0, 3).toLowerCase()
  return names.findIndex((month) => month.toLowerCase().startsWith(start)) + 1
}

/**
 * How `name` is written. `May` alone says nothing: it is long and short at once. Null then.
 */
export function formOf(name: string): MonthForm | null {
  if (name.endsWith('.')) return 'dotted'
  const plain = name.toLowerCase()
  if (plain === 'may') return null
  return names.some((month) => month.toLowerCase() === plain) ? 'long' : 'short'
}

/** `month` from 1. Abbreviations have three letters; `May` is never cut and so carries no dot. */
export function monthName(month: number, form: MonthForm): string {
  const name = names[month - 1] ?? ''
  if (form === 'long' || name.length === 3) return name
  return form === 'dotted' ? `${name.slice(0, 3)}.` : name.slice(0, 3)
}

/** Short enough that many who abbreviate still write it out: `March`, `April`, `June`, `July`. */
export function isOftenWrittenOut(name: string): boolean {
  return name.length <= 5
}
