import type { AccountTask, Range } from '../../forge.ts'
import { complexityLimit } from '../api/graphql.ts'
import { chunks } from '../api/values.ts'
import type { LinkAddress } from '../linked/address.ts'
import { dueAddresses, perBatch } from '../linked/linked.ts'
import { projectsPerRequest } from '../pull-requests/details.ts'
import { pages } from './expected.ts'

/** @param now milliseconds since 1970. @param url the forge's `url` */
export function expectLinked(task: AccountTask, now: number, url: string): Range {
  const batches = chunks(dueAddresses(task, now, url), perBatch)
  const least = batches.reduce((all, batch) => all + projectsOf(batch), 0)
  const most = batches.reduce((all, batch) => all + requestsOf(batch), 0)
  return { least, most }
}

/** Each project by its path; then, where it is there, what is linked of it. */
function requestsOf(batch: readonly LinkAddress[]): number {
  const numbered = batch.filter(({ iid }) => iid !== null)
  const details = pages(projectsOf(numbered), projectsPerRequest(complexityLimit, false))
  const notes = batch.filter(({ note }) => note !== null).length
  const plain = numbered.length < batch.length ? 1 : 0
  return projectsOf(batch) + details + plain + notes
}

function projectsOf(batch: readonly LinkAddress[]): number {
  return new Set(batch.map(({ path }) => path)).size
}
