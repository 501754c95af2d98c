import type { PullRequestStub } from '../../../contribution/types.ts'
import type { Item } from '../../forge.ts'
import type { Account } from '../account.ts'
import type { Api } from '../api/api.ts'
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
  const ids = new Map(wanted.map(({ id, address }) => [addressKey(address), id]))
  await readDetails(api, addresses, {}, (details) => {
    emit(
      [...details].flatMap(([key, detail]): Item[] => {
        if (detail.status === 'found') return [{ kind: 'pull-request', ...detail.mergeRequest }]
        const id = ids.get(key)
        return id === undefined ? [] : [{ kind: 'vanished', id, status: detail.status }]
      }),
    )
  })
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
