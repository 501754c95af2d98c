import { isBlank } from '../document/lines.ts'
import { blocksOf } from '../entries/blocks.ts'
import type { RegionSyntax } from '../formats/format.ts'
import { countClaimsIn } from '../stated/count-claims.ts'
import { type Period, periodsIn, withoutPeriods } from '../stated/moments.ts'
import type { DateWords } from '../style/date-words.ts'

/**
 * Lines that head an entry, but not in the ways of report: by days or years alone under or in them, or right over a list. With
 * them all that are titles anyway, since a region with titles of one kind is read without the others.
 */
export function titlesByDates(
  body: string,
  syntax: RegionSyntax,
  words: DateWords,
): ReadonlySet<string> {
  const lines = body.split('\n')
  const opaque = syntax.opaque(lines)
  const isHeaded = lines.some((line, index) => !opaque[index] && syntax.heading(line) !== null)
  if (isHeaded) return new Set()
  const found = lines.filter((_, line) => !opaque[line] && isTitle(lines, line, syntax, words))
  const others = blocksOf(body, syntax).filter(
    ({ kind, text }) => kind === 'title' && !isDates(text, words),
  )
  return found.length === 0 ? new Set() : new Set([...others.map(({ text }) => text), ...found])
}

function isTitle(
  lines: readonly string[],
  line: number,
  syntax: RegionSyntax,
  words: DateWords,
): boolean {
  const [before = '', text = '', next = '', afterNext = ''] = [-1, 0, 1, 2].map(
    (by) => lines[line + by] ?? '',
  )
  return (
    isBlank(before) &&
    /\p{L}/u.test(text) &&
    syntax.bullet(text) === null &&
    !/[.:]$/.test(text.trimEnd()) &&
    !isDates(text, words) &&
    (isDates(next, words) ||
      (isBlank(next) && isDates(afterNext, words)) ||
      endsInRange(text, words) ||
      (syntax.bullet(next) !== null && isShort(text)))
  )
}

/** A sentence over a list is no title. */
function isShort(text: string): boolean {
  return (text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0) <= 8 && !/[,;!?]\s*$/.test(text)
}

/** Nothing but a day, month, year or a span of them. */
function isDates(line: string, words: DateWords): boolean {
  return periodsIn(line, words).length === 1 && !/[\p{L}\p{N}]/u.test(withoutPeriods(line, words))
}

/** A bullet that names a thing and ends in its days: `- lamp: *A light* [code] Jan. 2021 – Present`. */
export function isDatedBullet(line: string, syntax: RegionSyntax, words: DateWords): boolean {
  return (
    syntax.bullet(line) !== null && endsInRange(line, words) && countClaimsIn(line).length === 0
  )
}

function endsInRange(line: string, words: DateWords): boolean {
  const last: Period | undefined = periodsIn(line, words).at(-1)
  return last !== undefined && last.to !== null && /^[)\s*_]*$/.test(line.slice(last.end))
}
