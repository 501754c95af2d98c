/** Time until `tracker --version` is done, against a Node that does nothing. */
import { spawnSync } from 'node:child_process'
import { median, type Stage, tell } from './support/row.ts'
import { main } from './support/tracker.ts'

const pairs = 25

export const startUp: Stage = {
  name: 'start-up',
  async run() {
    tell('start of the process')
    const bare = () => timed(['-e', '0'])
    const version = () => timed([main, '--version'])
    bare()
    version()
    const times = Array.from({ length: pairs }, () => ({ bare: bare(), version: version() }))
    const ratio = median(times.map((pair) => pair.version / pair.bare))
    return [
      {
        what: '`tracker --version`, whole process',
        reach: '≤ 2 × bare `node -e 0`',
        measured: `${ratio.toFixed(2)} ×`,
        met: ratio <= 2,
        note: `median of ${pairs} pairs; ${median(times.map((pair) => pair.version)).toFixed(0)} ms against ${median(times.map((pair) => pair.bare)).toFixed(0)} ms`,
      },
    ]
  },
}

function timed(args: readonly string[]): number {
  const started = performance.now()
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' })
  if (status !== 0) throw new Error(`\`node ${args.join(' ')}\` ended with ${status}`)
  return performance.now() - started
}
