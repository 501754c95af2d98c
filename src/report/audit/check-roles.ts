import type { RepositoryFact } from '../../contribution/facts.ts'
import type { PageLink } from '../formats/page-links.ts'
import { wordsOf } from '../stated/neutral-words.ts'
import { readable } from '../stated/readable.ts'
import type { Draft } from './finding.ts'
import type { Known, Visible } from './known.ts'
import type { Page } from './page.ts'
import type { Unit } from './passages.ts'

const owning = '(?:co-?)?(?:creator|author|founder|owner|initiator|inventor)'
const upkeep = '(?:co-?)?(?:maintainer|committer|developer|lead)'
const degree = '(?:(?:original|sole|main|lead|core|primary|proud) )?'
/** "Creator and maintainer of": upkeep is a claim of its own, which no forge proves. */
const role = new RegExp(
  `(?<![\\p{L}\\p{N}-])${degree}(?<role>${owning})(?:(?:,| and| &| \\+|/)? ?${degree}(?:${owning}|${upkeep}))*[*_]* +of(?![\\p{L}\\p{N}])`,
  'giu',
)
const afterName = /[\s*_]+(?<role>maintainer|committer)(?![\p{L}-])(?! (?:of|for)\b)/giu

/** The longest name of a repository that is looked for. Characters. */
const reach = 80

/**
 * "Creator of X", "Author of X": true of what is the person's own on a forge. Of everything else no forge tells who made it,
 * and of nothing who maintains it.
 */
export function checkRoles(
  unit: Unit,
  links: readonly PageLink[],
  page: Page,
  known: Known,
  isVisible: Visible,
): Draft[] {
  const said = page.said.slice(unit.start, unit.end)
  if (!mayTell.test(said)) return []
  const words = readable(said)
  // A name may stand as code.
  const text = readable(page.text.slice(unit.start, unit.end).replaceAll('`', ' '))
  const asked = { text, start: unit.start, links, known, isVisible }
  return [
    ...[...words.matchAll(role)].flatMap((match) => ofOwner(match, asked)),
    ...[...words.matchAll(afterName)].flatMap((match) => ofUpkeep(match, asked)),
  ]
}

const mayTell = /creator|author|founder|owner|initiator|inventor|maintainer|committer/i

interface Asked {
  readonly text: string
  /** Of the text in the document. */
  readonly start: number
  readonly links: readonly PageLink[]
  readonly known: Known
  readonly isVisible: Visible
}

function ofOwner(match: RegExpExecArray, asked: Asked): Draft[] {
  const behind = match.index + match[0].length
  const lead = /^[\s*_]*(?:(?:the|an?)\s+)?[*_]*/i.exec(asked.text.slice(behind, behind + reach))
  const from = behind + (lead?.[0].length ?? 0)
  const rest = asked.text.slice(from, from + reach).split(/[\n,.;:()|–—\0]|\s-\s/)[0] ?? ''
  const end = from + rest.search(/[\s*_]*$/)
  const at = asked.start + match.index
  const words = (to: number) => plain(asked.text.slice(match.index, to))
  const found = repositoryAt(from, asked) ?? repositoryNamed(rest, asked)
  if (found === null) {
    // What is counted, or begins small, is a piece of work and no project.
    const isName = /^[\s*_]*(?:\p{Lu}|[\w.-]+\/[\w.-]+)/u.test(rest)
    return isName ? [draft(at, words(end), 'unprovable', null, '')] : []
  }
  const { repository, length } = found
  const text = words(length === null ? end : from + length)
  if (!repository.own)
    return [
      draft(
        at,
        text,
        'unprovable',
        repository.path,
        'is not theirs on the forge, which does not tell who made it',
      ),
    ]
  const isFork = repository.fork && !/^owner$/i.test(match.groups?.['role'] ?? '')
  return isFork
    ? [draft(at, text, 'unprovable', repository.path, 'is a fork of what somebody made')]
    : [draft(at, text, 'true', repository.path, '')]
}

/** "Lantern maintainer" */
function ofUpkeep({ index, 0: words }: RegExpExecArray, asked: Asked): Draft[] {
  const before = asked.text.slice(Math.max(0, index - reach), index)
  const name = /(?:[\p{L}\p{N}][\p{L}\p{N}./_-]* ?){1,4}$/u.exec(before)?.[0] ?? ''
  const parts = name.split(' ')
  for (let first = 0; first < parts.length; first += 1) {
    const said = parts.slice(first).join(' ')
    const found = repositoryNamed(said, asked)
    if (found === null || found.length !== said.length) continue
    const at = asked.start + index - said.length
    const advice = 'is nothing that a forge can prove'
    return [
      {
        ...draft(at, plain(said + words), 'unprovable', found.repository.path, advice),
        kind: 'claim',
      },
    ]
  }
  return []
}

function draft(
  at: number,
  text: string,
  verdict: Draft['verdict'],
  reference: string | null,
  advice: string,
): Draft {
  return { at, kind: 'ownership', text, verdict, expected: null, reference, advice }
}

interface Found {
  readonly repository: RepositoryFact
  /** Of its name in the text; null for all of it. */
  readonly length: number | null
}

/** The repository that the words there link. */
function repositoryAt(from: number, { text, start, links, known, isVisible }: Asked): Found | null {
  const first = start + from + text.slice(from).search(/\S/)
  const link = links.find((each) => first >= each.start && first <= each.at)
  const repository = link === undefined ? undefined : known.repository(link.url)
  return repository !== undefined && isVisible(repository.visibility)
    ? { repository, length: null }
    : null
}

/** The repository that `said` begins with the name of, and is about no part of: "Kite docs" are not Kite. */
function repositoryNamed(said: string, { known, isVisible }: Asked): Found | null {
  const name = /^[\s*_]*/.exec(said)?.[0].length ?? 0
  const found = known
    .repositories(isVisible)
    .flatMap((repository) => {
      const names = [repository.path, repository.path.split('/').at(-1) ?? '']
      return names.flatMap((each) => {
        const length = lengthOf(said.slice(name), each)
        return length === null ? [] : [{ repository, length: name + length }]
      })
    })
    .filter(({ length }) => endsThere.test(said.slice(length)))
    .sort((a, b) => b.length - a.length)
  const [best, next] = found
  const isOnly =
    next === undefined || next.length < (best?.length ?? 0) || next.repository === best?.repository
  return best !== undefined && isOnly ? best : null
}

const endsThere =
  /^[*_]*(?:$|\s+(?:$|(?:project|repository|repo|library|tool|package|crate|module|app|framework|since|in|for|and|an?|the|which|that|with|on|from|to)(?![\p{L}])))/iu

/** How much of `said` is `name`, however its words are joined; null where it is another. */
function lengthOf(said: string, name: string): number | null {
  const words = wordsOf(name)
  if (words.join('').length < 2) return null
  const pattern = words.join('[\\s./_-]+')
  return new RegExp(`^${pattern}(?![\\p{L}\\p{N}_/-])`, 'iu').exec(said)?.[0].length ?? null
}

function plain(text: string): string {
  return text
    .replace(/[*_\0]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
