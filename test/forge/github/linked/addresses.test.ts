import { expect, test } from 'vitest'
import { parseAddress } from '../../../../src/forge/github/linked/addresses.ts'

const host = 'github.com'
const well = { owner: 'village', name: 'well' }

test.each([
  ['https://github.com/village/well', { kind: 'repository', ...well }],
  ['https://github.com/village/well/', { kind: 'repository', ...well }],
  ['https://github.com/village/well.git', { kind: 'repository', ...well }],
  [
    'https://github.com/village/well/pull/7',
    { kind: 'pull-request', ...well, number: 7, note: null },
  ],
  [
    'https://github.com/village/well/pull/7/files#diff-abc',
    { kind: 'pull-request', ...well, number: 7, note: null },
  ],
  [
    'https://github.com/village/well/pull/7?w=1#issuecomment-12',
    { kind: 'pull-request', ...well, number: 7, note: { sort: 'issue-comment', id: '12' } },
  ],
  [
    'https://github.com/village/well/pull/7/files#r13',
    { kind: 'pull-request', ...well, number: 7, note: { sort: 'review-comment', id: '13' } },
  ],
  [
    'https://github.com/village/well/pull/7#discussion_r13',
    { kind: 'pull-request', ...well, number: 7, note: { sort: 'review-comment', id: '13' } },
  ],
  [
    'https://github.com/village/well/pull/7#pullrequestreview-14',
    { kind: 'pull-request', ...well, number: 7, note: { sort: 'review', id: '14' } },
  ],
])('%s is understood', (address, target) => {
  expect(parseAddress(address, host)).toEqual(target)
})

test.each([
  'https://gitlab.com/village/well/pull/7',
  'https://github.com/village',
  'https://github.com/orgs/village',
  'https://github.com/village/well/issues/7',
  'https://github.com/village/well/pull/0',
  'https://github.com/village/well/pull/new',
  'https://github.com/village/well/tree/main',
  'not an address',
])('%s is left alone', (address) => {
  expect(parseAddress(address, host)).toBeNull()
})
