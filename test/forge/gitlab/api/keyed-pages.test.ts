import { expect, test } from 'vitest'
import { toTimestamp } from '../../../../src/contribution/timestamp.ts'
import type { Timestamp } from '../../../../src/contribution/types.ts'
import type { ListPage, Query } from '../../../../src/forge/gitlab/api/api.ts'
import { byCreation, keyedPages } from '../../../../src/forge/gitlab/api/keyed-pages.ts'
import type { MergeRequest } from '../../../../src/forge/gitlab/pull-requests/merge-request.ts'

const perPage = 10

function mergeRequest(index: number, created_at: Timestamp): MergeRequest {
  return {
    id: String(index),
    iid: index,
    project_id: '1',
    title: `Change ${index}`,
    web_url: `https://gitlab.com/village/well/-/merge_requests/${index}`,
    state: 'merged',
    created_at,
    updated_at: created_at,
  }
}

/** One a minute, unless `each` says otherwise. */
function made(count: number, each: (index: number) => number = (index) => index * 60) {
  const start = Date.parse('2020-01-01T00:00:00Z')
  return Array.from({ length: count }, (_, index) =>
    mergeRequest(index + 1, toTimestamp(new Date(start + each(index) * 1000).toISOString())),
  )
}

type Bound = (row: MergeRequest, after: string) => boolean
const inclusive: Bound = (row, after) => row.created_at >= after
const exclusive: Bound = (row, after) => row.created_at > after
const unheeded: Bound = () => true

/** Answers as GitLab pages a list, ten rows at a time. */
function serverOf(all: readonly MergeRequest[], within: Bound) {
  const asked: Query[] = []
  const api = {
    async list(_: string, query: Query): Promise<ListPage<never>> {
      asked.push(query)
      const page = Number(query['page'])
      const after = query['created_after']
      const rows = after === undefined ? all : all.filter((row) => within(row, String(after)))
      const pages = Math.ceil(rows.length / perPage)
      return {
        rows: rows.slice((page - 1) * perPage, page * perPage) as never[],
        next: page < pages ? page + 1 : null,
        total: rows.length,
        pages,
      }
    },
  }
  return { api, asked }
}

async function readAll(api: ReturnType<typeof serverOf>['api'], start: string | null = null) {
  const ids = new Set<string>()
  const totals: (number | null)[] = []
  const places: (string | null)[] = []
  for await (const page of keyedPages(api, byCreation({ author_id: '7' }), start)) {
    for (const { id } of page.rows) ids.add(id)
    totals.push(page.total)
    places.push(page.next)
  }
  return { ids: [...ids], totals, places }
}

test.each([
  ['on or after it', inclusive],
  ['after it', exclusive],
])(
  'every row is read where a bound means %s, and each page tells the total of all',
  async (_, within) => {
    const { api, asked } = serverOf(made(45), within)
    const { ids, totals } = await readAll(api)

    expect(ids).toHaveLength(45)
    expect(new Set(totals)).toEqual(new Set([45]))
    expect(asked.map(({ page }) => page)).toEqual([1, 1, 1, 1, 1])
  },
)

test('more rows of one second than a page holds are read by page numbers, and the others behind them', async () => {
  const { api } = serverOf(
    made(60, (index) => (index < 15 ? index : index < 40 ? 100 : index * 60)),
    inclusive,
  )
  const { ids, totals } = await readAll(api)

  expect(ids).toHaveLength(60)
  expect(new Set(totals)).toEqual(new Set([60]))
})

test.each([5, 8, 9, 10, 11, 14])(
  'seconds with more rows than a page holds are left for good, after %i rows of others',
  async (before) => {
    const seconds = Array.from({ length: before }, (_, index) => index * 60)
    for (const second of [1000, 1001, 1002]) seconds.push(...Array(25).fill(second))
    const { api, asked } = serverOf(
      made(seconds.length + 10, (index) => seconds[index] ?? 9000 + index),
      inclusive,
    )
    const ids = new Set<string>()
    for await (const page of keyedPages(api, byCreation({}), null)) {
      for (const { id } of page.rows) ids.add(id)
      if (asked.length > 60) break
    }

    expect(asked.length).toBeLessThan(60)
    expect(ids.size).toBe(seconds.length + 10)
  },
)

test('a server that does not heed the key is read by page numbers, with one request in vain', async () => {
  const { api, asked } = serverOf(made(45), unheeded)
  const { ids, totals } = await readAll(api)

  expect(ids).toHaveLength(45)
  expect(totals.at(-1)).toBe(45)
  expect(asked).toHaveLength(6)
})

test('a server with an order of its own is read by page numbers', async () => {
  const { api, asked } = serverOf(made(45).toReversed(), inclusive)
  const { ids } = await readAll(api)

  expect(ids).toHaveLength(45)
  expect(asked.map(({ page }) => page)).toEqual([1, 2, 3, 4, 5])
})

test('a reading goes on where an earlier one ended, also at a number that an older tracker kept', async () => {
  const { api } = serverOf(made(45), inclusive)
  const { places } = await readAll(api)
  const behind = await readAll(api, places[2] ?? null)
  const numbered = await readAll(api, '3')

  expect(behind.ids).toContain('45')
  expect(behind.ids).not.toContain('20')
  expect(numbered.ids).toEqual(
    made(45)
      .map(({ id }) => id)
      .slice(20),
  )
})

test('what goes and comes before a page was asked for moves no row out of sight', async () => {
  const rows = made(45)
  const { api } = serverOf(rows, inclusive)
  const ids = new Set<string>()
  for await (const page of keyedPages(api, byCreation({}), null)) {
    for (const { id } of page.rows) ids.add(id)
    rows.splice(0, 3)
    rows.push(
      ...made(3, (index) => 1_000_000 + index).map((row) => ({ ...row, id: `late-${row.id}` })),
    )
  }

  expect(
    made(45)
      .map(({ id }) => id)
      .filter((id) => !ids.has(id)),
  ).toEqual([])
})
