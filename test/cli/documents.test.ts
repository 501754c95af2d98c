import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Bench, begin, end, person, resume, startBench, withResume } from '../support/cli.ts'
import { testClock } from '../support/clock.ts'

/** Synced once, then given `content` as the résumé; the ledger is another file of the same person. */
async function benchWith(content?: string | Uint8Array): Promise<Bench> {
  const bench = await startBench()
  await bench.configure({ people: [withResume('teo')] })
  await bench.run(['sync'])
  if (content !== undefined) await bench.write('teo.md', content)
  return bench
}

const region = `${begin}\n\nold\n\n${end}`

test.each([
  ['is not there', undefined, /^teo\.md: Cannot read .*teo\.md: there is no such file\n$/],
  [
    'has no such heading',
    '# A\n\n## Work\n',
    /^teo\.md: Cannot update teo\.md: no heading "Open Source"; it has "A" \(line 1\), "Work" \(line 3\)\n$/,
  ],
  [
    'has the heading twice',
    `${resume}\n## open  SOURCE\n`,
    /^teo\.md:\d+: Cannot update teo\.md: .*lines 3 and 11/,
  ],
  [
    'has its markers twice',
    `${resume}\n${region}\n\n${region}\n`,
    /^teo\.md:17: Cannot update teo\.md: `tracker:begin oss` stands on lines 11 and 17; keep one\n$/,
  ],
  [
    'has its markers the wrong way round',
    `# A\n\n${end}\n\n${begin}\n`,
    /^teo\.md:3: Cannot update teo\.md: `tracker:end oss` on line 3 stands before its beginning on line 5\n$/,
  ],
  [
    'has crossed markers',
    `# A\n\n${begin}\n\n<!-- tracker:begin other -->\n\n${end}\n\n<!-- tracker:end other -->\n`,
    /^teo\.md:3: Cannot update teo\.md: .*line 3 and its end on line 7 enclose another marker.*line 5/,
  ],
  [
    'has a begin without an end',
    `# A\n\n${begin}\n`,
    /^teo\.md:3: Cannot update teo\.md: .*line 3 has no `tracker:end oss`; put it where the section ends, or take this one away\n$/,
  ],
  [
    'is not UTF-8',
    Buffer.concat([Buffer.from(resume), Buffer.from([0xe9, 0x0a])]),
    /^teo\.md:10: Cannot update teo\.md: line 10 is not UTF-8/,
  ],
  [
    'is in UTF-16',
    Buffer.from(`\ufeff${resume}`, 'utf16le'),
    /^teo\.md:1: Cannot update teo\.md: it is in UTF-16; save it as UTF-8\n$/,
  ],
  [
    'is larger than 2 MiB',
    `${resume}${'x'.repeat(2 * 1024 * 1024)}`,
    /^teo\.md: Cannot update teo\.md: it has \d+ bytes/,
  ],
])(
  'a résumé that %s is refused with 3, its ledger written, its bytes kept',
  async (_name, content, sentence) => {
    const bench = await benchWith(content)

    const ran = await bench.run(['report'])

    expect(ran.code).toBe(3)
    expect(ran.stderr).toMatch(sentence)
    expect(ran.stdout).toBe('teo.md: refused\nteo-ledger.md: written\n')
    if (content !== undefined) {
      expect(readFileSync(bench.path('teo.md')).equals(Buffer.from(content))).toBe(true)
    }
  },
)

test('a résumé that is a folder is refused', async () => {
  const bench = await benchWith()
  mkdirSync(bench.path('teo.md'))

  const ran = await bench.run(['report'])

  expect(ran.code).toBe(3)
  expect(ran.stderr).toMatch(
    /^teo\.md: Cannot read .*teo\.md: it is (a folder|not a regular file)\n$/,
  )
})

test('a run that can do nothing but refuse ends with 1', async () => {
  const bench = await startBench()
  await bench.configure({ people: [withResume('teo', {}, { ledger: undefined })] })
  await bench.run(['sync'])

  const ran = await bench.run(['report', '--json'])

  expect(ran.code).toBe(1)
  expect(JSON.parse(ran.stdout)).toMatchObject({ outcome: 'failed', files: [{ state: 'refused' }] })
})

test('a file of the person’s where the ledger goes is refused and kept, a ledger written anew', async () => {
  const bench = await benchWith(resume)
  const why =
    'teo-ledger.md: Cannot write teo-ledger.md: the file there is no ledger of tracker; move it away or name another in `ledger`\n'
  await bench.write('teo-ledger.md', 'My own words.\n')

  const checked = await bench.run(['report', '--check'])
  const ran = await bench.run(['report'])

  expect(checked).toMatchObject({ code: 3, stderr: expect.stringContaining(why) })
  expect(ran).toMatchObject({ code: 3, stdout: 'teo.md: written\nteo-ledger.md: refused\n' })
  expect(ran.stderr).toContain(why)
  expect(bench.read('teo-ledger.md')).toBe('My own words.\n')

  rmSync(join(bench.folder, 'teo-ledger.md'))
  await bench.run(['report'])
  const ledger = bench.read('teo-ledger.md')
  await bench.write('teo-ledger.md', `${ledger}More.\n`)
  const again = await bench.run(['report'])
  expect(again).toMatchObject({ code: 0, stdout: 'teo.md: unchanged\nteo-ledger.md: written\n' })
  expect(bench.read('teo-ledger.md')).toBe(ledger)
})

