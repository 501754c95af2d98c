/** A fictional person and what is known of them, given in few words. */
import type {
  LinkFact,
  PullRequestFact,
  RepositoryFact,
  ReviewFact,
} from '../../../src/contribution/facts.ts'
import type { Gap, StreamName, Timestamp } from '../../../src/contribution/types.ts'
import type { Day } from '../../../src/contribution/zone.ts'
import { auditDocument } from '../../../src/report/audit/audit.ts'
import type { Finding } from '../../../src/report/audit/finding.ts'
import type { Audited, AuditedSection } from '../../../src/report/audit/person.ts'
import type { FormatName } from '../../../src/report/formats/names.ts'
import { formats } from '../../../src/report/formats/registry.ts'
import type { Proof } from '../../../src/report/proof.ts'
import type { SectionRules } from '../../../src/report/rules.ts'
import { bytesOf } from '../support/documents.ts'
import { sectionRules } from '../support/rules.ts'

export const time = (text: string) => text as Timestamp

/** `merged(7, '2026-02-03')`: merge request 7 of works/lantern, merged that day, written by the person. */
export function merged(
  number: number,
  day: string | null,
  part: Partial<PullRequestFact> = {},
): PullRequestFact {
  const repository = part.repository ?? 'works/lantern'
  return {
    forge: 'gitlab',
    host: 'gitlab.com',
    repository,
    number,
    reference: `${repository}!${number}`,
    title: `Change ${number}`,
    visibility: 'public',
    url: `https://gitlab.com/${repository}/-/merge_requests/${number}`,
    state: day === null ? 'open' : 'merged',
    draft: false,
    createdAt: time(`${day ?? '2026-03-01'}T08:00:00Z`),
    mergedAt: day === null ? null : time(`${day}T09:00:00Z`),
    additions: 1,
    deletions: 1,
    labels: [],
    authorIsBot: false,
    gone: false,
    ...part,
  }
}

export function reviewed(number: number, day: string, part: Partial<ReviewFact> = {}): ReviewFact {
  const { url, reference, forge, host, repository, title, visibility } = merged(number, day, {
    ...(part.repository === undefined ? {} : { repository: part.repository }),
  })
  return {
    forge,
    host,
    repository,
    title,
    visibility,
    number,
    reference,
    verdict: 'approved',
    source: 'approval',
    at: time(`${day}T10:00:00Z`),
    url,
    pullRequestUrl: url,
    approximate: false,
    hasComments: null,
    gone: false,
    ...part,
  }
}

export function repository(path: string, part: Partial<RepositoryFact> = {}): RepositoryFact {
  return {
    forge: 'gitlab',
    host: 'gitlab.com',
    path,
    url: `https://gitlab.com/${path}`,
    visibility: 'public',
    description: null,
    stars: null,
    languages: ['Go'],
    fork: false,
    createdAt: time('2021-10-05T00:00:00Z'),
    pushedAt: time('2022-03-01T00:00:00Z'),
    own: path.startsWith('ada/'),
    formerPaths: [],
    ...part,
  }
}

/** Somebody else's merge request that sync found where a document links it. */
export function linked(number: number, part: Partial<LinkFact> = {}): LinkFact {
  const { url, reference, host, state, createdAt } = merged(number, '2026-01-10')
  return {
    address: url,
    target: 'pull-request',
    status: 'found',
    repository: { path: 'works/lantern', url: 'https://gitlab.com/works/lantern' },
    visibility: 'public',
    noteBy: null,
    pull: { host, reference, url, state, draft: false, createdAt, author: 'other', gone: false },
    ...part,
  }
}

const streams: readonly StreamName[] = ['pull-requests', 'reviews', 'commands', 'repositories']

/** Every stream complete, but for the gaps named. */
export function proofs(gaps: Partial<Record<StreamName, readonly Gap[]>> = {}): Proof[] {
  return streams.map((stream) => ({
    forge: 'gitlab',
    host: 'gitlab.com',
    login: 'ada',
    stream,
    stored: 1,
    hostTotal: null,
    finishedAt: time('2026-06-01T00:00:00Z'),
    gaps: gaps[stream] ?? [],
    complete: (gaps[stream] ?? []).length === 0,
    wanted: true,
  }))
}

export const gap: Gap = { reason: 'interrupted', from: null, until: null, detail: 'cut short' }

/** Ada merged five and reviewed two in works/lantern from February to April 2026; 9 is open, 10 closed, 11 a draft. */
export function ada(
  part: Partial<Audited> & { readonly pulls?: readonly PullRequestFact[] } = {},
): Audited {
  const { pulls = [], ...rest } = part
  return {
    person: {
      timezone: 'UTC',
      logins: [{ host: 'gitlab.com', login: 'ada' }],
      forges: ['github', 'gitlab'],
    },
    contributions: {
      pullRequests: [
        merged(1, '2026-02-02'),
        merged(2, '2026-02-12'),
        merged(3, '2026-03-01'),
        merged(4, '2026-03-20'),
        merged(5, '2026-04-21'),
        merged(9, null),
        merged(10, null, { state: 'closed' }),
        merged(11, null, { draft: true }),
        ...pulls,
      ],
      reviews: [reviewed(21, '2026-03-03'), reviewed(22, '2026-03-04')],
      repositories: [repository('works/lantern'), repository('ada/kite')],
    },
    proofs: proofs(),
    links: [],
    sections: [section()],
    asOf: '2026-05-01' as Day,
    landed: [],
    claims: [],
    ...rest,
  }
}

export function section(part: Partial<SectionRules> = {}, select = {}): AuditedSection {
  return { rules: sectionRules({ ...part, select }), heading: 'Open Source' }
}

/** What is said of `document`; a finding is `kind verdict: text → expected (reference)`. */
export function told(
  document: string | Uint8Array,
  people: Audited | readonly Audited[] = ada(),
  format: FormatName = 'markdown',
  language?: string,
): string[] {
  return findings(document, people, format, language).map(
    ({ kind, verdict, text, expected, reference }) =>
      `${verdict} ${kind}: ${text}${expected === null ? '' : ` → ${expected}`}${reference === null ? '' : ` (${reference})`}`,
  )
}

export function findings(
  document: string | Uint8Array,
  people: Audited | readonly Audited[] = ada(),
  format: FormatName = 'markdown',
  language?: string,
): Finding[] {
  const bytes = typeof document === 'string' ? bytesOf(document) : document
  const list = Array.isArray(people) ? (people as readonly Audited[]) : [people as Audited]
  return auditDocument({ bytes, format: formats[format], people: list, language })
}

/** Without what nobody can prove and what is right. */
export function wrong(...asked: Parameters<typeof told>): string[] {
  return told(...asked).filter((line) => /^(?:false|stale) /.test(line))
}

/** An entry about the lantern in a section of contributions, among other sections. */
export function resume(entry: string, summary = 'Engineer.'): string {
  return `# Ada Example

## Summary

${summary}

## Open Source

### Lantern Contributor | Works (Go)
${entry}

## Education

*2019 - 2023*
`
}

export function url(number: number): string {
  return merged(number, null).url
}
