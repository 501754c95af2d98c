/**
 * `npm run smoke`: packs the package, installs it globally the way people do, with the scripts of its dependencies, and
 * runs the command `tracker` on every Node it promises to run on, against the sandbox. The npm packages `node` and `npm`
 * bring each version; nothing else is downloaded but the dependencies.
 */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { fictionalWorld } from '../test/sandbox/fictional.ts'
import { startInternet } from '../test/sandbox/internet.ts'
import { startSandbox } from '../test/sandbox/server.ts'
import { markdownResume } from './demo/resumes.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))
/** The oldest, and the two that get fixes; each with an npm of its time, since that is what installs the package. */
const releases = [
  { node: '22.14.0', npm: '10.9.2' },
  { node: '24', npm: '11' },
  { node: '26', npm: '12' },
]
type Release = (typeof releases)[number]
/** Bytes of the tarball: a package people install in a moment. */
const largest = 550_000
const quiet = ['--no-audit', '--no-fund', '--loglevel=error']

const folder = await mkdtemp(join(tmpdir(), 'tracker-smoke-'))
const sandbox = await startSandbox({ world: fictionalWorld() })
const internet = await startInternet(sandbox, join(folder, 'authority'))
let failed = 0
try {
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: root,
  })
  const [packed] = JSON.parse(stdout) as [
    { filename: string; size: number; files: { path: string }[] },
  ]
  const foreign = packed.files.filter(({ path }) => /^(test|bench|scripts|src)\/|\.map$/.test(path))
  console.log(`${packed.filename}: ${packed.size} bytes, ${packed.files.length} files`)
  if (packed.size > largest || foreign.length > 0) failed += 1
  for (const release of releases) {
    try {
      console.log(`node ${release.node}: ${await smoke(release, join(folder, packed.filename))}`)
    } catch (error) {
      failed += 1
      console.error(
        `node ${release.node}: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }
} finally {
  await internet.close()
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
}
process.exitCode = failed === 0 ? 0 : 1

/** Installs the tarball under that Node and goes the first steps, straight to the sandbox and as behind a firewall. */
async function smoke(release: Release, tarball: string): Promise<string> {
  const place = join(folder, release.node)
  const prefix = join(place, 'global')
  const PATH = `${await toolchain(release, join(place, 'toolchain'))}:${process.env['PATH']}`
  // npm gets all the surroundings, since they say how to reach the registry; the tracker gets nothing but its tokens.
  const machine = { ...process.env, PATH }
  const env = { PATH, GITHUB_TOKEN: 'sandbox-token', GITLAB_TOKEN: 'sandbox-token' }
  await run('npm', ['install', '--global', '--prefix', prefix, ...quiet, tarball], { env: machine })
  const tracker = async (argv: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    (await run(join(prefix, 'bin/tracker'), argv, { cwd: place, env: { ...env, ...more } })).stdout
  const tools = await Promise.all(
    ['node', 'npm'].map(async (tool) => (await run(tool, ['--version'], { env })).stdout.trim()),
  )
  const shown = (await tracker(['--version'])).trim()
  await direct(place, tracker)
  await project(place, tarball, machine)
  await library(place, env)
  await behindProxy(place, tracker)
  return `${tools.join(' with npm ')} installs and runs tracker ${shown}; init, run, library, proxy and own CA work`
}

/** The folder of programs in which `node` and `npm` are those of the release. */
async function toolchain({ node, npm }: Release, place: string): Promise<string> {
  await mkdir(place, { recursive: true })
  await writeFile(join(place, 'package.json'), '{ "private": true }')
  await run('npm', ['install', ...quiet, `node@${node}`, `npm@${npm}`], { cwd: place })
  return join(place, 'node_modules/.bin')
}

type Tracker = (argv: readonly string[], env?: Readonly<Record<string, string>>) => Promise<string>

async function direct(place: string, tracker: Tracker): Promise<void> {
  await writeFile(join(place, 'mara.md'), markdownResume)
  const urls = [`github=${sandbox.githubApiUrl}`, `gitlab=${sandbox.gitlabApiUrl}`]
  await tracker(['init', 'mara.md', ...urls.map((url) => `--api-url=${url}`)])
  await tracker(['run'])
  await hasCount(join(place, 'mara.md'))
}

/** A project that depends on the package, for `import` knows no global packages. */
async function project(place: string, tarball: string, machine: NodeJS.ProcessEnv): Promise<void> {
  await writeFile(join(place, 'package.json'), '{ "private": true, "type": "module" }')
  await run('npm', ['install', ...quiet, tarball], { cwd: place, env: machine })
}

async function library(place: string, env: NodeJS.ProcessEnv): Promise<void> {
  await writeFile(
    join(place, 'library.js'),
    `import { report } from 'tracker'
     const files = await report({ config: 'config.json', check: true })
     console.log(files.map(({ state }) => state).join())`,
  )
  const said = (await run('node', ['library.js'], { cwd: place, env })).stdout.trim()
  if (said !== 'unchanged') throw new Error(`Cannot use the library: it says \`${said}\``)
}

/** The real addresses, through a tunnel, with certificates that only the named CA vouches for. */
async function behindProxy(place: string, tracker: Tracker): Promise<void> {
  const inside = join(place, 'inside')
  await mkdir(inside)
  await writeFile(join(inside, 'mara.md'), markdownResume)
  const env = { HTTPS_PROXY: internet.proxy, NODE_EXTRA_CA_CERTS: internet.authority }
  const config = ['--config', 'inside/config.json']
  const before = internet.tunnels.length
  await tracker(['init', 'inside/mara.md', ...config], env)
  await tracker(['run', ...config], env)
  await hasCount(join(inside, 'mara.md'))
  if (internet.tunnels.length === before) throw new Error('Cannot find a tunnel at the proxy')
}

async function hasCount(document: string): Promise<void> {
  if (/\d+ merged/.test(await readFile(document, 'utf8'))) return
  throw new Error(`Cannot find a count in ${document} after a run`)
}
