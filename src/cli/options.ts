import { Option } from 'commander'
import { UsageError } from './exit-codes.ts'

/** Options every command has. */
export interface CommonOptions {
  readonly config?: string
  readonly json?: boolean
}

export function asOfOption(): Option {
  return new Option(
    '--as-of <date>',
    'the day that decides what is still "Present" (default: today)',
  ).argParser(dayArgument('--as-of'))
}

/** A day that exists, as the value of `option`. */
export function dayArgument(option: string): (text: string) => string {
  return (text) => {
    const day = new Date(`${text}T00:00:00Z`)
    if (
      !/^\d{4}-\d{2}-\d{2}$/.test(text) ||
      Number.isNaN(day.getTime()) ||
      day.toISOString().slice(0, 10) !== text
    ) {
      throw new UsageError(`Cannot use \`${option} ${text}\`: expected a day such as 2026-05-01`)
    }
    return text
  }
}
