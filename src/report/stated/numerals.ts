import { periodsIn } from './moments.ts'
import {
  about,
  atLeast,
  atMost,
  between,
  exactly,
  fewerThan,
  moreThan,
  nearly,
  rounded,
  type StatedNumber,
  vaguely,
} from './stated-number.ts'

/** A number that stands in a text as a whole token, in digits or in words. */
export interface Numeral {
  readonly start: number
  readonly end: number
  readonly number: StatedNumber
}

const units = 'one two three four five six seven eight nine'.split(' ')
const teens =
  'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ')
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const below100 = `(?:(?:${tens.join('|')})(?:[- ](?:${units.join('|')}))?|${teens.join('|')}|${units.join('|')})`

/** Numbers in words, as source of a regular expression. */
export const spelled = `(?:(?:half )?a dozen(?: of)?|${below100} dozen|dozens(?: of)?|hundreds(?: of)?|(?:a|${units.join('|')}) hundred(?: (?:and )?${below100})?|a couple(?: of)?|${below100})`

/** Nobody counts in longer ones; a line of nothing but digits would be tried from each of them to its end. */
const digits = '(?:\\d{1,3}(?:[, ]\\d{3})+|\\d{1,12})'
const inDigits = new RegExp(
  `(?<![\\p{L}\\p{N}_#!/+\\\\-]|[\\p{N}][.,: ])(?:(?<from>${digits})(?:[-–]|[*_]* (?:to|or) [*_]*|(?<=\\bbetween [*_]*[\\d,]+)[*_]* and [*_]*)(?<to>${digits})(?<plus>\\+?)|(?<points>\\d{1,3}(?:\\.\\d{3})+)(?<many>\\+?)|(?<thousands>\\d{1,9}(?:\\.\\d+)?)k(?<more>\\+?)|(?<value>${digits})(?<least>\\+| or more\\b|)(?: \\((?:${spelled})\\))?)(?![\\p{L}\\p{N}_%/+]|-(?!plus\\b)|[.,:]\\d)`,
  'giu',
)
const inWords = new RegExp(
  `(?<![\\p{L}\\p{N}_-])(?:${spelled})(?: \\(\\d+\\)| or more)?(?![\\p{L}\\p{N}_-])`,
  'giu',
)

/** Every number in `text` that may count something, from left to right: not `#13`, `v13`, `1.13`, `13%`, days and years. */
export function numeralsIn(text: string): Numeral[] {
  const found = [
    ...[...text.matchAll(inDigits)].map((match) => at(match, ofDigits(match.groups ?? {}))),
    ...[...text.matchAll(inWords)].map((match) => at(match, ofWords(match[0].toLowerCase()))),
  ].sort((a, b) => a.start - b.start)
  const dates = periodsIn(text).filter(({ start, from, to }) => {
    const isLoneYear = from.year && to === null
    return !isLoneYear || beforeYears.test(text.slice(0, start))
  })
  return found.filter(
    ({ start, end }) => !dates.some((date) => start < date.end && end > date.start),
  )
}

const beforeYears =
  /\b(?:in|since|during|of|from|by|until|till|to|through|early|late|mid|before|after|and|spring|summer|autumn|fall|winter)[\s-]+$/i

function at({ index, 0: text }: RegExpExecArray, number: StatedNumber): Numeral {
  return { start: index, end: index + text.length, number }
}

/** `5.000` are five thousand to some, and five to others. */
function ofDigits(groups: Readonly<Record<string, string | undefined>>): StatedNumber {
  const { from, to, plus, points, many, thousands, more, value = '', least } = groups
  if (from !== undefined && to !== undefined) {
    const [low, high] = [toNumber(from), toNumber(to)].sort((a, b) => a - b) as [number, number]
    return plus === '+' ? atLeast(low) : between(low, high)
  }
  if (points !== undefined) {
    const number = many === '+' ? atLeast(toNumber(points)) : exactly(toNumber(points))
    return { ...number, doubt: { least: Number.parseFloat(points), most: number.most } }
  }
  if (thousands !== undefined) {
    const number = Math.round(Number(thousands) * 1_000)
    const unit = 1_000 / 10 ** (thousands.split('.')[1]?.length ?? 0)
    return more === '+' ? atLeast(number) : rounded(number, unit)
  }
  return least === '' ? exactly(toNumber(value)) : atLeast(toNumber(value))
}

