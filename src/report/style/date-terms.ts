import { type DateWords, dateWordsOf } from './date-words.ts'
import { monthPattern } from './months.ts'

/** What the dates of one document are made of, as patterns. Sources of expressions are to be read with `flags`. */
export interface DateTerms {
  readonly flags: '' | 'iu'
  /** One month or a range of months. */
  readonly dates: string
  /** All of them. */
  readonly all: RegExp
  /** Ranges alone: `start`, `dash` and `end` or `present`. */
  readonly ranges: RegExp
  readonly moments: RegExp
  /** A month in words at the start of a text: its name, and its year in four digits or in two. */
  readonly inWords: RegExp
  /** The month of `Jan – Mar 2025` that shares the year of the next, and what stands between, at the start of a text. */
  readonly sharedYear: RegExp
  /** What stands before the end of a range, at the start of a text. */
  readonly dash: RegExp
  readonly onlyPresent: RegExp
  readonly endsInPresent: RegExp
  /** From 1. */
  readonly numberOf: DateWords['numberOf']
  /** Null for English. */
  readonly words: DateWords | null
}

interface Sources {
  readonly flags: DateTerms['flags']
  readonly month: string
  readonly present: string
  /** Between the words of a start and an end. */
  readonly to: string
  /** What stands between the name of a month and its year. */
  readonly gap: string
  /** What stands before no month in figures: it is part of a path or of a day. */
  readonly signs: string
  /** Characters of words. */
  readonly letters: string
  /** Months in figures: `2025-01`, `01/2025`. */
  readonly figures: string
}

const known = new Map<string, DateTerms>()

/** @param language A language tag; English without one. */
export function dateTermsOf(language = 'en'): DateTerms {
  const found = known.get(language)
  if (found !== undefined) return found
  const words = dateWordsOf(language)
  const made =
    new Intl.Locale(language).language === 'en'
      ? compile(english, words, null)
      : compile(sourcesOf(words), words, words)
  known.set(language, made)
  return made
}

const iso = '\\d{4}-(?:0[1-9]|1[0-2])'

const english: Sources = {
  flags: '',
  month: monthPattern,
  present: '(?:[Pp]resent|PRESENT|[Cc]urrent|[Nn]ow|[Tt]oday|[Oo]ngoing|[Tt]o [Dd]ate)',
  to: 'to|until|till',
  gap: ',? +',
  signs: '/-',
  letters: 'A-Za-z',
  figures: `${iso}|(?:0?[1-9]|1[0-2])/\\d{4}`,
}

/** Letter case is no sign in every language: all that was seen of English is understood besides. */
function sourcesOf({ month, present, to }: DateWords): Sources {
  return {
    flags: 'iu',
    month,
    present: `(?:${present})`,
    to,
    gap: ',? +(?:del? +)?',
    signs: '/.-',
    letters: '\\p{L}',
    figures: `${iso}|(?:0?[1-9]|1[0-2])[/.]\\d{4}`,
  }
}

function compile(
  { flags, month, present, to, gap, signs, letters, figures }: Sources,
  { numberOf }: DateWords,
  words: DateWords | null,
): DateTerms {
  const named = `${month}(?:${gap})(?:\\d{4}|['’]\\d{2})`
  const moment = `(?:${named}|${figures})(?![${letters}0-9]|-\\d)`
  const dash = `(?: *(?:-{1,3}|[–—−]) *| +(?:${to}) +)`
  const shared = `${month}${dash}(?=${named})`
  const before = `(?<![${letters}0-9${signs}])`
  const dates = `${before}(?:${shared}${moment}|${moment}(?:${dash}(?:${moment}|${present}(?![${letters}])))?)`
  const every = `g${flags}`
  return {
    flags,
    dates,
    all: new RegExp(dates, every),
    ranges: new RegExp(
      `${before}(?<start>${moment}|${month}(?=${dash}${named}))(?<dash>${dash})(?:(?<end>${moment})|(?<present>${present})(?!_?[${letters}0-9]))`,
      every,
    ),
    moments: new RegExp(`${before}${moment}`, every),
    inWords: new RegExp(`^(${month})(?:${gap})(?:(\\d{4})|['’](\\d{2}))`, flags),
    sharedYear: new RegExp(`^${shared}`, flags),
    dash: new RegExp(`^[^${letters}0-9]*(?:(?:${to}) +)?`, flags),
    onlyPresent: new RegExp(`^${present}$`, flags),
    endsInPresent: new RegExp(`(?:^|[^${letters}])${present}$`, flags),
    numberOf,
    words,
  }
}

/** Languages whose words for the present are known. */
const languages = ['de', 'fr', 'es', 'pt', 'it', 'nl']

/**
 * The language that the dates of `text` are certainly in: it reads more ranges of them than every other, English included,
 * which is understood in all. Undefined where none does.
 */
export function languageOf(text: string): string | undefined {
  if (text.search(hintOf()) === -1) return undefined
  const read = (language: string) => [...text.matchAll(dateTermsOf(language).ranges)].length
  const [best, next] = [...languages, 'en']
    .map((language) => ({ language, count: read(language) }))
    .sort((a, b) => b.count - a.count)
  return best !== undefined && best.count > (next?.count ?? 0) ? best.language : undefined
}

let hint: RegExp | undefined

/** What dates in one of the languages hold and English ones do not: looking once is cheap. */
function hintOf(): RegExp {
  if (hint !== undefined) return hint
  const own = languages.map((language) => dateWordsOf(language).own)
  const months = own.flatMap((each) => each.months).join('|')
  const present = own.flatMap((each) => each.present).join('|')
  hint = new RegExp(
    `(?<!\\p{L})(?:(?:${months})\\.?(?:,? +(?:del? +)?)['’\\d]|(?<=[-–—] {0,3})(?:${present})(?!\\p{L}))`,
    'iu',
  )
  return hint
}
