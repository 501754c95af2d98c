import { Worker } from 'node:worker_threads'
import { StoreError } from '../../store/errors.ts'
import { CommandFailedError } from '../exit-codes.ts'
import type { FileReport } from './file-report.ts'
import type { Job } from './job.ts'
import type { Lane } from './lane.ts'
import type { Setting } from './setting.ts'

/** What a thread is given to begin with. */
export interface ThreadData extends Pick<Setting, 'options' | 'forges'> {
  /** Path of the database. */
  readonly database: string
  /** Milliseconds since 1970. */
  readonly now: number
}

export interface Question {
  readonly id: number
  readonly job: Job
}

/** The first one says that the thread is ready. */
export type Answer =
  | 'ready'
  | { readonly id: number; readonly files: readonly FileReport[] }
  | { readonly id: number; readonly failure: Failure }

/** An error on its way from one thread to another, which its class does not survive. */
export interface Failure {
  readonly message: string
  readonly stack: string | undefined
  /** Of a StoreError: the database; null for a bug. */
  readonly path: string | null
}

/** Beside this file, built or not. */
const program = new URL(
  import.meta.url.endsWith('.ts') ? './thread-program.ts' : './thread-program.js',
  import.meta.url,
)

/** Another thread that reports people, with a connection to the database of its own. */
export class Thread implements Lane {
  readonly ready: Promise<void>
  readonly #ready = Promise.withResolvers<void>()
  readonly #worker: Worker
  readonly #asked = new Map<number, PromiseWithResolvers<readonly FileReport[]>>()
  #last = 0
  #ended: Error | null = null

  constructor(data: ThreadData, entry: URL = program) {
    this.ready = this.#ready.promise
    // Whoever does not wait for it need not hear that it will never be.
    this.ready.catch(() => {})
    // It needs nothing of the environment, least of all tokens, and no flag that was meant for the program.
    this.#worker = new Worker(entry, { workerData: data, env: {}, execArgv: [] })
    this.#worker.on('message', (answer: Answer) => this.#settle(answer))
    this.#worker.on('error', (error) => this.#end(error instanceof Error ? error.message : ''))
    this.#worker.on('exit', (code) => this.#end(`exit code ${code}`))
  }

  /** @throws StoreError as the store does there. @throws CommandFailedError when the thread has ended. */
  report(job: Job): Promise<readonly FileReport[]> {
    if (this.#ended !== null) return Promise.reject(this.#ended)
    const asked = Promise.withResolvers<readonly FileReport[]>()
    this.#last += 1
    this.#asked.set(this.#last, asked)
    this.#worker.postMessage({ id: this.#last, job } satisfies Question)
    return asked.promise
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #settle(answer: Answer): void {
    if (answer === 'ready') {
      this.#ready.resolve()
      return
    }
    const asked = this.#asked.get(answer.id)
    this.#asked.delete(answer.id)
    if ('files' in answer) asked?.resolve(answer.files)
    else asked?.reject(revived(answer.failure))
  }

  /** What ends a thread is told once, by whichever event comes first; nobody waits for its answers any more. */
  #end(why: string): void {
    this.#ended ??= new CommandFailedError(
      `Cannot finish the report: one of its threads ended (${why}); run it again, or for fewer people at a time`,
    )
    this.#ready.reject(this.#ended)
    for (const asked of this.#asked.values()) asked.reject(this.#ended)
    this.#asked.clear()
  }
}

function revived({ message, stack, path }: Failure): Error {
  if (path !== null) return new StoreError(message, { path })
  return Object.assign(new Error(message), { stack })
}
