import type { Gap, Timestamp } from '../../../contribution/types.ts'
import { gap } from '../account.ts'
import type { Checkpoint } from './checkpoint.ts'

/** What no reading closes: GitLab keeps events for three years, and what was reviewed before the first reading's horizon stays unproven. */
export function lastingGaps(
  { caps, horizon, pass }: Checkpoint,
  createdAt: Timestamp | null,
): readonly Gap[] {
  const reached = horizon ?? pass?.horizon ?? null
  const lost = reached !== null && (createdAt === null || createdAt < reached)
  const detail =
    'GitLab keeps events for three years; of what is older only approvals it still lists are known.'
  return lost ? [...caps, gap('retention', detail, createdAt, reached)] : caps
}

/** @param from what was reviewed before then is proven */
export function hiddenGap(from: Timestamp | null): Gap {
  const detail = 'The profile is private: GitLab shows none of its events.'
  return gap('profile-private', detail, from)
}
