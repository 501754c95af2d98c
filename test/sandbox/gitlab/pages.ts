/** Offset paging with GitLab's headers. */
import type { Answer } from '../exchange.ts'
import { answer } from '../exchange.ts'
import type { GitLabContext } from './context.ts'

/** Above this many rows totals and `rel="last"` are left out (GitLab docs). */
const countedRows = 10_000

export interface Paging<T> {
  readonly items: readonly T[]
  /** Rows the forge counts to; paging ends with the page that holds the last of them. */
  readonly countLimit?: number
  /** Rows left on a page after it was cut. */
  readonly keep?: (item: T) => boolean
  readonly write: (item: T) => object
}

export function pageAnswer<T>(context: GitLabContext, paging: Paging<T>): Answer {
  const { query, base, path } = context.request
  const perPage = Math.min(100, context.tweaks.rows, positive(query.get('per_page'), 20))
  const number = positive(query.get('page'), 1)
  const total = Math.min(paging.items.length, paging.countLimit ?? Number.POSITIVE_INFINITY)
  const pages = Math.ceil(total / perPage)
  const start = (number - 1) * perPage - (number > 1 ? context.tweaks.shift : 0)
  const rows =
    number > pages ? [] : paging.items.slice(Math.max(0, start), Math.max(0, start) + perPage)
  const shown = paging.keep ? rows.filter(paging.keep) : rows
  const counted = total <= countedRows
  const link = (to: number, rel: string) => {
    const parameters = new URLSearchParams(query)
    parameters.set('page', String(to))
    parameters.set('per_page', String(perPage))
    return `<${base}${path}?${parameters}>; rel="${rel}"`
  }
  const next = number < pages ? String(number + 1) : ''
  const links = [
    ...(number > 1 ? [link(number - 1, 'prev')] : []),
    ...(next ? [link(number + 1, 'next')] : []),
    link(1, 'first'),
    ...(counted ? [link(Math.max(1, pages), 'last')] : []),
  ]
  return answer(200, shown.map(paging.write), {
    link: links.join(', '),
    'x-page': String(number),
    'x-per-page': String(perPage),
    'x-next-page': next,
    'x-prev-page': number > 1 ? String(number - 1) : '',
    ...(counted && { 'x-total': String(total), 'x-total-pages': String(pages) }),
  })
}

function positive(text: string | null, otherwise: number): number {
  const value = Number(text)
  return text !== null && Number.isInteger(value) && value > 0 ? value : otherwise
}
