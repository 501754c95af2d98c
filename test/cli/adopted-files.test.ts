import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startBench, withResume } from '../support/cli.ts'

const document = `# Teo

## Open Source

### Anchor keeper
*January 2019 - Present*

- Merged 1 PR to [anchor](https://github.com/kelp-sigs/anchor)

## Skills
`

test('nothing is written by --dry-run or adopt alone, and right after a report --check has nothing to say', async () => {
  const bench = await startBench()
  await bench.configure({ people: [withResume('teo')] })
  await bench.run(['sync'])
  await bench.write('teo.md', document.replaceAll('\n', '\r\n'))
  const state = () => [bench.read('teo.md'), readdirSync(bench.folder).sort().join()]
  const before = state()

  const shown = await bench.run(['adopt', 'teo.md'])
  expect([shown.code, state()]).toEqual([0, before])
  expect((await bench.run(['adopt', 'teo.md', '--write'])).code).toBe(0)
  const adopted = state()
  const dry = await bench.run(['report', '--accept', 'date', '--dry-run'])
  expect([dry.code, state()]).toEqual([0, adopted])
  expect((await bench.run(['report', '--accept', 'date', '--check'])).code).toBe(8)
  expect(state()).toEqual(adopted)

  expect((await bench.run(['report', '--accept', 'date'])).code).toBe(0)
  const written = state()
  expect(written[0]).toContain('Merged 12 PR to [anchor]')
  const checked = await bench.run(['report', '--check'])
  const both = await bench.run(['report', '--check', '--dry-run'])
  expect([checked.code, both.code, both.stdout]).toEqual([0, 0, checked.stdout])
  expect(state()).toEqual(written)
  expect((await bench.run(['audit'])).code).toBe(0)
})
