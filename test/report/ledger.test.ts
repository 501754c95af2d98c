import { expect, test } from 'vitest'
import type { PullRequestFact, ReviewFact } from '../../src/contribution/facts.ts'
import type { Gap } from '../../src/contribution/types.ts'
import { isLedger, writeLedger } from '../../src/report/ledger.ts'
import type { Proof } from '../../src/report/proof.ts'
import { time } from '../support/database.ts'

function place(host: string, number: number) {
  const url = `https://${host}/acme/tool/pull/${number}`
  return {
    forge: host,
    host,
    repository: 'acme/tool',
    number,
    reference: `acme/tool#${number}`,
    title: 'Fix <it> | now',
    visibility: 'public' as const,
    url,
  }
}

function merged(host: string, number: number, at: string): PullRequestFact {
  const state = {
    state: 'merged',
    draft: false,
    labels: [],
    authorIsBot: false,
    gone: false,
  } as const
  const times = { createdAt: time(at), mergedAt: time(at), additions: 1, deletions: 1 }
  return { ...place(host, number), ...state, ...times }
}

function reviewed(host: string, number: number, at: string): ReviewFact {
  const { url, ...rest } = place(host, number)
  const review = {
    verdict: 'approved',
    source: 'review',
    approximate: false,
    hasComments: null,
    gone: false,
  } as const
  return { ...rest, ...review, at: time(at), url: `${url}#r`, pullRequestUrl: url }
}

function proof(host: string, stream: Proof['stream'], gaps: readonly Gap[] = []): Proof {
  const complete = gaps.length === 0
  const finishedAt = time('2026-06-15T12:00:00Z')
  return {
    forge: 'github',
    host,
    login: 'ada',
    stream,
    stored: 9,
    hostTotal: null,
    finishedAt,
    gaps,
    complete,
    wanted: true,
  }
}

const retention: Gap = {
  reason: 'retention',
  from: time('2019-03-01T00:00:00Z'),
  until: time('2023-06-15T00:00:00Z'),
  detail: 'events reach back three years',
}

function ledger(): string {
  return writeLedger({
    name: 'Ada Example',
    timezone: 'UTC',
    contributions: {
      pullRequests: [
        merged('hub.example', 1, '2022-05-01T10:00:00Z'),
        merged('lab.example', 2, '2025-05-01T10:00:00Z'),
      ],
      reviews: [
        reviewed('hub.example', 3, '2022-06-01T10:00:00Z'),
        reviewed('lab.example', 4, '2025-06-01T10:00:00Z'),
      ],
      repositories: [],
    },
    proofs: [
      proof('hub.example', 'pull-requests'),
      proof('hub.example', 'reviews'),
      proof('lab.example', 'pull-requests'),
      proof('lab.example', 'reviews', [retention]),
    ],
  })
}

test('no number stands without a plus that is not proven: in all, by host, by year', () => {
  const text = ledger()

  expect(text).toContain('\n2 merged, 2+ reviewed\n')
  expect(text).toContain('| hub.example/acme/tool | 1 | 1 |')
  expect(text).toContain('| lab.example/acme/tool | 1 | 1+ |')
  expect(text).toContain('| 2025 | 1 | 1 |')
  expect(text).toContain('| 2022 | 1 | 1+ |')
})

test.each([
  [[merged('hub.example', 1, '2022-05-01T10:00:00Z')], [], '1 merged'],
  [[], [reviewed('hub.example', 3, '2022-06-01T10:00:00Z')], '1+ reviewed'],
  [[], [], 'None known.'],
])('the totals print no zero: %#', (pullRequests, reviews, expected) => {
  const text = writeLedger({
    name: 'Ada',
    timezone: 'UTC',
    contributions: { pullRequests, reviews, repositories: [] },
    proofs: [proof('hub.example', 'pull-requests'), proof('hub.example', 'reviews', [retention])],
  })

  expect(text.split('\n')[2]).toBe(expected)
})

test('every merge and review has its link and date, and titles stay text', () => {
  const text = ledger()

  expect(text).toContain(
    '- 2022-05-01 [acme/tool#1](https://hub.example/acme/tool/pull/1) Fix \\<it> | now',
  )
  expect(text).toContain(
    '- 2025-06-01 [acme/tool#4](https://lab.example/acme/tool/pull/4#r) approved: ',
  )
})

test.each([
  ['javascript:alert(1)', '- 2022-05-01 acme/tool#1 Fix'],
  ['https://hub.example/a(b)', '- 2022-05-01 [acme/tool#1](https://hub.example/a%28b%29) Fix'],
])(
  'an address that is none of the web is no link, and none ends its link early: %s',
  (url, line) => {
    const pullRequests = [{ ...merged('hub.example', 1, '2022-05-01T10:00:00Z'), url }]

    const text = writeLedger({
      name: 'Ada',
      timezone: 'UTC',
      contributions: { pullRequests, reviews: [], repositories: [] },
      proofs: [],
    })

    expect(text).toContain(line)
  },
)

test('a ledger is known as one, also with line ends of Windows; notes of a person are not', () => {
  const contributions = {
    pullRequests: [merged('github.com', 1, '2026-01-01T00:00:00Z')],
    reviews: [],
    repositories: [],
  }
  const text = writeLedger({ name: 'Mara', timezone: 'UTC', contributions, proofs: [] })

  expect([text, text.replaceAll('\n', '\r\n'), '', '\n'].map(isLedger)).toEqual([
    true,
    true,
    true,
    true,
  ])
  expect(
    ['My notes\n', `Before all: ${text}`, '# Contributions of Mara\n\nMine.\n'].map(isLedger),
  ).toEqual([false, false, false])
})

test('what the forge no longer shows is listed, says so, and counts nowhere', () => {
  const text = writeLedger({
    name: 'Ada',
    timezone: 'UTC',
    contributions: {
      pullRequests: [
        merged('hub.example', 1, '2022-05-01T10:00:00Z'),
        { ...merged('hub.example', 2, '2022-05-02T10:00:00Z'), gone: true },
      ],
      reviews: [{ ...reviewed('hub.example', 3, '2023-06-01T10:00:00Z'), gone: true }],
      repositories: [],
    },
    proofs: [proof('hub.example', 'pull-requests'), proof('hub.example', 'reviews')],
  })

  expect(text).toContain('\n1 merged\n')
  expect(text).toContain('| hub.example/acme/tool | 1 | 0 |')
  expect(text).not.toContain('| 2023 |')
  expect(text.match(/ \(no longer on the forge\)$/gm)).toHaveLength(2)
})

test('what is private is in no ledger', () => {
  const pullRequests = [
    { ...merged('hub.example', 1, '2022-05-01T10:00:00Z'), visibility: 'unknown' as const },
  ]

  const text = writeLedger({
    name: 'Ada',
    timezone: 'UTC',
    contributions: { pullRequests, reviews: [], repositories: [] },
    proofs: [proof('hub.example', 'pull-requests')],
  })

  expect(text).not.toContain('acme')
})