function toNumber(text: string): number {
  return Number(text.replace(/\D/g, ''))
}

function ofWords(text: string): StatedNumber {
  if (text.endsWith(' or more')) return atLeast(ofWords(text.slice(0, -' or more'.length)).least)
  const words = text.replace(/ of$| \(\d+\)$/, '')
  if (words === 'half a dozen') return exactly(6)
  if (words === 'a couple') return about(2)
  if (words === 'dozens') return vaguely(24)
  if (words === 'hundreds') return vaguely(200)
  const [, times, unit] = /^(.+) (dozen|hundred)/.exec(words) ?? []
  if (times === undefined) return exactly(small(words))
  const rest = words.slice(`${times} ${unit}`.length).replace(/^ (?:and )?/, '')
  const number = times === 'a' ? 1 : small(times)
  return exactly(number * (unit === 'dozen' ? 12 : 100) + (rest === '' ? 0 : small(rest)))
}

/** Below a hundred. */
function small(text: string): number {
  return text.split(/[- ]/).reduce((sum, word) => {
    const ten = tens.indexOf(word)
    if (ten >= 0) return sum + 10 * (ten + 2)
    const teen = teens.indexOf(word)
    return sum + (teen >= 0 ? teen + 10 : units.indexOf(word) + 1)
  }, 0)
}

/** Words between a verb and its number, as source of a regular expression. */
export const bounds =
  '(?:over|more|fewer|less|than|no|not|quite|under|below|between|upwards?|north|exceeding|at|least|most|about|around|approximately|approx\\.?|circa|ca\\.?|nearly|almost|approaching|roughly|some|up|to|close|a|total|of|all|my|the|exactly|only|just)'

const before = {
  least:
    /(?:\b(?:at least|upwards? of|not? (?:fewer|less) than)\s*|(?:^|[\s(])(?:>=|≥=?)\s*)[*_]*$/i,
  more: /(?:\b(?:over|more than|north of|exceeding)\s*|(?:^|[\s(])>\s*)[*_]*$/i,
  most: /(?:\b(?:at most|not? more than|up to)\s*|(?:^|[\s(])(?:<=|≤=?)\s*)[*_]*$/i,
  fewer: /(?:\b(?:(?:fewer|less) than|under|below)\s*|(?:^|[\s(])<\s*)[*_]*$/i,
  nearly: /\b(?:nearly|almost|close to|approaching|not quite)\s*[*_]*$/i,
  about:
    /(?:\b(?:about|around|approximately|approx\.?|roughly|some|circa|ca\.?)\s*|[~≈]\s*)[*_]*$/i,
} as const
const after = {
  least: /^[*_]*(?:\+| or more\b| and counting\b|[- ]plus\b)/i,
  about: /^[*_]* or so\b/i,
} as const

/** "Two or three". */
const firstOfTwo = new RegExp(`(?<![\\p{L}-])(${below100})(?: to | or |[-–])[*_]*$`, 'iu')

/** The number with the words around it: "over 40", "fewer than 50", "some 30", "12 or more". */
export function bounded({ number }: Numeral, head: string, tail: string): StatedNumber {
  const { least, most } = number
  if (most === Number.POSITIVE_INFINITY) return number
  const low = firstOfTwo.exec(head)?.[1]
  if (low !== undefined) return between(Math.min(small(low.toLowerCase()), least), most)
  if (before.most.test(head)) return atMost(most)
  if (before.least.test(head) || after.least.test(tail)) return atLeast(least)
  // Of what is itself round, "over 1.2k", the border is a matter of taste.
  const isRound = least !== most
  if (before.fewer.test(head)) return isRound ? atMost(most) : fewerThan(most)
  if (before.more.test(head)) return isRound ? atLeast(least) : moreThan(least)
  if (before.nearly.test(head)) return nearly(most)
  if (least !== most) return number
  return before.about.test(head) || after.about.test(tail) ? about(least) : number
}
