import { z } from 'zod'
import type { Account, Me } from '../account.ts'
import { readUser } from '../graphql/connection.ts'
import { id, type Question } from '../graphql/question.ts'

const Years = z.object({
  contributionsCollection: z.object({ contributionYears: z.array(z.number()) }),
})

/** Years in which the account contributed anything, newest first; empty for a private profile. */
export async function readYears(account: Account): Promise<readonly number[]> {
  const years = await account.years()
  if (years !== undefined) return years
  const reply = await account.ask(yearsQuestion)
  const what = `the years of contributions ${account.name}`
  return readUser(reply, Years, what).contributionsCollection.contributionYears
}

export function yearsQuestion(me: Me): Question {
  return {
    field: 'node(id: $user) { ... on User { contributionsCollection { contributionYears } } }',
    variables: { user: id(me.handle) },
    weight: 1,
  }
}
