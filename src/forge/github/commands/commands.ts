import { z } from 'zod'
import { fromMilliseconds } from '../../../contribution/timestamp.ts'
import { type Account, gap, interrupted, type Me } from '../account.ts'
import {
  Connection,
  type ConnectionPage,
  mostAgain,
  nextSeam,
  ownId,
  readUser,
  shrinking,
} from '../graphql/connection.ts'
import {
  beginning,
  type NewestFirst,
  type Place,
  Progress,
  readNews,
  readPass,
  Time,
} from '../graphql/newest-first.ts'
import { adapting } from '../graphql/page-size.ts'
import { cursor, id, int, type Question } from '../graphql/question.ts'
import { CommentRow } from '../graphql/rows.ts'
import { commentItems } from './comments.ts'
import { parseCommands } from './prow.ts'

export const Checkpoint = Progress.extend({
  version: z.literal(1),
  /** All comments are read, not only looked at. */
  reading: z.boolean(),
  /** When the newest comments were last looked at for commands. */
  looked: Time.nullable(),
})
type Checkpoint = z.infer<typeof Checkpoint>

/** Newest comments looked at to find out whether somebody works with Prow (docs/design.md "Sync"). */
const lookedAt = 100
/** Seconds before looking again at the comments of somebody who did not work with Prow. */
const lookAgain = 20 * 3600

/**
 * Reads the comments the account wrote, for Prow commands: all of them where `commands` is true, or on auto once the
 * newest hold a command or Prow is seen on a merged pull request.
 * @param prow tells, once the pull requests are read, whether Prow was seen there
 */
export async function readCommands(account: Account, prow: Promise<boolean>): Promise<void> {
  const { commands } = account.task
  const before = account.remembered('commands', Checkpoint)
  const fresh = { ...beginning(), version: 1 as const, reading: false, looked: null }
  // Whoever has worked with Prow once is read, also when all is read anew.
  const state = account.checkpoint('commands', Checkpoint) ?? {
    ...fresh,
    reading: before?.reading ?? false,
  }
  if (commands === false)
    return notRead(account, state, 'comments are not read: `commands` is false')
  if (commands === true) state.reading = true
  if (!state.reading) {
    state.reading = (await lookForCommands(account, state)) || (await prow)
    // From here on they are no choice any more, whatever becomes of reading them.
    if (state.reading) account.page('commands', [], state, unread)
  }
  if (!state.reading) return notRead(account, state, 'no sign of Prow: comments are not read')
  await readComments(account, state)
}

const unread = { hostTotal: null, gaps: [interrupted(null)], finished: false }

function notRead(account: Account, state: Checkpoint, detail: string): void {
  const coverage = { hostTotal: null, gaps: [gap('not-read', detail)], finished: true }
  account.page('commands', [], state, coverage)
}

async function lookForCommands(account: Account, state: Checkpoint): Promise<boolean> {
  if (!isLookDue(state, account.localTime())) return false
  const what = `the newest comments ${account.name}`
  const { issueComments } = await adapting(account.size('look', lookedAt), lookedAt, async (rows) =>
    readUser(await account.ask((me) => lookQuestion(me, rows)), Looked, what),
  )
  state.looked = fromMilliseconds(account.localTime())
  const rows = issueComments.nodes ?? []
  return rows.some((row) => row !== null && parseCommands(row.body).length > 0)
}

/** @param now this machine's clock, milliseconds since 1970 */
export function isLookDue({ looked }: Pick<Checkpoint, 'looked'>, now: number): boolean {
  return looked === null || looked <= fromMilliseconds(now - lookAgain * 1000)
}

const Looked = z.object({
  issueComments: z.object({ nodes: z.array(z.object({ body: z.string() }).nullable()).nullable() }),
})

/** Only what commands are found in: most people's comments hold none. */
export function lookQuestion(me: Me, rows: number): Question {
  return {
    field: `node(id: $user) { ... on User { issueComments(first: $first, orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { body } } } }`,
    variables: { user: id(me.handle), first: int(rows) },
    weight: 2,
    shrinks: true,
  }
}

async function readComments(account: Account, state: Checkpoint): Promise<void> {
  let end = await readNews(() => comments(account, state), state)
  for (let again = 0; state.shrank; again++) {
    if (again === mostAgain) throw shrinking(`the comments ${account.name}`)
    Object.assign(state, { watermark: null, total: null, shrank: false })
    end = await readPass(comments(account, state), state)
  }
  const stored = account.task.known.stored('commands')
  const gaps = []
  if (end.hidden > 0) gaps.push(gap('forbidden', `${end.hidden} comments may not be seen`))
  else if (end.total > stored) {
    gaps.push(gap('total-differs', `the host counts ${end.total}, ${stored} could be read`))
  }
  account.page('commands', [], state, { hostTotal: end.total, gaps, finished: true })
}

function comments(account: Account, state: Checkpoint): NewestFirst<CommentRow> {
  const proven = state.watermark
  return {
    crowded: account.crowded,
    size: (remembered) => account.size('comments', remembered),
    fetch: (place) => fetchComments(account, place),
    shrunk: (rows) => account.shrunk('commands', rows),
    updatedAt: (row) => row.updatedAt,
    store(rows, total) {
      const coverage = { hostTotal: total, gaps: [interrupted(proven)], finished: false }
      account.page('commands', rows.flatMap(commentItems), state, coverage)
    },
  }
}

const Commented = z.object({ issueComments: Connection(CommentRow) })

async function fetchComments(account: Account, place: Place): Promise<ConnectionPage<CommentRow>> {
  const what = `the comments ${account.name}`
  const reply = await account.ask((me) => commentsQuestion(me, place))
  const { issueComments } = readUser(reply, Commented, what)
  return { ...issueComments, ...nextSeam(issueComments, place.after, what, ownId) }
}

/** The only order there is (SDL: `IssueCommentOrderField`). */
export function commentsQuestion(me: Me, { rows, after, chain }: Place): Question {
  return {
    field: `node(id: $user) { ... on User { issueComments(first: $first, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) { totalCount pageInfo { hasNextPage endCursor } edges { cursor } nodes { ...CommentRow } } } }`,
    variables: { user: id(me.handle), first: int(rows), after: cursor(after) },
    weight: rows / 2,
    shrinks: true,
    chain,
  }
}
