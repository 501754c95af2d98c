/** Which pages of which lists were asked for, by the log of a sandbox. */
import type { RequestLog } from '../sandbox/server/log.ts'

/** `place`: the cursor or the page's number; null at the head of a list read by cursors. */
export interface AskedPage {
  readonly list: string
  readonly place: string | null
}

/**
 * A list is what is asked for without its place and the number of rows. On GitHub one request holds many questions; on
 * GitLab it may hold the next page from either end of one list, which are two lists here.
 * @param most rows GitHub can do: what asks for more is refused and brings no page
 */
export function pagesOf({ forge, path, operations }: RequestLog, most: number): AskedPage[] {
  const questions =
    forge === 'github'
      ? operations.flatMap(({ variables }) => [...questionsIn(variables)])
      : operations.map(({ name, variables }, end) => ({ name, end, ...variables }))
  const rows = forge === 'github' ? most : Number.POSITIVE_INFINITY
  return [...questions.flatMap((question) => pageOf(question, rows)), ...restPage(path)]
}

type Variables = Readonly<Record<string, unknown>>

/** Variables are called `q0_after`, `q1_after`. */
function questionsIn(variables: Variables): Iterable<Variables> {
  const questions = new Map<string, Record<string, unknown>>()
  for (const [name, value] of Object.entries(variables)) {
    const [question = '', ...variable] = name.split('_')
    const known = questions.get(question) ?? {}
    questions.set(question, { ...known, [variable.join('_')]: value })
  }
  return questions.values()
}

function pageOf({ first, after, ...list }: Variables, most: number): AskedPage[] {
  if (after === undefined || Number(first) > most) return []
  const sorted = Object.entries(list).sort(([a], [b]) => (a < b ? -1 : 1))
  return [{ list: JSON.stringify(sorted), place: after === null ? null : String(after) }]
}

function restPage(path: string): AskedPage[] {
  const [list, query] = path.split('?')
  const parameters = new URLSearchParams(query)
  const place = parameters.get('page')
  parameters.delete('page')
  return place === null ? [] : [{ list: `${list}?${parameters}`, place }]
}
