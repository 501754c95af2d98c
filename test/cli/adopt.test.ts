import { expect, test } from 'vitest'
import { askAll } from '../../src/cli/commands/adopt-questions.ts'
import type { Context } from '../../src/cli/context.ts'
import { run } from '../../src/cli/run.ts'
import type { Recognition } from '../../src/report/adopt/adopt.ts'
import { type Bench, startBench, withResume } from '../support/cli.ts'

const document = `# Teo

Merged 1 PR. Then 2 merged PRs in 2024.

## Open Source

- Some words of my own
`

async function benchWith(): Promise<Bench> {
  const bench = await startBench()
  await bench.configure({ people: [withResume('teo')] })
  await bench.run(['sync'])
  await bench.write('teo.md', document)
  return bench
}

/** The command at a terminal, with the answers a person gives there. */
async function adoptAsking(bench: Bench, answers: string[], ...args: string[]) {
  const asked: string[] = []
  const terminal = { isTTY: true, columns: 80, write: () => {} }
  const context: Context = {
    stdout: terminal,
    stderr: terminal,
    env: { TERM: 'dumb' },
    cwd: bench.folder,
    now: () => bench.clock.now(),
    sleep: (milliseconds, signal) => bench.clock.sleep(milliseconds, signal),
    signal: new AbortController().signal,
    ask: async (question) => {
      asked.push(question)
      return answers.shift() ?? ''
    },
  }
  return { code: await run(['adopt', 'teo.md', ...args], context), asked }
}

const question = 'Keep line 3 "Merged 1" up to date, as 1 merged in all? [y/N/q] '
const live = 'Merged <!-- tracker:value merged -->1<!-- tracker:/value --> PR. Then 2 merged'

test('at a terminal a count outside sections is asked about, and kept up to date if wanted', async () => {
  const bench = await benchWith()

  expect(await adoptAsking(bench, ['n'], '--write')).toEqual({ code: 0, asked: [question] })
  expect(bench.read('teo.md')).not.toContain('tracker:value')
  expect(await adoptAsking(bench, ['y'], '--write')).toEqual({ code: 0, asked: [question] })
  expect(bench.read('teo.md')).toContain(live)
})

test('without a terminal it is listed, --values takes it, and report keeps it', async () => {
  const bench = await benchWith()

  const shown = await bench.run(['adopt', 'teo.md'])
  const written = await bench.run(['adopt', 'teo.md', '--values', '--write'])
  const adopted = bench.read('teo.md')
  const reported = await bench.run(['report'])

  expect(shown.stderr).toContain('teo.md:3: Merged 1: 1 merged; `--values` keeps it up to date\n')
  expect(written.code).toBe(0)
  expect(adopted).toContain(live)
  expect(reported.code).toBe(0)
  expect(bench.read('teo.md')).toMatch(
    /Merged <!-- tracker:value merged -->\d+<!-- tracker:\/value --> PR\. /,
  )
})

test('--yes asks nothing and mentions nothing that is not certain', async () => {
  const bench = await benchWith()

  const { code, asked } = await adoptAsking(bench, ['y'], '--yes')
  const listed = await bench.run(['adopt', 'teo.md', '--yes'])

  expect([code, asked]).toEqual([0, []])
  expect(listed.stderr).not.toContain('--values')
})

const bullet = (line: number, number: number): Recognition => ({
  line,
  section: 'oss',
  kind: 'bullet',
  text: '- Repaired the clutch',
  as: `https://gitlab.com/g/p/-/merge_requests/${number}`,
  sure: false,
  label: `g/p!${number} "Repair\u202E clutch"`,
})

test.each([
  [['y', 'n', 'y'], 3, [12, 15]],
  [['y', 'q', 'y'], 2, [12]],
  [['', 'yes', 'x'], 3, [14]],
])('bullets that are not certain are asked about one by one: %j', async (answers, times, taken) => {
  const asked: string[] = []
  const ask = async (words: string) => {
    asked.push(words)
    return answers[asked.length - 1] ?? ''
  }
  const all = [bullet(12, 7), bullet(14, 8), bullet(15, 9)]
  const wanted = await askAll(all, {}, { ask } as unknown as Context)

  expect(asked[0]).toBe('Is line 12 "- Repaired the clutch" about g/p!7 "Repair clutch"? [y/N/q] ')
  expect(asked).toHaveLength(times)
  expect([...wanted].map((each) => Number(each.split(' ')[0]))).toEqual(taken)
})

test('a section of which nothing is recognised is told, and that numbers of a table stay', async () => {
  const bench = await benchWith()
  await bench.write(
    'teo.md',
    '# Teo\n\n## Open Source\n\n| Project | Merged |\n|---|---|\n| x | 5 |\n',
  )

  const { stderr } = await bench.run(['adopt', 'teo.md'])

  expect(stderr).toContain(
    'teo.md:5: no entry was recognised in section `oss`: no line of it is kept up to date\n' +
      'teo.md:5: numbers in a table are not kept up to date; those of a bullet under the title of its project are\n',
  )
})
