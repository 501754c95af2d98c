/** What report leaves as it is although the database says otherwise. */
import { expect, test } from 'vitest'
import type { FaultRule } from '../sandbox/faults/rules.ts'
import { setVisibility } from '../sandbox/mutate.ts'
import { type Bench, begin, privateToken, resume, startBench, withResume } from '../support/cli.ts'

const section = { select: { repositories: ['github:lumen-works/*'], since: '2024-01-01' } }

async function written(token?: string): Promise<Bench> {
  const bench = await startBench(token === undefined ? {} : { token })
  await bench.configure({ people: [withResume('mara', section)] })
  await bench.write('mara.md', resume)
  expect(await bench.run(['run'])).toMatchObject({ code: 0 })
  return bench
}

function counts(text: string): string[] {
  return text.match(/\d+\+? (?:merged|reviewed)/g) ?? []
}

test('a section whose only change would be 42 to 42+ is left with 3', async () => {
  const bench = await written()
  const before = bench.read('mara.md')
  const down: FaultRule = {
    match: { forge: 'github', from: 1 },
    fault: { kind: 'status', status: 502 },
  }
  bench.sandbox.faults.push(down)
  bench.clock.advance(86_400)
  const synced = await bench.run(['sync'])

  const ran = await bench.run(['report', '--json'])

  expect(synced.code).toBe(3)
  expect(counts(before).length).toBeGreaterThan(0)
  expect(ran.code).toBe(3)
  expect(JSON.parse(ran.stdout).files[0]).toMatchObject({ file: 'mara.md', state: 'left' })
  expect(ran.stderr).toMatch(/^mara\.md(?::\d+)?: Cannot update section `oss` of mara\.md: /)
  expect(bench.read('mara.md')).toBe(before)

  bench.sandbox.faults.length = 0
  expect((await bench.run(['run'])).code).toBe(0)
  expect(bench.read('mara.md')).toBe(before)
})

test('a section of a stream that was never read is left with 3, and its document untouched', async () => {
  const bench = await startBench()
  await bench.configure({ people: [withResume('mara', section)] })
  await bench.write('mara.md', resume)
  bench.sandbox.faults.push({
    match: { forge: 'github', from: 1 },
    fault: { kind: 'status', status: 502 },
  })
  await bench.run(['sync'])

  const ran = await bench.run(['report'])

  expect(ran.code).toBe(3)
  expect(ran.stdout).toContain('mara.md: left\n')
  expect(bench.read('mara.md')).toBe(resume)
})

test('a count that dropped is left with 3 until --accept drop takes it', async () => {
  const bench = await written(privateToken)
  const before = bench.read('mara.md')
  const { github } = bench.sandbox.world
  const beacon = [...github.repositories.values()].find(({ path }) => path === 'lumen-works/beacon')
  setVisibility(github, beacon?.id ?? 0, 'private')
  await bench.run(['sync', '--full'])

  const pulls = [...github.pullRequests.values()].filter(
    ({ repositoryId }) => repositoryId === beacon?.id,
  )
  const sidecarBefore = bench.read('mara.md.tracker.json')
  const left = await bench.run(['report'])
  const afterLeft = bench.read('mara.md')
  const sidecarLeft = bench.read('mara.md.tracker.json')
  const accepted = await bench.run(['report', '--accept', 'drop'])

  expect(left.code).toBe(3)
  expect(left.stderr).toMatch(/mara\.md.*`oss`.*(?:lower|fewer|drop)/)
  expect(afterLeft).toBe(before)
  expect(sidecarBefore).toContain('lumen-works/beacon')
  expect(sidecarLeft).not.toMatch(/beacon/i)
  for (const { title } of pulls) expect(sidecarLeft).not.toContain(title)
  expect(accepted.stdout).toContain('mara.md: written\n')
  expect(bench.read('mara.md')).toContain(begin)
  expect(bench.read('mara.md')).not.toContain('lumen-works/beacon')
  expect(bench.read('mara.md.tracker.json')).not.toContain('lumen-works/beacon')
})

test('a document of which one section waits and another is written is written, and the waiting one told with 3', async () => {
  const bench = await startBench()
  const of = (forge: string) => ({ select: { repositories: [`${forge}:**`] } })
  const sections = [
    { id: 'oss', heading: 'Open Source', ...of('github') },
    { id: 'more', heading: 'Experience', ...of('gitlab') },
  ]
  await bench.configure({
    people: [withResume('mara', {}, { resumes: [{ file: 'mara.md', sections }] })],
  })
  await bench.write('mara.md', resume)
  bench.sandbox.faults.push({
    match: { forge: 'github', from: 1 },
    fault: { kind: 'status', status: 502 },
  })
  await bench.run(['sync'])

  const checked = await bench.run(['report', '--check', '--json'])
  const ran = await bench.run(['report', '--json'])

  const [file] = JSON.parse(ran.stdout).files
  expect(bench.read('mara.md')).toContain('tracker:begin more')
  expect(bench.read('mara.md')).not.toContain('tracker:begin oss')
  expect(file).toMatchObject({ file: 'mara.md', state: 'written' })
  expect(file.problem.message).toContain('Cannot update section `oss`')
  expect(ran.code).toBe(3)
  expect(JSON.parse(checked.stdout).files[0]).toMatchObject({ state: 'outdated' })
  expect(checked.code).toBe(3)
})
