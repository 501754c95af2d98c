/**
 * The single values a configuration is made of. Every message is the noun phrase of what is expected: issues.ts puts
 * "expected" before it and "received" behind.
 */
import { validate as isCron } from 'node-cron'
import picomatch from 'picomatch'
import * as z from 'zod'
import { canonicalReference } from '../forge/references.ts'
import { looksLikeToken } from './secrets.ts'

/** One line of text, not empty. */
export function line(what: string) {
  return z
    .string({ error: what })
    .min(1, what)
    .refine((value) => value.trim() !== '' && !/\p{Cc}/u.test(value), { error: what })
}

export function wholeNumber(from: number) {
  const what = `a whole number from ${from} up`
  return z.int({ error: what }).min(from, what)
}

export function yesOrNo() {
  return z.boolean({ error: 'true or false' })
}

export function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, { error: alternatives(values) })
}

/** `a`, `b` or `c`. */
export function alternatives(values: readonly string[]): string {
  const quoted = values.map((value) => `\`${value}\``)
  return [quoted.slice(0, -1).join(', '), quoted.at(-1)].filter(Boolean).join(' or ')
}

const idWords = 'an id of lower-case letters and digits, joined by single hyphens'
export const Id = z.string({ error: idWords }).regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, idWords)

const loginWords = 'a login as in the address of the profile'
/** The letters both forges allow; a login goes into search texts, so nothing else may. */
export const Login = z
  .string({ error: loginWords })
  .regex(/^[A-Za-z0-9_.][A-Za-z0-9_.-]*$/, loginWords)

const numberWords = 'the number the forge gives the account'
/** Kept as text: the forge's numbers are names, not quantities. */
export const ForgeNumber = z
  .union([z.int().positive(), z.string().regex(/^[1-9][0-9]*$/)], { error: numberWords })
  .transform(String)

export const Day = z.iso.date({ error: 'a date such as `2024-01-31`' })

export const TimeZone = line('an IANA time zone such as `Africa/Nairobi`').refine(isTimeZone, {
  error: 'an IANA time zone such as `Africa/Nairobi`',
})

function isTimeZone(name: string): boolean {
  // Intl takes offsets too; cron and systemd do not.
  if (/^[+-]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

const cronWords = 'a cron expression of five fields such as `0 6 * * *`'
/** node-cron also takes a sixth field for seconds, which nothing else that runs crontab lines understands. */
export const Cron = line(cronWords).refine(
  (text) => text.trim().split(/\s+/).length === 5 && isCron(text),
  { error: cronWords },
)

const languageWords = 'a language tag such as `en` or `pt-BR`'
export const Language = line(languageWords).refine(isLanguage, { error: languageWords })

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

const patternWords =
  'a pattern of repository paths such as `kubernetes*/*` (to leave some out, use `exclude`)'
export const Pattern = line(patternWords).refine(isPattern, { error: patternWords })

function isPattern(pattern: string): boolean {
  const path = pattern.replace(forgePrefix, '')
  if (/^!(?!\()/.test(path)) return false
  try {
    picomatch.makeRe(path, { nocase: true, strictBrackets: true })
    return true
  } catch {
    return false
  }
}

/** A pattern may begin with a forge's name and a colon. */
export const forgePrefix = /^[A-Za-z0-9][A-Za-z0-9_.-]*:/

const dayOrMonthWords = 'a day or a month such as `2024-01-31` or `2024-01`'
/** When something was last known to hold. */
export const DayOrMonth = z
  .string({ error: dayOrMonthWords })
  .refine(
    (text) => z.iso.date().safeParse(/^\d{4}-\d{2}$/.test(text) ? `${text}-01` : text).success,
    {
      error: dayOrMonthWords,
    },
  )

const sourceWords = 'an `https` address'
/** Where something can be looked up: any page, not a forge. */
export const Source = line(sourceWords).refine(isSource, { error: sourceWords })

function isSource(text: string): boolean {
  const url = /\s/.test(text) ? null : URL.parse(text)
  return url?.protocol === 'https:' && url.username === '' && url.password === ''
}

const referenceWords =
  'a pull request such as `o/r#12`, a merge request such as `g/p!12`, or its address'
export const PullReference = line(referenceWords).refine(
  (text) => canonicalReference(text) !== null,
  { error: referenceWords },
)

const projectWords = 'the exact path of a repository, such as `gitlab-org/gitlab-runner`'
export const ProjectPath = z
  .string({ error: projectWords })
  .regex(/^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)+$/, projectWords)

const forgeNameWords = 'a forge name of letters, digits, `.`, `_` and `-`'
export const ForgeName = z
  .string({ error: forgeNameWords })
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, forgeNameWords)

const urlWords =
  'an `https` address without credentials, query or fragment, such as `https://gitlab.example`'
export const Url = z
  .string({ error: urlWords })
  .refine((text) => isAddress(text, () => false), { error: urlWords })

const apiUrlWords =
  'an `https` address (plain `http` only on loopback) without credentials, query or fragment'
export const ApiUrl = z
  .string({ error: apiUrlWords })
  .refine((text) => isAddress(text, isLoopback), { error: apiUrlWords })

function isAddress(text: string, plainAllowed: (hostname: string) => boolean): boolean {
  const url = URL.parse(text)
  if (url === null || /[\s?#]/.test(text)) return false
  if (url.username !== '' || url.password !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && plainAllowed(url.hostname))
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}

const variableWords = 'the name of an environment variable such as `GITHUB_TOKEN`'
export const Variable = z
  .string({ error: variableWords })
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, variableWords)
  .refine((name) => !looksLikeToken(name), { error: variableWords })
