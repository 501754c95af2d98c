import { escapeMarkdown } from '../formats/markdown/escape.ts'
import { inert } from './inert.ts'

/** A pull request that is news, as it is printed. */
interface ChangedPullRequest {
  readonly host: string
  readonly repository: string
  readonly number: number
  readonly title: string
  /** Proven to be the person's first of the kind in that repository. */
  readonly first: boolean
}

interface PersonChanges {
  readonly name: string
  readonly merged: readonly ChangedPullRequest[]
  readonly reviewed: readonly ChangedPullRequest[]
  /** Merged ones that the forge no longer shows. */
  readonly gone: readonly ChangedPullRequest[]
}

/** What runs brought, public and in the order it is printed. */
export interface Changes {
  readonly people: readonly PersonChanges[]
  readonly renamed: readonly { readonly from: string; readonly to: string }[]
}

/** Entries of one list; a first sync brings thousands. */
const maxEntries = 20
/** What git and forges show of a subject. */
const subjectLength = 72
/** Repositories a subject names. */
const maxNamed = 2

export type ChangesFormat = 'text' | 'markdown'

/**
 * What is new, in words fit for a commit message: a subject, an empty line, lists. References carry no `#`, `!` or
 * address, in Markdown too, since forges announce such mentions in the pull request that is meant.
 */
export function renderChanges(changes: Changes, format: ChangesFormat): string {
  const { people, renamed } = changes
  const told = people.filter(
    ({ merged, reviewed, gone }) => merged.length + reviewed.length + gone.length > 0,
  )
  const write = writers[format]
  const named = told.length > 1
  const lists = told.flatMap(({ name, merged, reviewed, gone }) => {
    const title = (kind: string) => (named ? `${kind} (${inert(name)})` : kind)
    return [
      ...list(write, title('Merged'), merged.map(entry)),
      ...list(write, title('Reviewed'), reviewed.map(entry)),
      ...list(write, title('No longer shown'), gone.map(entry)),
    ]
  })
  const moves = renamed.map(({ from, to }) => `${inert(from)} is now ${inert(to)}`)
  const parts = [write.text(subject(changes)), ...lists, ...list(write, 'Renamed', moves)]
  return `${parts.join('\n\n')}\n`
}

/** `+3 merged, first review in o/r, o/x renamed`, as much of it as fits. */
function subject({ people, renamed }: Changes): string {
  const all = (key: 'merged' | 'reviewed' | 'gone') => people.flatMap((person) => person[key])
  const merged = all('merged')
  const reviewed = all('reviewed')
  const gone = all('gone')
  const phrases = [
    ...(merged.length > 0 ? [`+${merged.length} merged`] : []),
    ...(reviewed.length > 0 ? [`+${reviewed.length} reviewed`] : []),
    ...firsts('first merge in', merged),
    ...firsts('first review in', reviewed),
    ...some(
      renamed.map(({ from }) => inert(from)),
      (name) => `${name} renamed`,
    ),
    ...(gone.length > 0 ? [`${gone.length} no longer shown`] : []),
  ]
  if (phrases.length === 0) return 'No new contributions'
  let text = ''
  for (const phrase of phrases) {
    const longer = text === '' ? phrase : `${text}, ${phrase}`
    if (longer.length <= subjectLength) text = longer
  }
  return text === '' ? 'Repositories renamed' : text
}

function firsts(words: string, entries: readonly ChangedPullRequest[]): readonly string[] {
  const places = entries.filter(({ first }) => first).map(({ repository }) => inert(repository))
  return some([...new Set(places)], (name) => `${words} ${name}`)
}

/** Many of a kind are no news of their own: a first sync has nothing but firsts. */
function some(names: readonly string[], phrase: (name: string) => string): readonly string[] {
  return names.length > maxNamed ? [] : names.map(phrase)
}

function entry({ repository, number, title, first }: ChangedPullRequest): string {
  return `${inert(repository)} ${number}: ${inert(title)}${first ? ' (first here)' : ''}`
}

interface Writer {
  readonly text: (line: string) => string
  readonly heading: (line: string) => string
}

const writers: Readonly<Record<ChangesFormat, Writer>> = {
  text: { text: (line) => line, heading: (line) => `${line}:` },
  markdown: { text: escapeMarkdown, heading: (line) => `### ${escapeMarkdown(line)}` },
}

function list(write: Writer, heading: string, entries: readonly string[]): readonly string[] {
  if (entries.length === 0) return []
  // Oldest first; where there is no room for all, the newest are the news.
  const shown = entries.slice(-maxEntries).map((line) => `- ${write.text(line)}`)
  const more = entries.length - shown.length
  if (more > 0) shown.push(`- and ${more} more`)
  const gap = write === writers.markdown ? '\n\n' : '\n'
  return [`${write.heading(heading)}${gap}${shown.join('\n')}`]
}
