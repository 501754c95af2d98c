import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

export const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const preload = new URL('./preload.ts', import.meta.url).href

export interface Ran {
  readonly stdout: string
  readonly stderr: string
  /** Of the whole process. */
  readonly seconds: number
  /** The processor's time: it grows less than `seconds` where others want the processor too. */
  readonly processorSeconds: number
  readonly peakMegabytes: number
}

export interface RunOptions {
  /** Milliseconds its clock is ahead. */
  readonly clockOffset?: number
  /** Megabytes of heap it gets: whoever wants more dies. */
  readonly heap?: number
}

/**
 * Runs the built command line in `folder`.
 * @throws Error when it ends with anything but 0: a number measured on a failed run says nothing
 */
export async function tracker(
  args: readonly string[],
  folder: string,
  { clockOffset = 0, heap }: RunOptions = {},
): Promise<Ran> {
  const started = performance.now()
  // Without the second, the collector takes more for what is new than the whole heap has.
  const limits =
    heap === undefined ? [] : [`--max-old-space-size=${heap}`, '--max-semi-space-size=2']
  const child = spawn(process.execPath, [...limits, '--import', preload, main, ...args], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      SANDBOX_TOKEN: 'sandbox-token',
      BENCH_CLOCK_OFFSET: String(clockOffset),
    },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const [, out, err, usage] = child.stdio
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  const [stdout, stderr, used, code] = await Promise.all([
    text(out as NodeJS.ReadableStream as AsyncIterable<Buffer>),
    text(err as NodeJS.ReadableStream as AsyncIterable<Buffer>),
    text(usage as NodeJS.ReadableStream as AsyncIterable<Buffer>),
    ended,
  ])
  const seconds = (performance.now() - started) / 1000
  if (code !== 0) throw new Error(`\`tracker ${args.join(' ')}\` ended with ${code}:\n${stderr}`)
  const { kilobytes, microseconds } = JSON.parse(used) as Record<string, number>
  return {
    stdout,
    stderr,
    seconds,
    processorSeconds: (microseconds ?? 0) / 1e6,
    peakMegabytes: (kilobytes ?? 0) / 1024,
  }
}
