import { addApproval, addNote, addPullRequest, addReview } from '../sandbox/build.ts'
import { editPullRequest } from '../sandbox/mutate.ts'
import { iso } from '../sandbox/random.ts'
import type { ForgeWorld, PullRequest, User } from '../sandbox/world.ts'

/** Two merges, two reviews and a new title within the last hour before `now`, of the first person. */
export function changeFive(forge: ForgeWorld, now: number): void {
  const person = find([...forge.users.values()], ({ login }) => login === 'person-1')
  const other = find([...forge.users.values()], ({ login }) => login === 'other-1')
  const minutesAgo = (minutes: number) => iso(now - minutes * 60_000)
  for (const minutes of [50, 40]) addMerged(forge, person, other, minutesAgo(minutes))
  for (const minutes of [30, 20]) {
    const pull = addMerged(forge, other, other, minutesAgo(minutes + 5))
    addVerdict(forge, pull, person, minutesAgo(minutes))
  }
  const old = find([...forge.pullRequests.values()], ({ authorId }) => authorId === person.id)
  editPullRequest(forge, old.id, { title: 'Say it better' }, minutesAgo(10))
}

let number = 1_000_000

function addMerged(forge: ForgeWorld, author: User, merger: User, at: string): PullRequest {
  const [repositoryId = 0] = forge.repositories.keys()
  number += 1
  return addPullRequest(forge, {
    repositoryId,
    number,
    authorId: author.id,
    createdAt: at,
    mergedAt: at,
    mergedById: merger.id,
  })
}

function addVerdict(forge: ForgeWorld, pull: PullRequest, { id }: User, at: string): void {
  const pullRequestId = pull.id
  if (forge.kind === 'github') {
    addReview(forge, { pullRequestId, authorId: id, state: 'APPROVED', at })
  } else {
    addApproval(forge, { pullRequestId, userId: id, at })
    addNote(forge, { pullRequestId, authorId: id, createdAt: at })
  }
  // A review is activity on its pull request.
  editPullRequest(forge, pull.id, {}, at)
}

function find<T>(items: readonly T[], matches: (item: T) => boolean): T {
  const found = items.find(matches)
  if (found === undefined) throw new Error('Cannot find who or what is to change')
  return found
}
