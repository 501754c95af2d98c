import { pullAt } from '../../forge/references.ts'
import type { PageLink } from '../formats/page-links.ts'
import { wordsOf } from '../stated/neutral-words.ts'
import type { Known, Visible } from './known.ts'

/** What is wrong with the words of a link, if anything is. */
export interface Mislabelled {
  /** They may be a name for the same: nobody can tell. */
  readonly isSure: boolean
  /** The words that name something else, and what they should say. */
  readonly text: string
  readonly expected: string
}

/**
 * Does a link that is called by a number or a repository lead there? Only where the label is a reference and nothing else:
 * "Fix for #33" may be about an issue.
 */
export function mislabelled(
  link: PageLink,
  { said, listed }: Labels,
  known: Known,
  isVisible: Visible,
): Mislabelled | null {
  const target = listed.has(link) ? null : targetOf(link.url)
  const named = target === null ? null : (referenceIn(link.text, target) ?? before(link, said))
  if (target === null || named === null) return null
  const { text, repository, number } = named
  const moved = known.referenceOf(link.url, isVisible)
  const isNumber = [target.number, numberIn(moved)].includes(number)
  const names = [target.repository, repositoryIn(moved), ...known.pathsOf(link.url, isVisible)]
  const fit =
    repository === null
      ? 'same'
      : fitOf(repository, names, (path) => known.isRepository(path, isVisible))
  if (isNumber && fit === 'same') return null
  const path = repositoryIn(moved) ?? target.repository
  const isWhole = repository?.includes('/') === true
  const right = isWhole ? path : (path.split('/').at(-1) ?? path)
  const renamed =
    repository === null || fit === 'same' ? text : text.replace(repository, () => right)
  const expected = renamed.replace(/\d+(?=\D*$)/, () => target.number)
  return { isSure: !isNumber || fit === 'other', text, expected }
}

/** What decides how labels are read. */
export interface Labels {
  readonly said: string
  /** Links that are called by their place in a list. */
  readonly listed: ReadonlySet<PageLink>
}

/** `[PR #1](…/482), [PR #2](…/517)`: the numbers count the links, from one on and each to another number. */
export function labelsOf(said: string, links: readonly PageLink[]): Labels {
  const listed = new Set<PageLink>()
  let run: { readonly link: PageLink; readonly number: string }[] = []
  const close = () => {
    const labels = new Set(run.map(({ number }) => number))
    const isList =
      run.length > 1 && run.every(({ link }) => !labels.has(targetOf(link.url)?.number ?? ''))
    if (isList) for (const { link } of run) listed.add(link)
    run = []
  }
  for (const link of links) {
    const number = counting.exec(link.text)?.[1] ?? ''
    if (number !== String(run.length + 1)) close()
    if (number === String(run.length + 1)) run.push({ link, number })
  }
  close()
  return { said, listed }
}

const counting = /^(?:(?:[PM]R|(?:pull|merge) request) ?)?#?(\d{1,2})$/i

interface Target {
  readonly repository: string
  readonly number: string
}

function targetOf(url: string): Target | null {
  const { pathname } = URL.parse(url) ?? { pathname: '' }
  const pull = pullAt(pathname)
  if (pull !== null)
    return { repository: pull.reference.slice(0, -pull.number.length - 1), number: pull.number }
  const [, repository, number] =
    /^\/(.+?)(?:\/-)?\/(?:issues|work_items)\/([1-9]\d*)(?![^/])/.exec(pathname) ?? []
  return repository === undefined || number === undefined ? null : { repository, number }
}

interface Named {
  readonly text: string
  readonly repository: string | null
  readonly number: string
}

const thing = '(?:[PM]R|(?:pull|merge)[ -]request|issue)'
const whole = new RegExp(
  `^\\(?(?:(?:(?:my|the) )?(?:reviews? of|reviewed|merged|approved) )?(?:${thing}[ :]*)?(?:(?<repository>[\\w.-]+(?:/[\\w.-]+)*) ?)?(?<sign>[#!])(?<number>\\d+)\\)?(?: \\([a-z ]+\\))?$`,
  'iu',
)
const withoutSign = new RegExp(`^\\(?${thing} (?<number>\\d+)\\)?$`, 'iu')
const spaced = /^(?<words>[\p{L}\p{N} ._-]+?) ?[#!](?<number>\d+)$/u

/** The reference that a label is; null for a label in words. */
function referenceIn(label: string, { repository }: Target): Named | null {
  const found = whole.exec(label) ?? withoutSign.exec(label)
  const { number, repository: path = null } = found?.groups ?? {}
  // `#1` apart from `o/r #1`: with a space between, what stands before may be any word.
  const isApart = path !== null && /[\w.-] [#!]/.test(label) && !path.includes('/')
  if (number !== undefined && !isApart) return { text: label, repository: path, number }
  // `Gateway API #12`: words that are the name of the repository, and the number.
  const named = spaced.exec(label)?.groups
  const last = repository.split('/').at(-1) ?? ''
  if (named !== undefined && wordsOf(named['words'] ?? '').join() === wordsOf(last).join())
    return { text: label, repository: null, number: named['number'] ?? '' }
  // A bare number of one or two digits is that of a footnote, one of four may be a year.
  return /^\d{3,}$/.test(label) && !/^(?:19|20)\d\d$/.test(label)
    ? { text: label, repository: null, number: label }
    : null
}

const ahead = new RegExp(
  `(?:^|[\\n|,;:(•·]|[-*+] )[\\s*_]*(?<text>(?:${thing} ?)?(?:[\\w.-]+(?:/[\\w.-]+)*)?[#!]\\d+)[*_]*(?: ?[:–—-] ?| ?\\(| ?<| )$`,
  'iu',
)

/** The reference that stands before a bare address: `!12 <https://…>`, `MR #12: https://…`. */
function before({ url, text, start, at }: PageLink, said: string): Named | null {
  if (text !== url) return null
  const reference = ahead.exec(
    said.slice(Math.max(0, Math.min(start, at) - 120), Math.min(start, at)),
  )
  const found = reference?.groups?.['text'] ?? ''
  // A lone `#12` may be an issue that the pull request is about.
  if (!/!|\/|[PM]R|request|issue/i.test(found)) return null
  return referenceIn(found, { repository: '', number: '' })
}

/** Whether a repository so named is one of `names`, may be, or is another. */
function fitOf(
  named: string,
  names: readonly (string | null)[],
  isKnown: (path: string) => boolean,
): 'same' | 'unknown' | 'other' {
  const own = names.filter((each) => each !== null).map((each) => each.toLowerCase())
  const said = named.toLowerCase()
  if (own.some((each) => each === said || each.endsWith(`/${said}`))) return 'same'
  if (isKnown(said)) return 'other'
  // A nickname is one word, as a rule made of the letters of the name.
  const isPath = /[/_-]/.test(said)
  const last = said.split('/').at(-1) ?? said
  const isAkin = own.some((each) => isWithin(last, each) || each.endsWith(`/${last}`))
  return isPath && !isAkin ? 'other' : 'unknown'
}

/** True where the letters of `short` stand in `long` in that order: `k8s` and `kubernetes`. */
function isWithin(short: string, long: string): boolean {
  let at = 0
  for (const letter of short.replace(/[^\p{L}]/gu, '')) {
    at = long.indexOf(letter, at) + 1
    if (at === 0) return false
  }
  return true
}

function repositoryIn(reference: string | null): string | null {
  return reference === null ? null : reference.replace(/[#!]\d+$/, '')
}

function numberIn(reference: string | null): string | null {
  return /\d+$/.exec(reference ?? '')?.[0] ?? null
}
