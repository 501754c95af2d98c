/** A schedule cannot be written in the words of another program. The message is one sentence. */
export class ScheduleError extends Error {
  override readonly name = 'ScheduleError'
}
