import { linksIn } from '../formats/links.ts'
import { datesIn } from '../style/read-dates.ts'

/** A number in a text: `5`, `1,200`, `200+`. */
export interface NumberInText {
  readonly text: string
  readonly start: number
}

/**
 * `text` in the same length with everything blotted out that holds numbers which count nothing: addresses and labels of
 * links, code, dates, the signs of numbered lists.
 */
function masked(text: string): string {
  const spans = [
    ...linksIn(text),
    ...datesIn(text),
    ...[...text.matchAll(/(`+)(?!`).*?(?<!`)\1(?!`)|^[ \t]*\d{1,9}[.)](?=[ \t])/gm)].map(
      (match) => ({ start: match.index, end: match.index + match[0].length }),
    ),
  ]
  let plain = text
  for (const { start, end } of spans)
    plain = plain.slice(0, start) + '\0'.repeat(end - start) + plain.slice(end)
  return plain
}

/** Every number that stands as a whole token: not the 13 of `113`, `v13`, `1.13`, `#13` or `13%`. */
export function numbersIn(text: string): NumberInText[] {
  const matches = masked(text).matchAll(
    /(?<![\p{L}\p{N}_#!/+\\-]|[\p{N}][.,])\d+(?:,\d{3})*\+?(?![\p{L}\p{N}_%/+-]|[.,]\d)/gu,
  )
  return [...matches].map((match) => ({ text: match[0], start: match.index }))
}

/** `1,200+` as a number. */
export function toNumber(number: string): number {
  return Number(number.replace(/\D/g, ''))
}
