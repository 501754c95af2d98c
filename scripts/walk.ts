/**
 * `npm run walk`: goes through README.md and docs/recipes.md as a newcomer does, from an empty folder with a résumé in
 * it. Blocks of `sh` are run in their order, in one environment; `cron` lines are run as cron would; TypeScript is
 * checked and run. What begins with npm runs in a copy of the checkout, and installs the packed package.
 *
 * The commands stay as they are written: the sandbox stands at the addresses of github.com and gitlab.com behind a proxy
 * (test/sandbox/internet.ts). Only what a person fills in is filled in (`blanks`).
 */
import { execFile, execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { fictionalWorld } from '../test/sandbox/fictional.ts'
import { startInternet } from '../test/sandbox/internet.ts'
import { startSandbox } from '../test/sandbox/server.ts'
import { markdownResume } from './demo/resumes.ts'
import { type Block, blocksOf } from './walk/blocks.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))
const pages = ['README.md', 'docs/recipes.md']

const place = mkdtempSync(join(tmpdir(), 'tracker-walk-'))
const [folder, home, checkout, prefix] = ['person', 'home', 'checkout', 'prefix'].map((name) => {
  mkdirSync(join(place, name))
  return join(place, name)
}) as [string, string, string, string]
const sandbox = await startSandbox({ world: fictionalWorld({ now: new Date().toISOString() }) })
const internet = await startInternet(sandbox, join(place, 'authority'))

/** What stands for something of the reader's own. */
const blanks: readonly (readonly [string, string])[] = [
  ['…', 'sandbox-token'],
  ['/home/ada/resume', folder],
  ['http://proxy.example:3128', internet.proxy],
  ['/etc/ssl/certs/company.pem', internet.authority],
]

let environment: Record<string, string> = {
  PATH: [join(prefix, 'bin'), dirname(process.execPath), process.env['PATH']].join(delimiter),
  HOME: home,
  npm_config_prefix: prefix,
  HTTPS_PROXY: internet.proxy,
  NODE_EXTRA_CA_CERTS: internet.authority,
}

/** Why a block is not run; null for one that is. */
function leftOut({ language, text }: Block): string | null {
  if (/npm test/.test(text)) return 'runs by itself'
  if (/^datasette/.test(text) && !has('datasette')) return 'there is no datasette here'
  return ['sh', 'ts', 'cron'].includes(language) ? null : 'nothing to run'
}

function has(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function filledIn(text: string): string {
  return blanks.reduce((each, [blank, value]) => each.replaceAll(blank, value), text)
}

async function walk(block: Block): Promise<void> {
  const text = filledIn(block.text)
  if (block.language === 'ts') await runTypeScript(text)
  else if (block.language === 'cron') await runShell(text.split(' ').slice(5).join(' '), folder)
  else if (text.startsWith('npm ')) await runNpm(text)
  else await runShell(text, folder)
}

/** What a block exports is there for the next one. */
async function runShell(text: string, cwd: string, env = environment): Promise<void> {
  const exported = join(place, 'exported')
  const script = `${text}\nenv -0 > '${exported}'\n`
  await run('sh', ['-euc', script], { cwd, env })
  const entries = readFileSync(exported, 'utf8').split('\0').filter(Boolean)
  const all = Object.fromEntries(
    entries.map((entry) => [entry.split('=')[0] ?? '', entry.slice(entry.indexOf('=') + 1)]),
  )
  environment = { ...all, ...environmentOfWalk(environment) }
}

/** What the walk itself needs, whatever a block exported. */
function environmentOfWalk({ PATH = '', HOME = '' }: Record<string, string>) {
  return { PATH, HOME }
}

/** npm asks its registry, which knows nothing of the proxy. */
async function runNpm(text: string): Promise<void> {
  const { HTTPS_PROXY, NODE_EXTRA_CA_CERTS, ...env } = { ...process.env, ...environment }
  const before = environment
  await runShell(text, checkout, env as Record<string, string>)
  environment = before
}

async function runTypeScript(text: string): Promise<void> {
  const modules = join(folder, 'node_modules')
  mkdirSync(modules)
  symlinkSync(join(prefix, 'lib/node_modules/tracker'), join(modules, 'tracker'))
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  writeFileSync(join(folder, 'library.ts'), text)
  const bin = (name: string) => join(root, 'node_modules', name)
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023']
  const types = ['--types', 'node', '--typeRoots', bin('@types')]
  const cwd = folder
  await run(bin('.bin/tsc'), [...options, ...types, 'library.ts'], { cwd, env: environment })
  await run(process.execPath, ['library.ts'], { cwd, env: environment })
}

/** All that a clone would have, changes that are not committed included. */
function copyCheckout(): void {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const files = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\0')
  for (const file of files.filter((each) => each !== '' && existsSync(join(root, each)))) {
    cpSync(join(root, file), join(checkout, file), { recursive: true })
  }
}

/** Where the machine has no sqlite3, a stand-in that runs the statement on the library the package brings. */
function provideSqlite(): void {
  if (has('sqlite3')) return
  const library = join(prefix, 'lib/node_modules/tracker/node_modules/better-sqlite3')
  const script = `#!/usr/bin/env node
const [file, sql] = process.argv.slice(2)
const rows = require('${library}')(file, { readonly: true }).prepare(sql).raw().all()
if (rows.length === 0) throw new Error('no rows')
for (const row of rows) console.log(row.join('|'))
`
  mkdirSync(join(prefix, 'bin'), { recursive: true })
  writeFileSync(join(prefix, 'bin/sqlite3'), script, { mode: 0o755 })
}

/** A program's own words say more than that it failed. */
function told(error: unknown): string {
  const { message, stdout, stderr } = error as Error & { stdout?: string; stderr?: string }
  return [message, stdout, stderr].filter(Boolean).join('\n')
}

let failed = 0
try {
  copyCheckout()
  provideSqlite()
  writeFileSync(join(folder, 'resume.md'), markdownResume)
  writeFileSync(
    join(folder, 'tokens'),
    'export GITHUB_TOKEN=sandbox-token GITLAB_TOKEN=sandbox-token\n',
  )
  for (const block of pages.flatMap((page) =>
    blocksOf(page, readFileSync(join(root, page), 'utf8')),
  )) {
    const at = `${block.page}:${block.line} (${block.language})`
    const why = leftOut(block)
    if (why !== null) {
      console.log(`${at}: left out, ${why}`)
      continue
    }
    const started = performance.now()
    try {
      await walk(block)
      console.log(`${at}: ok, ${((performance.now() - started) / 1000).toFixed(1)} s`)
    } catch (error) {
      failed += 1
      console.error(`${at}: ${told(error)}`)
    }
  }
  if (!/\d+ merged/.test(readFileSync(join(folder, 'resume.md'), 'utf8'))) {
    failed += 1
    console.error('Cannot find a count in the résumé after the walk')
  }
  await run('sh', ['-c', 'tracker report --check && tracker status'], {
    cwd: folder,
    env: environment,
  })
} finally {
  await internet.close()
  await sandbox.close()
  rmSync(place, { recursive: true, force: true })
}
process.exitCode = failed === 0 ? 0 : 1
