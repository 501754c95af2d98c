/** Asks a sandbox the way a client without any cleverness would: for the sandbox's own tests. */
import type { Sandbox } from './server.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at field by field in tests
type Body = any

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: Body
}

const authorization = 'Bearer sandbox-token'

async function askGraphql(url: string, query: string, variables: object = {}): Promise<Reply> {
  return post(url, { query, variables })
}

export function github(sandbox: Sandbox, query: string, variables: object = {}): Promise<Reply> {
  return askGraphql(`${sandbox.githubApiUrl}/graphql`, query, variables)
}

export function gitlab(sandbox: Sandbox, query: string, variables: object = {}): Promise<Reply> {
  return askGraphql(`${sandbox.origin}/gitlab/api/graphql`, query, variables)
}

export async function post(url: string, body: unknown): Promise<Reply> {
  const init = { method: 'POST', headers: { authorization }, body: JSON.stringify(body) }
  return read(await fetch(url, init))
}

export async function get(url: string, token: string | null = 'sandbox-token'): Promise<Reply> {
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` }
  return read(await fetch(url, { headers, redirect: 'manual' }))
}

/** All rows of a GitLab list, page after page, and how many pages there were. */
export async function getAll(url: string): Promise<{ rows: Body[]; pages: number[] }> {
  const rows: Body[] = []
  const pages: number[] = []
  for (let next = '1'; next !== ''; ) {
    const { body, headers } = await get(`${url}&page=${next}`)
    rows.push(...body)
    pages.push(body.length)
    next = headers.get('x-next-page') ?? ''
  }
  return { rows, pages }
}

async function read(response: Response): Promise<Reply> {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : text,
  }
}
