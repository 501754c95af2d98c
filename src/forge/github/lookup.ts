import { z } from 'zod'
import type { Item } from '../forge.ts'
import type { Account } from './account.ts'
import { assertReadable } from './graphql/connection.ts'
import { adapting } from './graphql/page-size.ts'
import { ids, type Question, type Reply } from './graphql/question.ts'
import { PullRequestRow, parse, toPullRequest } from './graphql/rows.ts'

/** Pull requests looked up in one question. */
const batch = 50

interface Found {
  readonly items: readonly Item[]
  readonly hidden: number
  /** Of the handles that brought nothing. */
  readonly status: ReadonlyMap<string, 'gone' | 'hidden'>
}

/** Asks for pull requests by node id, some at a time. */
export async function lookUp(account: Account, handles: readonly string[]): Promise<Found> {
  const items: Item[] = []
  const status = new Map<string, 'gone' | 'hidden'>()
  const size = account.size('lookup', batch)
  for (let from = 0; from < handles.length; ) {
    const { some, rows, reply } = await adapting(size, batch, async (most) => {
      const some = handles.slice(from, from + most)
      const reply = await account.ask(() => pullRequestsQuestion(some))
      assertReadable(reply.faults, `pull requests ${account.name}`)
      return { some, reply, rows: parse(Nodes, reply.value, `pull requests ${account.name}`) }
    })
    from += some.length
    for (const [index, handle] of some.entries()) {
      const row = rows[index]
      if (row != null) items.push({ kind: 'pull-request', ...toPullRequest(row) })
      else {
        const why = absence(reply, index)
        if (why !== undefined) status.set(handle, why)
      }
    }
  }
  const hidden = [...status.values()].filter((what) => what === 'hidden').length
  return { items, hidden, status }
}

const Nodes = z.array(PullRequestRow.nullable())

export function pullRequestsQuestion(handles: readonly string[]): Question {
  return {
    field: 'nodes(ids: $ids) { ...PullRequestRow }',
    variables: { ids: ids(handles) },
    weight: handles.length,
    shrinks: true,
  }
}

/** Why the row at `index` is null. Without a word of the server on it nothing is concluded. */
export function absence(reply: Reply, index: number): 'gone' | 'hidden' | undefined {
  const fault = reply.faults.find(({ path }) => path[0] === index)?.type
  if (fault === 'NOT_FOUND') return 'gone'
  return fault === 'FORBIDDEN' || fault === 'INSUFFICIENT_SCOPES' ? 'hidden' : undefined
}
