import { linksIn } from '../formats/links.ts'
import type { Background } from '../types.ts'

/** A name that a text begins with, as titles do. */
export interface Head {
  /** Of the project; null where none is known by that name, or several are. */
  readonly key: string | null
  /** A path or an address of a repository says which; a mere word may mean something else. */
  readonly exact: boolean
  /** What follows the name and the signs around it. */
  readonly rest: string
}

/** Finds the projects that are known in lines of a region. */
export interface Naming {
  /** @param text Without what marks its line as a bullet or a heading. */
  headOf(text: string): Head | null
  /** Keys of the projects that a text names by path, or by the address of the repository itself. */
  keysIn(text: string): readonly string[]
}

const made = new WeakMap<Background, Naming>()

export function namingOf(background: Background): Naming {
  const found = made.get(background) ?? namingIn(background)
  made.set(background, found)
  return found
}

function namingIn(background: Background): Naming {
  let index: Index | null = null
  const known = () => {
    index ??= indexOf(background)
    return index
  }
  return {
    headOf: (text) => headOf(text, known()),
    keysIn: (text) => keysIn(text, known()),
  }
}

interface Index {
  /** Present keys by key in lower case, former ones too: an address without its scheme. */
  readonly addresses: ReadonlyMap<string, string>
  /** Present keys by path, and by the words of its last part. */
  readonly paths: ReadonlyMap<string, ReadonlySet<string>>
  readonly words: ReadonlyMap<string, ReadonlySet<string>>
}

function indexOf(background: Background): Index {
  const addresses = new Map<string, string>()
  const paths = new Map<string, Set<string>>()
  const words = new Map<string, Set<string>>()
  const put = (map: Map<string, Set<string>>, name: string, key: string) =>
    map.set(name, (map.get(name) ?? new Set()).add(key))
  const names = background.names().filter((name) => !/^https?:/.test(name))
  for (const name of [...background.projects(), ...names]) {
    const key = background.present(name)
    const path = name.slice(name.indexOf('/') + 1).toLowerCase()
    addresses.set(name.toLowerCase(), key)
    put(paths, path, key)
    put(words, wordsIn(path.slice(path.lastIndexOf('/') + 1)).join(' '), key)
  }
  return { addresses, paths, words }
}

const pathPattern = String.raw`[\w.-]+(?:\/[\w-](?:[\w.-]*[\w-])?)+`
const pathAhead = new RegExp(`^${pathPattern}(?![\\w/#!@-])`)
const pathAnywhere = new RegExp(`(?<![\\w./:@-])${pathPattern}(?![\\w/#!@-])`, 'g')

function headOf(text: string, index: Index): Head | null {
  const [link] = linksIn(text)
  if (link?.start !== 0) return headInWords(text, index)
  const rest = text.slice(link.end)
  const key = index.addresses.get(addressOf(link.url))
  if (key !== undefined) return { key, exact: true, rest }
  const label = link.label === null ? null : headInWords(link.label, index)
  return label === null || /\w/.test(label.rest) ? null : { ...label, rest }
}

function headInWords(text: string, { paths, words }: Index): Head | null {
  const plain = text.replace(/\\(?=[\p{P}\p{S}])/gu, '')
  const [path] = pathAhead.exec(plain) ?? []
  if (path !== undefined && !isFigures(path)) {
    const key = only(paths.get(path.toLowerCase()))
    return { key, exact: key !== null, rest: plain.slice(path.length) }
  }
  const found = [...plain.matchAll(/[\p{L}\p{N}]+/gu)].slice(0, longestName)
  if (found[0]?.index !== 0) return null
  for (let count = found.length; count > 0; count -= 1) {
    const last = found[count - 1]
    const keys = words.get(wordsIn(found.slice(0, count).join(' ')).join(' '))
    if (keys === undefined || last === undefined) continue
    return { key: only(keys), exact: false, rest: plain.slice(last.index + last[0].length) }
  }
  return null
}

/** `2024/26`, `01/2025` */
function isFigures(path: string): boolean {
  return !/\p{L}/u.test(path)
}

/** Of a repository's name, in words. */
const longestName = 5

function keysIn(text: string, { addresses, paths }: Index): string[] {
  const links = linksIn(text)
  const linked = links.map(({ url }) => addresses.get(addressOf(url)))
  const plain = links.reduceRight(
    (rest, { from, to }) => `${rest.slice(0, from)} ${rest.slice(to)}`,
    text,
  )
  const named = [...plain.replaceAll('\\', '').matchAll(pathAnywhere)].map(([path]) =>
    only(paths.get(path.toLowerCase())),
  )
  return [...new Set([...linked, ...named].filter((key) => key != null))]
}

function addressOf(url: string): string {
  const { host, pathname } = URL.parse(url) ?? { host: '', pathname: '' }
  return `${host}${pathname}`.toLowerCase().replace(/(?:\.git)?\/*$/, '')
}

function only(keys: ReadonlySet<string> | undefined): string | null {
  const [key] = keys ?? []
  return key === undefined || keys?.size !== 1 ? null : key
}

function wordsIn(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}
