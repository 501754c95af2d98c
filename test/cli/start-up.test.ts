/** What starting costs, and what a wrong Node is told. */
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { main, oldNode, runBuilt } from '../support/built.ts'
import { testFolder } from '../support/folder.ts'

/** Prints the address of every module that is loaded. */
const hook = `data:text/javascript,${encodeURIComponent(`
import { registerHooks } from 'node:module'
registerHooks({ load(url, context, next) { process.stderr.write('LOADED ' + url + '\\n'); return next(url, context) } })
`)}`

async function loaded(argv: readonly string[]): Promise<string[]> {
  const { stderr } = await runBuilt(argv, { cwd: testFolder(), node: ['--import', hook] })
  return stderr.match(/(?<=^LOADED ).*$/gm) ?? []
}

test.each([[['--version']], [['--help']], [['sync', '--help']], [['nonsense']]])(
  '%s loads no forge, no database, no schema',
  async (argv) => {
    const modules = await loaded(argv)

    expect(modules.some((url) => url.endsWith('dist/main.js'))).toBe(true)
    expect(
      modules.filter((url) =>
        /octokit|gitbeaker|better-sqlite3|\bzod\b|undici|node-cron|mdast|micromark|\/store\/(?!errors)|dist\/cli\/commands/.test(
          url,
        ),
      ),
    ).toEqual([])
  },
)

test('--version loads nothing that does not stand in this repository', async () => {
  const modules = await loaded(['--version'])

  expect(modules.filter((url) => url.includes('node_modules'))).toEqual([])
  // Node's own are part of the program already.
  expect(modules.filter((url) => url.startsWith('file:')).length).toBeLessThan(6)
})

test('a command loads only what it needs: status asks no forge', async () => {
  const modules = await loaded(['status'])

  expect(modules.filter((url) => /octokit|gitbeaker|undici/.test(url))).toEqual([])
})

/** Prints how many microseconds of processor time the process took. */
const meter = `data:text/javascript,${encodeURIComponent(`
process.on('exit', () => { const { user, system } = process.cpuUsage(); process.stderr.write('COST ' + (user + system)) })
`)}`

test('tracker --version takes at most twice as long as bare node', () => {
  // Processor time: what others do on the machine meanwhile hardly counts.
  const cost = (...argv: string[]) => {
    const { stderr } = spawnSync(process.execPath, ['--import', meter, ...argv], {
      encoding: 'utf8',
    })
    return Number(/COST (\d+)/.exec(stderr)?.[1])
  }
  const runs = Array.from({ length: 12 }, () => [cost('-e', '0'), cost(main, '--version')] as const)

  const bare = Math.min(...runs.map(([each]) => each))
  const version = Math.min(...runs.map(([, each]) => each))

  expect(version / bare).toBeLessThan(2)
})

test.skipIf(oldNode() === undefined)(
  'a Node too old gets one sentence and exit code 2',
  async () => {
    const executable = oldNode() ?? ''

    const ran = await runBuilt(['sync'], { cwd: testFolder(), executable })

    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toMatch(/^Cannot run on Node [\d.]+: tracker needs Node 22\.14 or newer\n$/)
  },
)
