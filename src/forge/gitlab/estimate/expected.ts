import type { Range } from '../../forge.ts'
import { complexityLimit } from '../api/graphql.ts'
import { projectsPerRequest } from '../pull-requests/details.ts'
import { byProject } from '../pull-requests/details-rest.ts'
import type { Address } from '../pull-requests/merge-request.ts'

const nothing: Range = { least: 0, most: 0 }

/** @returns `most` null as soon as one of them is */
export function sum(ranges: readonly Range[]): Range {
  return ranges.reduce(
    (all, { least, most }) => ({
      least: all.least + least,
      most: all.most === null || most === null ? null : all.most + most,
    }),
    nothing,
  )
}

/** Requests for so many rows. */
export function pages(rows: number, perPage = 100): number {
  return Math.ceil(rows / perPage)
}

/** Requests that bring the details of these merge requests, as `readDetails` asks for them. */
export function detailRequests(addresses: readonly Address[]): number {
  return pages(byProject(addresses).length, projectsPerRequest(complexityLimit, false))
}
