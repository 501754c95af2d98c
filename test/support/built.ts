/** The built command line as a process of its own. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { Ran } from './cli.ts'

/** Written by `npm run build`, which `npm test` runs first. */
export const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

export interface Running {
  readonly child: ChildProcess
  /** Resolves when the process has ended; `milliseconds` since it was last signalled with `stop`. */
  readonly ended: Promise<Ran & { readonly signal: NodeJS.Signals | null }>
  /** Sends the signal and tells how long the process took to end. */
  stop(signal: NodeJS.Signals): Promise<number>
}

export interface ProcessOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  /** Arguments of node itself. */
  readonly node?: readonly string[]
  readonly executable?: string
  readonly uid?: number
}

export function start(argv: readonly string[], options: ProcessOptions): Running {
  const { cwd, env = {}, node = [], executable = process.execPath, uid } = options
  const child = spawn(executable, [...node, main, ...argv], {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid }),
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const written = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text
    })
  }
  const ended = new Promise<Awaited<Running['ended']>>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code: code ?? -1, signal, ...written }))
  })
  return {
    child,
    ended,
    async stop(signal) {
      const asked = performance.now()
      child.kill(signal)
      await ended
      return performance.now() - asked
    },
  }
}

export async function runBuilt(argv: readonly string[], options: ProcessOptions): Promise<Ran> {
  const { code, stdout, stderr } = await start(argv, options).ended
  return { code, stdout, stderr }
}

/** The machine's own node where it is too old for us; undefined where there is none. */
export function oldNode(): string | undefined {
  const path = '/usr/bin/node'
  if (!existsSync(path)) return undefined
  const [major = 0, minor = 0] = execFileSync(path, ['-p', 'process.versions.node'], {
    encoding: 'utf8',
  })
    .split('.')
    .map(Number)
  return major < 22 || (major === 22 && minor < 14) ? path : undefined
}
