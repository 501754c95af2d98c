import { type DateWords, dateWordsOf } from '../style/date-words.ts'
import { day, type Moment, momentPattern, readMoment, year } from './read-moment.ts'

/** A span of time; of a lone moment `to` is null. */
export interface Period {
  readonly start: number
  readonly end: number
  readonly from: Moment
  readonly to: Moment | null
  /** "Since 2023", "2023 –": nothing is said of its end. */
  readonly open: boolean
  /** "Until 2023": nothing is said of its start. */
  readonly closed: boolean
}

const english = dateWordsOf('en')

const patterns = new Map<DateWords, RegExp>()

function patternOf(words: DateWords): RegExp {
  const known = patterns.get(words)
  if (known !== undefined) return known
  const { month, present, to } = words
  const moment = momentPattern(words)
  const dash = `[ \\t]*(?:-{1,3}|[–—−])[ \\t]*|[ \\t]+(?:${to})[ \\t]+|(?<=\\d{4})/(?=\\d{2}(?!\\d))`
  // `2024–26`, `2024/25`; after a hyphen and a slash up to twelve are months.
  const shortYear = `(?<=${year}[-–—/])(?:1[3-9]|[2-9]\\d)|(?<=${year}[–—])\\d{2}`
  // `February – April 2026`, `12 March – 9 April 2026`, `3 – 9 April 2026`: the year stands at the end alone.
  const named = `(?:${day} +(?:de +|of +)?)?${month}(?: +${day})?`
  const shared = `(?=(?:${dash})${named},? *(?:(?:of|del?) +)?(?:\\d{4}|['’‘]\\d{2}))`
  const sharedMonth = `(?=(?:${dash})${day} +(?:de +|of +)?${month},? *(?:(?:of|del?) +)?\\d{4})`
  // `'16 – '18`
  const short = `['’‘]\\d{2}(?=(?:${dash})(?:['’‘]\\d{2}|${present})(?![\\p{L}\\d]))`
  const made = new RegExp(
    `(?<![\\p{L}\\d/.#!_-])(?<from>${moment}|${named}${shared}|${day}${sharedMonth}|${short}|${year}(?=[-/](?:1[3-9]|[2-9]\\d)(?![\\d/-])))(?:(?<dash>${dash}|[ \\t]+(?=to date|till date))(?<to>${moment}|(?<=['’‘]\\d{2}(?:${dash}))['’‘]\\d{2}(?![\\p{L}\\d])|(?:${shortYear})(?![\\p{L}\\d/-])|(?:${present})(?![\\p{L}\\d])))?`,
    'giu',
  )
  patterns.set(words, made)
  return made
}

/** Every month, year and span of them in `text`, from left to right. */
export function periodsIn(text: string, words: DateWords = english): Period[] {
  const spans = /between/i.test(text) ? spansBetween(text, words) : []
  const others = momentsIn(text, words).filter(
    ({ start, end }) => !spans.some((span) => start < span.end && end > span.start),
  )
  return [...spans, ...others].sort((a, b) => a.start - b.start)
}

const betweenPatterns = new Map<DateWords, RegExp>()

function betweenPatternOf(words: DateWords): RegExp {
  const known = betweenPatterns.get(words)
  if (known !== undefined) return known
  const moment = momentPattern(words)
  const made = new RegExp(
    `(?<=(?<!\\p{L})between[ \\t]+)(?<from>${moment}|${words.month}(?=[ \\t]+and[ \\t]+${words.month}[ \\t,]))(?<dash>[ \\t]+and[ \\t]+)(?<to>${moment}|(?:${words.present})(?![\\p{L}\\d]))`,
    'giu',
  )
  betweenPatterns.set(words, made)
  return made
}

/** "Between March and May 2025": without the word before it, "and" is between two dates of their own. */
function spansBetween(text: string, words: DateWords): Period[] {
  const pattern = betweenPatternOf(words)
  return [...text.matchAll(pattern)].map(({ index: start, 0: whole, groups = {} }) => {
    const { from = '', dash = '', to = '' } = groups
    return {
      start,
      end: start + whole.length,
      from: readMoment(from, start, words, to),
      to: readMoment(to, start + from.length + dash.length, words, from),
      open: false,
      closed: false,
    }
  })
}

function momentsIn(text: string, words: DateWords): Period[] {
  return [...text.matchAll(patternOf(words))].flatMap((match) => {
    const { from = '', dash = '', to } = match.groups ?? {}
    const start = match.index
    const end = start + match[0].length
    const [before, after] = [text.slice(0, start), text.slice(end)]
    if (to === undefined && isShort.test(from) && !standsAlone(before, after, words)) return []
    const second = start + from.length + dash.length
    return [
      {
        start,
        end,
        from: readMoment(from, start, words, to),
        to: to === undefined ? null : readMoment(to, second, words, from),
        open: to === undefined && (endsWith(before, words.since) || dangling.test(after)),
        closed: to === undefined && endsWith(before, words.until),
      },
    ]
  })
}

/** `02/26`, which elsewhere is a fraction or a day. */
const isShort = /^\d{2}\/\d{2}$/

function standsAlone(before: string, after: string, { since, until }: DateWords): boolean {
  const isWhole = /(?:^|[\n(|])[\s*_]*$/.test(before) && /^[\s*_]*(?:$|[\n)|])/.test(after)
  return isWhole || endsWith(before, `${since}|${until}`)
}

/** A dash with nothing behind it, or with a word that is none we know for "Present". */
const dangling = /^[ \t]*(?:-{1,3}|[–—])[ \t]*(?:[*_)]*[ \t]*(?:$|[\r\n])|\p{L})/u

function endsWith(before: string, words: string): boolean {
  return new RegExp(`(?<![\\p{L}])(?:${words})\\s+$`, 'iu').test(before)
}

export function withoutPeriods(text: string, words: DateWords = english): string {
  let rest = text
  for (const { start, end } of periodsIn(text, words).reverse())
    rest = rest.slice(0, start) + rest.slice(end)
  return rest
}
