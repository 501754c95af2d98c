import { toPlainText } from '../../contribution/plain-text.ts'
import type { Heading } from '../formats/format.ts'
import { endOfSection } from './outside.ts'

/** A login that a document seems to name as its person's. */
export interface Profile {
  readonly host: string
  readonly login: string
}

/** First parts of addresses that are pages of the forge, not people. */
const pages = new Set(
  'about apps blog collections contact customer-stories enterprise explore features groups issues login marketplace new notifications orgs pricing projects pulls search security settings sponsors topics trending users'.split(
    ' ',
  ),
)

/**
 * The profile that a document links on each host: an address of one part, `https://` or not. Where several are linked the
 * first is taken, since people name themselves at the top.
 */
export function findProfiles(text: string, hosts: readonly string[]): readonly Profile[] {
  return hosts.flatMap((host) => {
    const name = host.replaceAll('.', '\\.')
    const pattern = new RegExp(
      `(?<![\\w.@/-])(?:https?://)?(?:www\\.)?${name}/([A-Za-z0-9_][A-Za-z0-9_.-]*)/?(?![\\w/-])`,
      'gi',
    )
    const logins = [...text.matchAll(pattern)].map(([, login = '']) => login.replace(/\.+$/, ''))
    const login = logins.find((each) => each !== '' && !pages.has(each.toLowerCase()))
    return login === undefined ? [] : [{ host, login }]
  })
}

/** Where the section goes. Exactly one heading, or one to write after another. */
export interface ProposedSection {
  readonly heading: string
  /** Null where the heading is there. */
  readonly after: string | null
  /** Further headings that speak of contributions. */
  readonly others: readonly string[]
}

const about = /open[\s-]*source|\boss\b|contribut/i
const experience = /experience|employment|work history|career/i
const projects = /proje[ckt]/i

/** The section of contributions, as the document has it or should get it; null for a document without headings. */
export function proposeSection(headings: readonly Heading[]): ProposedSection | null {
  const single = unique(headings)
  const [own, ...others] = single.filter(({ text }) => about.test(text)).map(({ text }) => text)
  if (own !== undefined) return { heading: own, after: null, others }
  const top = Math.min(...single.map(({ level }) => level))
  const after =
    single.findLast(({ text }) => experience.test(text)) ??
    single.findLast(({ level }) => level > top) ??
    single.at(-1)
  if (after === undefined) return null
  const loud = after.text === after.text.toUpperCase()
  const heading = 'Open Source Contributions'
  return { heading: loud ? heading.toUpperCase() : heading, after: after.text, others: [] }
}

/** The heading under which the person shows repositories of their own; null where none links any. */
export function proposeProjects(
  text: string,
  headings: readonly Heading[],
  profiles: readonly Profile[],
): string | null {
  const found = unique(headings).find((heading) => {
    if (!projects.test(heading.text) || about.test(heading.text)) return false
    const section = text.slice(heading.end, endOfSection(heading, headings, text))
    return profiles.some((profile) => linksOwn(section, profile))
  })
  return found?.text ?? null
}

function linksOwn(text: string, { host, login }: Profile): boolean {
  const start = `${host}/${login}/`.toLowerCase()
  const at = text.toLowerCase().indexOf(start)
  return at >= 0 && /[\w.-]/.test(text[at + start.length] ?? '')
}

/** Headings that name one place only: two of one text cannot be told apart. */
function unique(headings: readonly Heading[]): readonly Heading[] {
  return headings.filter(({ text }) => headings.filter((other) => other.text === text).length === 1)
}

/** The person's name: the title of the document, else its first line, if that can be a name. */
export function proposeName(text: string, headings: readonly Heading[]): string | null {
  const [first] = headings
  const line = text.split('\n').find((each) => each.trim() !== '') ?? ''
  const title =
    first !== undefined &&
    first.level === 1 &&
    headings.filter(({ level }) => level === 1).length === 1
  const name = toPlainText(title ? first.text : line, 80).replace(/^[#\s]+/, '')
  return /^\p{L}[\p{L}\p{M}.'’ -]{1,60}$/u.test(name) && name.split(' ').length <= 5 ? name : null
}
