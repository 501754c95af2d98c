import { mkdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Bench, startBench, withResume } from '../support/cli.ts'

async function scheduled(folder = '.'): Promise<Bench> {
  const bench = await startBench()
  await bench.configure({
    people: [withResume('mara')],
    schedule: { cron: '0 6 * * *', timezone: 'Africa/Nairobi' },
  })
  if (folder !== '.') await bench.write(`${folder}/config.json`, bench.read('config.json'))
  return bench
}

test.each(['cron', 'systemd', 'launchd', 'github-actions', 'gitlab-ci'])(
  'schedule print %s prints the files and tries nothing else',
  async (scheduler) => {
    const bench = await scheduled()

    const ran = await bench.run(['schedule', 'print', scheduler])
    const json = await bench.run(['schedule', 'print', scheduler, '--json'])

    expect(ran).toMatchObject({ code: 0, stderr: '' })
    const { files } = JSON.parse(json.stdout) as { files: { path: string; text: string }[] }
    for (const { text } of files) expect(ran.stdout).toContain(text.trimEnd())
    expect(ran.stdout).toContain('SANDBOX_TOKEN')
    expect(ran.stdout).not.toContain('sandbox-token')
    expect(bench.sandbox.requests).toEqual([])
  },
)

test('a workflow names the files as the repository sees them, and never the database', async () => {
  const bench = await scheduled('people/mara')
  mkdirSync(bench.path('.git'))

  const ran = await bench.run([
    ...['schedule', 'print', 'github-actions', '--config', 'people/mara/config.json'],
  ])

  expect(ran.stdout).toContain('tracker run --config people/mara/config.json')
  expect(ran.stdout).toContain(
    'people/mara/mara.md people/mara/mara.md.tracker.json people/mara/mara-ledger.md',
  )
  expect(ran.stdout).not.toContain('tracker.db')
})

test('a schedule that is not configured, or that another program cannot keep, ends with 2', async () => {
  const bench = await startBench()
  await bench.configure({ people: [withResume('mara')] })
  const none = await bench.run(['schedule', 'print', 'cron'])
  await bench.configure({ people: [withResume('mara')], schedule: { cron: '*/2 */2 * * *' } })

  const tooMany = await bench.run(['schedule', 'print', 'launchd'])

  expect(none.code).toBe(2)
  expect(none.stderr).toMatch(/has no `schedule`; add/)
  expect(tooMany.code).toBe(2)
  expect(tooMany.stderr).toMatch(/^Cannot write `\*\/2 \*\/2 \* \* \*` for launchd: /)
})