test('a pattern that finds no document is named', async () => {
  const bench = await startBench()
  const resumes = [{ file: 'cv/*.md', sections: [{ id: 'oss', heading: 'Open Source' }] }]
  await bench.configure({ people: [person('teo', { resumes })] })
  await bench.run(['sync'])

  const ran = await bench.run(['report'])

  expect(ran).toMatchObject({ code: 1, stdout: 'cv/*.md: refused\n' })
  expect(ran.stderr).toBe('cv/*.md: Cannot find any document `cv/*.md`\n')
})

test('one refused document stops no other', async () => {
  const bench = await startBench()
  const sections = [{ id: 'oss', heading: 'Open Source' }]
  await bench.configure({ people: [person('teo', { resumes: [{ file: 'cv/*.md' }], sections })] })
  await bench.write('cv/a.md', '# A\n')
  await bench.write('cv/b.md', resume)
  await bench.run(['sync'])

  const ran = await bench.run(['report'])

  expect(ran.code).toBe(3)
  expect(ran.stdout).toBe('cv/a.md: refused\ncv/b.md: written\n')
  expect(bench.read('cv/a.md')).toBe('# A\n')
  expect(bench.read('cv/b.md')).toContain(begin)
})

test('a résumé that somebody saves while it is being written keeps what they saved', async () => {
  const bench = await benchWith(resume)
  const clock = testClock()
  const theirs = `${resume}\n- One more thing\n`
  let saved = false
  // The day is asked for between reading the document and writing it.
  const meddling = {
    ...clock,
    now() {
      if (!saved) void bench.write('teo.md', theirs)
      saved = true
      return clock.now()
    },
  }

  const ran = await bench.run(['report'], { clock: meddling })

  expect(saved).toBe(true)
  expect(ran.code).toBe(3)
  expect(ran.stderr).toMatch(
    /^teo\.md: Cannot write .*teo\.md: it changed since it was read; run again\n$/,
  )
  expect(bench.read('teo.md')).toBe(theirs)
  expect((await bench.run(['report'])).code).toBe(0)
})

test('a region that was changed by hand keeps the words, and names the value it cannot put in', async () => {
  const bench = await benchWith(resume)
  await bench.run(['report'])
  const edited = bench.read('teo.md').replace(/^- \d+.*merged/m, '- 9999 merged')
  await bench.write('teo.md', edited)

  const ran = await bench.run(['report'])

  expect(ran.code).toBe(0)
  expect(ran.stderr).toMatch(/^teo\.md:\d+: value-edited: 9999 \(now \d+\)$/m)
  expect(bench.read('teo.md')).toBe(edited)
})

test("a sidecar that is lost is made again: what stands there is the person's, and what that means is said", async () => {
  const bench = await benchWith(resume)
  await bench.run(['report'])
  const edited = bench.read('teo.md').replace(/^- \d+.*merged/m, '- 9999 merged')
  await bench.write('teo.md', edited)
  rmSync(join(bench.folder, 'teo.md.tracker.json'))

  const ran = await bench.run(['report'])
  const again = await bench.run(['report'])

  expect(ran.code).toBe(0)
  expect(ran.stderr).toMatch(/^teo\.md: the sidecar knows nothing .* may come back; .*: oss$/m)
  expect(ran.stderr).toMatch(/^teo\.md:\d+: value-edited: 9999 \(now \d+\)$/m)
  expect(bench.read('teo.md')).toBe(edited)
  expect(bench.read('teo.md.tracker.json')).toContain('"items"')
  expect(again.stderr).not.toContain('knows nothing')
})

test('a document with line ends of Windows, a byte order mark and no final newline keeps all three', async () => {
  const bench = await benchWith(`\ufeff${resume.trimEnd().replaceAll('\n', '\r\n')}`)

  await bench.run(['report'])

  const text = bench.read('teo.md')
  expect(text.startsWith('\ufeff# A Person\r\n')).toBe(true)
  expect(text).toContain(`${begin}\r\n`)
  expect(text).not.toMatch(/[^\r]\n/)
  expect(text.endsWith('- Kept things running')).toBe(true)
})

test('a dry run and a check write nothing, not even a sidecar', async () => {
  const bench = await benchWith(resume)
  const before = readdirSync(bench.folder)

  const dry = await bench.run(['report', '--dry-run'])
  const check = await bench.run(['report', '--check'])

  expect(dry.code).toBe(0)
  expect(dry.stdout).toMatch(/^--- a\/teo\.md\n\+\+\+ b\/teo\.md\n@@/)
  expect(check).toMatchObject({ code: 8, stdout: 'teo.md: outdated\nteo-ledger.md: outdated\n' })
  expect(bench.read('teo.md')).toBe(resume)
  expect(readdirSync(bench.folder)).toEqual(before)
})
