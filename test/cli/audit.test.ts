import { mkdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Bench, dangerous, person, startBench, withResume } from '../support/cli.ts'

interface Audited {
  readonly files: readonly {
    readonly file: string
    readonly findings: readonly Record<string, unknown>[]
  }[]
}

const wrong = '# Teo\n\nMerged 9,999 pull requests.\n\n## Open Source\n'
const right = '# Teo\n\n## Open Source\n'

async function benchWith(files: Readonly<Record<string, string>>): Promise<Bench> {
  const bench = await startBench()
  await bench.configure({ people: [withResume('teo')] })
  for (const [name, content] of Object.entries(files)) await bench.write(name, content)
  await bench.run(['sync'])
  return bench
}

test('without a database it says to sync first', async () => {
  const bench = await startBench()
  await bench.configure({ people: [withResume('teo')] })
  await bench.write('teo.md', wrong)

  const ran = await bench.run(['audit', '--json'])

  expect(ran.code).toBe(1)
  expect(JSON.parse(ran.stdout)).toEqual({ files: [] })
  expect(ran.stderr).toMatch(/run `tracker sync` first/)
})

test('what is untrue is told with its place, and ends with 8', async () => {
  const bench = await benchWith({ 'teo.md': wrong })

  const ran = await bench.run(['audit'])

  expect(ran).toMatchObject({ code: 8, stderr: '' })
  expect(ran.stdout).toMatch(
    /^teo\.md:3:1: false count: "Merged 9,999" should say \d+ merged\n1 to change, \d+ true, \d+ unprovable\n$/,
  )
})

test('machines get every finding with the keys of the contract', async () => {
  const bench = await benchWith({ 'teo.md': wrong })

  const ran = await bench.run(['audit', '--json'])

  const { files } = JSON.parse(ran.stdout) as Audited
  expect(files).toEqual([
    {
      file: 'teo.md',
      findings: [
        {
          line: 3,
          column: 1,
          kind: 'count',
          verdict: 'false',
          text: 'Merged 9,999',
          expected: expect.stringMatching(/^\d+$/),
          reference: null,
        },
      ],
    },
  ])
  expect((await bench.run(['audit', '--format', 'json'])).stdout).toBe(ran.stdout)
})

test('months are read in the language that is configured', async () => {
  const bench = await startBench()
  const sections = [{ id: 'oss', heading: 'Open Source' }]
  const resumes = [{ file: 'teo.md', language: 'de', sections }]
  await bench.configure({ people: [person('teo', { resumes })] })
  await bench.write('teo.md', '# Teo\n\n## Open Source\n\n### Lantern\n*Mai 2019 – heute*\n')
  await bench.run(['sync'])

  const ran = await bench.run(['audit', '--json'])

  const [file] = (JSON.parse(ran.stdout) as Audited).files
  expect(file?.findings.map(({ kind, text }) => [kind, text])).toEqual([
    ['date', 'Mai 2019'],
    ['date', 'heute'],
  ])
})

test('what tracker wrote itself is true', async () => {
  const bench = await benchWith({ 'teo.md': right })
  expect((await bench.run(['report'])).code).toBe(0)

  const ran = await bench.run(['audit', '--json'])

  expect(ran.code).toBe(0)
  const findings = (JSON.parse(ran.stdout) as Audited).files.flatMap((file) => file.findings)
  const verdicts = Map.groupBy(findings, ({ kind, verdict }) => `${kind} ${verdict}`)
  expect([...verdicts.keys()].filter((each) => /false|stale/.test(each))).toEqual([])
  expect(verdicts.get('count true')?.length).toBeGreaterThan(0)
  expect(verdicts.get('date true')?.length).toBeGreaterThan(0)
  expect(verdicts.get('link true')?.length).toBeGreaterThan(0)
})

test('annotations are workflow commands, and nothing else is', async () => {
  const bench = await benchWith({ 'teo.md': wrong })

  const ran = await bench.run(['audit', '--format', 'github'])

  expect(ran.code).toBe(8)
  const [first, ...rest] = ran.stdout.split('\n')
  expect(first).toMatch(
    /^::error file=teo\.md,line=3,col=1,title=false count::"Merged 9,999" should/,
  )
  expect(rest.join('\n')).not.toMatch(dangerous)
})

test('--json and another format are wrong usage', async () => {
  const bench = await benchWith({ 'teo.md': wrong })

  expect((await bench.run(['audit', '--json', '--format', 'github'])).code).toBe(2)
})

test('a file that is no résumé of the configuration is the only person’s', async () => {
  const bench = await benchWith({ 'teo.md': right, 'cv/other.md': wrong })

  const ran = await bench.run(['audit', 'other.md'], { cwd: bench.path('cv') })
  expect(ran.code).toBe(2)
  const named = await bench.run(['audit', 'other.md', '--config', '../config.json'], {
    cwd: bench.path('cv'),
  })

  expect(named.code).toBe(8)
  expect(named.stdout).toMatch(/^other\.md:3:1: false count/)
})

test('with several people it is nobody’s, and wrong usage', async () => {
  const bench = await startBench()
  await bench.configure({ people: [withResume('teo'), person('mara')] })
  await bench.write('other.md', wrong)

  const ran = await bench.run(['audit', 'other.md'])

  expect(ran.code).toBe(2)
  expect(ran.stderr).toMatch(/^Cannot audit other\.md: no résumé of .* is this file/)
})

test('one document that cannot be read stops no other: 3, and 1 when none can', async () => {
  const bench = await startBench()
  const resumes = ['a.md', 'b.md'].map((file) => ({
    file,
    sections: [{ id: 'oss', heading: 'Open Source' }],
  }))
  await bench.configure({ people: [person('teo', { resumes })] })
  await bench.write('a.md', wrong)
  mkdirSync(bench.path('b.md'))
  await bench.run(['sync'])

  const some = await bench.run(['audit'])
  const none = await bench.run(['audit', 'b.md'])

  expect(some.code).toBe(3)
  expect(some.stdout).toContain('a.md:3:1: false count')
  expect(some.stderr).toMatch(/^b\.md: Cannot read/)
  expect(none.code).toBe(1)
})
