import { existsSync, mkdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { begin, dangerous, forges, person, resume, startBench, withResume } from '../support/cli.ts'

test.each([
  ['an unknown command', ['fetch'], /^error: unknown command 'fetch'/],
  ['an unknown option', ['sync', '--force'], /^error: unknown option '--force'/],
  ['an option without its value', ['report', '--as-of'], /argument missing/],
  [
    'a day that does not exist',
    ['report', '--as-of', '2026-02-30'],
    /^Cannot use `--as-of 2026-02-30`/,
  ],
  [
    'a format that does not exist',
    ['export', '--format', 'xml'],
    /'xml' is invalid\. Allowed choices are json, ndjson, csv/,
  ],
  ['an import without a file', ['import'], /missing required argument 'file'/],
  [
    'two forms of output at once',
    ['export', '--json', '--format', 'csv'],
    /^Cannot use `--json` with `--format csv`/,
  ],
  [
    'somebody who is not configured',
    ['sync', 'bob', 'eve'],
    /^Cannot find `bob` and `eve` among the people of .*config\.json: expected `mara`\n$/,
  ],
  ['a schedule that is not configured', ['schedule'], /has no `schedule`; add/],
])('%s ends with 2 and a sentence, and nothing is tried', async (_name, argv, sentence) => {
  const bench = await startBench()
  await bench.configure({ people: [person('mara')] })

  const ran = await bench.run(argv)

  expect(ran.code).toBe(2)
  expect(ran.stderr).toMatch(sentence)
  expect(ran.stdout).toBe('')
  expect(bench.sandbox.requests).toEqual([])
  expect(existsSync(bench.path('tracker.db'))).toBe(false)
})

test.each([
  [
    'is not there',
    undefined,
    /^Cannot use .*config\.json: there is no such file; write one as in config\.example\.json/,
  ],
  ['is no JSON', '{ "people": [ }', /^Cannot use .*config\.json: line 1, column 15: /],
  ['is empty', '', /^Cannot use .*config\.json: line 1, column 1: /],
  ['is not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), /^Cannot use .*config\.json: it is not UTF-8/],
])('a configuration that %s ends with 2', async (_name, content, sentence) => {
  const bench = await startBench()
  if (content !== undefined) await bench.write('config.json', content)

  const ran = await bench.run(['run'])

  expect(ran).toMatchObject({ code: 2, stdout: '' })
  expect(ran.stderr).toMatch(sentence)
})

test('a configuration that is a folder ends with 2', async () => {
  const bench = await startBench()
  mkdirSync(bench.path('config.json'))

  const ran = await bench.run(['status'])

  expect(ran).toMatchObject({ code: 2, stdout: '' })
  expect(ran.stderr).toMatch(/: it is a folder; expected a file\n$/)
})

test('unknown keys are named by path with the nearest known one, all at once, and no file is touched', async () => {
  const bench = await startBench()
  await bench.write('mara.md', resume)
  const mara = withResume('mara', {}, { resumees: [], ledgr: 'l.md' })
  await bench.configure({ databse: 'x.db', people: [mara] })

  const ran = await bench.run(['run', '--json'])

  expect(ran).toMatchObject({ code: 2, stdout: '' })
  expect(ran.stderr).toContain('databse: unknown key, did you mean `database`?')
  expect(ran.stderr).toContain('people[0].ledgr: unknown key, did you mean `ledger`?')
  expect(ran.stderr).toContain('did you mean `resumes`?')
  expect(bench.read('mara.md')).toBe(resume)
  expect(bench.sandbox.requests).toEqual([])
})

test('a proxy that cannot be used ends with 2 before any file is made', async () => {
  const bench = await startBench()
  await bench.configure({ people: [person('mara')] })

  const ran = await bench.run(['sync', '--json'], {
    env: { SANDBOX_TOKEN: 'x', HTTPS_PROXY: 'nonsense://:secret@nowhere' },
  })

  expect(ran).toMatchObject({ code: 2, stdout: '' })
  expect(ran.stderr).toMatch(/^Cannot .*HTTPS_PROXY/i)
  expect(ran.stderr).not.toContain('secret')
  expect(existsSync(bench.path('tracker.db'))).toBe(false)
})

test('the configuration is the one that --config names, else $TRACKER_CONFIG, else config.json', async () => {
  const bench = await startBench()
  const config = (id: string) =>
    JSON.stringify({ forges: forges(bench.sandbox), people: [{ ...person('mara'), id }] })
  await bench.write('config.json', config('here'))
  await bench.write('other/named.json', config('named'))
  await bench.write('other/variable.json', config('variable'))
  const expected = async (argv: string[], env = {}) =>
    (await bench.run(['report', 'nobody', ...argv], { env })).stderr.match(/expected `(\w+)`/)?.[1]

  expect(await expected([])).toBe('here')
  expect(await expected([], { TRACKER_CONFIG: 'other/variable.json' })).toBe('variable')
  expect(
    await expected(['--config', 'other/named.json'], { TRACKER_CONFIG: 'other/variable.json' }),
  ).toBe('named')
})

test('help names every exit code, and every command has examples', async () => {
  const bench = await startBench()
  const commands = ['sync', 'report', 'run', 'status', 'export', 'import', 'print', 'schedule']

  const help = await bench.run(['--help'])
  const each = await Promise.all(commands.map((name) => bench.run([name, '--help'])))

  expect(help).toMatchObject({ code: 0, stderr: '' })
  for (const code of [0, 1, 2, 3, 4, 8, 130]) {
    expect(help.stdout).toMatch(new RegExp(`^ +${code}  \\S`, 'm'))
  }
  for (const [index, name] of commands.entries()) {
    expect(help.stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
    expect(each[index]).toMatchObject({ code: 0, stderr: '' })
    expect(each[index]?.stdout).toContain(`Examples:\n  $ tracker ${name}`)
    expect(each[index]?.stdout).toContain('--json')
  }
})

test('no command at all prints the help on stderr and ends with 2', async () => {
  const bench = await startBench()

  const ran = await bench.run([])

  expect(ran).toMatchObject({ code: 2, stdout: '' })
  expect(ran.stderr).toContain('Usage: tracker')
})

test.each([['--version'], ['-V']])('%s prints the version and nothing else', async (option) => {
  const bench = await startBench()

  const ran = await bench.run([option])

  expect(ran).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' })
})

test('what was typed cannot act on a terminal or in a CI log', async () => {
  const bench = await startBench()
  await bench.configure({ people: [person('mara')] })

  const ran = await bench.run(['sync', 'a\u001b[31m\u202e\n::error::b'])

  expect(ran.code).toBe(2)
  expect(ran.stderr).not.toMatch(dangerous)
})

test('print leaves the markers out and needs no configuration', async () => {
  const bench = await startBench()
  await bench.write('a.md', `# A\n\n${begin}\n\nText\n\n<!-- tracker:end oss -->\n`)

  const ran = await bench.run(['print', 'a.md'])
  const json = await bench.run(['print', 'a.md', '--json'])
  const missing = await bench.run(['print', 'b.md', '--json'])
  const unknown = await bench.run(['print', 'a.docx'])

  expect(ran).toMatchObject({ code: 0, stderr: '' })
  expect(ran.stdout).toContain('Text')
  expect(ran.stdout).not.toContain('tracker:')
  expect(JSON.parse(json.stdout)).toEqual({ file: 'a.md', text: ran.stdout })
  expect(missing.code).toBe(1)
  expect(missing.stderr).toMatch(/^Cannot read .*b\.md: there is no such file\n$/)
  expect(JSON.parse(missing.stdout)).toEqual({ file: 'b.md', text: null })
  expect(unknown.code).toBe(1)
  expect(unknown.stderr).toMatch(/^Cannot print a\.docx: expected a document in /)
})
