import SQLite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { forgeKinds } from '../../src/forge/kinds.ts'
import { addComment, addNote, addPullRequest, addRepository } from '../sandbox/build.ts'
import { fictional } from '../sandbox/fictional.ts'
import {
  deletePullRequest,
  deleteRepository,
  renameRepository,
  setVisibility,
} from '../sandbox/mutate.ts'
import { type Bench, person, privateToken, resume, startBench } from '../support/cli.ts'
import { contentsOf } from '../support/contents.ts'
import { daysBefore, harbour, remark, review } from '../support/harbour.ts'

const all = ['--state', 'all', '--visibility', 'all']

/** Two notes of one second on one merge request: equal but for their addresses. */
function world() {
  const { world, gitlab } = fictional()
  const pullRequestId = gitlab.openLinked.id
  for (const createdAt of ['2026-05-03T10:00:00.100Z', '2026-05-03T10:00:00.900Z']) {
    addNote(world.gitlab, { pullRequestId, authorId: gitlab.users.teo.id, createdAt })
  }
  return world
}

/** Synced; what it holds is in `rows.ndjson`, and the configuration names an empty database. */
async function moved(...argv: string[]): Promise<Bench> {
  const bench = await startBench({ token: privateToken, world: world() })
  const people = [person('mara'), person('teo')]
  await bench.configure({ people })
  expect((await bench.run(['sync'])).code).toBe(0)
  const { stdout } = await bench.run(['export', '--format', 'ndjson', ...argv])
  await bench.write('rows.ndjson', stdout)
  await bench.configure({ people, database: 'new.db' })
  return bench
}

/** Without coverage, which only a sync can tell. */
async function rows(bench: Bench, ...argv: string[]): Promise<string[]> {
  const { stdout } = await bench.run(['export', '--format', 'ndjson', ...argv])
  return stdout.split('\n').filter((line) => line !== '' && !line.includes('"type":"coverage"'))
}

const none = { missing: [], extra: [] }

/** What two exports do not share, each row as often as it is there; a few of them are enough to tell. */
function difference(actual: readonly string[], expected: readonly string[]) {
  const minus = (a: readonly string[], b: readonly string[]) => {
    const counts = new Map<string, number>()
    for (const row of b) counts.set(row, (counts.get(row) ?? 0) + 1)
    return a.filter((row) => {
      const left = counts.get(row) ?? 0
      counts.set(row, left - 1)
      return left <= 0
    })
  }
  return {
    missing: minus(expected, actual).slice(0, 3),
    extra: minus(actual, expected).slice(0, 3),
  }
}

function withoutCoverage(text: string): string[] {
  return text.split('\n').filter((line) => line !== '' && !line.includes('"type":"coverage"'))
}

test.each([
  ['of all that is merged and public', []],
  ['of all there is', all],
])('an export %s is equal after an import into an empty database', async (_name, argv) => {
  const bench = await moved(...argv)

  const imported = await bench.run(['import', 'rows.ndjson'])

  const expected = withoutCoverage(bench.read('rows.ndjson'))
  expect(imported).toMatchObject({ code: 0, stderr: '' })
  expect(imported.stdout).toMatch(/^rows\.ndjson: \d+ new, 0 known\n$/)
  expect(expected.length).toBeGreaterThan(300)
  const actual = await rows(bench, ...argv)
  expect(difference(actual, expected)).toEqual(none)
  expect(actual).toEqual(expected)
})

test('an import of private rows makes nothing public', async () => {
  const bench = await moved(...all)
  await bench.run(['import', 'rows.ndjson'])

  const text = (await rows(bench, '--state', 'all')).join('\n')

  expect(bench.read('rows.ndjson')).toContain('vault-nine/ledger')
  expect(bench.read('rows.ndjson')).toContain('saltmarsh/secret')
  expect(text).not.toContain('vault-nine')
  expect(text).not.toContain('saltmarsh/secret')
})

