import { bare, monthNamesOf } from './month-names.ts'
import { monthName, monthNumber, monthPattern } from './months.ts'

/** What dates are made of in one language; English is understood in all of them. Sources of regular expressions ignore case. */
export interface DateWords {
  /** Names of months, as source of a regular expression. */
  readonly month: string
  readonly present: string
  /** Names of months and words for the present that English does not have. */
  readonly own: { readonly months: readonly string[]; readonly present: readonly string[] }
  /** Between start and end. */
  readonly to: string
  readonly since: string
  readonly until: string
  /** From 1. `name` matches `month`. */
  readonly numberOf: (name: string) => number
  /** Month `number` from 1, as `like` is written; null where `like` is English. */
  readonly nameLike: (number: number, like: string) => string | null
  /** Name of month `number` from 1 in full, as it stands in a date. */
  readonly whole: (number: number) => string
  /** "Present"; null where the document's own style tells. */
  readonly now: string | null
}

const english: DateWords = {
  month: monthPattern,
  present: 'present|current|now|today|ongoing|to date|till date',
  own: { months: [], present: [] },
  to: 'to|until|till|through',
  since: 'since|from|starting(?: in)?',
  until: 'until|till|through|up to',
  numberOf: (name) => monthNumber(name.slice(0, 1).toUpperCase() + name.slice(1).toLowerCase()),
  nameLike: () => null,
  whole: (number) => monthName(number, 'long'),
  now: null,
}

type Told = Pick<DateWords, 'present' | 'to' | 'since' | 'until'> & { readonly now?: string }

/** Words of résumés; what "today", "now" and the months are called, the runtime's own data tells. */
const told: Readonly<Record<string, Told>> = {
  de: { present: 'laufend|aktuell|dato', to: 'bis', since: 'seit|ab|von', until: 'bis' },
  fr: {
    present: 'présent|en cours|à ce jour|actuel(?:lement)?',
    to: "à|au|jusqu['’]à",
    since: 'depuis|de',
    until: "jusqu['’](?:en|à|au)",
  },
  es: {
    present: '(?:la )?actualidad|presente|actual(?:mente)?',
    to: 'a|hasta',
    since: 'desde|de',
    until: 'hasta',
    now: 'actualidad',
  },
  pt: {
    present: 'presente|(?:o )?atual(?:mente)?',
    to: 'a|até',
    since: 'desde|de',
    until: 'até',
    now: 'atual',
  },
  it: { present: 'presente|in corso', to: 'a', since: 'da|dal', until: 'fino a' },
  nl: { present: 'heden', to: 'tot', since: 'sinds|vanaf', until: 'tot', now: 'heden' },
}

const known = new Map<string, DateWords>()

/** @param language A language tag, as configured; English without one. */
export function dateWordsOf(language = 'en'): DateWords {
  const words = known.get(language) ?? inLanguage(new Intl.Locale(language))
  known.set(language, words)
  return words
}

function inLanguage({ language, baseName }: Intl.Locale): DateWords {
  if (language === 'en') return english
  const { numbers, like, whole } = monthNamesOf(baseName)
  const names = [...numbers.keys()].sort((a, b) => b.length - a.length).map(escaped)
  const extra = told[language]
  const both = (name: 'to' | 'since' | 'until') =>
    extra === undefined ? english[name] : `${extra[name]}|${english[name]}`
  const [today, now] = [relative(baseName, 'day'), relative(baseName, 'second')]
  const present = [extra?.present, today, now]
    .filter((each) => each !== undefined)
    .map((each) => each.replace(/[’']/g, "['’]"))
  const isEnglish = new RegExp(`^${monthPattern}$`, 'i')
  return {
    month: names.length === 0 ? monthPattern : `(?:(?:${names.join('|')})\\.?|${monthPattern})`,
    present: [...present, english.present].join('|'),
    own: { months: names.filter((name) => !isEnglish.test(name)), present },
    to: both('to'),
    since: both('since'),
    until: both('until'),
    numberOf: (name) => numbers.get(bare(name)) ?? english.numberOf(name),
    whole,
    nameLike: (number, name) => (numbers.has(bare(name)) ? like(number, name) : null),
    now: extra?.now ?? today,
  }
}

function relative(language: string, unit: 'day' | 'second'): string {
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(0, unit)
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
