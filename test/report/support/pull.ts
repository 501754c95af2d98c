import type { PullRequestFact } from '../../../src/contribution/facts.ts'
import { time } from '../../support/database.ts'

/** `pull('works/lantern#7', '2026-01-05T10:00:00Z')`: made and merged then, on GitHub. */
export function pull(
  reference: string,
  at: string,
  part: Partial<PullRequestFact> = {},
): PullRequestFact {
  const [repository = '', number = ''] = reference.split('#')
  return {
    forge: 'github',
    host: 'github.example',
    repository,
    number: Number(number),
    reference,
    title: 'Fix it',
    url: `https://github.example/${repository}/pull/${number}`,
    state: 'merged',
    draft: false,
    createdAt: time(at),
    mergedAt: time(at),
    additions: 1,
    deletions: 1,
    labels: [],
    authorIsBot: false,
    gone: false,
    visibility: 'public',
    ...part,
  }
}
