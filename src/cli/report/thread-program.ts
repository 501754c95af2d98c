/** What runs on the other side of `Thread`: it answers for one person after the other until it is ended. */
import { parentPort, workerData } from 'node:worker_threads'
import { explained, StoreError } from '../../store/errors.ts'
import { openStore, type Store } from '../../store/store.ts'
import type { Job } from './job.ts'
import { reportPerson } from './person.ts'
import type { Answer, Failure, Question, ThreadData } from './thread.ts'

const { database, options, forges, now } = workerData as ThreadData
let opened: Store | null = null
const setting = { options, forges, now: () => now }

parentPort?.on('message', ({ id, job }: Question) => {
  void answer(id, job).then((told) => parentPort?.postMessage(told))
})

parentPort?.postMessage('ready' satisfies Answer)

async function answer(id: number, job: Job): Promise<Answer> {
  try {
    // Here, so that a database that cannot be opened is told as any other failure.
    opened ??= openStore(database, 'read-only')
    return { id, files: await reportPerson(job, opened, setting) }
  } catch (error) {
    return { id, failure: failureOf(explained(database, error)) }
  }
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { message: String(error), stack: undefined, path: null }
  const { message, stack } = error
  return { message, stack, path: error instanceof StoreError ? error.path : null }
}
