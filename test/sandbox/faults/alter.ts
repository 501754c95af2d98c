/** Faults that spoil an honest answer. */
import type { Answer, Request } from '../exchange.ts'
import type { Fault } from './rules.ts'

export function altered(fault: Fault, plain: Answer, request: Request, stranger: string): Answer {
  switch (fault.kind) {
    case 'forbidden-path':
      return { ...plain, body: forbid(plain.body, fault.path) }
    case 'forbidden':
      return request.kind === 'graphql' ? { ...plain, body: forbidSome(plain.body, fault) } : plain
    case 'foreign-next': {
      const { 'x-next-page': next, ...others } = plain.headers
      const kept = fault.only ? others : plain.headers
      return { ...plain, headers: { ...kept, link: foreignLink(plain, request, stranger) } }
    }
    case 'stuck-cursor':
      return request.kind === 'graphql' ? stuckCursor(plain, request) : stuckPage(plain, request)
    default:
      return plain
  }
}

/** The nearest part above the path that is there becomes null, as where a field may not be. */
function forbid(body: unknown, path: readonly (string | number)[]): unknown {
  const copy = structuredClone(body) as { data?: unknown; errors?: object[] }
  let parent: unknown = copy.data
  for (const part of path.slice(0, -1))
    parent = (parent as Record<string | number, unknown> | undefined)?.[part]
  const last = path.at(-1)
  if (typeof parent === 'object' && parent !== null && last !== undefined) {
    ;(parent as Record<string | number, unknown>)[last] = null
  }
  const message = 'Resource not accessible by personal access token'
  const error = { type: 'FORBIDDEN', path, extensions: { saml_failure: false }, message }
  return { ...copy, errors: [...(copy.errors ?? []), error] }
}

type Path = readonly (string | number)[]

/** Of several operations the first or last one's answer. */
function forbidSome(body: unknown, fault: Fault & { kind: 'forbidden' }): unknown {
  const { what, which } = fault
  if (Array.isArray(body)) {
    const index = which === 'first' ? 0 : body.length - 1
    return body.with(index, forbidSome(body[index], fault))
  }
  const data = (body as { data?: Record<string, unknown> | null }).data ?? {}
  const paths = what === 'field' ? Object.keys(data).map((name) => [name]) : rowsBelow(data, [])
  const path = paths.at(which === 'first' ? 0 : -1)
  return path === undefined ? body : forbid(body, path)
}

/** Rows of connections are objects of several fields; a label is no row. */
function rowsBelow(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) => {
    const here = [...path, Array.isArray(value) ? Number(key) : key]
    const isRow = path.at(-1) === 'nodes' && each !== null && Object.keys(each).length > 1
    return [...(isRow ? [here] : []), ...rowsBelow(each, here)]
  })
}

function foreignLink(plain: Answer, request: Request, stranger: string): string {
  const next = `<${stranger}${request.path}?page=2>; rel="next"`
  const others = (plain.headers['link'] ?? '')
    .split(', ')
    .filter((each) => each !== '' && !each.includes('rel="next"'))
  return [next, ...others].join(', ')
}

function stuckCursor(plain: Answer, { operations }: Request): Answer {
  const given = operations
    .map(({ variables }) => variables['after'])
    .find((after) => typeof after === 'string')
  const text = JSON.stringify(plain.body, (key, value) =>
    key === 'pageInfo'
      ? { ...value, hasNextPage: true, endCursor: given ?? value.endCursor }
      : value,
  )
  return { ...plain, body: JSON.parse(text) }
}

function stuckPage(plain: Answer, { query, base, path }: Request): Answer {
  const page = query.get('page') ?? '1'
  const again = new URLSearchParams(query)
  again.set('page', page)
  const link = `<${base}${path}?${again}>; rel="next"`
  return { ...plain, headers: { ...plain.headers, link, 'x-next-page': page } }
}
