import { homeHost } from '../../forge/references.ts'
import type { SectionRules } from '../rules.ts'
import { withoutPeriods } from './moments.ts'
import type { Narrowing } from './narrowing.ts'
import { isPlaceless, wordsOf } from './neutral-words.ts'
import { spelled } from './numerals.ts'
import type { Scope, Window } from './window.ts'

/** Where a count stands, as far as that decides what it counts. */
export interface CountPlace {
  readonly section: SectionRules | null
  /** Key of the project whose entry it stands in. */
  readonly key: string | null
  /** Words of that entry's title. */
  readonly title: string
  /** It stands with the work on some project, and which one is not certain. */
  readonly unclear: boolean
  /** Among what an employer paid for, or under a title of something else: other numbers may be meant. */
  readonly employed: boolean
  /** The entry is about a part of its project. */
  readonly isShared: boolean
  /** Days that a heading or a title over it names. */
  readonly days: Window | null
}

/** What a count is about. */
export interface Where {
  readonly scope: Scope
  /** Of the one project it is about. */
  readonly key: string | null
  /** Whose projects it is about, where it says so: the first part of their paths. */
  readonly owner: string | null
  /** It says where, and that is no place we know. */
  readonly unclear: boolean
}

export function only(key: string): Scope {
  return (each) => each === key
}

/**
 * The entry's project; else the project or owner the sentence names; else everything.
 * @param keys of the projects that it may name
 */
export function scopeOf(
  { places, before }: Pick<Narrowing, 'places' | 'before'>,
  place: Pick<CountPlace, 'key' | 'title' | 'unclear'>,
  keys: readonly string[],
): Where {
  const here: Where = {
    scope: place.key === null ? null : only(place.key),
    key: place.key,
    owner: null,
    unclear: place.unclear,
  }
  const told = places.map((each) => named(each, place, keys)).filter((each) => each !== null)
  if (told.length === 0 && place.key === null)
    return mentioned(before, keys) ?? introduced(before, place, keys) ?? here
  const [first] = told
  if (first === undefined) return here
  if (told.some(({ unclear }) => unclear)) return { ...here, unclear: true }
  // "Lantern: 3 merged in Kite" speaks of neither alone.
  const isOne = told.every(({ key, owner }) => key === first.key && owner === first.owner)
  return isOne ? first : { ...here, unclear: true }
}

/** What the words of a place mean; null where they name none. */
function named(
  words: string,
  place: Pick<CountPlace, 'key' | 'title'>,
  keys: readonly string[],
): Where | null {
  const said = wordsOf(withoutPeriods(words).replace(several, '')).filter(
    (word) => !articles.has(word),
  )
  const telling = said.filter((word) => !isPlaceless(word))
  if (telling.length === 0) return place.key === null ? onForge(said, keys) : null
  const [exact, another] = keys.filter((key) => key !== place.key && isPathOf(key, words))
  if (exact !== undefined && another === undefined) return ofProject(exact)
  if (place.key !== null) {
    const own = new Set([...wordsOf(place.key), ...wordsOf(place.title)])
    const unclear = !telling.some((word) => own.has(word))
    return { scope: only(place.key), key: place.key, owner: null, unclear }
  }
  const found = keys.filter((key) =>
    namesOf(key).some((name) => [said, telling].some((each) => isSame(each, name))),
  )
  const [key] = found
  if (key !== undefined && found.length === 1) return ofProject(key)
  const ownerOf = (each: string) => each.split('/')[1] ?? ''
  const isOwned = (each: string) => wordsOf(ownerOf(each)).join(' ') === said.join(' ')
  const [owned] = keys.filter(isOwned)
  if (key === undefined && owned !== undefined)
    return { scope: isOwned, key: null, owner: ownerOf(owned), unclear: false }
  return { scope: null, key: null, owner: null, unclear: true }
}

/** "In 3 repositories": how many there are says nothing of which. */
const several = new RegExp(
  `^(?:over |more than |about )?(?:\\d+\\+?|${spelled}) (?=(?:\\p{L}+[- ]){0,2}(?:repos|repositories)$)`,
  'iu',
)

/** Written out whole: `harbor/runner` is no other project's, whatever its entry is about. */
function isPathOf(key: string, words: string): boolean {
  return words.trim().toLowerCase() === key.slice(key.indexOf('/') + 1).toLowerCase()
}

function ofProject(key: string): Where {
  return { scope: only(key), key, owner: null, unclear: false }
}

/** "On GitHub": what is on the other one is left out. */
function onForge(said: readonly string[], keys: readonly string[]): Where | null {
  const [host, other] = new Set(said.flatMap((word) => homeHost(word) ?? []))
  const isThere = (key: string) => key.startsWith(`${host}/`)
  if (host === undefined || other !== undefined || keys.every(isThere)) return null
  return { scope: isThere, key: null, owner: null, unclear: !keys.some(isThere) }
}

/** The one project that the words before a count name: "Contributor to Lantern with 5 merged MRs". */
function mentioned(before: string, keys: readonly string[]): Where | null {
  if (!/\b(?:to|in|at|for|of|on)\s/i.test(before)) return null
  const words = ` ${wordsOf(before.replace(/^.*?\b(?=(?:to|in|at|for|of|on)\s)/i, '')).join(' ')} `
  const found = keys.filter((key) =>
    namesOf(key).some((name) => name.join('').length > 2 && words.includes(` ${name.join(' ')} `)),
  )
  const [key] = found
  return key !== undefined && found.length === 1 ? ofProject(key) : null
}

/** "Contributor to Reef with 4 merged MRs": a place that is no project we know, or the owner of some. */
function introduced(
  before: string,
  place: Pick<CountPlace, 'key' | 'title'>,
  keys: readonly string[],
): Where | null {
  const words =
    /\b(?:to|in|at|for|of|on) (?<place>[^,.;:()|]+?),? (?:with|having)[\s*_]*(?:(?:over|more than|about|some|at least|a total of) )*$/iu.exec(
      before,
    )?.groups?.['place']
  return words === undefined ? null : named(words, place, keys)
}

/** The whole path and the last part of it, as words. */
function namesOf(key: string): string[][] {
  return [key.slice(key.indexOf('/') + 1), key.slice(key.lastIndexOf('/') + 1)].map(wordsOf)
}

const articles: ReadonlySet<string> = new Set(['the', 'a', 'an'])

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.join(' ') === b.join(' ')
}
