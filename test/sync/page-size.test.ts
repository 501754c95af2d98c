import { expect, test } from 'vitest'
import type { FaultRule } from '../sandbox/faults/rules.ts'
import type { RequestLog } from '../sandbox/server/log.ts'
import { startFlow } from '../support/flow.ts'
import { town } from '../support/town.ts'
import { expectTruth } from '../support/truth.ts'

/** Rows that GitHub can do once it is under load. */
const maxFirst = 20

/** How many rows are asked for of pages behind the first, of the pull requests or of the reviews. */
function rowsAsked({ operations }: Pick<RequestLog, 'operations'>, of: 'written' | 'reviewed') {
  return operations.flatMap(({ variables }) =>
    Object.entries(variables).flatMap(([name, after]) => {
      const question = name.replace(/_after$/, '')
      const isOther = `${question}_q` in variables
      const given = `${question}_from` in variables
      if (question === name || after === null || isOther || given !== (of === 'reviewed')) return []
      return [Number(variables[`${question}_first`])]
    }),
  )
}

test.each(['written', 'reviewed'] as const)(
  'a page size that proved too large is not tried again by the run that goes on (%s)',
  async (of) => {
    // Several pages of pull requests, and several of one year's reviews.
    const { world } = town('github', 260, (index) => 1 + index / 2)
    const accounts = [{ forge: 'github', login: 'ada' }] as const
    const flow = await startFlow({ world, accounts, commands: false })
    const stop = new AbortController()
    let loaded = false
    const load: FaultRule = {
      // From the first further page on, GitHub can do less than it could for the page before.
      match: (request) => {
        loaded ||= rowsAsked(request, of).length > 0
        return loaded
      },
      fault: { kind: 'resource-limits', maxFirst },
    }
    // Broken off before a page of the smaller size was answered.
    const broken: FaultRule = {
      match: (request) => rowsAsked(request, of).some((rows) => rows <= maxFirst),
      fault: { kind: 'mutate', change: () => stop.abort() },
    }
    flow.sandbox.faults.push(load, broken)
    await flow.sync({ signal: stop.signal })
    expect(stop.signal.aborted).toBe(true)
    const before = flow.sandbox.requests.length

    const result = await flow.sync()

    expect(result.outcome).toBe('completed')
    const [first] = flow.sandbox.requests.slice(before).flatMap((request) => rowsAsked(request, of))
    expect(first).toBeLessThanOrEqual(maxFirst)
    expectTruth(flow)
  },
)
