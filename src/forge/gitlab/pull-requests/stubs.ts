import type { PullRequestStub } from '../../../contribution/types.ts'
import type { Item } from '../../forge.ts'
import type { Account } from '../account.ts'
import type { Api } from '../api/api.ts'
import { readProjectDetails, toItems } from '../repositories/details.ts'
import { readDetails } from './details.ts'
import { addressKey } from './details-rest.ts'
import type { Address } from './merge-request.ts'

/**
 * Reads merge requests of which no more than the number is sure, many at a time, and marks those that nobody shows.
 * @throws ForgeError
 */
export async function lookUp(
  api: Api,
  wanted: readonly PullRequestStub[],
  emit: (items: readonly Item[]) => void,
): Promise<void> {
  const places = wanted.map(({ id, repositoryId, number }) => ({
    id,
    address: { projectId: repositoryId, iid: number },
  }))
  await lookUpAt(api, places, emit)
}

/** The same by their addresses. */
export async function lookUpAt(
  api: Api,
  wanted: readonly { readonly id: string; readonly address: Address }[],
  emit: (items: readonly Item[]) => void,
): Promise<void> {
  const addresses = wanted.map(({ address }) => address)
  const places = new Map(wanted.map((each) => [addressKey(each.address), each]))
  const doubted = new Set<string>()
  await readDetails(api, addresses, {}, (details) => {
    emit(
      [...details].flatMap(([key, detail]): Item[] => {
        if (detail.status === 'found') return [{ kind: 'pull-request', ...detail.mergeRequest }]
        const place = places.get(key)
        if (place === undefined) return []
        doubted.add(place.address.projectId)
        return [{ kind: 'vanished', id: place.id, status: detail.status }]
      }),
    )
  })
  await lookUpProjects(api, [...doubted], emit)
}

/** A merge request mostly vanishes with its project, and what else is there is not public from then on either. */
async function lookUpProjects(
  api: Api,
  ids: readonly string[],
  emit: (items: readonly Item[]) => void,
): Promise<void> {
  if (ids.length > 0) emit(toItems(ids, await readProjectDetails(api, ids)))
}

/**
 * The merge requests that went with a project when it became private and may be back with it. That it is public again is
 * known only once the projects are read, and the reviews may have ended by then.
 * @throws ForgeError
 */
export async function lookUpReturned(
  { task, api }: Account,
  emit: (items: readonly Item[]) => void,
): Promise<void> {
  const stubs = task.known.stubs(Number.MAX_SAFE_INTEGER)
  if (stubs.length > 0) await lookUp(api, stubs, emit)
}
