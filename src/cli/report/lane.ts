import type { FileReport } from './file-report.ts'
import type { Job } from './job.ts'

/** Where people are reported: this thread or another. */
export interface Lane {
  readonly ready: Promise<void>
  report(job: Job): Promise<readonly FileReport[]>
  close(): Promise<void>
}
