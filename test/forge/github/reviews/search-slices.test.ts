import { describe, expect, test } from 'vitest'
import { pagewise } from '../../../../src/forge/github/reviews/search-slices.ts'
import { freshSpan } from '../../../../src/forge/github/reviews/state.ts'

const year = freshSpan('2025-01-01', '2025-12-31')
const bounds = (parts: ReturnType<typeof pagewise>) => parts.map(({ from, until }) => [from, until])

describe('a crowded slice of search', () => {
  test('is cut before the day with which a part would hold more than a page', () => {
    const days = new Map([
      ['2024-12-31', 500],
      ['2025-03-01', 60],
      ['2025-03-02', 40],
      ['2025-03-03', 1],
      ['2025-07-01', 99],
      ['2026-01-01', 500],
    ])

    expect(bounds(pagewise(year, 200, days))).toEqual([
      ['2025-01-01', '2025-03-02'],
      ['2025-03-03', '2025-12-31'],
    ])
  })

  test('leaves no day out and none twice where one alone is more than a page', () => {
    const days = new Map([
      ['2025-03-01', 400],
      ['2025-03-02', 400],
      ['2025-11-30', 1],
    ])

    expect(bounds(pagewise(year, 801, days))).toEqual([
      ['2025-01-01', '2025-03-01'],
      ['2025-03-02', '2025-11-29'],
      ['2025-11-30', '2025-12-31'],
    ])
  })

  test('is halved where nothing is known of it and search may not show all', () => {
    expect(bounds(pagewise(year, 901, new Map()))).toEqual([
      ['2025-01-01', '2025-07-02'],
      ['2025-07-03', '2025-12-31'],
    ])
  })

  test('is read as it is where nothing is known of it and search shows all', () => {
    expect(pagewise(year, 900, new Map())).toEqual([])
  })
})
