import { z } from 'zod'
import { toTimestamp } from '../../../contribution/timestamp.ts'
import type { Actor, Link, Timestamp } from '../../../contribution/types.ts'
import { ForgeError } from '../../forge.ts'
import type { Account } from '../account.ts'
import { parse, readJson } from '../graphql/rows.ts'
import type { Target } from './addresses.ts'

/** Who wrote a note and when, or why that cannot be told. */
export type FoundNote =
  | { readonly status: 'found'; readonly author: Actor | null; readonly at: Timestamp | null }
  | { readonly status: Exclude<Link['status'], 'found'> }

const routes = {
  'issue-comment': 'GET /repos/{owner}/{name}/issues/comments/{id}',
  'review-comment': 'GET /repos/{owner}/{name}/pulls/comments/{id}',
  review: 'GET /repos/{owner}/{name}/pulls/{number}/reviews/{id}',
} as const

/** Not which: the repository may be private. */
const what = 'a note that a document links'

/** GraphQL knows notes only by node id, which no address holds; REST takes the number. */
export async function readNote(
  account: Account,
  target: Extract<Target, { kind: 'pull-request' }>,
): Promise<FoundNote | null> {
  const { owner, name, number, note } = target
  if (note === null) return null
  const parameters = { owner, name, number: String(number), id: note.id }
  const answer = await account.client.rest(routes[note.sort], parameters, account.task.login)
  if (answer.status === 404 || answer.status === 410) return { status: 'missing' }
  if (answer.status === 403 || answer.status === 451) return { status: 'hidden' }
  if (answer.status === 200) return toNote(answer.text)
  throw new ForgeError('protocol', `Cannot read ${what}: it answered ${answer.status}`)
}

const NoteRow = z.object({
  user: z.object({ id: z.number(), login: z.string(), type: z.string().optional() }).nullable(),
  created_at: z.string().transform(toTimestamp).optional(),
  submitted_at: z.string().transform(toTimestamp).nullish(),
})

function toNote(body: string): FoundNote {
  const row = parse(NoteRow, readJson(body), what)
  const author =
    row.user === null
      ? null
      : { id: String(row.user.id), login: row.user.login, bot: row.user.type === 'Bot' }
  return { status: 'found', author, at: row.created_at ?? row.submitted_at ?? null }
}