test('an import keeps the reviews of a private repository private where nothing else tells of it', async () => {
  const bench = await moved(...all)
  const people = [person('teo')]
  await bench.configure({ people })
  const { stdout } = await bench.run(['export', '--format', 'ndjson', ...all])
  await bench.write('teo.ndjson', stdout)
  await bench.configure({ people, database: 'teo.db' })
  await bench.run(['import', 'teo.ndjson'])

  const shown = await rows(bench)

  const isPrivate = (line: string) => line.includes('"repository":"saltmarsh/secret"')
  const types = (lines: string[]) =>
    new Set(lines.filter(isPrivate).map((line) => JSON.parse(line).type))
  expect(types(withoutCoverage(stdout))).toEqual(new Set(['repository', 'review']))
  expect(types(await rows(bench, ...all))).toEqual(new Set(['repository', 'review']))
  expect(shown.filter(isPrivate)).toEqual([])
})

test('importing twice changes nothing', async () => {
  const bench = await moved(...all)
  await bench.run(['import', 'rows.ndjson'])
  const before = dump(bench.path('new.db'))

  const again = await bench.run(['import', 'rows.ndjson', '--json'])

  const { rows: read, new: added } = JSON.parse(again.stdout)
  expect(added).toBe(0)
  expect(read).toBeGreaterThan(300)
  expect(dump(bench.path('new.db'))).toEqual(before)
})

function dump(path: string): unknown {
  const database = new SQLite(path, { readonly: true })
  const tables = ['pull_request', 'review', 'comment', 'command', 'repository', 'actor', 'account']
  const content = tables.map((table) =>
    database.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all(),
  )
  database.close()
  return content
}

test.each([
  ['merged and public', []],
  ['all', all],
])('a sync after an import of %s takes the rows over without doubles', async (_name, argv) => {
  const bench = await moved(...argv)
  const people = [person('mara'), person('teo')]
  await bench.run(['import', 'rows.ndjson'])

  const ran = await bench.run(['sync'])

  expect(ran.code).toBe(0)
  const taken = (await bench.run(['export', '--format', 'ndjson', ...all])).stdout
  await bench.configure({ people, database: 'tracker.db' })
  const wanted = (await bench.run(['export', '--format', 'ndjson', ...all])).stdout
  // The coverage counts what the forge itself has told of.
  expect(difference(withoutCoverage(taken), withoutCoverage(wanted))).toEqual(none)
})

test('an import into a synced database adds nothing', async () => {
  const bench = await moved(...all)
  await bench.configure({ people: [person('mara'), person('teo')] })

  const ran = await bench.run(['import', 'rows.ndjson', '--json'])

  expect(ran.code).toBe(0)
  expect(JSON.parse(ran.stdout).new).toBe(0)
})

function row(number: number) {
  return {
    person: 'mara',
    type: 'pull-request',
    forge: 'github',
    host: 'github.com',
    repository: 'lumen-works/lantern',
    number,
    reference: `lumen-works/lantern#${number}`,
    title: 'Dim the lamp',
    url: `https://github.com/lumen-works/lantern/pull/${number}`,
    state: 'merged',
    createdAt: '2026-01-01T10:00:00Z',
    mergedAt: '2026-01-02T10:00:00Z',
    additions: 1,
    deletions: null,
    visibility: 'public',
  }
}

test.each([
  ['is no JSON', '{"person":'],
  ['has no type', '{"person":"mara"}'],
  ['has another type', '{"person":"mara","type":"pet"}'],
  ['has a number that is none', (row: string) => row.replace(/"number":\d+/, '"number":-1')],
  [
    'has a time that is none',
    (row: string) => row.replace(/"createdAt":"[^"]+"/, '"createdAt":"soon"'),
  ],
  [
    'has a day no calendar has',
    (row: string) => row.replace(/"createdAt":"[^"]+"/, '"createdAt":"2026-02-30T10:00:00Z"'),
  ],
  [
    'has an address that is none',
    (row: string) => row.replace(/"url":"[^"]+"/, '"url":"javascript:alert(1)"'),
  ],
])('a file with a line that %s imports nothing and names the line', async (_name, bad) => {
  const bench = await startBench()
  await bench.configure({ people: [person('mara')] })
  const lines = Array.from({ length: 12 }, (_, index) => JSON.stringify(row(index + 1)))
  lines[9] = typeof bad === 'string' ? bad : bad(lines[9] ?? '')
  await bench.write('rows.ndjson', lines.join('\n'))

  const ran = await bench.run(['import', 'rows.ndjson'])

  expect(ran.code).toBe(1)
  expect(ran.stderr).toMatch(
    /^Cannot import rows\.ndjson: line 10 is no row of an ndjson export.*; nothing was imported\n$/,
  )
  expect((await bench.run(['export'])).code).toBe(1)
})

