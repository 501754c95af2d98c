import { expect, test } from 'vitest'
import { Progress } from '../../src/cli/progress.ts'

const began = 1_000_000

function page(stored: number, items: number, hostTotal: number | null, account = 'github.com/ada') {
  return { account, stream: 'pull-requests' as const, stored, items, hostTotal }
}

test('says how many accounts, requests and contributions, how fast, and how long it will take', () => {
  const progress = new Progress(3, began)
  for (let second = 1; second <= 5; second++) progress.requested(second * 2, began + second * 1000)
  progress.read(page(100, 100, 1_000))
  progress.read(page(250, 150, 1_000))
  progress.read(page(50, 50, null, 'gitlab.com/ada'))
  progress.ended()

  expect(progress.line(began + 5_000)).toBe(
    '1 of 3 accounts, 10 requests (1.3 a second), 250 of 1,000 read, about 15 s left',
  )
})

test('counts only what this run has to read', () => {
  const progress = new Progress(1, began)
  progress.requested(1, began)
  progress.read(page(1_005, 5, 1_010))

  expect(progress.line(began + 4_000)).toContain('5 of 10 read, about 4 s left')
})

test('guesses no end while there is nothing to judge by', () => {
  const progress = new Progress(1, began)
  progress.requested(1, began)
  expect(progress.line(began)).toBe('0 of 1 account, 1 request')

  progress.read(page(100, 100, 5_000))
  expect(progress.line(began + 1_000)).toBe(
    '0 of 1 account, 1 request (1.0 a second), 100 of 5,000 read',
  )
})

test('promises no time once everything is read', () => {
  const progress = new Progress(1, began)
  progress.requested(1, began)
  progress.read(page(10, 10, 10))

  expect(progress.line(began + 500)).toBe('0 of 1 account, 1 request, 10 of 10 read')
})
