import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

// The collector is not offered to programs unless asked for; a flag set now is seen by contexts made from now on.
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Megabytes of the heap still held after garbage collection. */
export function heapUsed(): number {
  collect()
  collect()
  return process.memoryUsage().heapUsed / 2 ** 20
}
