import type { Output } from '../context.ts'
import { safe } from '../output.ts'

/** Prints a diff. Every line of it begins with one of ` +-@`, so none can be taken for a command of a CI. */
export function sayDiff(diff: string, output: Output): void {
  output.write(`${safe(diff.replace(/\n$/, ''))}\n`)
}
