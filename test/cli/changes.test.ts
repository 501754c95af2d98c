import { expect, test } from 'vitest'
import { mergePullRequest, renameRepository } from '../sandbox/mutate.ts'
import { type Bench, dangerous, person, privateToken, startBench } from '../support/cli.ts'

async function synced(token?: string): Promise<Bench> {
  const bench = await startBench(token === undefined ? {} : { token })
  await bench.configure({ people: [person('mara')] })
  await bench.run(['sync'])
  bench.clock.advance(86_400)
  return bench
}

/** Somebody presses the button on one of Mara's open pull requests. */
function merge(bench: Bench) {
  const { github } = bench.sandbox.world
  const mara = [...github.users.values()].find(({ login }) => login === 'mara-oduya')
  const pull = [...github.pullRequests.values()].find(
    ({ state, authorId, repositoryId }) =>
      state === 'open' &&
      authorId === mara?.id &&
      github.repositories.get(repositoryId)?.visibility === 'public',
  )
  if (pull === undefined) throw new Error('Cannot find an open pull request of Mara')
  mergePullRequest(github, pull.id, '2026-06-16T10:00:00Z')
  return { github, pull }
}

test('a merge between two runs is told once, with its repository and title', async () => {
  const bench = await synced()
  const { github, pull } = merge(bench)
  await bench.run(['sync'])

  const ran = await bench.run(['changes'])
  const json = JSON.parse((await bench.run(['changes', '--json'])).stdout)

  const path = github.repositories.get(pull.repositoryId)?.path
  expect(ran.code).toBe(0)
  expect(ran.stdout).toMatch(/^\+1 merged/)
  expect(ran.stdout).toContain(`\n\nMerged:\n- ${path} ${pull.number}: `)
  expect(json.people[0].merged).toMatchObject([
    { host: 'github.com', repository: path, number: pull.number, title: pull.title },
  ])
  expect(json.people[0].reviewed).toEqual([])
})

test('--since tells of every run from that day on, and no day of the future holds any', async () => {
  const bench = await synced()
  merge(bench)
  await bench.run(['sync'])

  const all = JSON.parse((await bench.run(['changes', '--since', '2026-06-01', '--json'])).stdout)
  const last = JSON.parse((await bench.run(['changes', '--since', '2026-06-16', '--json'])).stdout)
  const none = await bench.run(['changes', '--since', '2027-01-01'])

  expect(all.since).toBe('2026-06-15T12:00:00Z')
  expect(all.people[0].merged.length).toBeGreaterThan(20)
  expect(last.people[0].merged).toHaveLength(1)
  expect(none).toEqual({ code: 0, stdout: 'No new contributions\n', stderr: '' })
})

test('a run with nothing new changes nothing of what is told', async () => {
  const bench = await synced()
  merge(bench)
  await bench.run(['sync'])
  const before = await bench.run(['changes'])
  bench.clock.advance(86_400)
  await bench.run(['sync'])

  expect(await bench.run(['changes'])).toEqual(before)
})

test('a renamed repository is told under both names', async () => {
  const bench = await synced()
  const { github, pull } = merge(bench)
  const from = github.repositories.get(pull.repositoryId)?.path ?? ''
  renameRepository(github, pull.repositoryId, 'kelp-sigs/renamed-thing')
  await bench.run(['sync'])

  const ran = await bench.run(['changes'])
  const json = JSON.parse((await bench.run(['changes', '--format', 'json'])).stdout)

  expect(ran.stdout).toContain(`Renamed:\n- ${from} is now kelp-sigs/renamed-thing\n`)
  expect(json.renamed).toEqual([{ host: 'github.com', from, to: 'kelp-sigs/renamed-thing' }])
})

test('what is private is not told, in no format', async () => {
  const bench = await synced(privateToken)
  const { github, gitlab } = bench.sandbox.world
  const hidden = [...github.repositories.values(), ...gitlab.repositories.values()]
    .filter(({ visibility }) => visibility !== 'public')
    .map(({ path }) => path)

  const everything = await Promise.all(
    ['text', 'markdown', 'json'].map((format) => bench.run(['changes', '--format', format])),
  )

  expect(hidden.length).toBeGreaterThan(0)
  for (const { stdout } of everything) {
    expect(stdout).not.toMatch(dangerous)
    for (const path of hidden) expect(stdout).not.toContain(path)
  }
})

test('contributions that an import brought are no news, and a merge after it is', async () => {
  const bench = await synced()
  const kept = (await bench.run(['export', '--format', 'ndjson'])).stdout
  await bench.write('kept.ndjson', kept)
  await bench.configure({ database: 'fresh.db', people: [person('mara')] })
  await bench.run(['import', 'kept.ndjson'])
  const { pull } = merge(bench)
  await bench.run(['sync'])

  const json = JSON.parse((await bench.run(['changes', '--json'])).stdout)

  expect(json.people[0].merged.map((row: { number: number }) => row.number)).toEqual([pull.number])
  expect(json.people[0].reviewed).toEqual([])
})

test.each([
  [['changes', '--since', 'yesterday'], /^Cannot use `--since yesterday`: expected a day such as/],
  [['changes', '--json', '--format', 'text'], /^Cannot use `--json` with `--format text`/],
])('%s is wrong usage', async (argv, sentence) => {
  const bench = await startBench()
  await bench.configure({ people: [person('mara')] })

  const ran = await bench.run(argv)

  expect(ran).toMatchObject({ code: 2, stdout: '' })
  expect(ran.stderr).toMatch(sentence)
})

test('without a database there is nothing to tell of', async () => {
  const bench = await startBench()
  await bench.configure({ people: [person('mara')] })

  const ran = await bench.run(['changes', '--json'])

  expect(ran.code).toBe(1)
  expect(ran.stderr).toContain('run `tracker sync` first')
  expect(JSON.parse(ran.stdout)).toEqual({ since: null, people: [], renamed: [] })
})

test('of several that one run brought only the earliest in a repository is the first', async () => {
  const bench = await startBench()
  await bench.configure({ people: [person('teo')] })
  await bench.run(['sync'])

  const told = JSON.parse((await bench.run(['changes', '--json'])).stdout)

  const firsts = told.people[0].merged.filter(({ first }: { first: boolean }) => first)
  const places = firsts.map(
    ({ host, repository }: { host: string; repository: string }) => `${host}/${repository}`,
  )
  expect(firsts.length).toBeGreaterThan(0)
  expect(new Set(places).size).toBe(places.length)
  for (const { repository, at } of firsts) {
    const others = told.people[0].merged.filter(
      (each: { repository: string }) => each.repository === repository,
    )
    expect(others.every((each: { at: string }) => each.at >= at)).toBe(true)
  }
})
