import { readFileSync } from 'node:fs'
import { buildSchema, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { commentsQuestion, lookQuestion } from '../../../../src/forge/github/commands/commands.ts'
import { type Question, render } from '../../../../src/forge/github/graphql/question.ts'
import { schemaQuestion } from '../../../../src/forge/github/graphql/server-schema.ts'
import { handleQuestion, loginQuestion } from '../../../../src/forge/github/identity.ts'
import { pullRequestQuestion } from '../../../../src/forge/github/linked/linked.ts'
import { pullRequestsQuestion } from '../../../../src/forge/github/lookup.ts'
import { authoredQuestion } from '../../../../src/forge/github/pull-requests/pull-requests.ts'
import { sweepQuestion } from '../../../../src/forge/github/pull-requests/sweep.ts'
import { repositoryQuestion } from '../../../../src/forge/github/repositories/by-path.ts'
import {
  ownQuestion,
  repositoriesQuestion,
} from '../../../../src/forge/github/repositories/repositories.ts'
import { depthQuestion } from '../../../../src/forge/github/reviews/depth.ts'
import { reviewIdsQuestion } from '../../../../src/forge/github/reviews/ids.ts'
import { probeQuestion } from '../../../../src/forge/github/reviews/probe.ts'
import { allReviewsQuestion } from '../../../../src/forge/github/reviews/reviewed.ts'
import { searchQuestion } from '../../../../src/forge/github/reviews/search.ts'
import { freshSpan } from '../../../../src/forge/github/reviews/state.ts'
import { sweptQuestion } from '../../../../src/forge/github/reviews/sweep.ts'
import { countQuestion } from '../../../../src/forge/github/reviews/touched.ts'
import { windowQuestion } from '../../../../src/forge/github/reviews/windows.ts'
import { yearsQuestion } from '../../../../src/forge/github/reviews/years.ts'

const file = new URL('./schema.graphql', import.meta.resolve('@octokit/graphql-schema'))
const schema = buildSchema(readFileSync(file, 'utf8'), { assumeValidSDL: true, noLocation: true })

const me = { handle: 'U_1', login: 'ada' }
const span = freshSpan('2026-01-01T00:00:00Z', null)
const well = { owner: 'village', name: 'well' }

const questions: Readonly<Record<string, Question>> = {
  handle: handleQuestion('U_1'),
  login: loginQuestion('ada'),
  authored: authoredQuestion(me, { rows: 50, after: null, chain: 0 }),
  sweep: sweepQuestion(me, 'cursor'),
  pullRequests: pullRequestsQuestion(['PR_1', 'PR_2']),
  years: yearsQuestion(me),
  window: windowQuestion(me, span, 50),
  probe: probeQuestion(me, span.from, 31),
  all: allReviewsQuestion(me, 'PR_1', 'cursor', 100),
  swept: sweptQuestion(['PR_1'], 'ada'),
  depth: depthQuestion(['PRR_1']),
  count: countQuestion(me),
  search: searchQuestion(me, 'sort:updated-desc', 50, null),
  ids: reviewIdsQuestion(me, freshSpan('2026-01-01', '2026-06-16'), 100, null),
  look: lookQuestion(me, 100),
  comments: commentsQuestion(me, { rows: 50, after: null, chain: 0 }),
  own: ownQuestion(me, 100, null),
  repositories: repositoriesQuestion(['R_1']),
  pullRequest: pullRequestQuestion({ kind: 'pull-request', ...well, number: 1, note: null }),
  repository: repositoryQuestion(well),
}

function problems(query: string): readonly string[] {
  return validate(schema, parse(query)).map((error) => error.message)
}

test.each(Object.entries(questions))('%s is valid in GitHub’s published schema', (_, question) => {
  expect(problems(render([question], null).query)).toEqual([])
})

test('all questions of two accounts fit one operation', () => {
  const all = [...Object.values(questions), ...Object.values(questions)]
  const { query, variables } = render(all, null)

  expect(problems(query)).toEqual([])
  expect(variables).toMatchObject({ q2_first: 50, q22_first: 50 })
})

test('the question for an older server’s fields is valid', () => {
  expect(problems(schemaQuestion().query)).toEqual([])
})

test('fields an older server lacks are left out or asked for under their older name', () => {
  const older = new Map([['PullRequest', new Set(['id', 'databaseId', 'number', 'author'])]])
  const { query } = render([questions['authored'] as Question], older)

  expect(query).toContain('fullDatabaseId: databaseId')
  expect(query).not.toContain('isDraft')
  expect(problems(query)).toEqual([])
})