test('rows of somebody who is not configured are named and left out, the others imported', async () => {
  const bench = await moved()
  await bench.configure({ people: [person('teo')], database: 'new.db' })

  const ran = await bench.run(['import', 'rows.ndjson'])

  expect(ran.code).toBe(3)
  expect(ran.stderr).toMatch(
    /^Cannot import \d+ rows of `mara` on github\.com: the configuration has no such account\nCannot import \d+ rows of `mara` on gitlab\.com: the configuration has no such account\n$/,
  )
  expect((await rows(bench)).length).toBeGreaterThan(100)
})

test.each([
  ['is not there', undefined, /: there is no such file\n$/],
  ['is not UTF-8', Buffer.from([0xff, 0xfe, 0x00]), /: it is not UTF-8\n$/],
])('a file that %s ends with 1', async (_name, content, sentence) => {
  const bench = await startBench()
  await bench.configure({ people: [person('mara')] })
  if (content !== undefined) await bench.write('rows.ndjson', content)

  const ran = await bench.run(['import', 'rows.ndjson'])

  expect(ran.code).toBe(1)
  expect(ran.stderr).toMatch(sentence)
})

describe.each(forgeKinds)('%s: repositories that were renamed since they were exported', (kind) => {
  const people = [
    { id: 'ada', name: 'Ada', accounts: [{ forge: kind, login: 'ada', commands: true }] },
  ]

  /** Synced and exported, as it was before `happen`; the configuration names an empty database. */
  async function exportedBefore(happen: (place: ReturnType<typeof harbour>) => void) {
    const place = harbour(kind)
    const { world, forge, ada, reviewed, open } = place
    const [first, second] = reviewed
    for (const pull of [first, second, open[0]]) {
      if (pull === undefined) continue
      remark(forge, pull, ada.id, daysBefore(world, 1))
      const body = '/lgtm'
      if (kind === 'github' && pull.authorId !== ada.id) {
        addComment(forge, {
          pullRequestId: pull.id,
          authorId: ada.id,
          body,
          createdAt: daysBefore(world, 2),
        })
      }
    }
    const bench = await startBench({ world })
    await bench.configure({ people })
    expect((await bench.run(['sync'])).code).toBe(0)
    await bench.write('rows.ndjson', (await bench.run(['export', '--format', 'ndjson'])).stdout)
    happen(place)
    await bench.configure({ people, database: 'new.db' })
    return bench
  }

  test.each<[string, (place: ReturnType<typeof harbour>) => void]>([
    ['under another name', ({ forge, lamp }) => renameRepository(forge, lamp.id, 'works/lantern')],
    [
      'with a name that goes on',
      ({ forge, lamp }) => renameRepository(forge, lamp.id, 'works/lamp-2'),
    ],
    [
      'to another owner',
      ({ forge, lamp, grace }) => renameRepository(forge, lamp.id, 'grace/lamp', grace.id),
    ],
    [
      'and changed names with each other',
      ({ forge, lamp, buoy }) => {
        renameRepository(forge, lamp.id, 'works/other')
        renameRepository(forge, buoy.id, 'works/lamp')
        renameRepository(forge, lamp.id, 'works/buoy')
      },
    ],
    [
      'and whose name another has now',
      ({ world, forge, lamp, works, ada }) => {
        renameRepository(forge, lamp.id, 'works/lantern')
        const other = addRepository(forge, { path: 'works/lamp', ownerId: works.id })
        for (const number of [2, 4, 18, 20]) {
          const createdAt = daysBefore(world, 1)
          const authorId = number < 10 ? ada.id : works.id
          const pull = addPullRequest(forge, {
            repositoryId: other.id,
            number,
            authorId,
            createdAt,
            mergedAt: createdAt,
          })
          if (authorId !== ada.id) review(forge, pull, ada.id, createdAt)
        }
      },
    ],
  ])('%s', async (_name, happen) => {
    const bench = await exportedBefore(happen)
    expect((await bench.run(['import', 'rows.ndjson'])).code).toBe(0)
    expect((await bench.run(['sync'])).code).toBe(0)
    const imported = await rows(bench)
    await bench.configure({ people, database: 'fresh.db' })
    expect((await bench.run(['sync'])).code).toBe(0)

    expect(difference(imported, await rows(bench))).toEqual(none)
    const { former_path: _, ...taken } = contentsOf(bench.path('new.db'))
    const { former_path: __, ...fresh } = contentsOf(bench.path('fresh.db'))
    expect(taken).toEqual(fresh)
  })

  test('keep what the forge does not tell any more, under their new name', async () => {
    const bench = await exportedBefore(({ forge, lamp, written }) => {
      renameRepository(forge, lamp.id, 'works/lantern')
      const pull = written.find(({ repositoryId }) => repositoryId === lamp.id)
      if (pull !== undefined) deletePullRequest(forge, pull.id)
    })
    await bench.run(['import', 'rows.ndjson'])
    await bench.run(['sync'])
    const text = (await rows(bench)).join('\n')

    expect(text).toContain('works/lantern')
    expect(text).not.toContain('works/lamp')
    expect(await rows(bench)).toHaveLength(withoutCoverage(bench.read('rows.ndjson')).length)
  })
})

