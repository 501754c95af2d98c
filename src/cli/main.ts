import { availableParallelism } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import type { Output } from './context.ts'
import { run } from './run.ts'

/** Lends the real world to `run`; sets `process.exitCode`, since stdout may be a pipe that is still being written. */
export async function main(world: NodeJS.Process): Promise<void> {
  const stop = new AbortController()
  const interrupt = () => stop.abort(new Error('interrupted'))
  world.once('SIGINT', interrupt)
  world.once('SIGTERM', interrupt)
  // A reader that closed the pipe (`tracker export | head`) is no reason to crash.
  for (const stream of [world.stdout, world.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
  const env = { ...world.env }
  // Connections here check certificates themselves; without it Node does not print that they do not.
  delete world.env['NODE_TLS_REJECT_UNAUTHORIZED']
  world.exitCode = await run(world.argv.slice(2), {
    stdout: toOutput(world.stdout),
    stderr: toOutput(world.stderr),
    env,
    cwd: world.cwd(),
    now: () => Date.now(),
    sleep: async (milliseconds, signal) => {
      await wait(milliseconds, undefined, { signal })
    },
    everySecond: (act) => {
      const timer = setInterval(act, 1000)
      timer.unref()
      return () => clearInterval(timer)
    },
    threads: availableParallelism(),
    signal: stop.signal,
    ...(world.stdin.isTTY && world.stderr.isTTY ? { ask: asking(world, stop.signal) } : {}),
  })
  world.off('SIGINT', interrupt)
  world.off('SIGTERM', interrupt)
}

/** Questions go to stderr: stdout is for results. */
function asking(world: NodeJS.Process, signal: AbortSignal) {
  return async (question: string): Promise<string> => {
    const { createInterface } = await import('node:readline/promises')
    const terminal = createInterface({ input: world.stdin, output: world.stderr })
    // A terminal that is being read hands Ctrl-C to whoever reads it.
    terminal.once('SIGINT', () => world.emit('SIGINT'))
    try {
      return await terminal.question(question, { signal })
    } catch (error) {
      // Ctrl-D: there will be no answer, to this question or a later one.
      if (!signal.aborted) world.emit('SIGINT')
      throw error
    } finally {
      terminal.close()
    }
  }
}

function toOutput(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => {
      stream.write(text)
    },
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.isTTY === true ? stream.columns : undefined
    },
  }
}