function namesIn(path: string) {
  const database = new SQLite(path, { readonly: true })
  const repository = database
    .prepare('SELECT path, forge_id IS NOT NULL AS told FROM repository')
    .all()
  const former_path = database.prepare('SELECT path FROM former_path').all()
  database.close()
  return { repository, former_path }
}

describe.each(forgeKinds)('%s: repositories that only the import tells of', (kind) => {
  const account = { forge: kind, login: 'ada' }

  /**
   * Synced, with a section and an export; then `happen` comes over the world. `new.db` is imported and synced, `tracker.db`
   * was there all the time.
   */
  async function importedAfter(happen: (place: ReturnType<typeof harbour>) => void) {
    const place = harbour(kind)
    const bench = await startBench({ world: place.world })
    const people = [
      {
        id: 'ada',
        name: 'Ada',
        accounts: [account],
        resumes: [
          {
            file: 'resume.md',
            sections: [{ id: 'oss', heading: 'Open Source', max: { entries: 3 } }],
          },
        ],
      },
    ]
    await bench.write('resume.md', resume)
    await bench.configure({ people })
    for (const command of ['sync', 'report']) expect((await bench.run([command])).code).toBe(0)
    expect(bench.read('resume.md')).toContain('works/lamp')
    await bench.write('rows.ndjson', (await bench.run(['export', '--format', 'ndjson'])).stdout)
    happen(place)
    bench.clock.advance(86_400)
    const synced = await bench.run(['sync'])
    const kept = await rows(bench)
    await bench.configure({ people, database: 'new.db' })
    expect((await bench.run(['import', 'rows.ndjson'])).code).toBe(0)
    const ran = await bench.run(['sync'])
    return { bench, place, kept, synced, ran }
  }

  test.each<[string, (place: ReturnType<typeof harbour>) => void]>([
    ['turned private', ({ forge, lamp }) => setVisibility(forge, lamp.id, 'private')],
    ['were deleted', ({ forge, lamp }) => deleteRepository(forge, lamp.id)],
    [
      'gave their name to another',
      ({ world, forge, lamp, works }) => {
        deleteRepository(forge, lamp.id)
        addRepository(forge, {
          path: 'works/lamp',
          ownerId: works.id,
          createdAt: daysBefore(world, 1),
        })
      },
    ],
  ])('that %s since are not public, and their rows stay', async (_name, happen) => {
    const { bench, kept, ran } = await importedAfter(happen)

    expect(ran.code).toBe(0)
    const shown = await rows(bench)
    expect(shown.join('\n')).not.toContain('works/lamp')
    expect(shown.join('\n')).toContain('works/buoy')
    expect(difference(shown, kept)).toEqual(none)
    expect((await rows(bench, ...all)).join('\n')).toContain('works/lamp')
    const report = await bench.run(['report'])
    expect(report.code).toBe(3)
    expect((await bench.run(['report', '--accept', 'drop'])).code).toBe(0)
    expect(bench.read('resume.md')).not.toContain('works/lamp')
  })

  test('are asked for also where everything else was read today', async () => {
    const { bench } = await importedAfter(({ forge, lamp }) =>
      setVisibility(forge, lamp.id, 'private'),
    )
    const people = [{ id: 'ada', name: 'Ada', accounts: [account] }]
    await bench.configure({ people, database: 'other.db' })
    await bench.run(['sync'])
    await bench.run(['import', 'rows.ndjson'])
    expect((await rows(bench)).join('\n')).toContain('works/lamp')

    expect((await bench.run(['sync'])).code).toBe(0)

    expect((await rows(bench)).join('\n')).not.toContain('works/lamp')
  })

  test('cost one request more, and on GitLab one for each that is not shown', async () => {
    const { bench } = await importedAfter(({ forge, lamp }) =>
      setVisibility(forge, lamp.id, 'private'),
    )
    const people = [{ id: 'ada', name: 'Ada', accounts: [account] }]
    const requests = async (database: string, ...first: (readonly string[])[]) => {
      await bench.configure({ people, database })
      for (const argv of first) await bench.run(argv)
      const before = bench.sandbox.requests.length
      expect((await bench.run(['sync'])).code).toBe(0)
      return bench.sandbox.requests.length - before
    }

    const without = await requests('without.db')
    const imported = await requests('with.db', ['import', 'rows.ndjson'])

    bench.clock.advance(86_400)
    const { plan, requests: sent } = JSON.parse(
      (await bench.run(['sync', '--plan', '--json'])).stdout,
    )
    expect(sent).toBeGreaterThanOrEqual(plan[0].requests.least)
    expect(sent).toBeLessThanOrEqual(plan[0].requests.most)
    expect(imported - without).toBeLessThanOrEqual(kind === 'github' ? 1 : 2)
  })

  test('are public again once the forge shows them', async () => {
    const { bench, place } = await importedAfter(({ forge, lamp }) =>
      setVisibility(forge, lamp.id, 'private'),
    )
    setVisibility(place.forge, place.lamp.id, 'public')
    bench.clock.advance(86_400)

    expect((await bench.run(['sync', '--full'])).code).toBe(0)

    expect((await rows(bench)).join('\n')).toContain('works/lamp')
  })

  test('that were renamed are one row under the new path when nothing else tells of them', async () => {
    const { bench } = await importedAfter(({ forge, lamp }) => {
      for (const pull of [...forge.pullRequests.values()]) {
        if (pull.repositoryId === lamp.id) deletePullRequest(forge, pull.id)
      }
      renameRepository(forge, lamp.id, 'works/lantern')
    })

    const shown = await rows(bench)

    const { repository, former_path } = namesIn(bench.path('new.db'))
    expect(repository).toContainEqual({ path: 'works/lantern', told: 1 })
    expect(repository).toHaveLength(2)
    expect(former_path).toEqual([{ path: 'works/lamp' }])
    expect(shown.filter((line) => line.includes('works/lamp'))).toEqual([])
    expect(shown).toHaveLength(withoutCoverage(bench.read('rows.ndjson')).length)
  })

  test('that are public still are as in a database that was there all the time', async () => {
    const { bench, kept, ran } = await importedAfter(() => undefined)

    expect(ran.code).toBe(0)
    expect(difference(await rows(bench), kept)).toEqual(none)
  })

  test('stay as they were imported while the forge may not be asked, and the sync says so', async () => {
    const { bench, ran } = await importedAfter(({ forge, lamp }) => {
      setVisibility(forge, lamp.id, 'private')
    })
    expect(ran.code).toBe(0)
    await bench.configure({
      people: [{ id: 'ada', name: 'Ada', accounts: [account] }],
      database: 'limited.db',
    })
    await bench.run(['import', 'rows.ndjson'])
    const asked = kind === 'github' ? 'repository(owner:' : 'ProjectsByPaths'
    bench.sandbox.faults.push({
      match: (request) =>
        request.forge === kind && JSON.stringify(request.operations).includes(asked),
      times: 99,
      fault: { kind: 'status', status: 503 },
    })

    const limited = await bench.run(['sync', '--json'])

    expect(limited.code).not.toBe(0)
    expect((await rows(bench)).join('\n')).toContain('works/lamp')
    const { streams } = JSON.parse(limited.stdout).accounts[0]
    expect(streams).toContainEqual(
      expect.objectContaining({ stream: 'repositories', complete: false }),
    )
  })
})
